import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface RegisterProcess {
  url: string
  token: string
  process: ChildProcess
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
}

const READY_WITHIN_MS = 15_000

/** Starts the register as its own process and waits until it listens. Rejects with its own words when it does not. */
export async function spawnRegister(options: {
  people: number
  seed?: number
  port?: number
  token?: string
  file?: string
}): Promise<RegisterProcess> {
  const token = options.token ?? 'synthetic-register'
  const args = ['--people', String(options.people), '--seed', String(options.seed ?? 1)]
  args.push(
    '--port',
    String(options.port ?? 0),
    ...(options.file === undefined ? [] : ['--file', options.file]),
  )
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../tools/register/serve.ts', import.meta.url)), ...args],
    {
      env: { ...process.env, REGISTER_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => {
    complaints = (complaints + data.toString()).slice(-2000)
  })
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`the register was not ready within ${READY_WITHIN_MS} ms: ${complaints}`))
    }, READY_WITHIN_MS)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /ready at (\S+)/.exec(line)?.[1]
      if (!found) return
      clearTimeout(timer)
      resolve(found)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the register ended with ${code}: ${complaints}`))
    })
  })
  return {
    url,
    token,
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
