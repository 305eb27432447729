/** The SQL of documents a sender has handed in ahead of letters. */
import { sql } from 'kysely'
import type { Place, SealedDocument } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'

export async function selectDocuments(
  trx: Trx,
  senderId: string,
  which: { ids: readonly string[] } | { batchId: string; pathKeys: readonly Uint8Array[] },
) {
  const documents = trx.selectFrom('document').selectAll().where('sender_id', '=', senderId)
  // Lists go in as arrays, so that the statement's text does not depend on their length.
  return 'ids' in which
    ? documents.where(sql<boolean>`document_id = any(${which.ids}::uuid[])`).execute()
    : documents
        .where('batch_id', '=', which.batchId)
        .where(sql<boolean>`path_key = any(${which.pathKeys.map((key) => Buffer.from(key))}::bytea[])`)
        .execute()
}

export type NewDocument = {
  document: SealedDocument
  wrappedKey: Uint8Array
  batchId: string | null
  /** Its name in the archive, hashed with the file's key. */
  pathKey: Uint8Array | null
}

/** Every document has its place in a pack already. */
export async function insertDocuments(
  trx: Trx,
  senderId: string,
  documents: readonly NewDocument[],
  at: Date,
): Promise<void> {
  const placeOf = ({ document }: NewDocument) => (document.content as { place: Place }).place
  await insertRows<NewDocument>(
    trx,
    'document',
    {
      sender_id: ['uuid', () => senderId],
      document_id: ['uuid', (n) => n.document.documentId],
      batch_id: ['uuid', (n) => n.batchId],
      path_key: ['bytea', (n) => n.pathKey],
      media_type: ['text', (n) => n.document.mediaType],
      size_bytes: ['bigint', (n) => n.document.sizeBytes],
      sha256: ['bytea', (n) => n.document.sha256],
      wrapped_key: ['bytea', (n) => n.wrappedKey],
      pack_id: ['text', (n) => placeOf(n).packId],
      pack_offset: ['bigint', (n) => placeOf(n).packOffset],
      sealed_bytes: ['bigint', (n) => placeOf(n).sealedBytes],
      verdict: ['text', (n) => n.document.verdict],
      created_at: ['timestamptz', () => at],
    },
    documents,
  )
}

/** It takes room of the sender's quota, and gives it back when it goes. */
export async function countDocument(trx: Trx, senderId: string, documentId: string): Promise<void> {
  await sql`update document set counted_bytes = size_bytes
    where sender_id = ${senderId} and document_id = ${documentId}`.execute(trx)
}
