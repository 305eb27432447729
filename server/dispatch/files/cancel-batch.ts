/** S-16: rows not decided yet do not go; letters that are in mailboxes stay there. Cancelling twice is the same as once. */
import type { BatchStatus } from '#api/batches.ts'
import { once } from '#dispatch/counter/once.ts'
import { statusOfBatch } from '#dispatch/files/batch-status.ts'
import { closeBatch, findBatch, lockBatch } from '#dispatch/files/batches.store.ts'
import { releaseCorrected } from '#dispatch/files/refused-rows.store.ts'
import { tellBatch } from '#dispatch/sorting/claims.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

export async function cancelBatch(
  house: House,
  sender: Sender,
  { batchId, key }: { batchId: string; key: string },
): Promise<BatchStatus> {
  const batch = { senderId: sender.senderId, batchId }
  return once(house, sender, { key, content: ['cancel-batch', batchId] }, async (trx) => {
    const found = await lockBatch(trx, batch)
    if (!found) throw refuse('not-found')
    if (found.state === 'cancelled') return statusOfBatch(found)
    const at = house.clock()
    if (!(await closeBatch(trx, batch, { state: 'cancelled', problem: null, at })))
      throw refuse('batch-not-open', {
        detail: `The file is ${found.state}; only one being read or sent can be cancelled.`,
      })
    await releaseCorrected(trx, batch)
    await tellBatch(trx, { ...batch, state: 'cancelled' }, at)
    return statusOfBatch((await findBatch(trx, batch))!)
  })
}
