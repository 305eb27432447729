/** A file that is wrong as a file goes back whole: nobody was looked for, nothing was sent. */
import { PROBLEMS, type ProblemDocument } from '#api/problems.ts'
import { type BatchKey, closeBatch, stillReading } from '#dispatch/files/batches.store.ts'
import { tellBatch } from '#dispatch/sorting/claims.store.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Refusal } from '#ground/refuse.ts'

const FAULTS_MAX = 50

/** What is kept with the batch: a problem document, less the trace id of a request. */
export function fileProblem({ code, detail, faults }: Pick<Refusal, 'code' | 'detail' | 'faults'>) {
  const { title, status, remedy } = PROBLEMS[code]
  return {
    type: `/problems/${code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    code,
    remedy,
    ...(faults.length === 0 ? {} : { faults: faults.slice(0, FAULTS_MAX) }),
  } satisfies Omit<ProblemDocument, 'traceId'>
}

export async function refuseFile(
  house: House,
  batch: BatchKey,
  run: string,
  refusal: Refusal,
): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    if (!(await stillReading(trx, batch, run))) return
    const at = house.clock()
    await closeBatch(trx, batch, { state: 'refused', problem: fileProblem(refusal), at })
    await trx
      .deleteFrom('document')
      .where('sender_id', '=', batch.senderId)
      .where('batch_id', '=', batch.batchId)
      .execute()
    await tellBatch(trx, { ...batch, state: 'refused' }, at)
  })
}
