/** The SQL of what people wrote to an organisation. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type StoredMail = {
  mailId: string
  replyTo: string | null
  fromSealed: Buffer
  titleSealed: Buffer
  evidenceSalt: Buffer
  leafChunkId: string
  receivedAt: Date
}

/** Oldest first, after `after`; or the one of this id. */
export async function readMail(
  trx: Trx,
  senderId: string,
  asked: { after: string | undefined; limit: number } | { mailId: string },
): Promise<StoredMail[]> {
  const which =
    'mailId' in asked
      ? sql`mail_id = ${asked.mailId}`
      : sql`mail_id > ${asked.after ?? '00000000-0000-0000-0000-000000000000'}::uuid`
  const { rows } = await sql<StoredMail>`
    select mail_id as "mailId", in_reply_to as "replyTo", from_sealed as "fromSealed", title_sealed as "titleSealed",
      evidence_salt as "evidenceSalt", leaf_chunk_id as "leafChunkId", received_at as "receivedAt"
    from organisation_mail where sender_id = ${senderId} and ${which}
    order by mail_id limit ${'mailId' in asked ? 1 : asked.limit}`.execute(trx)
  return rows
}

export type StoredMailDocument = {
  mailId: string
  documentNo: number
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Buffer
  fileNameSealed: Buffer
  wrappedKey: Buffer
  packId: string
  packOffset: number
  sealedBytes: number
}

export async function readMailDocuments(
  trx: Trx,
  senderId: string,
  mailIds: readonly string[],
): Promise<StoredMailDocument[]> {
  const { rows } = await sql<StoredMailDocument>`
    select mail_id as "mailId", document_no as "documentNo", document_id as "documentId", media_type as "mediaType",
      size_bytes::float8 as "sizeBytes", sha256, file_name_sealed as "fileNameSealed", wrapped_key as "wrappedKey",
      pack_id as "packId", pack_offset::float8 as "packOffset", sealed_bytes::float8 as "sealedBytes"
    from organisation_mail_document where sender_id = ${senderId} and mail_id = any(${mailIds}::uuid[])
    order by mail_id, document_no`.execute(trx)
  return rows
}

/** Its documents go with it. */
export async function deleteMail(trx: Trx, senderId: string, mailId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from organisation_mail where sender_id = ${senderId} and mail_id = ${mailId}`.execute(trx)
  return numAffectedRows === 1n
}

/** Whether it lies in this pack. For the post office's door only. */
export async function mailNamesPack(trx: Trx, packId: string): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`
    select exists (select from organisation_mail_document where pack_id = ${packId}) as named`.execute(trx)
  return rows[0]!.named
}
