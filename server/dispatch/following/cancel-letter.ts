/** S-16: what is not delivered yet can be cancelled, and that it was is evidence; a delivered letter is the recipient's and is never recalled (D-19). */
import type { LetterStatus } from '#api/dispatch.ts'
import { once } from '#dispatch/counter/once.ts'
import { cancelItem, cancelPrint, cancelWaiting, lockItem } from '#dispatch/following/cancel.store.ts'
import { cancellationEvent } from '#dispatch/following/cancellation-evidence.ts'
import { selectItem } from '#dispatch/following/items.store.ts'
import { statusOf } from '#dispatch/following/letter-status.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { insertFeedRows } from '#dispatch/sorting/write-rows.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

/** Cancelling twice is the same as once. */
export async function cancelLetter(
  house: House,
  sender: Sender,
  { letterId, key }: { letterId: string; key: string },
): Promise<LetterStatus> {
  return once(house, sender, { key, content: ['cancel-letter', letterId] }, async (trx) => {
    const at = house.clock()
    if (!(await lockItem(trx, sender.senderId, letterId))) throw refuse('not-found')
    const item = (await selectItem(trx, sender.senderId, letterId))!
    const status = statusOf(item)
    if (status.state === 'cancelled') return status
    if (status.state === 'refused') throw refuse('letter-was-refused')
    const done =
      status.state === 'print'
        ? await cancelPrint(trx, sender.senderId, letterId)
        : status.state === 'accepted' &&
          // The letters of an address's residents are called off by the scanner's job, which asks this item first.
          (item.mailbox_id === null ||
            (await cancelWaiting(trx, { mailboxId: item.mailbox_id, letterId, at })))
    if (!done || !item.receipt_salt) throw refuse('letter-already-delivered')
    const counted = status.state === 'print' ? 'print' : 'waiting'
    const event = cancellationEvent(item, sender.senderId, at)
    const leafChunkId = await appendLeaves(trx, [leafHashOf(item.receipt_salt, event)])
    const batchId = item.batch_id
    await cancelItem(trx, { senderId: sender.senderId, letterId, batchId, counted, leafChunkId, at })
    await insertFeedRows(
      trx,
      [
        {
          senderId: sender.senderId,
          batchId,
          event: 'cancelled',
          letterIds: [letterId],
          codes: undefined,
        },
      ],
      at,
    )
    return statusOf((await selectItem(trx, sender.senderId, letterId))!)
  })
}
