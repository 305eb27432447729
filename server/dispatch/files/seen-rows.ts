/** Remembers half a million rows in a few megabytes: 64 bits of each row's SHA-256 in an open table. Two different rows that
 * share them (one in 10⁸ files) would send the second to the error list, never to a second reader. */
import { hash } from 'node:crypto'

const SLOTS_FIRST = 1 << 12

export class SeenRows {
  #slots = new Uint32Array(SLOTS_FIRST * 2)
  #count = 0

  /** Whether this text was here before; from now on it was. */
  add(text: string): boolean {
    const digest = hash('sha256', text, 'buffer')
    const high = digest.readUInt32LE(0)
    // Never both zero: that is an empty slot.
    const low = digest.readUInt32LE(4) | 1
    if (this.#count * 4 >= this.#slots.length) this.#grow()
    const seen = this.#put(high, low >>> 0)
    if (!seen) this.#count += 1
    return seen
  }

  #put(high: number, low: number): boolean {
    const slots = this.#slots
    const mask = slots.length / 2 - 1
    for (let slot = high & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2
      if (slots[at + 1] === 0) {
        slots[at] = high
        slots[at + 1] = low
        return false
      }
      if (slots[at] === high && slots[at + 1] === low) return true
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.#put(old[at]!, old[at + 1]!)
  }
}
