/** All SQL of the letters a recipient reads. Every statement names the mailbox; row-level security is the second lock. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { UNREAD_COUNTED_MAX } from '#api/unread.ts'
import { askIn, type Statement, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { PLACES } from '#rules/keeping.ts'
import type { Level } from '#rules/levels.ts'

/** A letter as the mailbox shows it, with the first document's key, which opens its title. */
export type StoredLetter = {
  letter_id: string
  sender_id: string
  sender_name: string
  sender_state: string
  sender_is_person: boolean
  sender_writer: string | null
  title_sealed: Buffer
  wants_sealed: Buffer | null
  sensitive: boolean
  public_sector: boolean
  minimum_level: Level
  reply_allowed: boolean | null
  sender_accepts_mail: boolean
  document_count: number
  delivered_at: Date
  read_at: Date | null
  opened_at: Date | null
  evidence_salt: Buffer
  folder_id: string
  starred_at: Date | null
  trashed_at: Date | null
  department_id: string | null
  assigned_to: string | null
  done_at: Date | null
  document_id: string
  wrapped_key: Buffer
}

export type StoredDocument = {
  document_no: number
  document_id: string
  media_type: string
  size_bytes: number
  sha256: Buffer
  file_name_sealed: Buffer
  wrapped_key: Buffer
  pack_id: string
  pack_offset: number
  sealed_bytes: number
}

/** Above every uuid v7: the place before the first page. */
export const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const OUTSIDE_TEXT = `l.letter_id, l.sender_id, s.name as sender_name, s.state as sender_state, s.person_id is not null as sender_is_person, s.writer_name as sender_writer, l.title_sealed, l.wants_sealed, l.sensitive,
  l.public_sector, l.minimum_level, l.reply_allowed, s.accepts_mail as sender_accepts_mail, l.document_count, l.delivered_at, l.read_at, l.opened_at, l.evidence_salt,
  l.folder_id, l.starred_at, l.trashed_at, l.department_id, l.assigned_to, l.done_at, d.document_id, d.wrapped_key`
const OUTSIDE = sql.raw(OUTSIDE_TEXT)

/** The place's part of its index that holds unread letters, and the part that holds the others. Written as the index is. */
const ofPlace = (
  mailbox: string,
  folder: string,
  unread: 0 | 1,
) => `mailbox_id = ${mailbox} and folder_id = ${folder}
  and (case when read_at is null then 1 else 0 end) = ${unread} and delivered_at is not null and cancelled_at is null`

export type ListPage = { before: string | undefined; limit: number }

type PageNames = { mailbox: string; folder: string; before: string; limit: string }

/** Letters of a page, `columns` of each. */
export const pageText = (columns: string, { mailbox, folder, before, limit }: PageNames) => {
  const part = (unread: 0 | 1) => `(select ${columns} from letter
    where ${ofPlace(mailbox, folder, unread)} and letter_id < ${before} order by letter_id desc limit ${limit})`
  return `select * from (${part(1)} union all ${part(0)}) parts order by letter_id desc limit ${limit}`
}
const PAGE = `select ${OUTSIDE_TEXT}
  from (${pageText('*', { mailbox: '$1', folder: '$2', before: '$3::uuid', limit: '$4' })}) l
  join letter_document d on d.mailbox_id = $1 and d.letter_id = l.letter_id and d.document_no = 1
  join sender s on s.sender_id = l.sender_id
  order by l.letter_id desc`

/** One place's letters, newest first, older than `before`. Reads at most twice `limit` index entries however large the mailbox and
 * however much of it lies elsewhere. */
export const pageOfPlace = (mailboxId: string, folderId: string, { before, limit }: ListPage): Statement => ({
  text: PAGE,
  values: [mailboxId, folderId, before ?? NEWEST, limit],
})

/** `version`: of all that a list shows of it; any change of a row is another version in the database. */
export type VersionedLetter = StoredLetter & { version: string }
const VERSION = `l.letter_id || ' ' || l.version || ' ' || s.xmin`

/** Starred letters that are not in the trash, wherever they lie. */
export async function readStarred(
  trx: Trx,
  mailboxId: string,
  { before, limit }: ListPage,
): Promise<VersionedLetter[]> {
  return withDocument(
    trx,
    mailboxId,
    sql`select *, xmin::text as version from letter where mailbox_id = ${mailboxId} and starred_at is not null and trashed_at is null
      and letter_id < ${before ?? NEWEST}::uuid and delivered_at is not null and cancelled_at is null
      order by letter_id desc limit ${limit}`,
  )
}

/** B-15: an enterprise's letters that are to be dealt with: by one of its employees, by some departments, or by nobody yet. */
export async function readToDo(
  trx: Trx,
  mailboxId: string,
  whose: { employeeId: string } | { departmentIds: readonly string[] } | 'nobody',
  { before, limit }: ListPage,
): Promise<VersionedLetter[]> {
  const theirs =
    whose === 'nobody'
      ? sql`assigned_to is null and folder_id = ${PLACES.inbox}`
      : 'employeeId' in whose
        ? sql`assigned_to = ${whose.employeeId}`
        : sql`department_id = any(${whose.departmentIds}::uuid[])`
  return withDocument(
    trx,
    mailboxId,
    sql`select *, xmin::text as version from letter where mailbox_id = ${mailboxId} and ${theirs} and done_at is null and trashed_at is null
      and letter_id < ${before ?? NEWEST}::uuid and delivered_at is not null and cancelled_at is null
      order by letter_id desc limit ${limit}`,
  )
}

