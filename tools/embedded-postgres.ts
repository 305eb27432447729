// Real PostgreSQL from an npm package, so that a newcomer needs no database of their own
// (docs/decisions/embedded-postgresql.md). One folder is one cluster: `data/`, `socket/`, `postgres.log`.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, readlink, realpath, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Binaries, findBinaries, findRunner, foreign, type Runner, run } from './postgres-binaries.ts'

const STARTUP_SECONDS_MAX = 60
const SHUTDOWN_SECONDS_MAX = 60

/** sun_path holds 108 bytes with its closing zero; `/.s.PGSQL.5432` and its `.lock` must fit behind the folder. */
const SOCKET_FOLDER_BYTES_MAX = 107 - '/.s.PGSQL.5432'.length

/** The application's role owns its database, yet is bound by row-level security like anybody else. */
const APP = 'brevhus'

export type EmbeddedPostgres = {
  /** Connection string for the application's role (never a superuser), over the Unix socket. */
  url(database: string): string
  /** Connection string for the superuser: for tools that look at the whole cluster, never for the application. */
  adminUrl(database: string): string
  socketDir: string
  /** True when a server was already running on this folder and is now shared: `stop()` leaves that one alone. */
  adopted: boolean
  /** Fast shutdown: open transactions are rolled back. Waits at most 60 s. */
  stop(): Promise<void>
}

export type StartOptions = {
  /** Folder of the cluster; made when missing. */
  dir: string
  /** False for tests only: commits may be lost when the machine (not just the process) crashes. Default true. */
  durable?: boolean
  /** Told about steps that may take over a second. */
  onProgress?: (line: string) => void
}

/** Starts PostgreSQL on `dir`, or adopts the one running there. A server we start dies with this process. */
export async function startPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const durable = options.durable ?? true
  const wanted = resolve(options.dir)
  await mkdir(dirname(wanted), { recursive: true })
  await mkdir(wanted, { recursive: true, mode: 0o700 })
  const dir = await realpath(wanted) // the server reports its folder by its real name
  const data = join(dir, 'data')
  const socketDir = socketFolder(dir)
  const adminUrl = (database: string) => socketUrl('postgres', database, socketDir)
  const shared = (adopted: boolean, stop: () => Promise<void>): EmbeddedPostgres => ({
    url: (database) => socketUrl(APP, database, socketDir),
    adminUrl,
    socketDir,
    adopted,
    stop,
  })

  const adopt = async () => {
    await makeApplicationRole(adminUrl('postgres')) // its starter may not have come that far
    return shared(true, async () => {})
  }

  if (await livePid(data)) {
    await untilReady(dir, socketDir)
    return adopt()
  }

  const binaries = await findBinaries()
  const runner = await findRunner(dir)
  await runner.makeOwned(socketDir)
  if (await foreign(socketDir)) {
    throw new Error(`${socketDir} belongs to somebody else or is open to others: remove it and start again.`)
  }
  await initialise(data, binaries, runner, durable, options.onProgress)
  await forgetDeadServer(data)
  const child = await launch(dir, socketDir, binaries, runner, durable)
  const pid = await untilReady(dir, socketDir, child)
  // Two processes may start at the same moment: PostgreSQL lets one in, the other adopts it.
  if (pid !== child.pid) return adopt()
  await makeApplicationRole(adminUrl('postgres'))
  return shared(false, () => stopPostgres(dir))
}

/** Stops the server of a folder, whoever started it; quietly does nothing when there is none. */
export async function stopPostgres(dir: string): Promise<void> {
  const data = join(resolve(dir), 'data')
  const pid = await livePid(data)
  if (!pid) return
  process.kill(pid, 'SIGINT')
  for (const end = Date.now() + SHUTDOWN_SECONDS_MAX * 1000; Date.now() < end; await sleep(10)) {
    if ((await livePid(data)) !== pid) return
  }
  throw new Error(
    `PostgreSQL (process ${pid}) did not stop within ${SHUTDOWN_SECONDS_MAX} s; see ${dir}/postgres.log`,
  )
}

/** The folder's own `socket/`, or a short one in the temporary folder when the path would not fit a socket address. */
export function socketFolder(dir: string): string {
  const near = join(dir, 'socket')
  if (Buffer.byteLength(near) <= SOCKET_FOLDER_BYTES_MAX) return near
  const name = `brevhus-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`
  const far = join(tmpdir(), name)
  return Buffer.byteLength(far) <= SOCKET_FOLDER_BYTES_MAX ? far : join('/tmp', name)
}

function socketUrl(user: string, database: string, socketDir: string): string {
  return `postgresql://${user}@/${encodeURIComponent(database)}?host=${encodeURIComponent(socketDir)}`
}

