/** S-16, O-04: a letter its sender called off, as evidence. The standard has no name for it; what happens is that content taken
 * over is not consigned (EN 319 522-1 D.2), or not handed to print (F.2), and the code says on whose word. */
import { cancellationOf } from '#dispatch/following/cancel.store.ts'
import type { ItemRow } from '#dispatch/following/items.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { EvidenceEvent } from '#ground/evidence/events.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { type ReceiptFile, receiptFile, signReceipt } from '#ground/receipt.ts'
import { refuse } from '#ground/refuse.ts'

type Cancelled = Pick<ItemRow, 'letter_id' | 'outcome' | 'code' | 'document_sha256'>

/** The submission is event 1, and nothing else happens to a letter before it is cancelled. */
const NUMBER = 2

export function cancellationEvent(item: Cancelled, senderId: string, at: Date): EvidenceEvent {
  return {
    letterId: item.letter_id,
    number: NUMBER,
    event: item.outcome === 'print' ? 'F.2 RelayToNonERDSFailure' : 'D.2 ContentConsignmentFailure',
    at: at.toISOString(),
    senderId,
    documentSha256: item.document_sha256.toString('hex').match(/.{64}/g) ?? [],
    // Nobody's word but the post office's own, when it could not be printed in time (R29).
    code: item.code ?? 'cancelled-by-sender',
  }
}

/** Made again on demand, the same byte for byte. A letter that was not cancelled has none. @throws Refusal not-found */
export async function cancellationReceipt(
  house: House,
  sender: Sender,
  letterId: string,
): Promise<ReceiptFile> {
  const item = await asPostOffice(house.db, (trx) => cancellationOf(trx, sender.senderId, letterId))
  if (!item) throw refuse('not-found', { detail: 'You have no cancelled letter with this id.' })
  const leaf = { chunkId: item.cancel_leaf_chunk_id, leafNo: 0 }
  const event = cancellationEvent(item, sender.senderId, item.cancelled_at)
  const receipt = signReceipt(logOf(house), { event, evidenceSalt: item.receipt_salt, leaf })
  return receiptFile(receipt, await proveInclusion(house.db, leaf))
}
