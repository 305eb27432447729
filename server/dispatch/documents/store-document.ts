/** POST /v1/documents: sealed and durable under the sender's own key, until letters name it. */
import type { DocumentAnswer } from '#api/dispatch.ts'
import { answeredBefore, once } from '#dispatch/counter/once.ts'
import { countDocument, insertDocuments } from '#dispatch/documents/documents.store.ts'
import { takeDocument } from '#dispatch/documents/seal-documents.ts'
import { lookForRoom, takeRoom } from '#dispatch/documents/upload-room.ts'
import type { SealedDocument, Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

export async function storeDocument(
  house: House,
  sender: Sender,
  given: { key: string; mediaType: string; bytes: Buffer },
): Promise<DocumentAnswer> {
  const request = { key: given.key, content: [given.mediaType, given.bytes] }
  const known = await answeredBefore<DocumentAnswer>(house, sender, request)
  if (known) return known
  const room = { senderId: sender.senderId, sizeBytes: given.bytes.length }
  await asPostOffice(house.db, (trx) => lookForRoom(trx, house, room))
  // A document that many letters will name is scanned now, whatever the scanner takes.
  const document = await takeDocument(house, {
    bytes: given.bytes,
    mediaType: given.mediaType,
    place: 'body',
    scanNow: true,
  })
  // No provider is called inside the transaction. Of two such requests at the same moment one leaves bytes behind that no
  // row points at and no key opens.
  await place(house, document)
  const [wrappedKey] = await house.vault.wrap([
    { mailboxId: sender.senderId, documentId: document.documentId, key: document.key },
  ])
  return once(house, sender, request, async (trx) => {
    await insertDocuments(
      trx,
      sender.senderId,
      [{ document, wrappedKey: wrappedKey!, batchId: null, pathKey: null }],
      house.clock(),
    )
    await takeRoom(trx, house, room)
    await countDocument(trx, sender.senderId, document.documentId)
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
