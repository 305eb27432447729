/** The SQL of uploads: what of a file is durable so far, part by part. */
import type { Place } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'

export type UploadKey = { senderId: string; uploadId: string }
export type UploadRow = { sizeBytes: number; receivedBytes: number }

export async function findUpload(trx: Trx, upload: UploadKey): Promise<UploadRow | undefined> {
  const row = await trx
    .selectFrom('upload')
    .select(['size_bytes', 'received_bytes'])
    .where('sender_id', '=', upload.senderId)
    .where('upload_id', '=', upload.uploadId)
    .executeTakeFirst()
  return row && { sizeBytes: Number(row.size_bytes), receivedBytes: Number(row.received_bytes) }
}

/** False: it is there already, and stays as it is. */
export async function insertUpload(
  trx: Trx,
  upload: UploadKey & { sizeBytes: number; at: Date },
): Promise<boolean> {
  const inserted = await trx
    .insertInto('upload')
    .values({
      sender_id: upload.senderId,
      upload_id: upload.uploadId,
      size_bytes: String(upload.sizeBytes),
      created_at: upload.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type NewPart = {
  documentId: string
  plainOffset: number
  sizeBytes: number
  wrappedKey: Uint8Array
  place: Place
}

/** Adds a part where the file ends now; false when it does not end there (somebody else went on with it, or it is gone). */
export async function appendPart(trx: Trx, upload: UploadKey, part: NewPart): Promise<boolean> {
  const grown = await trx
    .updateTable('upload')
    .set({ received_bytes: String(part.plainOffset + part.sizeBytes) })
    .where('sender_id', '=', upload.senderId)
    .where('upload_id', '=', upload.uploadId)
    .where('received_bytes', '=', String(part.plainOffset))
    .executeTakeFirst()
  if (grown.numUpdatedRows === 0n) return false
  await trx
    .insertInto('upload_part')
    .values({
      sender_id: upload.senderId,
      upload_id: upload.uploadId,
      document_id: part.documentId,
      plain_offset: String(part.plainOffset),
      size_bytes: part.sizeBytes,
      wrapped_key: Buffer.from(part.wrappedKey),
      pack_id: part.place.packId,
      pack_offset: String(part.place.packOffset),
      sealed_bytes: String(part.place.sealedBytes),
    })
    .execute()
  return true
}

export type PartRow = {
  documentId: string
  plainOffset: number
  sizeBytes: number
  wrappedKey: Buffer
  place: Place
}

export async function selectParts(trx: Trx, upload: UploadKey): Promise<PartRow[]> {
  const rows = await trx
    .selectFrom('upload_part')
    .selectAll()
    .where('sender_id', '=', upload.senderId)
    .where('upload_id', '=', upload.uploadId)
    .orderBy('plain_offset')
    .execute()
  return rows.map((row) => ({
    documentId: row.document_id,
    plainOffset: Number(row.plain_offset),
    sizeBytes: row.size_bytes,
    wrappedKey: row.wrapped_key,
    place: {
      packId: row.pack_id,
      packOffset: Number(row.pack_offset),
      sealedBytes: Number(row.sealed_bytes),
    },
  }))
}

/** Its parts go with it, and with their wrapped keys the content. */
export async function deleteUpload(trx: Trx, upload: UploadKey): Promise<boolean> {
  const gone = await trx
    .deleteFrom('upload')
    .where('sender_id', '=', upload.senderId)
    .where('upload_id', '=', upload.uploadId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}
