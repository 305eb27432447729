/** Documents a sender has handed in before, with their content keys, ready to be wrapped for recipients. */

import { selectDocuments } from '#dispatch/documents/documents.store.ts'
import type { SealedDocument } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** By `ids`, keyed by id; or of a file, by their keyed names in hexadecimal. Documents the scanner refused are not there. */
export async function loadDocuments(
  house: House,
  senderId: string,
  which: { ids: readonly string[] } | { batchId: string; pathKeys: readonly Uint8Array[] },
): Promise<Map<string, SealedDocument>> {
  const rows = await asPostOffice(house.db, (trx) => selectDocuments(trx, senderId, which))
  const usable = rows.filter((row) => row.verdict !== 'refused')
  const keys =
    usable.length > 0
      ? await house.vault.unwrap(
          usable.map((row) => ({
            mailboxId: senderId,
            documentId: row.document_id,
            wrapped: row.wrapped_key,
          })),
        )
      : []
  return new Map(
    usable.map((row, i) => [
      'ids' in which ? row.document_id : row.path_key!.toString('hex'),
      {
        documentId: row.document_id,
        mediaType: row.media_type,
        sizeBytes: Number(row.size_bytes),
        sha256: row.sha256,
        key: keys[i]!,
        verdict: row.verdict as SealedDocument['verdict'],
        content: {
          place: {
            packId: row.pack_id,
            packOffset: Number(row.pack_offset),
            sealedBytes: Number(row.sealed_bytes),
          },
        },
        stored: true,
      },
    ]),
  )
}
