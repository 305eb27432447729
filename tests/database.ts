// A database of its own for every test that asks: a clone (50 ms) of a template that holds the migrated schema.
// All test processes of a checkout share one PostgreSQL. `npm test` starts and stops it; a single
// `node --test file` finds it running or has `keep-database.ts` start one, which leaves after five idle minutes.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { JOB_NAMES } from '#ground/jobs.ts'
import { migrate, readMigrations } from '#ground/migrate.ts'
import { livePid, startPostgres } from '#tools/embedded-postgres.ts'

export const TEST_POSTGRES = fileURLToPath(new URL('../.cache/test-postgres', import.meta.url))
export const TEMPLATE_PREFIX = 'brevhus_template_'
export const CLONE_PREFIX = 'brevhus_test_'

/** Scheme and host, then the database's name, then options. (A URL for a Unix socket has no host: `URL` refuses it.) */
const DATABASE_IN_URL = /^([a-z]+:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/

/** Serialises the making of a template among test processes. */
const TEMPLATE_LOCK = 0x54454d50

export type FreshDatabase = {
  /** Connection string for the application's role, which owns the database and is bound by row-level security. */
  url: string
  /** Removes the database, open connections included. */
  drop(): Promise<void>
}

/** A new database with all migrations applied and no rows. `folder` is for tests of migrations themselves. */
export async function freshDatabase(folder?: string): Promise<FreshDatabase> {
  const url = await testServer()
  const template = await templateFor(url, folder)
  const name = `${CLONE_PREFIX}${process.pid}_${randomBytes(6).toString('hex')}`
  await once(url('brevhus'), (client) => client.query(`create database ${name} template ${template}`))
  return {
    url: url(name),
    drop: () =>
      once(url('brevhus'), async (client) => {
        await untilLeft(client, name)
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

/** PostgreSQL takes a moment to see that a client has said goodbye; one that is thrown out instead fails its test. */
async function untilLeft(client: pg.Client, database: string): Promise<void> {
  for (const end = Date.now() + 1000; Date.now() < end; await sleep(10)) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [database])
    if (rowCount === 0) return
  }
}

type Url = (database: string) => string
let server: Promise<Url> | undefined

/** `TEST_DATABASE_URL` (role with CREATEDB, not superuser) or the checkout's own embedded PostgreSQL. */
function testServer(): Promise<Url> {
  server ??= connectTestServer()
  return server
}

async function connectTestServer(): Promise<Url> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    return (database) => (database === 'brevhus' ? given : given.replace(DATABASE_IN_URL, `$1/${database}$2`))
  }
  if (!(await livePid(join(TEST_POSTGRES, 'data')))) await startKeeper()
  return (await startPostgres({ dir: TEST_POSTGRES, durable: false })).url
}

async function startKeeper(): Promise<void> {
  const script = fileURLToPath(new URL('./keep-database.ts', import.meta.url))
  const keeper = spawn(process.execPath, [script], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  keeper.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(10)) {
    if (await livePid(join(TEST_POSTGRES, 'data'))) {
      keeper.stderr.destroy()
      keeper.unref()
      return
    }
    if (keeper.exitCode) break
  }
  throw new Error(`The test database did not start. ${complaint}`)
}

const templates = new Map<string, Promise<string>>()

function templateFor(url: Url, folder?: string): Promise<string> {
  const key = folder ?? ''
  const known = templates.get(key) ?? makeTemplate(url, folder)
  templates.set(key, known)
  return known
}

/** The name of the template for these migrations: other migrations, another template. */
export async function templateName(folder?: string): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, hash: content } of await readMigrations(folder)) hash.update(`${name} ${content}\n`)
  // graphile-worker brings its own migrations, and the runner makes the ledger and the kinds of jobs: others, another template.
  const { dependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  hash.update(dependencies['graphile-worker'])
  hash.update(await readFile(new URL('../server/ground/migrate.ts', import.meta.url)))
  hash.update(JOB_NAMES.join())
  return TEMPLATE_PREFIX + hash.digest('hex').slice(0, 16)
}

async function makeTemplate(url: Url, folder?: string): Promise<string> {
  const name = await templateName(folder)
  await once(url('brevhus'), async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return
    const draft = `${name}_draft`
    await client.query(`drop database if exists ${draft} with (force)`)
    await client.query(`create database ${draft}`)
    await migrate(url(draft), folder ? { folder } : {})
    await client.query(`alter database ${draft} rename to ${name}`)
    // Nobody may connect: a template in use cannot be copied.
    await client.query(`alter database ${name} allow_connections false`)
  })
  return name
}

async function once<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'brevhus tests' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
