import { sql } from 'kysely'
import { asPostOffice, type Db, type Trx } from '#ground/db.ts'

/** Any number of ours that nobody else uses as an advisory lock ("MATC" in ASCII). */
const MATCHING = 0x4d415443

/** Transactions that hold the lock from their first moment. */
const holding = new WeakSet<Trx>()

/** A transaction of the post office that will look up recipients: it holds the matching lock from its start, without a
 * round trip of its own. */
export function asMatcher<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  const held = async (trx: Trx) => {
    holding.add(trx)
    try {
      return await work(trx)
    } finally {
      holding.delete(trx)
    }
  }
  return asPostOffice(db, held, { sharedLock: MATCHING })
}

/** Taken by every lookup of recipients, until its transaction ends. Many hold it at once; taking it costs microseconds. A
 * transaction that holds it must not wait for another one that takes it: with a withdrawal between them both would wait. */
export async function joinMatching(trx: Trx): Promise<void> {
  if (holding.has(trx)) return
  await sql`select pg_advisory_xact_lock_shared(${sql.lit(MATCHING)})`.execute(trx)
}

/** S-03: returns when every transaction that looked up recipients before this call has ended. A withdrawal that was
 * committed before is then in force without exception: nobody still writes a letter on the strength of what they read
 * before it. Later lookups wait no longer than the ones before them take. */
export async function awaitMatching(db: Db): Promise<void> {
  await asPostOffice(db, (trx) => sql`select pg_advisory_xact_lock(${sql.lit(MATCHING)})`.execute(trx))
}
