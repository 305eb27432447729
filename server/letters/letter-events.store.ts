/** SQL of what happened to a letter, and of who saw it. */
import { sql } from 'kysely'
import type { AccessAction } from '#api/mailbox.ts'
import type { Access } from '#ground/access-log.ts'
import type { Trx } from '#ground/db.ts'
import type { EvidenceEventName } from '#ground/evidence/events.ts'
import { newId } from '#ground/ids.ts'
import type { Level } from '#rules/levels.ts'

export type StoredEvent = {
  event_no: number
  event: EvidenceEventName
  at: Date
  leaf_chunk_id: string
  leaf_no: number
}

export async function readEvents(trx: Trx, mailboxId: string, letterId: string): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select event_no, event, at, leaf_chunk_id, leaf_no from letter_event
    where mailbox_id = ${mailboxId} and letter_id = ${letterId} order by event_no`.execute(trx)
  return rows
}

/** The next number of this letter's events. Call it only while holding the letter's row. */
export async function nextEventNo(trx: Trx, mailboxId: string, letterId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select (coalesce(max(event_no), 0) + 1)::int as next from letter_event
    where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(trx)
  return rows[0]!.next
}

export async function insertEvent(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  happened: StoredEvent & { actorId: string | null },
): Promise<void> {
  await trx
    .insertInto('letter_event')
    .values({
      mailbox_id: mailboxId,
      letter_id: letterId,
      event_no: happened.event_no,
      event: happened.event,
      at: happened.at,
      actor_id: happened.actorId,
      leaf_chunk_id: happened.leaf_chunk_id,
      leaf_no: happened.leaf_no,
    })
    .execute()
}

/**
 * Tells the sender that a letter was opened, in the feed and nothing more: not by whom, nor at what level. Of a letter to
 * all residents of an address the sender has no item for each, and is not told who of them opens.
 */
export async function insertOpenedForSender(
  trx: Trx,
  senderId: string,
  letterId: string,
  at: Date,
): Promise<void> {
  await sql`
    insert into sender_event (sender_id, event_id, event, batch_id, letter_ids, at)
    select sender_id, ${newId(at.getTime())}::uuid, 'opened', batch_id, array[letter_id], ${at}::timestamptz
    from dispatch_item where sender_id = ${senderId} and letter_id = ${letterId}`.execute(trx)
}

export type StoredAccess = {
  access_id: string
  letter_id: string | null
  document_no: number | null
  actor_kind: Access['actorKind']
  actor_name: string | null
  reason: string | null
  action: AccessAction
  level: Level | null
  at: Date
}

const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Newest first, older than `before`; of one letter or of the whole mailbox. */
export async function readAccess(
  trx: Trx,
  mailboxId: string,
  page: { letterId?: string | undefined; before?: string | undefined; limit: number },
): Promise<StoredAccess[]> {
  const ofLetter = page.letterId === undefined ? sql`` : sql`and letter_id = ${page.letterId}`
  const { rows } = await sql<StoredAccess>`
    select a.access_id, a.letter_id, a.document_no, a.actor_kind, a.action, a.level, a.at,
      coalesce(a.staff, p.given_names || ' ' || p.family_name) as actor_name, a.reason
    from (
      select * from access_log
      where mailbox_id = ${mailboxId} ${ofLetter} and access_id < ${page.before ?? NEWEST}::uuid
      order by access_id desc limit ${page.limit}
    ) a
    left join person p on p.person_id = a.actor_id
    order by a.access_id desc`.execute(trx)
  return rows
}

/** Rows of the access log that have had their five years, at most so many; how many went. Counted forwards in calendar months, as the rules
 * say: the second condition only lets the index be used. */
export async function dropAccesses(trx: Trx, now: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from access_log a using (
      select mailbox_id, access_id from access_log
      where (at at time zone 'UTC') + interval '5 years' <= (${now}::timestamptz at time zone 'UTC')
        and at <= ${now}::timestamptz - interval '5 years' + interval '4 days'
      limit ${limit}) old
    where a.mailbox_id = old.mailbox_id and a.access_id = old.access_id`.execute(trx)
  return Number(numAffectedRows ?? 0)
}
