// Brings a database to the newest schema: graphile-worker's own tables first (our SQL calls its `add_job`),
// then the numbered files of `migrations/`, forward only, each in one transaction, each recorded with its hash.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { connectChecked } from '#ground/check-database.ts'
import { JOB_NAMES } from '#ground/jobs.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Any number of ours that nobody else uses as an advisory lock in this database ("BREV" in ASCII). */
const LOCK = 0x42524556

export type Migration = { number: number; name: string; sql: string; hash: string }
export type MigrateOptions = {
  /** Folder of the `.sql` files; default `migrations/`. */
  folder?: string
  /** Told about every file before it runs, and about waiting. */
  onProgress?: (line: string) => void
}

/** Reads the files in order. Refuses two files of one number and names other than `0001_what_for.sql`. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name, index) => {
      if (!/^\d{4}_[a-z0-9][a-z0-9_-]*\.sql$/.test(name)) {
        throw new Error(`migrations/${name}: the name must look like 0001_people.sql`)
      }
      if (names[index - 1]?.slice(0, 4) === name.slice(0, 4)) {
        throw new Error(`migrations/${name}: ${names[index - 1]} has the same number`)
      }
      const sql = await readFile(join(folder, name), 'utf8')
      return {
        number: Number(name.slice(0, 4)),
        name,
        sql,
        hash: createHash('sha256').update(sql).digest('hex'),
      }
    }),
  )
}

/**
 * Applies what is missing and returns the names of the files applied now. Safe to call from several processes at
 * once: one works, the others wait. Throws ConfigError when the database cannot be used (check-database.ts), and when a file that was applied has been edited, renamed or removed, when
 * the database is newer than the code, and with file and line when SQL fails (that file is then rolled back).
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  const client = await connectChecked(databaseUrl, 'brevhus migrate')
  try {
    await takeLock(client, options.onProgress)
    await runMigrations({ connectionString: databaseUrl, logger: silent, maxPoolSize: 2 })
    await client.query(KINDS_OF_JOBS, [JOB_NAMES])
    await client.query(LEDGER)
    const { rows: done } = await client.query<{ number: number; name: string; hash: string }>(
      `select number, name, encode(hash, 'hex') as hash from schema_migration order by number`,
    )
    for (const row of done)
      compare(
        row,
        migrations.find(({ number }) => number === row.number),
      )
    const missing = migrations.filter(({ number }) => !done.some((row) => row.number === number))
    refuseLateFile(missing[0], done.at(-1))
    for (const migration of missing) {
      options.onProgress?.(`Migrating: ${migration.name}`)
      await apply(client, migration)
    }
    return missing.map((migration) => migration.name)
  } finally {
    await client.end() // gives the lock back
  }
}

/**
 * The queue writes a kind down with the first job of it, and whoever adds one at the same moment waits for that transaction to end: two that
 * also want something else of each other would wait for ever.
 */
const KINDS_OF_JOBS = `
  insert into graphile_worker._private_tasks (identifier) select unnest($1::text[]) on conflict do nothing`

const silent = new Logger(() => () => {})

const LEDGER = `
  create table if not exists schema_migration (
    number integer primary key,
    name text not null,
    hash bytea not null,
    applied_at timestamptz not null default now()
  );
  comment on table schema_migration is 'local Which files of migrations/ this database has seen';
  comment on column schema_migration.number is 'none: technical';
  comment on column schema_migration.name is 'none: technical, a file name';
  comment on column schema_migration.hash is 'none: technical, SHA-256 of the file';
  comment on column schema_migration.applied_at is 'none: technical';
`

async function takeLock(client: pg.Client, onProgress?: (line: string) => void): Promise<void> {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [LOCK])
  if (rows[0].taken) return
  onProgress?.('Another process is migrating this database: waiting for it …')
  await client.query('select pg_advisory_lock($1)', [LOCK])
}

function compare(done: { number: number; name: string; hash: string }, file: Migration | undefined): void {
  if (!file) {
    throw new Error(
      `The database has seen ${done.name}, which this code lacks: update the code, or give the file back.`,
    )
  }
  if (file.name !== done.name) {
    throw new Error(
      `The database has seen ${done.name}, but number ${done.number} is now ${file.name}. Give it back its name.`,
    )
  }
  if (file.hash !== done.hash) {
    throw new Error(
      `migrations/${file.name} was edited after it was applied. Undo the edit and write a new file instead.`,
    )
  }
}

/** Forward only: a file that slips in behind later ones would run in another order here than on a new database. */
function refuseLateFile(
  file: Migration | undefined,
  last: { number: number; name: string } | undefined,
): void {
  if (file && last && file.number < last.number) {
    throw new Error(
      `migrations/${file.name} comes too late, the database has seen ${last.name}. Give it a higher number.`,
    )
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    const before = await client.query('select pg_current_xact_id()::text as id')
    await client.query(migration.sql)
    const after = await client.query('select pg_current_xact_id()::text as id')
    if (before.rows[0].id !== after.rows[0].id) {
      throw new Error('it ends its own transaction; leave out begin, commit and rollback')
    }
    await client.query(
      `insert into schema_migration (number, name, hash) values ($1, $2, decode($3, 'hex'))`,
      [migration.number, migration.name, migration.hash],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const { message, position } = error as Error & { position?: string }
    const line = position ? `:${migration.sql.slice(0, Number(position)).split('\n').length}` : ''
    throw new Error(`migrations/${migration.name}${line}: ${message}`, { cause: error })
  }
}
