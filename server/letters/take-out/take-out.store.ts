/** All SQL of archives that people take out (B-14). */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import type { Level } from '#rules/levels.ts'

export type TakeOutState = 'waiting' | 'building' | 'ready' | 'failed'

export type StoredTakeOut = {
  takeOutId: string
  askedBy: string
  /** Null: the owner. */
  actingAs: 'holder' | 'employee' | null
  actingBy: string | null
  askedAt: Date
  level: Level
  language: Language
  state: TakeOutState
  lettersTotal: number
  lettersDone: number
  lastLetterId: string | null
  archiveBytes: number
  readyAt: Date | null
  expiresAt: Date
  downloadedAt: Date | null
}

/** The one of this id, or the one that this person asked for, or both. */
export async function readTakeOut(
  trx: Trx,
  mailboxId: string,
  asked: { takeOutId?: string; askedBy?: string },
): Promise<StoredTakeOut | undefined> {
  const { takeOutId = null, askedBy = null } = asked
  if (!takeOutId && !askedBy) throw new Error('take-out: which one')
  const { rows } = await sql<StoredTakeOut>`
    select take_out_id as "takeOutId", asked_by as "askedBy", acting_as as "actingAs", acting_by as "actingBy", asked_at as "askedAt", level, language, state,
      letters_total as "lettersTotal", letters_done as "lettersDone", last_letter_id as "lastLetterId",
      archive_bytes::float8 as "archiveBytes", ready_at as "readyAt", expires_at as "expiresAt", downloaded_at as "downloadedAt"
    from take_out where mailbox_id = ${mailboxId}
      and (${takeOutId}::uuid is null or take_out_id = ${takeOutId}::uuid)
      and (${askedBy}::uuid is null or asked_by = ${askedBy}::uuid)`.execute(trx)
  return rows[0]
}

/** False: they have one already. */
export async function insertTakeOut(
  trx: Trx,
  mailboxId: string,
  asked: Pick<
    StoredTakeOut,
    'takeOutId' | 'askedBy' | 'actingAs' | 'actingBy' | 'askedAt' | 'level' | 'language' | 'expiresAt'
  >,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into take_out (mailbox_id, take_out_id, asked_by, acting_as, acting_by, asked_at, level, language, state, letters_total, expires_at)
    select ${mailboxId}::uuid, ${asked.takeOutId}::uuid, ${asked.askedBy}::uuid, ${asked.actingAs}::text, ${asked.actingBy}::uuid, ${asked.askedAt}::timestamptz, ${asked.level}::text,
      ${asked.language}::text, 'waiting', count(*)::int, ${asked.expiresAt}::timestamptz
    from letter where mailbox_id = ${mailboxId} and delivered_at is not null and cancelled_at is null
    on conflict (mailbox_id, asked_by) do nothing`.execute(trx)
  return numAffectedRows === 1n
}

export async function deleteTakeOut(trx: Trx, mailboxId: string, takeOutId: string): Promise<boolean> {
  const mine = sql`mailbox_id = ${mailboxId} and take_out_id = ${takeOutId}`
  await sql`delete from take_out_part where ${mine}`.execute(trx)
  const { numAffectedRows } = await sql`delete from take_out where ${mine}`.execute(trx)
  return numAffectedRows === 1n
}

/** Ids of the letters to take next, newest first, none accepted after it was asked for. */
export async function nextLetters(
  trx: Trx,
  mailboxId: string,
  {
    askedAt,
    before,
    limit,
    unopened = false,
  }: { askedAt: Date; before: string | null; limit: number; unopened?: boolean },
): Promise<string[]> {
  const never = unopened ? sql`and opened_at is null` : sql``
  const { rows } = await sql<{ letter_id: string }>`
    select letter_id from letter where mailbox_id = ${mailboxId} and delivered_at is not null and cancelled_at is null
      and delivered_at <= ${askedAt} and letter_id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid ${never}
    order by letter_id desc limit ${limit}`.execute(trx)
  return rows.map((row) => row.letter_id)
}

export async function profileOf(trx: Trx, mailboxId: string): Promise<'dk' | 'no'> {
  const { rows } = await sql<{ profile: 'dk' | 'no' }>`
    select profile from mailbox where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!.profile
}

export type StoredPart = {
  partNo: number
  startsAt: number
  sizeBytes: number
  documentId: string
  wrappedKey: Buffer
  packId: string
  packOffset: number
  sealedBytes: number
}

const PART = sql`part_no as "partNo", starts_at::float8 as "startsAt", size_bytes::float8 as "sizeBytes", document_id as "documentId",
  wrapped_key as "wrappedKey", pack_id as "packId", pack_offset::float8 as "packOffset", sealed_bytes::float8 as "sealedBytes"`

export async function insertPart(
  trx: Trx,
  mailboxId: string,
  takeOutId: string,
  kind: 'bytes' | 'index',
  part: StoredPart,
): Promise<void> {
  await sql`insert into take_out_part (mailbox_id, take_out_id, part_no, kind, starts_at, size_bytes, document_id, wrapped_key,
      pack_id, pack_offset, sealed_bytes)
    select ${mailboxId}::uuid, take_out_id, ${part.partNo}::int, ${kind}::text, ${part.startsAt}::bigint, ${part.sizeBytes}::bigint,
      ${part.documentId}::uuid, ${part.wrappedKey}::bytea, ${part.packId}::text, ${part.packOffset}::bigint, ${part.sealedBytes}::bigint
    from take_out where mailbox_id = ${mailboxId} and take_out_id = ${takeOutId}`.execute(trx)
}

