/** The database has two doors. A recipient's work goes through `inMailbox` and can touch that one mailbox; the post
 * office's own work (accepting, delivering, following registers) goes through `asPostOffice`. A transaction that came
 * through neither sees no mailbox at all: row-level security is the second lock behind every query's own `mailbox_id`. */
import type { Socket } from 'node:net'
import { Kysely, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely'
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

function configOf(text: string, values: unknown[]): pg.QueryConfig {
  const name = nameOf(text)
  return name === undefined ? { text, values } : { name, text, values }
}

/** A client as Kysely takes it, with names for its statements. */
function named(client: pg.PoolClient, release: () => void): PostgresPoolClient {
  return {
    query(text: unknown, values?: readonly unknown[]) {
      if (typeof text !== 'string' || !values?.length)
        return client.query(text as string, values as unknown[])
      return client.query(configOf(text, values as unknown[]))
    },
    release,
  } as unknown as PostgresPoolClient
}

const pools = new WeakMap<Db, pg.Pool>()

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
    // Statements leave when they are ready, whether or not those before them were answered.
    pipeline: true,
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
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => {
          const client = await pool.connect()
          return named(client, () => client.release())
        },
        end: () => pool.end(),
        options: pool.options,
      },
    }),
  })
  pools.set(db, pool)
  // Kysely ends only a pool that it has used itself, and transactions take their connections without it.
  let ended: Promise<void> | undefined
  db.destroy = () => {
    ended ??= pool.end()
    return ended
  }
  return db
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * What a transaction in a mailbox shows of others at work there at the same time. `snapshot`: one moment, however many statements it
 * asks; for reading. `alone`: nobody else who asks for the same works in this mailbox until it ends, so that what it answers of the
 * whole (how many letters are unread) is so when it is done, and what it was allowed by is still in force. Otherwise each statement
 * sees what was committed before it.
 */
export type Beside = 'snapshot' | 'alone'

/** One transaction that can touch one mailbox and the reference tables. */
export function inMailbox<T>(
  db: Db,
  mailboxId: string,
  work: (trx: Trx) => Promise<T>,
  beside?: Beside,
): Promise<T> {
  const door = doorOf(mailboxId)
  const isolation = beside === 'snapshot' ? ' isolation level repeatable read' : ''
  const lock =
    beside === 'alone' ? `; select pg_advisory_xact_lock(hashtextextended('mailbox ${mailboxId}', 0))` : ''
  return transact(db, `begin${isolation}; ${door}${lock}`, work)
}

function doorOf(mailboxId: string): string {
  if (!UUID.test(mailboxId)) throw new Error('inMailbox: not a mailbox id')
  return `set local brevhus.mailbox = '${mailboxId}'`
}

/**
 * One transaction of the post office itself, over all mailboxes. `sharedLock`: an advisory lock held from its start. `durable: 'with-next'`: its
 * commit does not wait for the disk but is on it as soon as any later commit is; only for what nobody is told of before such a one.
 */
export function asPostOffice<T>(
  db: Db,
  work: (trx: Trx) => Promise<T>,
  options: { sharedLock?: number; durable?: 'with-next' } = {},
): Promise<T> {
  const { sharedLock, durable } = options
  const lock =
    sharedLock === undefined ? '' : `; select pg_advisory_xact_lock_shared(${Math.trunc(sharedLock)})`
  const later = durable ? '; set local synchronous_commit = off' : ''
  return transact(db, `begin; set local brevhus.door = 'post-office'${lock}${later}`, work)
}

/** One statement outside any transaction, for what is asked many times a second: straight to the pool, planned once per connection. It
 * comes through neither door, so it sees no mailbox. */
export async function askRows<Row>(db: Db, text: string, values: unknown[]): Promise<Row[]> {
  return (await pools.get(db)!.query(configOf(text, values))).rows as Row[]
}

/** A text of its own kind for each kind of question, so that it is planned once. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** Questions about one mailbox at one moment, the door in front of them and the end of the transaction behind them: one round trip for all. What they
 * may not do is write. Answers the rows of each; the first that fails fails all. */
export async function readInMailbox(
  db: Db,
  mailboxId: string,
  statements: readonly Statement[],
): Promise<unknown[][]> {
  return readThrough(db, doorOf(mailboxId), statements)
}

