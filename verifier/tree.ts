// Checking Merkle proofs, step by step as RFC 9162 §2.1.3.2 and §2.1.4.2 write it. BigInt: sizes may pass 2^32.
import { createHash } from 'node:crypto'
import { NotProven } from './strict.ts'

/** SHA-256(0x01 ‖ left ‖ right) */
function inner(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
}

/** SHA-256(0x00 ‖ entry) */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(entry).digest()
}

/** Throws NotProven unless the leaf is at `index` of the tree with this size and root. */
export function checkInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (index >= size)
    throw new NotProven(`Position ${index} cannot be in a log of ${size} entries: the proof is false.`)
  let fn = BigInt(index)
  let sn = BigInt(size - 1)
  let hash: Uint8Array = leaf
  for (const sibling of path) {
    if (sn === 0n) throw new NotProven('The inclusion proof is longer than the log is high: it is false.')
    if ((fn & 1n) === 1n || fn === sn) {
      hash = inner(sibling, hash)
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      hash = inner(hash, sibling)
    }
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n) throw new NotProven('The inclusion proof is cut off.')
  if (!Buffer.from(hash).equals(root)) {
    throw new NotProven(
      'The inclusion proof does not lead to the signed head of the log: this event is NOT shown to be in it.',
    )
  }
}

/** Throws NotProven unless the older tree is the beginning of the newer one. */
export function checkConsistency(
  older: { size: number; root: Uint8Array },
  newer: { size: number; root: Uint8Array },
  path: readonly Uint8Array[],
): void {
  const rewritten = () =>
    new NotProven(
      `The log of ${newer.size} entries is NOT shown to go on from the one of ${older.size}: the proof is false, or the log was rewritten. Keep both signed heads, they are evidence.`,
    )
  if (older.size > newer.size) throw new Error('older and newer are swapped')
  if (older.size === newer.size) {
    if (path.length > 0 || !Buffer.from(older.root).equals(newer.root)) throw rewritten()
    return
  }
  if (older.size === 0) {
    const empty = createHash('sha256').digest()
    if (path.length > 0 || !empty.equals(older.root)) throw rewritten()
    return
  }
  // A whole older tree is itself the first node of the proof.
  const whole = (BigInt(older.size) & BigInt(older.size - 1)) === 0n
  const [first, ...rest] = whole ? [older.root, ...path] : path
  if (!first || path.length === 0) throw rewritten()
  let fn = BigInt(older.size - 1)
  let sn = BigInt(newer.size - 1)
  while ((fn & 1n) === 1n) {
    fn >>= 1n
    sn >>= 1n
  }
  let fr: Uint8Array = first
  let sr: Uint8Array = first
  for (const hash of rest) {
    if (sn === 0n) throw rewritten()
    if ((fn & 1n) === 1n || fn === sn) {
      fr = inner(hash, fr)
      sr = inner(hash, sr)
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      sr = inner(sr, hash)
    }
    fn >>= 1n
    sn >>= 1n
  }
  if (sn !== 0n || !Buffer.from(fr).equals(older.root) || !Buffer.from(sr).equals(newer.root))
    throw rewritten()
}
