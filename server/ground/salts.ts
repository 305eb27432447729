/** Salts of letters, 16 random bytes each, out of a pool: asking the system for every one is slow. */
import { randomFillSync } from 'node:crypto'
import { EVIDENCE_SALT_BYTES } from '#ground/evidence/commitment.ts'

const POOL_BYTES = 256 * EVIDENCE_SALT_BYTES
let pool = new Uint8Array(0)
let used = 0

/** What opens a letter's commitments in the evidence log (R30). Never handed out twice. */
export function newSalt(): Uint8Array {
  if (used + EVIDENCE_SALT_BYTES > pool.length) {
    pool = randomFillSync(new Uint8Array(POOL_BYTES))
    used = 0
  }
  used += EVIDENCE_SALT_BYTES
  return pool.subarray(used - EVIDENCE_SALT_BYTES, used)
}
