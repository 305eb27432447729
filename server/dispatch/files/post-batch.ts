/** POST /v1/batches: a complete upload is handed in as a file of letters. Reading it is a job; here it is only taken. */
import type { BatchStatus, PostBatch } from '#api/batches.ts'
import { once } from '#dispatch/counter/once.ts'
import { newBatchKey } from '#dispatch/files/batch-secrets.ts'
import { statusOfBatch } from '#dispatch/files/batch-status.ts'
import { findBatch, handedInAs, insertBatch } from '#dispatch/files/batches.store.ts'
import { tellBatch } from '#dispatch/sorting/claims.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'

export async function postBatch(
  house: House,
  sender: Sender,
  key: string,
  { uploadId, dryRun = false }: PostBatch,
): Promise<BatchStatus> {
  const { senderId } = sender
  const at = house.clock()
  const batchId = newId(at.getTime())
  const { wrappedKey } = await newBatchKey(house, senderId, batchId)
  return once(house, sender, { key, content: [uploadId, String(dryRun)] }, async (trx) => {
    const upload = await handedInAs(trx, senderId, uploadId)
    if (!upload) throw refuse('not-found', { detail: 'There is no such upload of yours.' })
    if (!upload.complete) throw refuse('upload-incomplete')
    // Under another Idempotency-Key too: nobody gets the same letter twice because a program lost its answer.
    if (!dryRun && upload.batchId !== undefined)
      throw refuse('batch-not-open', { detail: `This upload was handed in already, as ${upload.batchId}.` })
    await insertBatch(trx, {
      senderId,
      batchId,
      uploadId,
      corrects: null,
      documentsOf: null,
      dryRun,
      state: 'reading',
      optionsSealed: null,
      rows: 0,
      wrappedKey,
      at,
    })
    await tellBatch(trx, { senderId, batchId, state: 'reading' }, at)
    await addJob(trx, 'read-batch', { senderId, batchId }, { queue: `files:${senderId}` })
    return statusOfBatch((await findBatch(trx, { senderId, batchId }))!)
  })
}
