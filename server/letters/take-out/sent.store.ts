/** SQL of the owner's copies of what they wrote. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { StoredDocument } from '../letters.store.ts'

export type StoredSent = {
  letter_id: string
  to_address: string
  title_sealed: Buffer
  sent_at: Date
  writer_name: string | null
}

export async function readSentPage(
  trx: Trx,
  mailboxId: string,
  { before, askedAt, limit }: { before: string | null; askedAt: Date; limit: number },
): Promise<StoredSent[]> {
  const { rows } = await sql<StoredSent>`
    select letter_id, to_address, title_sealed, sent_at,
      (select w.given_names || ' ' || w.family_name from person w where w.person_id = written_by) as writer_name
    from sent_letter where mailbox_id = ${mailboxId}
      and sent_at <= ${askedAt} and letter_id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by letter_id desc limit ${limit}`.execute(trx)
  return rows
}

export async function readSentDocuments(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<StoredDocument[]> {
  const { rows } = await sql<StoredDocument>`
    select document_no, document_id, media_type, size_bytes::float8 as size_bytes, sha256, file_name_sealed, wrapped_key,
      pack_id, pack_offset::float8 as pack_offset, sealed_bytes::float8 as sealed_bytes
    from sent_document where mailbox_id = ${mailboxId} and letter_id = ${letterId} order by document_no`.execute(
    trx,
  )
  return rows
}
