/** The database has two doors. A recipient's work goes through `inMailbox` and can touch that one mailbox; the post
 * office's own work (accepting, delivering, following registers) goes through `asPostOffice`. A transaction that came
 * through neither sees no mailbox at all: row-level security is the second lock behind every query's own `mailbox_id`. */
import { Kysely, PostgresDialect, type PostgresPoolClient, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '#ground/db-types.ts'
import type { Logger } from '#ground/log.ts'

export type Db = Kysely<DB>
export type Trx = Transaction<DB>

/** Statement texts that get a name of their own, so that PostgreSQL parses and plans them once per connection. Lists go
 * in as arrays, hence a house of this size has a few hundred texts; a text beyond the bound is simply not named. */
const NAMED_STATEMENTS_MAX = 1000
const statementNames = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known !== undefined || statementNames.size >= NAMED_STATEMENTS_MAX) return known
  const name = `s${statementNames.size}`
  statementNames.set(text, name)
  return name
}

function named(client: pg.PoolClient): PostgresPoolClient {
  return {
    query(text: unknown, values?: readonly unknown[]) {
      if (typeof text !== 'string' || !values?.length)
        return client.query(text as string, values as unknown[])
      const name = nameOf(text)
      return client.query(
        name === undefined
          ? { text, values: values as unknown[] }
          : { name, text, values: values as unknown[] },
      )
    },
    release: () => client.release(),
  } as unknown as PostgresPoolClient
}

/** `int8` stays text (a count may pass 2^53 in theory) except where a store casts it; everything else is pg's own choice.
 * `url` postgres://…, `connectionsMax` ≥ 1. The pool outlives restarts of the database: errors of idle connections are
 * logged and the connection replaced. */
export function openDb(options: { url: string; connectionsMax: number; log: Logger; name: string }): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  })
  // Lists travel as arrays and every look-up is by key, so one plan is right for all values; without this PostgreSQL plans the
  // large statement of a chunk anew each time.
  pool.on('connect', (client) => {
    client.query('set plan_cache_mode = force_generic_plan').catch(() => undefined)
  })
  // Without these listeners a restart of the database ends the process (STACK: pitfall of pg): the pool speaks for
  // connections that are idle, a connection in use for itself.
  const lost = (error: Error) =>
    options.log.warn({ event: 'db-connection-lost', code: (error as { code?: string }).code })
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => named(await pool.connect()),
        end: () => pool.end(),
        options: pool.options,
      },
    }),
  })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** One transaction that can touch one mailbox and the reference tables. */
export function inMailbox<T>(db: Db, mailboxId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (!UUID.test(mailboxId)) throw new Error('inMailbox: not a mailbox id')
  return transact(db, `set local brevhus.mailbox = '${mailboxId}'`, work)
}

/** One transaction of the post office itself, over all mailboxes. `sharedLock`: an advisory lock held from its start. */
export function asPostOffice<T>(
  db: Db,
  work: (trx: Trx) => Promise<T>,
  options: { sharedLock?: number } = {},
): Promise<T> {
  const { sharedLock } = options
  const lock =
    sharedLock === undefined ? '' : `; select pg_advisory_xact_lock_shared(${Math.trunc(sharedLock)})`
  return transact(db, `set local brevhus.door = 'post-office'${lock}`, work)
}

/** Begins and goes through the door in one round trip: a busy post office makes thousands of these a second. The door is a
 * literal, not a parameter: set_config() is not carried to the shards of a distributed database. */
function transact<T>(db: Db, door: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql.raw(`begin; ${door}`).execute(connection)
    try {
      // A connection that is inside a transaction is what the type says; Kysely has no other way to tell it so.
      const result = await work(connection as Trx)
      await sql.raw('commit').execute(connection)
      return result
    } catch (error) {
      // A broken connection cannot roll back; PostgreSQL does when it is gone. The first error is the one to tell.
      await sql
        .raw('rollback')
        .execute(connection)
        .catch(() => undefined)
      throw error
    }
  })
}
