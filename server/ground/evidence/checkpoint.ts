// A signed head of the log: C2SP tlog-checkpoint (three lines) as a C2SP signed note (Ed25519, type 0x01).
import { createHash } from 'node:crypto'
import { rawPublicKey, type Signer, verifies } from '#ground/signer.ts'

/** A log is named by its origin, a URL without scheme, and known by its key. A log keeps its key for life. */
export type LogIdentity = { readonly origin: string; readonly signer: Signer }

/** `origin` becomes the key name, where notes allow neither spaces nor plus. */
const ORIGIN = /^[^\s+\p{C}]+$/u
const ED25519 = 0x01

/** The head of a tree of `size` leaves, signed. Ed25519 gives the same note for the same head every time. */
export function signedCheckpoint({ origin, signer }: LogIdentity, size: number, root: Uint8Array): string {
  if (!ORIGIN.test(origin)) throw new Error(`evidence log origin "${origin}": no spaces, no plus, not empty`)
  const text = checkpointText(origin, size, root)
  const signature = Buffer.concat([noteKeyId(origin, signer), signer.sign(Buffer.from(text))])
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`
}

/** Whether `note` is exactly the head of this log at that size and root, signed with its key. */
export function isOurCheckpoint(log: LogIdentity, note: string, size: number, root: Uint8Array): boolean {
  const text = checkpointText(log.origin, size, root)
  const start = `${text}\n— ${log.origin} `
  if (!note.startsWith(start)) return false
  const signature = Buffer.from(note.slice(start.length), 'base64')
  return (
    signature.subarray(0, 4).equals(noteKeyId(log.origin, log.signer)) &&
    verifies(log.signer.publicKeyPem, Buffer.from(text), signature.subarray(4))
  )
}

function checkpointText(origin: string, size: number, root: Uint8Array): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** C2SP signed-note, "Signatures": the first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
function noteKeyId(name: string, signer: Signer): Buffer {
  const key = rawPublicKey(signer.publicKeyPem)
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(ED25519))
    .update(key)
    .digest()
    .subarray(0, 4)
}
