/** Where a file stands. Another sender's is not found. */
import type { BatchList, BatchStatus } from '#api/batches.ts'
import { type BatchRow, findBatch, selectBatches } from '#dispatch/files/batches.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

export async function batchStatus(house: House, sender: Sender, batchId: string): Promise<BatchStatus> {
  const batch = await asPostOffice(house.db, (trx) => findBatch(trx, { senderId: sender.senderId, batchId }))
  if (!batch) throw refuse('not-found')
  return statusOfBatch(batch)
}

export async function batchList(
  house: House,
  sender: Sender,
  page: { before: string | undefined; limit: number },
): Promise<BatchList> {
  const rows = await asPostOffice(house.db, (trx) =>
    selectBatches(trx, sender.senderId, { ...page, limit: page.limit + 1 }),
  )
  const batches = rows.slice(0, page.limit)
  const more = rows.length > page.limit
  return { batches: batches.map(statusOfBatch), ...(more ? { next: batches.at(-1)!.batchId } : {}) }
}

export function statusOfBatch(batch: BatchRow): BatchStatus {
  const { batchId, state, dryRun, rows, rowsDecided, delivered, waiting, print, refused } = batch
  return {
    batchId,
    state,
    dryRun,
    rows,
    rowsDecided,
    delivered,
    waiting,
    print,
    refused,
    createdAt: batch.createdAt.toISOString(),
    ...(batch.closedAt === null ? {} : { closedAt: batch.closedAt.toISOString() }),
    ...(batch.corrects === null ? {} : { corrects: batch.corrects }),
    ...(batch.problem === null ? {} : { problem: batch.problem }),
    ...(refused > 0 ? { errorList: `/v1/batches/${batchId}/errors` } : {}),
  }
}
