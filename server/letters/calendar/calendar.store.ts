/** All SQL of the calendar. */
import { sql } from 'kysely'
import type { MarkEntry } from '#api/calendar.ts'
import type { Trx } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import type { ProfileId } from '#rules/profiles.ts'
import { CALENDAR } from '#rules/wants.ts'
import { outlived } from '../tokens/tokens.store.ts'

export type StoredMark = {
  doneAt: Date | null
  remindDays: number | null
  /** When a notice of it goes out. */
  remindAt: Date | null
}
export type StoredEntry = StoredMark & { letterId: string; on: string }

/** Letters that want something in these days and are not thrown away, the earliest day first. */
export async function readEntries(
  trx: Trx,
  mailboxId: string,
  days: { from: string; to: string },
): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`
    select l.letter_id as "letterId", l.wants_on::text as "on", k.done_at as "doneAt", k.remind_days as "remindDays",
      k.remind_at as "remindAt"
    from letter l left join calendar_mark k on k.mailbox_id = ${mailboxId} and k.letter_id = l.letter_id
    where l.mailbox_id = ${mailboxId} and l.wants_on between ${days.from}::date and ${days.to}::date
      and l.delivered_at is not null and l.cancelled_at is null and l.folder_id <> ${PLACES.trash}::uuid
    order by l.wants_on, l.letter_id limit ${CALENDAR.entriesMax}`.execute(trx)
  return rows
}

/** What `mark` does not name stays; what is done stays done since its first tick. `remindAt` goes with `mark.remindDays`.
 * Undefined: there is no such entry. */
export async function writeMark(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  mark: MarkEntry,
  at: Date,
  remindAt: Date | null,
): Promise<StoredMark | undefined> {
  const doneAt = mark.done ? at : null
  const { rows } = await sql<StoredMark>`
    insert into calendar_mark (mailbox_id, letter_id, done_at, remind_days, remind_at)
    select ${mailboxId}::uuid, letter_id, ${doneAt}::timestamptz, ${mark.remindDays ?? null}::smallint,
      ${remindAt}::timestamptz from letter
    where mailbox_id = ${mailboxId} and letter_id = ${letterId} and wants_on is not null
    on conflict (mailbox_id, letter_id) do update set
      done_at = case
        when ${mark.done === undefined} then calendar_mark.done_at
        when excluded.done_at is null then null
        else coalesce(calendar_mark.done_at, excluded.done_at) end,
      remind_days =
        case when ${mark.remindDays === undefined} then calendar_mark.remind_days else excluded.remind_days end,
      remind_at = case when ${mark.remindDays === undefined} then calendar_mark.remind_at else excluded.remind_at end
    returning done_at as "doneAt", remind_days as "remindDays", remind_at as "remindAt"`.execute(trx)
  return rows[0]
}

/** Letters their owner wants to be reminded of at this instant, as far as that is still so. */
export async function readDue(trx: Trx, mailboxId: string, at: string): Promise<string[]> {
  const { rows } = await sql<{ letterId: string }>`
    select k.letter_id as "letterId" from calendar_mark k
    join letter l on l.mailbox_id = ${mailboxId} and l.letter_id = k.letter_id
    join mailbox m on m.mailbox_id = l.mailbox_id and m.state <> 'closed'
    where k.mailbox_id = ${mailboxId} and k.remind_at = ${at}::timestamptz and k.done_at is null
      and l.folder_id <> ${PLACES.trash}::uuid order by k.letter_id limit ${CALENDAR.entriesMax}`.execute(trx)
  return rows.map(({ letterId }) => letterId)
}

export async function profileOf(trx: Trx, mailboxId: string): Promise<ProfileId> {
  const { rows } = await sql<{ profile: ProfileId }>`
    select profile from mailbox where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!.profile
}

export type StoredAddress = { madeBy: string; madeAt: Date; lastUsedAt: Date | null; hash: Buffer }

export async function readAddress(trx: Trx, mailboxId: string): Promise<StoredAddress | undefined> {
  const { rows } = await sql<StoredAddress>`
    select made_by as "madeBy", made_at as "madeAt", last_used_at as "lastUsedAt", address_hash as hash
    from calendar_address where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]
}

/** In place of the one before, which leads nowhere from then on. */
export async function putAddress(
  trx: Trx,
  mailboxId: string,
  { madeBy, madeAt, hash }: Omit<StoredAddress, 'lastUsedAt'>,
): Promise<void> {
  await sql`insert into calendar_address (mailbox_id, made_by, made_at, address_hash)
    values (${mailboxId}, ${madeBy}, ${madeAt}, ${hash})
    on conflict (mailbox_id) do update set made_by = excluded.made_by, made_at = excluded.made_at,
      address_hash = excluded.address_hash, last_used_at = null`.execute(trx)
}

export async function deleteAddress(trx: Trx, mailboxId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from calendar_address where mailbox_id = ${mailboxId}`.execute(
    trx,
  )
  return numAffectedRows === 1n
}

/** Who made the address, unless their ID is blocked, was since then, or they have died (N-11). */
export async function findMaker(
  trx: Trx,
  mailboxId: string,
  hash: Buffer,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ personId: string; stale: boolean }>`
    select c.made_by as "personId", c.last_used_at is null or c.last_used_at < ${at}::timestamptz - interval '1 minute' as stale
    from calendar_address c join person p on p.person_id = c.made_by join login l on l.person_id = c.made_by
    where c.mailbox_id = ${mailboxId} and c.address_hash = ${hash} and p.status <> 'deceased' and l.blocked_at is null
      and not ${sql.raw(outlived('c.made_by', 'c.made_at'))}`.execute(trx)
  const [found] = rows
  if (found?.stale)
    await sql`update calendar_address set last_used_at = ${at} where mailbox_id = ${mailboxId}`.execute(trx)
  return found?.personId
}

export async function languageOf(trx: Trx, mailboxId: string): Promise<'da' | 'nb' | 'sv' | 'en'> {
  const { rows } = await sql<{ language: 'da' | 'nb' | 'sv' | 'en' }>`
    select language from mailbox where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!.language
}
