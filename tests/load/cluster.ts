/** The PostgreSQL that is measured: the embedded one with durable settings, under .cache/bench. Data that take minutes to
 * make stay there as databases of their own, named after what they were made from; everything else is dropped at start. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type EmbeddedPostgres, startPostgres } from '#tools/embedded-postgres.ts'
import type { Say } from './measure.ts'

export const BENCH_FOLDER = fileURLToPath(new URL('../../.cache/bench', import.meta.url))

/** Databases with this prefix live as long as one run. */
const WORK = 'bench_work_'
/** Databases with this prefix are kept for the next run. */
const KEPT = 'bench_kept_'

export type Cluster = {
  readonly folder: string
  readonly postgres: EmbeddedPostgres
  /** An empty database that goes with the run, or a copy of a kept one. Answers its name. */
  work(name: string, template?: string): Promise<string>
  /** The name of a kept database, made by `make` when there is none of that stamp. */
  kept(
    name: string,
    stamp: string,
    make: (database: string) => Promise<void>,
    /** False: what belongs to it outside the database is gone, it has to be made again. */
    whole?: boolean,
  ): Promise<string>
  drop(database: string): Promise<void>
  admin<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

export async function openCluster(options: { fresh: boolean; say: Say; name?: string }): Promise<Cluster> {
  const folder = join(BENCH_FOLDER, options.name ?? 'run')
  if (options.fresh) await rm(folder, { recursive: true, force: true })
  await rm(join(folder, 'data'), { recursive: true, force: true })
  await mkdir(join(folder, 'data'), { recursive: true })
  const postgres = await startPostgres({
    dir: join(folder, 'postgres'),
    durable: true,
    onProgress: options.say,
  })
  if (postgres.adopted)
    throw new Error('Another benchmark is running on this checkout: wait for it, or stop it, and try again.')
  const admin = <T>(database: string, work: (client: pg.Client) => Promise<T>) =>
    withClient(postgres.adminUrl(database), work)
  const drop = (database: string) =>
    admin('postgres', async (client) => {
      await client.query(`drop database if exists ${database} with (force)`)
    })
  /** PostgreSQL takes a moment to see that a client has gone. */
  const untilAlone = async (database: string) => {
    for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
      const { rows } = await admin('postgres', (client) =>
        client.query('select from pg_stat_activity where datname = $1', [database]),
      )
      if (rows.length === 0) return
    }
    throw new Error(`somebody is still connected to ${database} ten seconds after the last client has gone`)
  }
  const left = await admin('postgres', (client) =>
    client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1)', [
      WORK,
    ]),
  )
  for (const { datname } of left.rows) await drop(datname)
  return {
    folder,
    postgres,
    admin,
    drop,
    async work(name, template) {
      const database = WORK + name
      await drop(database)
      const copy = template ? `template ${template} strategy file_copy` : ''
      await admin('postgres', (client) => client.query(`create database ${database} owner brevhus ${copy}`))
      return database
    },
    async kept(name, stamp, make, whole = true) {
      const database = `${KEPT}${name}_${stamp}`
      const known = await admin('postgres', (client) =>
        client.query<{ datname: string }>('select datname from pg_database where starts_with(datname, $1)', [
          `${KEPT}${name}_`,
        ]),
      )
      if (whole && known.rows.some(({ datname }) => datname === database)) return database
      for (const { datname } of known.rows) await drop(datname)
      // Made under another name, so that a run that was stopped half-way leaves nothing that looks whole.
      const draft = `${WORK}draft_${name}`
      await drop(draft)
      await admin('postgres', (client) => client.query(`create database ${draft} owner brevhus`))
      await make(draft)
      await untilAlone(draft)
      await admin('postgres', (client) => client.query(`alter database ${draft} rename to ${database}`))
      return database
    },
    stop: () => postgres.stop(),
  }
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'brevhus bench' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
