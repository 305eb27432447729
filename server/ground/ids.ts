/** UUID version 7 (RFC 9562): ordered by time, so that a letter's id is its place in the inbox. Within a millisecond a
 * counter keeps the order in which ids were made by this process. */
import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4096
const pool = new Uint8Array(POOL_BYTES)
let used = POOL_BYTES
let lastMs = 0
let counter = 0

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

export function newId(nowMs: number = Date.now()): string {
  if (used + 8 > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = ((pool[used]! & 0x07) << 8) | pool[used + 1]!
  } else if (++counter > 0xfff) {
    // 12 bits are spent within this millisecond: borrow from the next one rather than lose the order.
    lastMs += 1
    counter = 0
  }
  const ms = lastMs
  const high = Math.floor(ms / 0x1_0000)
  const r = used
  used += 8
  return (
    `${HEX[(high >>> 24) & 0xff]}${HEX[(high >>> 16) & 0xff]}${HEX[(high >>> 8) & 0xff]}${HEX[high & 0xff]}-` +
    `${HEX[(ms >>> 8) & 0xff]}${HEX[ms & 0xff]}-7${HEX[counter >> 8]!.charAt(1)}${HEX[counter & 0xff]}-` +
    `${HEX[(pool[r]! & 0x3f) | 0x80]}${HEX[pool[r + 1]!]}-${HEX[pool[r + 2]!]}${HEX[pool[r + 3]!]}` +
    `${HEX[pool[r + 4]!]}${HEX[pool[r + 5]!]}${HEX[pool[r + 6]!]}${HEX[pool[r + 7]!]}`
  )
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isId = (text: string): boolean => UUID.test(text)

/** Below every id made at that moment or later. */
export function idAt(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
