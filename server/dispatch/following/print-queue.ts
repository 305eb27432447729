/** GET /v1/print-queue: the letters of this sender that wait for the printer (S-08, S-15). */
import type { Static } from 'typebox'
import type { PrintQueue } from '#api/sender-events.ts'
import { countWaiting, selectWaiting } from '#dispatch/following/print-queue.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

export async function printQueue(
  house: House,
  sender: Sender,
  page: { after?: string | undefined; limit: number },
): Promise<Static<typeof PrintQueue>> {
  return asPostOffice(house.db, async (trx) => {
    const rows = await selectWaiting(trx, sender.senderId, page.after, page.limit + 1)
    const letters = rows.slice(0, page.limit)
    const last = letters.at(-1)
    return {
      waiting: await countWaiting(trx, sender.senderId),
      letters: letters.map((row) => ({
        letterId: row.letter_id,
        batchId: row.batch_id,
        queuedAt: row.queued_at.toISOString(),
      })),
      ...(rows.length > page.limit && last ? { next: last.letter_id } : {}),
    }
  })
}
