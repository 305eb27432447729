/** How many letters a sender may hand in one by one in a minute (S-12): a bucket that refills steadily. What goes beyond
 * belongs in a file. Kept by each process for itself; several processes share a quota evenly by the balancer in front. */

import type { Sender } from '#dispatch/sorting/submission.ts'
import type { Clock } from '#ground/clock.ts'
import { refuse } from '#ground/refuse.ts'

type Bucket = { tokens: number; filledMs: number }

export class SenderQuotas {
  readonly #clock: Clock
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws Refusal too-many-requests with the seconds until this many fit */
  take(sender: Pick<Sender, 'senderId' | 'lettersPerMinute'>, letters: number): void {
    const nowMs = this.#clock().getTime()
    const full = sender.lettersPerMinute
    const bucket = this.#buckets.get(sender.senderId) ?? { tokens: full, filledMs: nowMs }
    bucket.tokens = Math.min(full, bucket.tokens + ((nowMs - bucket.filledMs) / 60_000) * full)
    bucket.filledMs = nowMs
    this.#buckets.set(sender.senderId, bucket)
    // A request larger than a whole minute's quota is taken when the bucket is full, and leaves a debt.
    if (bucket.tokens < Math.min(letters, full))
      throw refuse('too-many-requests', {
        retryAfterSeconds: ((Math.min(letters, full) - bucket.tokens) / full) * 60,
      })
    bucket.tokens -= letters
  }
}
