// A real S3-compatible store for tests: OpenStack Swift with its S3 front, all four servers on loopback in a temporary
// folder. Unlike small S3 fakes it checks signatures, content hashes and ranges for itself.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AwsClient } from 'aws4fetch'
import packages from '#tools/debian-packages.json' with { type: 'json' }
import { freePort } from './free-port.ts'

export type Swift = {
  endpoint: string
  region: string
  /** Made and empty. */
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Ends the servers and removes their folder. */
  stop(): Promise<void>
}

const SERVERS = ['account', 'container', 'object', 'proxy'] as const
const REGION = 'eu-north-1'
const READY_MS = 60_000
const PREPARE = fileURLToPath(new URL('./swift-prepare.py', import.meta.url))
// Where the usual temporary folder cannot hold extended attributes (some tmpfs), the checkout's own may.
const FOLDERS = [tmpdir(), fileURLToPath(new URL('../.cache', import.meta.url))]

/** About 2 s. @throws Error with the command to type if Swift is not installed. */
export async function startSwift(programFolder = '/usr/bin'): Promise<Swift> {
  const programs = SERVERS.map((server) => join(programFolder, `swift-${server}-server`))
  const missing = programs.find((program) => !existsSync(program))
  if (missing)
    throw new Error(
      `${missing} is missing. The S3 adapter is tested against OpenStack Swift. ${installHint()}`,
    )

  const secretAccessKey = randomBytes(16).toString('hex')
  const accessKeyId = 'brevhus:tests'
  const ports = await Promise.all(SERVERS.map(() => freePort()))
  const folder = await prepare([accessKeyId, secretAccessKey, REGION, ...ports.map(String)])
  const children = SERVERS.map((server, i) => start(programs[i]!, join(folder, `${server}-server.conf`)))
  const swift: Swift = {
    endpoint: `http://127.0.0.1:${ports.at(-1)}`,
    region: REGION,
    bucket: 'packs',
    accessKeyId,
    secretAccessKey,
    async stop() {
      await Promise.all(children.map(end))
      await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    await makeBucket(swift, children, ports, folder)
    return swift
  } catch (error) {
    await swift.stop()
    throw error
  }
}

function installHint(): string {
  const names = packages.map((each) => each.package).filter((name) => name.includes('swift'))
  return `Run: sudo apt-get install --no-install-recommends --yes ${names.join(' ')}`
}

async function prepare(rest: readonly string[]): Promise<string> {
  const failures: unknown[] = []
  for (const parent of FOLDERS) {
    await mkdir(parent, { recursive: true })
    const folder = await mkdtemp(join(parent, 'brevhus-swift-'))
    try {
      await promisify(execFile)('/usr/bin/python3', [PREPARE, folder, ...rest])
      return folder
    } catch (error) {
      failures.push(error)
      await rm(folder, { recursive: true })
    }
  }
  throw new AggregateError(
    failures,
    `Swift could not be prepared in ${FOLDERS.join(' or ')} (it needs extended attributes, as on ext4 or xfs): ${failures}`,
  )
}

function start(program: string, config: string): ChildProcess {
  const log = openSync(`${config}.log`, 'a', 0o600)
  // The servers end with this process, however it ends.
  return spawn('setpriv', ['--pdeathsig', 'TERM', program, config, '--verbose'], {
    stdio: ['ignore', log, log],
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(5_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
  await ended
}

/** Makes the bucket once all four servers listen; that it can be made is the sign that they are ready. */
async function makeBucket(
  swift: Swift,
  children: readonly ChildProcess[],
  ports: readonly number[],
  folder: string,
): Promise<void> {
  const client = new AwsClient({ ...swift, service: 's3', retries: 0 })
  let last: unknown
  for (const start = Date.now(); Date.now() - start < READY_MS; await sleep(100)) {
    if (children.some((child) => child.exitCode !== null)) break
    try {
      await Promise.all(ports.map(listens))
      const answer = await client.fetch(`${swift.endpoint}/${swift.bucket}`, { method: 'PUT' })
      last = `${answer.status} ${await answer.text()}`
      if (answer.ok) return
    } catch (error) {
      last = error
    }
  }
  const logs = await Promise.all(
    SERVERS.map((server) => readFile(join(folder, `${server}-server.conf.log`), 'utf8')),
  )
  throw new Error(`Swift did not start: ${last}\n${logs.join('\n').slice(-4000)}`)
}

async function listens(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
  } finally {
    socket.destroy()
  }
}
