/** POST /v1/documents: sealed and durable under the sender's own key, until letters name it. */
import type { DocumentAnswer } from '#api/dispatch.ts'
import { insertDocuments } from '#dispatch/documents.store.ts'
import { once } from '#dispatch/once.ts'
import { takeDocument } from '#dispatch/seal-documents.ts'
import type { SealedDocument, Sender } from '#dispatch/submission.ts'
import type { House } from '#ground/house.ts'

export async function storeDocument(
  house: House,
  sender: Sender,
  given: { key: string; mediaType: string; bytes: Buffer },
): Promise<DocumentAnswer> {
  // A document that many letters will name is scanned now, whatever the scanner takes.
  const document = await takeDocument(house, {
    bytes: given.bytes,
    mediaType: given.mediaType,
    place: 'body',
    scanNow: true,
  })
  const [wrappedKey] = await house.vault.wrap([
    { mailboxId: sender.senderId, documentId: document.documentId, key: document.key },
  ])
  return once(house, sender, { key: given.key, content: [document.mediaType, given.bytes] }, async (trx) => {
    await place(house, document)
    await insertDocuments(
      trx,
      sender.senderId,
      [{ document, wrappedKey: wrappedKey!, batchId: null, pathKey: null }],
      house.clock(),
    )
    return {
      documentId: document.documentId,
      mediaType: document.mediaType,
      sizeBytes: document.sizeBytes,
      sha256: Buffer.from(document.sha256).toString('hex'),
    }
  })
}

async function place(house: House, document: SealedDocument): Promise<void> {
  const { sealed } = document.content as { sealed: Uint8Array }
  const { packId, offset } = await house.blobs.append([sealed])
  document.content = { place: { packId, packOffset: offset, sealedBytes: sealed.length } }
}
