/** Remembers half a million rows in a few megabytes: 64 bits of each row's SHA-256 in an open table. Two different rows that
 * share them (one in 10⁸ files) would send the second to the error list, never to a second reader. */
import { hash } from 'node:crypto'

const SLOTS_FIRST = 1 << 12

export class SeenRows {
  #slots = new Uint32Array(SLOTS_FIRST * 2)
  #count = 0

  /** Whether this text was here before; from now on it was. */
  add(text: string): boolean {
    // One character a byte: a Buffer would cost as much as the hash itself.
    const digest = hash('sha256', text, 'binary')
    const high = wordOf(digest, 0)
    // Never both zero: that is an empty slot.
    const low = (wordOf(digest, 4) | 1) >>> 0
    if (this.#count * 4 >= this.#slots.length) this.#grow()
    const seen = this.#put(high, low)
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

/** Four of a digest's bytes as a whole number below 2^32. */
function wordOf(digest: string, at: number): number {
  const byte = (place: number) => digest.charCodeAt(at + place)
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0
}
