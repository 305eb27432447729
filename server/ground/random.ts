/** Random bytes out of a pool: asking the system for each nonce costs more than encrypting a title. The pool comes from the
 * system's generator, every byte is handed out once, and what was handed out is wiped from it. */
import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 8192
const pool = Buffer.allocUnsafeSlow(POOL_BYTES)
let used = POOL_BYTES

/** `length` random bytes of their own memory. At most 1,024. */
export function randomOf(length: number): Buffer {
  if (length > POOL_BYTES / 8) throw new RangeError('randomOf is for short values; fill longer ones directly')
  if (used + length > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const taken = Buffer.from(pool.subarray(used, used + length))
  pool.fill(0, used, used + length)
  used += length
  return taken
}
