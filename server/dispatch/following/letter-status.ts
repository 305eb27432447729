/** What a sender may know of its own letter: where it stands, and the signed receipt. Another sender's letter is not found. */
import type { LetterStatus } from '#api/dispatch.ts'
import { type ItemRow, selectItem } from '#dispatch/following/items.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { receiptFile, signReceipt } from '#ground/receipt.ts'
import { refuse } from '#ground/refuse.ts'
import { REFUSALS, type RefusalCode } from '#rules/refusals.ts'

export async function letterStatus(house: House, sender: Sender, letterId: string): Promise<LetterStatus> {
  return asPostOffice(house.db, async (trx) => {
    const item = await selectItem(trx, sender.senderId, letterId)
    if (!item) throw refuse('not-found')
    return statusOf(item)
  })
}

export function statusOf(item: ItemRow): LetterStatus {
  return {
    letterId: item.letter_id,
    batchId: item.batch_id,
    row: item.row_no,
    ...(item.reference === null ? {} : { reference: item.reference }),
    state: stateOf(item),
    ...(item.code === null ? {} : { code: item.code, reason: reasonOf(item.code) }),
    acceptedAt: item.accepted_at.toISOString(),
    ...(item.delivered_at === null ? {} : { deliveredAt: item.delivered_at.toISOString() }),
    ...(item.opened_at === null ? {} : { openedAt: item.opened_at.toISOString() }),
  }
}

function stateOf(item: ItemRow): LetterStatus['state'] {
  if (item.cancelled_at !== null || item.print_state === 'cancelled') return 'cancelled'
  if (item.outcome === 'refuse') return 'refused'
  if (item.outcome === 'print') return 'print'
  if (item.opened_at !== null) return 'opened'
  return item.delivered_at === null ? 'accepted' : 'delivered'
}

function reasonOf(code: string): string {
  const text = REFUSALS[code as RefusalCode]?.en
  return text ? `${text.reason} ${text.todo}` : code
}

/** Made again on demand, the same byte for byte; the proof is there once the log is sealed over it. */
export async function letterReceipt(
  house: House,
  sender: Sender,
  letterId: string,
): Promise<{ receipt: string; proof?: string }> {
  const item = await asPostOffice(house.db, (trx) => selectItem(trx, sender.senderId, letterId))
  if (!item) throw refuse('not-found')
  if (!item.receipt_salt) throw refuse('receipt-erased')
  const leaf = { chunkId: item.leaf_chunk_id, leafNo: item.leaf_no }
  const hashes = item.document_sha256.toString('hex').match(/.{64}/g) ?? []
  const receipt = signReceipt(logOf(house), {
    event: {
      letterId: item.letter_id,
      number: 1,
      event: item.submission_code === null ? 'A.1 SubmissionAcceptance' : 'A.2 SubmissionRejection',
      at: item.accepted_at.toISOString(),
      senderId: sender.senderId,
      documentSha256: hashes,
      ...(item.submission_code === null ? {} : { code: item.submission_code }),
    },
    evidenceSalt: item.receipt_salt,
    leaf,
  })
  return receiptFile(receipt, await proveInclusion(house.db, leaf))
}
