/**
 * A seeded random stream. The same seed and stream always give the same numbers, on every machine, so that
 * person number 4,711 is the same person whether or not the 4,710 before were ever made.
 */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  chance(probability: number): boolean
  /** Early entries more often than late ones, as names are in life. */
  skewed<T>(words: readonly T[]): T
  pick<T>(words: readonly T[]): T
  shuffle<T>(items: T[]): T[]
}

export function randomOf(seed: number, stream: number): Random {
  // sfc32 (Chris Doty-Humphrey, public domain), warmed up so that neighbouring streams part ways
  let a = seed | 0
  let b = Math.imul(stream, 0x9e3779b1) | 0
  let c = (stream ^ Math.imul(seed, 0x85ebca6b)) | 0
  let counter = 1
  const step = () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) step()

  const next = () => step() / 4294967296
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    skewed: (words) => words[Math.floor(words.length * next() ** 2)]!,
    pick: (words) => words[below(words.length)]!,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = items[i]!
        items[i] = items[j]!
        items[j] = held
      }
      return items
    },
  }
}

/** The smallest step at or above `wanted` that shares no factor with `size`: walking by it visits every place once. */
export function coprimeStep(size: number, wanted: number): number {
  const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y))
  let step = Math.max(1, wanted)
  while (gcd(size, step) !== 1) step++
  return step
}

/** The step that walks back: `step * inverse ≡ 1 (mod size)`. */
export function inverseStep(size: number, step: number): number {
  let [oldR, r, oldS, s] = [step % size, size, 1, 0]
  while (r !== 0) {
    const q = Math.floor(oldR / r)
    ;[oldR, r] = [r, oldR - q * r]
    ;[oldS, s] = [s, oldS - q * s]
  }
  return ((oldS % size) + size) % size
}
