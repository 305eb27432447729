/** B-10, B-24, N-14: what is taken back ends at once, also for who has begun to fetch something long. */
import type { Actor } from '#ground/actor.ts'
import { refuse } from '#ground/refuse.ts'

/** How much goes out between two looks whether its reader still may. A slow reader is looked after by the clock. */
const ASK_AGAIN_BYTES = 1024 * 1024
const ASK_AGAIN_MS = 1000

/** @param ask refuses when the answer is no: it ends with that, in the middle */
export async function* whileMay(
  actor: Actor,
  ask: () => Promise<unknown>,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let [bytes, since] = [0, performance.now()]
  for await (const part of plain) {
    if (bytes >= ASK_AGAIN_BYTES || performance.now() - since >= ASK_AGAIN_MS) {
      if (actor.stillIn && !(await actor.stillIn())) throw refuse('sign-in-needed')
      await ask()
      bytes = 0
      since = performance.now()
    }
    bytes += part.length
    yield part
  }
}
