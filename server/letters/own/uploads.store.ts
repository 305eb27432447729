/** The SQL of documents of one's own on their way in. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'

export type UploadKey = { mailboxId: string; uploadId: string; begunBy: string }
export type StoredUpload = { sizeBytes: number; receivedBytes: number }

const own = ({ mailboxId, uploadId, begunBy }: UploadKey) =>
  sql`mailbox_id = ${mailboxId} and upload_id = ${uploadId} and begun_by = ${begunBy}`

export async function insertUpload(
  trx: Trx,
  upload: UploadKey & { sizeBytes: number; at: Date },
): Promise<void> {
  await sql`insert into own_upload (mailbox_id, upload_id, begun_by, size_bytes, created_at)
    values (${upload.mailboxId}, ${upload.uploadId}, ${upload.begunBy}, ${upload.sizeBytes}, ${upload.at})`.execute(
    trx,
  )
}

export async function findUpload(
  trx: Trx,
  upload: UploadKey,
  hold = false,
): Promise<StoredUpload | undefined> {
  const { rows } = await sql<StoredUpload>`
    select size_bytes::float8 as "sizeBytes", received_bytes::float8 as "receivedBytes"
    from own_upload where ${own(upload)} ${hold ? sql`for update` : sql``}`.execute(trx)
  return rows[0]
}

/** Uploads under way, and bytes put in since `since`, finished or not. */
export async function countUploads(
  trx: Trx,
  mailboxId: string,
  since: { at: Date; letterId: string },
): Promise<{ underWay: number; bytes: number }> {
  const { rows } = await sql<{ underWay: number; bytes: number }>`
    select (select count(*)::int from own_upload where mailbox_id = ${mailboxId}) as "underWay",
      (select coalesce(sum(size_bytes), 0)::float8 from own_upload where mailbox_id = ${mailboxId} and created_at > ${since.at})
      + (select coalesce(sum(d.size_bytes), 0)::float8 from letter l
          join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id
          where l.mailbox_id = ${mailboxId} and l.letter_id > ${since.letterId} and l.sender_id = ${OWN_DOCUMENTS.senderId}) as bytes`.execute(
    trx,
  )
  return rows[0]!
}

export type NewPart = {
  plainOffset: number
  documentId: string
  sizeBytes: number
  wrappedKey: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}

/** Adds a part where the document ends now; false when it does not end there, or is gone, or is another's. */
export async function appendPart(trx: Trx, upload: UploadKey, part: NewPart): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update own_upload set received_bytes = received_bytes + ${part.sizeBytes}
    where ${own(upload)} and received_bytes = ${part.plainOffset} and received_bytes + ${part.sizeBytes} <= size_bytes`.execute(
    trx,
  )
  if (numAffectedRows !== 1n) return false
  await sql`insert into own_upload_part (mailbox_id, upload_id, plain_offset, document_id, size_bytes, wrapped_key, pack_id,
      pack_offset, sealed_bytes)
    values (${upload.mailboxId}, ${upload.uploadId}, ${part.plainOffset}, ${part.documentId}, ${part.sizeBytes},
      ${Buffer.from(part.wrappedKey)}, ${part.packId}, ${part.packOffset}, ${part.sealedBytes})`.execute(trx)
  return true
}

export type StoredPart = {
  documentId: string
  sizeBytes: number
  wrappedKey: Buffer
  packId: string
  packOffset: number
}

export async function readParts(trx: Trx, { mailboxId, uploadId }: UploadKey): Promise<StoredPart[]> {
  const { rows } = await sql<StoredPart>`
    select document_id as "documentId", size_bytes as "sizeBytes", wrapped_key as "wrappedKey", pack_id as "packId",
      pack_offset::float8 as "packOffset"
    from own_upload_part where mailbox_id = ${mailboxId} and upload_id = ${uploadId} order by plain_offset`.execute(
    trx,
  )
  return rows
}

/** Its parts go with it, and with their wrapped keys the content. */
export async function deleteUpload(trx: Trx, upload: UploadKey): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from own_upload where ${own(upload)}`.execute(trx)
  return numAffectedRows === 1n
}

/** For the post office: mailboxes with uploads nobody finished in time. */
export async function mailboxesToClear(trx: Trx, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ mailbox_id: string }>`
    select distinct mailbox_id from (
      select mailbox_id from own_upload where created_at <= ${before} limit ${most}) due`.execute(trx)
  return rows.map((row) => row.mailbox_id)
}

export async function deleteAbandoned(trx: Trx, mailboxId: string, before: Date): Promise<void> {
  await sql`delete from own_upload where mailbox_id = ${mailboxId} and created_at <= ${before}`.execute(trx)
}
