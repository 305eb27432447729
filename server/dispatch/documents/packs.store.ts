/** The SQL of packs that something was taken from: which may be dead, and whether anything still names one. */
import { sql } from 'kysely'
import { mailNamesPack } from '#dispatch/mail/mail.store.ts'
import type { Trx } from '#ground/db.ts'
import { letterNamesPack } from '#letters/letter-packs.store.ts'

/** `since` as PostgreSQL writes it: it is compared to the microsecond, which a Date does not hold. */
export type LeftPack = { packId: string; since: string }

/**
 * Packs nothing was taken from for so many hours, the longest first. None while a transaction is open that began before
 * then or within an hour after: it may be about to name one of them.
 */
export async function selectLeftPacks(
  trx: Trx,
  asked: { quietHours: number; most: number },
): Promise<LeftPack[]> {
  const { rows } = await sql<LeftPack>`
    select pack_id as "packId", since::text as since from pack_left
    where since < clock_timestamp() - make_interval(hours => ${asked.quietHours})
      and since < coalesce((select min(xact_start) - interval '1 hour' from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()), clock_timestamp())
    order by since limit ${asked.most}`.execute(trx)
  return rows
}

/** False: a row names it, or something was taken from it meanwhile. Only one that is named is forgotten: it comes back with the
 * next row that goes. */
export async function isDead(trx: Trx, { packId, since }: LeftPack): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`
    select exists (select from upload_part where pack_id = ${packId})
      or exists (select from document where pack_id = ${packId}) as named
    from pack_left where pack_id = ${packId} and since = ${since}::timestamptz for update`.execute(trx)
  if (!rows[0]) return false
  const named = rows[0].named || (await letterNamesPack(trx, packId)) || (await mailNamesPack(trx, packId))
  if (!named) return true
  await forgetPack(trx, { packId, since })
  return false
}

export async function forgetPack(trx: Trx, { packId, since }: LeftPack): Promise<void> {
  await sql`delete from pack_left where pack_id = ${packId} and since = ${since}::timestamptz`.execute(trx)
}