async function withDocument(
  trx: Trx,
  mailboxId: string,
  page: ReturnType<typeof sql>,
): Promise<VersionedLetter[]> {
  const { rows } = await sql<VersionedLetter>`
    select ${OUTSIDE}, ${sql.raw(VERSION)} as version from (${page}) l
    join letter_document d on d.mailbox_id = ${mailboxId} and d.letter_id = l.letter_id and d.document_no = 1
    join sender s on s.sender_id = l.sender_id
    order by l.letter_id desc`.execute(trx)
  return rows
}

/** The letters of these ids that can be seen, in no order; ids of other mailboxes find nothing. */
export async function readLetters(
  trx: Trx,
  mailboxId: string,
  letterIds: readonly string[],
): Promise<StoredLetter[]> {
  if (letterIds.length === 0) return []
  const { rows } = await sql<StoredLetter>`
    select ${OUTSIDE}
    from letter l
    join letter_document d on d.mailbox_id = ${mailboxId} and d.letter_id = l.letter_id and d.document_no = 1
    join sender s on s.sender_id = l.sender_id
    where l.mailbox_id = ${mailboxId} and l.letter_id = any(${letterIds}::uuid[])
      and l.delivered_at is not null and l.cancelled_at is null`.execute(trx)
  return rows
}

export async function readDocuments(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  documentNo?: number,
): Promise<StoredDocument[]> {
  const { rows } = await sql<StoredDocument>`
    select document_no, document_id, media_type, size_bytes::float8 as size_bytes, sha256, file_name_sealed, wrapped_key,
      pack_id, pack_offset::float8 as pack_offset, sealed_bytes::float8 as sealed_bytes
    from letter_document
    where mailbox_id = ${mailboxId} and letter_id = ${letterId}
      and (${documentNo ?? null}::int is null or document_no = ${documentNo ?? null}::int)
    order by document_no`.execute(trx)
  return rows
}

export const unreadText = (mailbox: string, folder: string) => `select count(*)::int as unread from (
  select from letter where ${ofPlace(mailbox, folder, 1)} limit ${UNREAD_COUNTED_MAX}) as counted`
const UNREAD = unreadText('$1', '$2')

/** In the inbox: 0 to 99, or 100 for "more than 99". */
export const unreadIn = (mailboxId: string): Statement => ({
  text: UNREAD,
  values: [mailboxId, PLACES.inbox],
})

export async function countUnread(trx: Trx, mailboxId: string): Promise<number> {
  return (await askIn<{ unread: number }>(trx, unreadIn(mailboxId)))[0]!.unread
}

/** What a list is made of, as a digest. */
export const versionsOf = (rows: readonly VersionedLetter[]): string =>
  createHash('md5')
    .update(rows.map((row) => row.version).join(','))
    .digest('hex')

/** True when the mark changed. Only the recipient's own marks may change (D-28); a trigger holds that. */
export async function markRead(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  readAt: Date | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update letter set read_at = ${readAt}
    where mailbox_id = ${mailboxId} and letter_id = ${letterId}
      and (read_at is null) is distinct from ${readAt === null}::boolean`.execute(trx)
  return numAffectedRows === 1n
}

/** When this is the first opening it holds the row, so that two at once cannot both be the first. */
export async function markFirstOpened(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  at: Date,
  read = true,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update letter set opened_at = ${at}, read_at = case when ${read}::boolean then coalesce(read_at, ${at}) else read_at end
    where mailbox_id = ${mailboxId} and letter_id = ${letterId} and opened_at is null`.execute(trx)
  return numAffectedRows === 1n
}

/** @throws Refusal `not-found` when it was deleted at this very moment */
export async function readOpenedAt(trx: Trx, mailboxId: string, letterId: string): Promise<Date> {
  const found = await trx
    .selectFrom('letter')
    .select('opened_at')
    .where('mailbox_id', '=', mailboxId)
    .where('letter_id', '=', letterId)
    .executeTakeFirst()
  if (!found) throw refuse('not-found')
  if (!found.opened_at) throw new Error('letter: opened, and yet it is not')
  return found.opened_at
}

/** Whether this person was already logged with this document since `since`: ranges of one viewing are one viewing. */
export async function viewedSince(
  trx: Trx,
  viewing: { mailboxId: string; letterId: string; documentNo: number; actorId: string; action: string },
  since: Date,
): Promise<boolean> {
  const row = await trx
    .selectFrom('access_log')
    .select('access_id')
    .where('mailbox_id', '=', viewing.mailboxId)
    .where('letter_id', '=', viewing.letterId)
    .where('document_no', '=', viewing.documentNo)
    .where('actor_id', '=', viewing.actorId)
    .where('action', '=', viewing.action)
    .where('at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
