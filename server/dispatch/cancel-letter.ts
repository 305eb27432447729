/** S-16: what is not delivered yet can be cancelled; a delivered letter is the recipient's and is never recalled (D-19). */
import type { LetterStatus } from '#api/dispatch.ts'
import { cancelPrint, cancelWaiting, lockItem } from '#dispatch/cancel.store.ts'
import { selectItem } from '#dispatch/items.store.ts'
import { statusOf } from '#dispatch/letter-status.ts'
import type { Sender } from '#dispatch/submission.ts'
import { insertFeedRows } from '#dispatch/write-rows.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

/** Cancelling twice is the same as once. */
export async function cancelLetter(house: House, sender: Sender, letterId: string): Promise<LetterStatus> {
  return asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    if (!(await lockItem(trx, sender.senderId, letterId))) throw refuse('not-found')
    const item = (await selectItem(trx, sender.senderId, letterId))!
    const status = statusOf(item)
    if (status.state === 'cancelled') return status
    const done =
      status.state === 'print'
        ? await cancelPrint(trx, sender.senderId, letterId, at)
        : status.state === 'accepted' && item.mailbox_id !== null
          ? await cancelWaiting(trx, { senderId: sender.senderId, mailboxId: item.mailbox_id, letterId, at })
          : false
    if (!done) throw refuse('letter-already-delivered')
    await insertFeedRows(
      trx,
      [
        {
          senderId: sender.senderId,
          batchId: item.batch_id,
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
