/** A small request done once: its work, its answer and its key are written in one transaction; repeated, it gets the same
 * answer. For requests that are not letters, which have lanes of their own. */
import { createHash } from 'node:crypto'
import { claimOne, findKeptAnswer } from '#dispatch/sorting/claims.store.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice, type Db, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

export type OnceRequest = { key: string; content: readonly (string | Uint8Array)[] }

/** `door`: what the transaction comes in through; for work that looks up recipients it is `asMatcher`. */
export async function once<A extends object>(
  house: House,
  sender: Sender,
  request: OnceRequest,
  work: (trx: Trx) => Promise<A>,
  door: (db: Db, work: (trx: Trx) => Promise<A>) => Promise<A> = asPostOffice,
): Promise<A> {
  const requestHash = hashOf(request)
  return door(house.db, async (trx) => {
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
    const kept = await keptFor<A>(trx, sender, request.key, requestHash, at)
    if (!kept) throw refuse('busy', { retryAfterSeconds: 1 })
    return kept
  })
}

/** The answer this request was given before, for work that puts something away before its transaction begins.
 * @throws Refusal idempotency-key-reused */
export function answeredBefore<A extends object>(
  house: House,
  sender: Sender,
  request: OnceRequest,
): Promise<A | undefined> {
  return asPostOffice(house.db, (trx) => keptFor<A>(trx, sender, request.key, hashOf(request), house.clock()))
}

async function keptFor<A>(
  trx: Trx,
  sender: Sender,
  key: string,
  requestHash: Buffer,
  at: Date,
): Promise<A | undefined> {
  const kept = await findKeptAnswer(trx, sender.senderId, key, at)
  if (!kept) return undefined
  if (!kept.hash.equals(requestHash)) throw refuse('idempotency-key-reused')
  return JSON.parse(kept.body.toString()) as A
}

function hashOf({ content }: OnceRequest): Buffer {
  const hash = createHash('sha256')
  for (const part of content) hash.update(`${part.length}\n`).update(part)
  return hash.digest()
}