/** Parts of the one kind, in order: those that touch `from` to `to` of the archive. */
export async function readParts(
  trx: Trx,
  mailboxId: string,
  takeOutId: string,
  asked: { kind: 'bytes' | 'index'; from?: number; to?: number },
): Promise<StoredPart[]> {
  const touching =
    asked.to === undefined
      ? sql``
      : sql`and starts_at < ${asked.to}::bigint and starts_at + size_bytes > ${asked.from ?? 0}::bigint`
  const { rows } = await sql<StoredPart>`
    select ${PART} from take_out_part where mailbox_id = ${mailboxId} and take_out_id = ${takeOutId} and kind = ${asked.kind}
      ${touching} order by part_no`.execute(trx)
  return rows
}

/** What was written after the last letter that is whole is taken away; the number the next part gets. */
export async function dropUnfinished(
  trx: Trx,
  mailboxId: string,
  takeOutId: string,
  archiveBytes: number,
): Promise<number> {
  const mine = sql`mailbox_id = ${mailboxId} and take_out_id = ${takeOutId}`
  await sql`delete from take_out_part where ${mine} and kind = 'bytes' and starts_at >= ${archiveBytes}::bigint`.execute(
    trx,
  )
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(part_no), 0) + 1 as next from take_out_part where ${mine}`.execute(trx)
  return rows[0]!.next
}

export type Progress = {
  state: TakeOutState
  lettersDone: number
  lastLetterId: string | null
  archiveBytes: number
  readyAt?: Date
  expiresAt?: Date
}

/** False: it is gone, or somebody else has come further with it. */
export async function noteProgress(
  trx: Trx,
  mailboxId: string,
  { takeOutId, archiveBytes, lettersDone }: { takeOutId: string; archiveBytes: number; lettersDone: number },
  to: Progress,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update take_out set state = ${to.state}, letters_done = ${to.lettersDone}, last_letter_id = ${to.lastLetterId},
      archive_bytes = ${to.archiveBytes}::bigint, ready_at = coalesce(${to.readyAt ?? null}::timestamptz, ready_at),
      expires_at = coalesce(${to.expiresAt ?? null}::timestamptz, expires_at)
    where mailbox_id = ${mailboxId} and take_out_id = ${takeOutId} and archive_bytes = ${archiveBytes}::bigint
      and letters_done = ${lettersDone} and state in ('waiting', 'building')`.execute(trx)
  return numAffectedRows === 1n
}

export async function noteFailed(trx: Trx, mailboxId: string, takeOutId: string): Promise<void> {
  await sql`update take_out set state = 'failed' where mailbox_id = ${mailboxId} and take_out_id = ${takeOutId}
    and state <> 'ready'`.execute(trx)
}

/** True when this is a new download: ranges of one download are one. */
export async function noteDownload(
  trx: Trx,
  mailboxId: string,
  { takeOutId, at, since }: { takeOutId: string; at: Date; since: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update take_out set downloaded_at = ${at} where mailbox_id = ${mailboxId} and take_out_id = ${takeOutId}
      and (downloaded_at is null or downloaded_at < ${since})`.execute(trx)
  return numAffectedRows === 1n
}

/** For the post office: archives whose time is over. */
export async function expiredTakeOuts(
  trx: Trx,
  now: Date,
  most: number,
): Promise<{ mailboxId: string; takeOutId: string }[]> {
  const { rows } = await sql<{ mailboxId: string; takeOutId: string }>`
    select mailbox_id as "mailboxId", take_out_id as "takeOutId" from take_out where expires_at <= ${now}
    order by expires_at limit ${most}`.execute(trx)
  return rows
}

export type MailboxOf = {
  language: StoredTakeOut['language']
  name: string
  /** Whose it is, unless an enterprise's. */
  personId: string | null
  enterpriseId: string | null
}

export async function mailboxOf(trx: Trx, mailboxId: string): Promise<MailboxOf> {
  const { rows } = await sql<MailboxOf>`
    select m.language, coalesce(e.name, p.given_names || ' ' || p.family_name) as name, m.person_id as "personId",
      m.enterprise_id as "enterpriseId"
    from mailbox m left join person p on p.person_id = m.person_id left join enterprise e on e.enterprise_id = m.enterprise_id
    where m.mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!
}

/** How many letters there are, how many of those a session may open were never opened, and how many it may not open. */
export async function countToTake(
  trx: Trx,
  mailboxId: string,
  { levels, protectedToo }: { levels: readonly Level[]; protectedToo: boolean },
): Promise<{ letters: number; notOpened: number; locked: number }> {
  const may = sql`(minimum_level = any(${levels}::text[]) and (${protectedToo}::boolean or not (sensitive or public_sector)))`
  const { rows } = await sql<{ letters: number; notOpened: number; locked: number }>`
    select count(*)::int as letters, (count(*) filter (where opened_at is null and ${may}))::int as "notOpened",
      (count(*) filter (where not ${may}))::int as locked
    from letter where mailbox_id = ${mailboxId} and delivered_at is not null and cancelled_at is null`.execute(
    trx,
  )
  return rows[0]!
}
