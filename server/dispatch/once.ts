/** A small request done once: its work, its answer and its key are written in one transaction; repeated, it gets the same
 * answer. For requests that are not letters, which have lanes of their own. */
import { createHash } from 'node:crypto'
import { claimOne, findKeptAnswer } from '#dispatch/dispatch.store.ts'
import type { Sender } from '#dispatch/submission.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

export async function once<A extends object>(
  house: House,
  sender: Sender,
  request: { key: string; content: readonly (string | Uint8Array)[] },
  work: (trx: Trx) => Promise<A>,
): Promise<A> {
  const hash = createHash('sha256')
  for (const part of request.content) hash.update(`${part.length}\n`).update(part)
  const requestHash = hash.digest()
  return asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    // Claimed first, so that the same request at the same time waits here and then finds the answer.
    if (await claimOne(trx, sender.senderId, request.key, requestHash, at)) {
      const answer = await work(trx)
      await trx
        .updateTable('idempotency_key')
        .set({ response: Buffer.from(JSON.stringify(answer)) })
        .where('sender_id', '=', sender.senderId)
        .where('idempotency_key', '=', request.key)
        .execute()
      return answer
    }
    const kept = await findKeptAnswer(trx, sender.senderId, request.key, at)
    if (!kept) throw refuse('busy', { retryAfterSeconds: 1 })
    if (!kept.hash.equals(requestHash)) throw refuse('idempotency-key-reused')
    return JSON.parse(kept.body.toString()) as A
  })
}
