/** The post office's own processes as an operator runs them, and what they weigh. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '#tests/free-port.ts'
import { ROLE_ENVIRONMENT, type Role, roleArguments } from '#tools/role-process.ts'
import type { Town } from './town.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY_WITHIN_MS = 30_000

export type OfficeProcess = {
  readonly role: string
  readonly pid: number
  /** Stops it in good order and fails when it did not end well. */
  stop(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  readonly exited: Promise<unknown>
}

export type OfficeAddress = { port: number; url: string; publicUrl: string }

export async function addressFor(): Promise<OfficeAddress> {
  const port = await freePort()
  return { port, url: `http://127.0.0.1:${port}`, publicUrl: `http://localhost:${port}` }
}

export type StartOffice = {
  town: Pick<Town, 'databaseUrl' | 'folder'>
  address: OfficeAddress
  /** Several run in one process. */
  role: Role | readonly Role[]
  registerUrl?: string | undefined
  env?: Readonly<Record<string, string>>
  /** Put before the program: a tracer. */
  prefix?: readonly string[]
  /** Folder for V8 profiles; written when the process stops. */
  profiles?: string | undefined
}

/** A benchmark that breaks off leaves nothing running. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(code))

/** Starts one role and waits until it says that it is ready. Its log goes to a file of the benchmark's folder. */
export async function startOffice(options: StartOffice): Promise<OfficeProcess> {
  const { town, address, prefix = [], profiles } = options
  const roles: readonly Role[] = typeof options.role === 'string' ? [options.role] : options.role
  const role = roles.join('+')
  const log = join(town.folder, `${role}.log`)
  const logFile = openSync(log, 'a')
  const flags = profiles
    ? [
        '--cpu-prof',
        `--cpu-prof-dir=${profiles}`,
        `--cpu-prof-name=${basename(town.folder)}-${role}.cpuprofile`,
      ]
    : []
  const [program, ...args] = [...prefix, process.execPath, ...flags, ...roleArguments(...roles)]
  const child = spawn(program!, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', logFile],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      ...ROLE_ENVIRONMENT,
      DATABASE_URL: town.databaseUrl,
      DATA_DIR: town.folder,
      HOST: '127.0.0.1',
      PORT: String(address.port),
      PUBLIC_URL: address.publicUrl,
      LOG_LEVEL: 'warn',
      ...(options.registerUrl ? { REGISTER_URL: options.registerUrl } : {}),
      ...options.env,
    },
  })
  closeSync(logFile)
  running.add(child)
  child.once('exit', () => running.delete(child))
  const exited = once(child, 'exit')
  await untilReady(child, role, log)
  return {
    role,
    pid: child.pid!,
    exited,
    async stop() {
      child.kill('SIGTERM')
      const [code] = (await exited) as [number | null]
      if (code !== 0) throw new Error(`${role} ended with ${code}: ${lastWords(log)}`)
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function untilReady(child: ChildProcess, role: string, log: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${role} was not ready within ${READY_WITHIN_MS / 1000} s: ${lastWords(log)}`))
    }, READY_WITHIN_MS)
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!line.startsWith('ready ')) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`${role} ended with ${code ?? signal} before it was ready: ${lastWords(log)}`))
    })
    child.once('error', reject)
  })
}

const lastWords = (log: string): string => readFileSync(log, 'utf8').slice(-2000)

/** Starts a helper of the benchmark (a load generator, a raw baseline) and answers the JSON it prints last. */
export async function runScript<T>(script: string, input: unknown): Promise<T> {
  const child = startScript<T>(script, input)
  return child.result
}

/** The same, to be listened to while it runs. */
export function startScript<T>(script: string, input: unknown): { pid: number; result: Promise<T> } {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [path], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.stdin.end(JSON.stringify(input))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const result = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`${script} ended with ${code}`)
    return JSON.parse(output) as T
  })
  return { pid: child.pid!, result }
}

/** What a script of `runScript` was given. */
export async function scriptInput<T>(): Promise<T> {
  let text = ''
  for await (const part of process.stdin.setEncoding('utf8')) text += part
  return JSON.parse(text) as T
}

export type Weighing = {
  /** Memory that processes share counts once (Pss), as it does in the machine. */
  peakMb: number
  peakByRole: Readonly<Record<string, number>>
  samples: number
  /** The same with shared memory counted once for each process (Rss). */
  peakResidentMb: number
  stop(): void
}

/** The kernel takes its time for the first, and none for the second. */
const SAMPLE_EVERY_MS = 250
const RESIDENT_EVERY_MS = 100

/** What these processes weigh together. */
export function weigh(processes: readonly OfficeProcess[]): Weighing {
  const weighing = {
    peakMb: 0,
    peakByRole: {} as Record<string, number>,
    samples: 0,
    peakResidentMb: 0,
    stop: () => {
      clearInterval(timer)
      clearInterval(residentTimer)
    },
  }
  const look = () => {
    let sum = 0
    for (const { role, pid } of processes) {
      const mb = kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') / 1024
      weighing.peakByRole[role] = Math.max(weighing.peakByRole[role] ?? 0, mb)
      sum += mb
    }
    weighing.peakMb = Math.max(weighing.peakMb, sum)
    weighing.samples += 1
  }
  const lookAtResident = () => {
    const sum = processes.reduce((mb, { pid }) => mb + residentMb(pid), 0)
    weighing.peakResidentMb = Math.max(weighing.peakResidentMb, sum)
  }
  const timer = setInterval(look, SAMPLE_EVERY_MS)
  const residentTimer = setInterval(lookAtResident, RESIDENT_EVERY_MS)
  look()
  return weighing
}

const residentMb = (pid: number): number => kilobytes(`/proc/${pid}/status`, 'VmRSS') / 1024

function kilobytes(path: string, name: string): number {
  const kb = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(path, 'utf8'))?.[1]
  if (!kb) throw new Error(`${path} tells no ${name}: the process is gone`)
  return Number(kb)
}

export function childrenOf(parent: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent ? [Number(name)] : []
    } catch {
      return [] // no process, or one that has just ended
    }
  })
}
