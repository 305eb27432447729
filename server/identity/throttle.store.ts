/** SQL of `sign_in_throttle` and `known_browser`. */
import { sql } from 'kysely'
import { asPostOffice, commitWith, type Db, type Trx } from '#ground/db.ts'
import { arrayOf } from '#ground/insert-rows.ts'

export type Counter = { readonly scope: string; readonly key: Buffer }
/** A counter as it was read: its failures (ms), and the version of its row (xmin), '0' for none. */
export type SeenCounter = Counter & { readonly version: string; readonly failedAtMs: readonly number[] }

/** More failures than any wait needs to know of are not kept. */
const FAILURES_KEPT = 50

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

/** One more failure for counters that are still as they were seen; any other is left as it is and not answered. */
export const countIfSeen = (from: number): string => `
  insert into sign_in_throttle as t (scope, key_hash, failed_at, last_failed_at)
  select scope, key_hash, array[$${from + 3}::timestamptz], $${from + 3}::timestamptz
    from unnest($${from}::text[], $${from + 1}::bytea[]) as asked (scope, key_hash)
   order by scope, key_hash
      on conflict (scope, key_hash) do update
     set failed_at = (array_prepend($${from + 3}::timestamptz, t.failed_at))[1:${FAILURES_KEPT}],
         last_failed_at = $${from + 3}::timestamptz
   where t.xmin = (select seen.version from unnest($${from}::text[], $${from + 1}::bytea[], $${from + 2}::xid[])
                            as seen (scope, key_hash, version)
                    where seen.scope = t.scope and seen.key_hash = t.key_hash)
  returning 1`

export const seenValues = (counters: readonly SeenCounter[], now: Date): readonly unknown[] => [
  scopesOf(counters),
  arrayOf('bytea', keysOf(counters)),
  `{${counters.map(({ version }) => version).join()}}`,
  now,
]

/** How PostgreSQL fails where a statement finds that its transaction must not be committed. */
export const DIVISION_BY_ZERO = '22012'

const COUNT_SEEN = `
  with counted as (${countIfSeen(1)})
  select 1 / ((select count(*) from counted) = $5::int)::int as whole,
         (select json_build_object('profile', m.profile, 'language', m.language) from mailbox m
           where m.mailbox_id = $6::uuid) as choices`

export type Choices = { profile: 'dk' | 'no'; language: 'da' | 'nb' | 'sv' | 'en' }

/**
 * Counts one more failure for each counter in one round trip, if all are as they were seen; reads the mailbox's choices on
 * the way. Null: another attempt came in between, and nothing was counted. All see it at once; on the disk it is with the commit that comes
 * before the answer, whatever that says.
 */
export async function countSeen(
  db: Db,
  counters: readonly SeenCounter[],
  mailboxId: string | null,
  now: Date,
): Promise<{ choices: Choices | null } | null> {
  try {
    const [row] = await asPostOffice(
      db,
      (trx) =>
        commitWith<{ choices: Choices | null }>(trx, COUNT_SEEN, [
          ...seenValues(counters, now),
          counters.length,
          mailboxId,
        ]),
      { durable: 'with-next' },
    )
    return { choices: row!.choices }
  } catch (error) {
    if ((error as { code?: unknown }).code === DIVISION_BY_ZERO) return null
    throw error
  }
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

export const scopesOf = (counters: readonly Counter[]) => counters.map((counter) => counter.scope)
export const keysOf = (counters: readonly Counter[]) => counters.map((counter) => counter.key)

export async function knowsBrowser(db: Db, browserHash: Buffer, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from known_browser where browser_hash = ${browserHash} and person_id = ${personId}::uuid`.execute(
    db,
  )
  return rows.length === 1
}
