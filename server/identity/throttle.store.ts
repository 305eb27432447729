/** SQL of `sign_in_throttle` and `known_browser`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type Counter = { scope: string; key: Buffer }

/** More failures than any wait needs to know of are not kept. */
export const FAILURES_KEPT = 50

/**
 * Times of failures (ms) in the order asked. The counters are held until the transaction ends, so that attempts on one name
 * run one after the other.
 */
export async function lockCounters(trx: Trx, counters: readonly Counter[], now: Date): Promise<number[][]> {
  // Sorted, so that two attempts that share counters can't wait for each other.
  const { rows } = await sql<{ scope: string; keyHash: Buffer; failedAt: Date[] }>`
    insert into sign_in_throttle as t (scope, key_hash, failed_at, last_failed_at)
    select scope, key_hash, '{}', ${now}::timestamptz
      from unnest(${scopesOf(counters)}::text[], ${keysOf(counters)}::bytea[]) as asked (scope, key_hash)
     order by scope, key_hash
        on conflict (scope, key_hash) do update set failed_at = t.failed_at
    returning scope, key_hash as "keyHash", failed_at as "failedAt"`.execute(trx)
  return counters.map(({ scope, key }) => {
    const row = rows.find((one) => one.scope === scope && one.keyHash.equals(key))
    return (row?.failedAt ?? []).map((at) => at.getTime())
  })
}

/**
 * Counts one more failure for each counter and answers the times (ms) of those before it, in the order asked. Holds the counters
 * until the transaction ends: whoever does not want the new one counted lets it fail.
 */
export async function countAttempt(trx: Trx, counters: readonly Counter[], now: Date): Promise<number[][]> {
  const { rows } = await sql<{ scope: string; keyHash: Buffer; before: Date[] }>`
    insert into sign_in_throttle as t (scope, key_hash, failed_at, last_failed_at)
    select scope, key_hash, array[${now}::timestamptz], ${now}::timestamptz
      from unnest(${scopesOf(counters)}::text[], ${keysOf(counters)}::bytea[]) as asked (scope, key_hash)
     order by scope, key_hash
        on conflict (scope, key_hash) do update
       set failed_at = (array_prepend(${now}::timestamptz, t.failed_at))[1:${sql.lit(FAILURES_KEPT)}],
           last_failed_at = ${now}::timestamptz
    returning scope, key_hash as "keyHash", failed_at[2:] as before`.execute(trx)
  return counters.map(({ scope, key }) => {
    const row = rows.find((one) => one.scope === scope && one.keyHash.equals(key))
    return (row?.before ?? []).map((at) => at.getTime())
  })
}

/** One more failure for each counter, the newest first. */
export async function countFailure(trx: Trx, counters: readonly Counter[], now: Date): Promise<void> {
  await sql`
    update sign_in_throttle t
       set failed_at = (array_prepend(${now}::timestamptz, t.failed_at))[1:${sql.lit(FAILURES_KEPT)}],
           last_failed_at = ${now}::timestamptz
      from unnest(${scopesOf(counters)}::text[], ${keysOf(counters)}::bytea[]) as n (scope, key_hash)
     where t.scope = n.scope and t.key_hash = n.key_hash`.execute(trx)
}

export async function stampFailure(trx: Trx, counters: readonly Counter[], now: Date): Promise<void> {
  await sql`
    update sign_in_throttle t set last_failed_at = ${now}::timestamptz
      from unnest(${scopesOf(counters)}::text[], ${keysOf(counters)}::bytea[]) as n (scope, key_hash)
     where t.scope = n.scope and t.key_hash = n.key_hash`.execute(trx)
}

/** After a success: these start anew, and of one other the newest failures are taken back. */
export async function settleCounters(
  trx: Trx,
  cleared: readonly Counter[],
  back: { counter: Counter; failures: number } | null,
): Promise<void> {
  await sql`
    with cleared as (
      delete from sign_in_throttle t
       using unnest(${scopesOf(cleared)}::text[], ${keysOf(cleared)}::bytea[]) as n (scope, key_hash)
       where t.scope = n.scope and t.key_hash = n.key_hash)
    update sign_in_throttle t set failed_at = t.failed_at[${(back?.failures ?? 0) + 1}::int:]
     where t.scope = ${back?.counter.scope ?? null}::text and t.key_hash = ${back?.counter.key ?? null}::bytea`.execute(
    trx,
  )
}

const scopesOf = (counters: readonly Counter[]) => counters.map((counter) => counter.scope)
const keysOf = (counters: readonly Counter[]) => counters.map((counter) => counter.key)

export async function knowsBrowser(db: Db, browserHash: Buffer, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from known_browser where browser_hash = ${browserHash} and person_id = ${personId}::uuid`.execute(
    db,
  )
  return rows.length === 1
}

/** True when this browser is new to this person. */
export async function rememberBrowser(
  trx: Trx,
  browserHash: Buffer,
  personId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into known_browser (browser_hash, person_id, registered_at)
    values (${browserHash}, ${personId}, ${now}) on conflict do nothing returning person_id`.execute(trx)
  return rows.length === 1
}
