/** A process of the demo. It has a group of its own, so that Ctrl-C reaches only the starter, which then stops everything
 * in order; and it dies with the starter if that is killed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export type Child = { name: string; process: ChildProcess; stop(): Promise<void> }

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 25_000
const DIES_WITH_US = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0

/** Resolves when the process prints a line with `ready`. Rejects with its own words when it ends instead. */
export async function startChild(
  name: string,
  args: readonly string[],
  options: { env?: Record<string, string>; ready: RegExp; logFile: string; onExit: (name: string) => void },
): Promise<Child> {
  const command = DIES_WITH_US ? 'setpriv' : process.execPath
  const prefix = DIES_WITH_US ? ['--pdeathsig', 'KILL', process.execPath] : []
  const child = spawn(command, [...prefix, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  let complained = ''
  child.stderr?.on('data', (data: Buffer) => {
    complained = (complained + data.toString()).slice(-4000)
    appendFileSync(options.logFile, data)
  })
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString()
      if (options.ready.test(said)) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`${name} ended (${code}) before it was ready.\n${complained || said}`))
      options.onExit(name)
    })
  })
  const late = sleep(READY_WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`${name} was not ready within ${READY_WITHIN_MS / 1000} s.\n${complained}`)
  })
  await Promise.race([ready, late])
  return {
    name,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const killing = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await gone
      clearTimeout(killing)
    },
  }
}