/** The same through the door of the post office. */
export const readAsPostOffice = (db: Db, statements: readonly Statement[]): Promise<unknown[][]> =>
  readThrough(db, `set local brevhus.door = 'post-office'`, statements)

async function readThrough(db: Db, door: string, statements: readonly Statement[]): Promise<unknown[][]> {
  const client = await pools.get(db)!.connect()
  let lost: Error | undefined
  try {
    inOnePiece(client)
    const sent = [
      client.query(`begin isolation level repeatable read read only; ${door}`),
      ...statements.map(({ text, values }) => client.query(configOf(text, values as unknown[]))),
      client.query('commit'),
    ]
    // Whatever failed, the connection must be out of the transaction before another gets it.
    const all = await Promise.allSettled(sent)
    const last = all.at(-1)!
    if (last.status === 'rejected') lost = last.reason as Error
    const results = all.map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
    return results.slice(1, -1).map(({ rows }) => rows as unknown[])
  } finally {
    client.release(lost)
  }
}

/** What is said on a connection from here on, until nothing more can be said without an answer from elsewhere, leaves in one write: each write wakes
 * PostgreSQL up, which costs more than what it is told. */
function inOnePiece(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** One statement in a transaction, as it stands. */
export async function askIn<Row>(trx: Trx, { text, values }: Statement): Promise<Row[]> {
  return (await heldBy.get(trx)!.client.query(configOf(text, values as unknown[]))).rows as Row[]
}

// ── Transactions ────────────────────────────────────────────────────────────────────────────────────────────

/** What a transaction is held by: its connection, and whether its end has been sent already. */
type Held = { readonly client: pg.PoolClient; readonly begun: Promise<unknown>; ended: boolean }

const heldBy = new WeakMap<Trx, Held>()
const trxOn = new WeakMap<pg.PoolClient, Trx>()

/** Every connection has one query builder for all its transactions, one after another. */
function builderOn(client: pg.PoolClient): Trx {
  const known = trxOn.get(client)
  if (known) return known
  const wrapped = named(client, () => undefined)
  const pool = { connect: async () => wrapped, end: async () => undefined, options: {} }
  // A builder on a connection that is inside a transaction is what the type says.
  const trx = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) as unknown as Trx
  trxOn.set(client, trx)
  return trx
}

/** Begins and goes through the door without waiting: the first statement follows on its heels and fails if they did. The
 * door is a literal, not a parameter: set_config() is not carried to the shards of a distributed database. */
async function transact<T>(db: Db, begin: string, work: (trx: Trx) => Promise<T>): Promise<T> {
  const client = await pools.get(db)!.connect()
  const trx = builderOn(client)
  inOnePiece(client)
  const held: Held = { client, begun: client.query(begin), ended: false }
  held.begun.catch(() => undefined)
  heldBy.set(trx, held)
  let lost: Error | undefined
  try {
    const result = await work(trx)
    if (!held.ended) await commit(held)
    return result
  } catch (error) {
    // A broken connection cannot roll back; PostgreSQL does when it is gone. The first error is the one to tell, and a door
    // that did not open comes before everything that failed for its sake.
    await client.query('rollback').catch((failure) => {
      lost = failure
    })
    await held.begun
    throw error
  } finally {
    heldBy.delete(trx)
    client.release(lost)
  }
}

/** The last statement of a transaction, and its commit right behind it: one round trip for both. A statement that finds that
 * the transaction must not be committed has to fail. After it nothing more can be said. */
export async function commitWith<Row>(
  trx: Trx,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const held = heldBy.get(trx)!
  inOnePiece(held.client)
  const said = held.client.query(configOf(text, values as unknown[]))
  await commit(held, said)
  return (await said).rows as Row[]
}

async function commit(held: Held, last?: Promise<unknown>): Promise<void> {
  held.ended = true
  const ended = held.client.query('commit')
  for (const sent of await Promise.allSettled([held.begun, last, ended]))
    if (sent.status === 'rejected') throw sent.reason
  // PostgreSQL answers the commit of a transaction that has failed before with ROLLBACK.
  if ((await ended).command !== 'COMMIT') throw new Error('The transaction had failed before its commit.')
}
