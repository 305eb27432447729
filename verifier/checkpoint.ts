// Signed heads (C2SP tlog-checkpoint in a C2SP signed note) and proofs that carry one (C2SP tlog-proof).
import { createHash } from 'node:crypto'
import type { PublicKey } from './key.ts'
import { base64, NotProven, wholeNumber } from './strict.ts'

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer }
export type Proof = { readonly index: number; readonly path: Buffer[]; readonly note: string }

const HASH_BYTES = 32
const PATH_MAX = 64
const NOTE_CHARACTERS_MAX = 100_000
const PROOF_HEAD = 'c2sp.org/tlog-proof@v1\n'

/** Checks the log's own signature; lines of others (witnesses) are left aside, as the format asks. */
export function readCheckpoint(note: string, key: PublicKey, what: string): Checkpoint {
  const end = note.lastIndexOf('\n\n')
  if (note.length > NOTE_CHARACTERS_MAX || end < 0 || !note.endsWith('\n'))
    throw new NotProven(`${what} is not a signed head of a log: it is cut off, or something else.`)
  const text = note.slice(0, end + 1)
  const [origin, size, root, ...extensions] = text.slice(0, -1).split('\n')
  if (!origin || size === undefined || root === undefined || extensions.length > 0)
    throw new NotProven(`${what} does not have its three lines: name of the log, size, root.`)
  // Bytes 0 to 3 name the key: SHA-256(name ‖ LF ‖ 0x01 ‖ public key).
  const keyHash = createHash('sha256').update(`${origin}\n`).update(Buffer.of(1)).update(key.raw).digest()
  const lines = note.slice(end + 2, -1).split('\n')
  const ours = lines.flatMap((line) => {
    const [, name, value] = /^— (\S+) (\S+)$/.exec(line) ?? []
    if (name === undefined) throw new NotProven(`${what} has a signature line that cannot be read.`)
    const signature = base64(value, `A signature of ${what}`)
    return name === origin && signature.subarray(0, 4).equals(keyHash.subarray(0, 4)) ? [signature] : []
  })
  if (ours.length === 0) throw new NotProven(`${what} is not signed with the key you gave.`)
  for (const signature of ours) {
    if (!key.verify(Buffer.from(text), signature.subarray(4)))
      throw new NotProven(`${what} was changed after it was signed, or the signature is false.`)
  }
  return {
    origin,
    size: wholeNumber(size, `The size in ${what}`),
    root: base64(root, `The root in ${what}`, HASH_BYTES),
  }
}

export function readProof(text: unknown): Proof {
  const broken = new NotProven('The proof in the receipt is not a "c2sp.org/tlog-proof@v1", or is cut off.')
  if (typeof text !== 'string' || !text.startsWith(PROOF_HEAD)) throw broken
  const end = text.indexOf('\n\n')
  if (end < 0) throw broken
  const [index, ...path] = text.slice(PROOF_HEAD.length, end).split('\n')
  const position = /^index (.*)$/.exec(index ?? '')?.[1]
  if (position === undefined || path.length > PATH_MAX) throw broken
  return {
    index: wholeNumber(position, 'The position in the log'),
    path: path.map((hash) => base64(hash, 'A hash of the inclusion proof', HASH_BYTES)),
    note: text.slice(end + 2),
  }
}