async function initialise(
  data: string,
  binaries: Binaries,
  runner: Runner,
  durable: boolean,
  onProgress?: (line: string) => void,
): Promise<void> {
  if (await readFile(join(data, 'PG_VERSION')).catch(() => undefined)) return
  onProgress?.('Creating a PostgreSQL cluster …')
  // Made beside its place and renamed, so that an interrupted initdb never leaves half a cluster.
  const fresh = await mkdtemp(`${data}-new-`)
  await runner.makeOwned(fresh)
  // The builtin provider (PostgreSQL 17) sorts by code point and yet knows Æ from æ, on every machine alike.
  // Trust is safe here: there is no TCP listener and only our own user may enter the socket's folder.
  const choices = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--data-checksums', '--username=postgres', '--auth=trust', '--no-instructions']
  const sync = durable ? '--sync-method=syncfs' : '--no-sync'
  await run(
    [...runner.prefix, binaries.initdb, '-D', join(fresh, 'data'), ...choices, ...access, sync],
    binaries.env,
    fresh,
  )
  await rename(join(fresh, 'data'), data).catch((error) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // another process was first
  })
  await rm(fresh, { recursive: true, force: true })
}

async function launch(
  dir: string,
  socketDir: string,
  binaries: Binaries,
  runner: Runner,
  durable: boolean,
): Promise<ChildProcess> {
  const log = await open(join(dir, 'postgres.log'), 'a', 0o600)
  // --pdeathsig: a killed parent leaves no orphan; INT is PostgreSQL's fast shutdown.
  const server = ['setpriv', '--pdeathsig', 'INT', binaries.postgres, '-D', join(dir, 'data')]
  const [program, ...args] = [...runner.prefix, ...server, ...settings(socketDir, durable)]
  const child = spawn(program!, args, {
    cwd: dir,
    env: binaries.env,
    detached: true, // its own process group: Ctrl-C reaches us first, and we stop it in good order
    stdio: ['ignore', log.fd, log.fd],
  })
  child.on('error', () => {}) // reported by untilReady, which sees that it is gone
  child.unref()
  await log.close()
  return child
}

function settings(socketDir: string, durable: boolean): string[] {
  const common = {
    listen_addresses: '',
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '200',
    timezone: 'UTC',
    jit: 'off', // short statements by the thousand: compiling costs more than it saves
    random_page_cost: '1.1',
    max_parallel_workers_per_gather: '1',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    log_parameter_max_length_on_error: '0', // no personal data in logs
    log_error_verbosity: 'terse', // DETAIL lines quote key values
    log_min_error_statement: 'panic', // statements may hold values
  }
  const real = {
    shared_buffers: '512MB',
    effective_cache_size: '2GB',
    maintenance_work_mem: '256MB',
    work_mem: '16MB',
    wal_buffers: '16MB',
    min_wal_size: '512MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
  }
  const test = {
    shared_buffers: '64MB',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    shared_preload_libraries: 'pg_stat_statements', // the run's SQL is looked at afterwards (tools/executed-sql.ts)
    'pg_stat_statements.max': '10000',
    'pg_stat_statements.track': 'all',
    'pg_stat_statements.save': 'off',
    autovacuum_naptime: '10min', // keeps its workers away from templates that are being copied
  }
  return Object.entries({ ...common, ...(durable ? real : test) }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ])
}

/** The number of the server process that runs on a data folder, if one does. */
export async function livePid(data: string): Promise<number | undefined> {
  const [first] = await pidFile(data)
  const pid = Number(first)
  if (!pid) return undefined
  // A number alone proves nothing (they are used again after a restart): the server works in its data folder.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  return folder === data ? pid : undefined
}

async function pidFile(data: string): Promise<string[]> {
  return (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
}

/** After a crash the old number may now be some other process of ours, which PostgreSQL would take for its like. */
async function forgetDeadServer(data: string): Promise<void> {
  const [pid] = await pidFile(data)
  if (!pid || (await livePid(data))) return
  await rm(join(data, 'postmaster.pid'), { force: true })
}

/** Waits until the server answers; returns its process number. */
async function untilReady(dir: string, socketDir: string, child?: ChildProcess): Promise<number> {
  const data = join(dir, 'data')
  for (const end = Date.now() + STARTUP_SECONDS_MAX * 1000; Date.now() < end; await sleep(5)) {
    const pid = await livePid(data)
    const status = (await pidFile(data))[7]?.trim()
    if (pid && status === 'ready') return pid
    const gone = child ? child.exitCode !== null || child.signalCode !== null || !child.pid : true
    if (gone && !pid) break
  }
  const log = await readFile(join(dir, 'postgres.log'), 'utf8').catch(() => '')
  const tail = log.trim().split('\n').slice(-5).join('\n  ')
  throw new Error(`PostgreSQL did not start on ${dir} (socket in ${socketDir}). Its last words:\n  ${tail}`)
}

async function makeApplicationRole(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(1)')
    const { rows } = await client.query(
      'select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $1) as database',
      [APP],
    )
    // Created without SUPERUSER and BYPASSRLS: row-level security is only a lock if it binds the application too.
    if (!rows[0].role) await client.query(`create role ${APP} login createdb`)
    if (!rows[0].database) await client.query(`create database ${APP} owner ${APP}`)
  } finally {
    await client.end()
  }
}
