// What a receipt proves, checked with nothing but the post office's public key. No network, no database, no clock.
import { createHash } from 'node:crypto'
import { readCheckpoint, readProof } from './checkpoint.ts'
import type { PublicKey } from './key.ts'
import { base64, base64url, canonicalJson, json, members, NotProven, wholeNumber } from './strict.ts'
import { checkConsistency, checkInclusion, leafHash } from './tree.ts'

export type Event = {
  readonly letterId: string
  readonly number: number
  readonly event: string
  readonly at: string
  readonly senderId: string
  readonly documentSha256: readonly string[]
  readonly code?: string
}
export type Seal = { readonly index: number; readonly size: number; readonly root: Buffer }
export type Verified = { readonly origin: string; readonly event: Event; readonly seal: Seal | undefined }

const HASH_BYTES = 32
const SIGNATURE_BYTES = 64
const CONSISTENCY_MAX = 128

/** The names of ETSI EN 319 522-1, in plain words: "The post office … that it" … */
export const MEANING: Readonly<Record<string, string>> = {
  'A.1 SubmissionAcceptance': 'took this letter over from the sender',
  'A.2 SubmissionRejection': 'refused to take this letter over from the sender',
  'B.1 RelayAcceptance': 'took this letter over from another delivery service',
  'B.2 RelayRejection': 'refused this letter from another delivery service',
  'B.3 RelayFailure': 'could not hand this letter on to another delivery service',
  'C.1 NotificationForAcceptance': 'told the recipient that this letter waits for acceptance',
  'C.2 NotificationForAcceptanceFailure':
    'could not tell the recipient that this letter waits for acceptance',
  'C.3 ConsignmentAcceptance': 'had the recipient’s word to accept this letter',
  'C.4 ConsignmentRejection': 'had the recipient’s word to reject this letter',
  'C.5 AcceptanceRejectionExpiry': 'saw the time to accept or reject this letter run out',
  'D.1 ContentConsignment': 'placed this letter in the recipient’s mailbox',
  'D.2 ContentConsignmentFailure': 'could not place this letter in a mailbox',
  'D.3 ConsignmentNotification': 'told the recipient that this letter is in the mailbox',
  'D.4 ConsignmentNotificationFailure': 'could not tell the recipient that this letter is in the mailbox',
  'E.1 ContentHandover': 'handed the content of this letter to the recipient, who opened it',
  'E.2 ContentHandoverFailure': 'could not hand the content of this letter to the recipient',
  'F.1 RelayToNonERDS': 'handed this letter to a service outside registered delivery, such as print',
  'F.2 RelayToNonERDSFailure': 'could not hand this letter to a service outside registered delivery',
  'F.3 ReceivedFromNonERDS': 'received this letter from a service outside registered delivery',
}

/** Checks a receipt file. @throws NotProven with what does not hold, in plain words */
export function verifyReceipt(text: string, key: PublicKey): Verified {
  const file = members(json(text, 'The receipt file'), ['receipt', 'proof?'], 'The receipt file')
  const payload = members(
    json(readJws(file.receipt, key, 'brevhus-receipt+jws', 'The receipt'), 'The content of the receipt'),
    ['iss', 'iat', 'event', 'salt', 'leafHash', 'leaf'],
    'The content of the receipt',
  )
  const event = readEvent(payload.event)
  members(payload.leaf, ['chunkId', 'leafNo'], 'The leaf named in the receipt')
  if (payload.iat !== Math.floor(Date.parse(event.at) / 1000))
    throw new NotProven('The receipt names two different times for the event.')
  const salt = base64url(payload.salt, 'The salt that opens the commitment', HASH_BYTES)
  const commitment = createHash('sha256').update(salt).update(canonicalJson(payload.event)).digest()
  const leaf = leafHash(commitment)
  if (!leaf.equals(base64url(payload.leafHash, 'The leaf hash', HASH_BYTES))) {
    throw new NotProven(
      'The salt and the event in the receipt do not open the commitment: the log entry it names speaks of something else.',
    )
  }
  if (typeof payload.iss !== 'string') throw new NotProven('The receipt does not name its log.')
  if (!Object.hasOwn(file, 'proof')) return { origin: payload.iss, event, seal: undefined }
  const proof = readProof(file.proof)
  const head = readCheckpoint(proof.note, key, 'the signed head of the log')
  if (head.origin !== payload.iss)
    throw new NotProven(`The receipt is of log "${payload.iss}", its proof of log "${head.origin}".`)
  checkInclusion(leaf, proof.index, head.size, proof.path, head.root)
  return { origin: payload.iss, event, seal: { index: proof.index, size: head.size, root: head.root } }
}

/** Checks that the document is one of those the receipt names. */
export function checkDocument(document: Uint8Array, event: Event): void {
  const sha256 = createHash('sha256').update(document).digest('hex')
  if (!event.documentSha256.includes(sha256)) {
    throw new NotProven(
      event.documentSha256.length === 0
        ? 'The receipt names no documents: this event is not about content. Use the receipt of the submission.'
        : `The document is NOT one of those in the receipt: its SHA-256 is ${sha256}. A single changed byte, a re-saved or printed copy has another one.`,
    )
  }
}

/**
 * Checks that the log the receipt is sealed in and one seen at another time (`note`) are one log that only grew.
 * `proof` is the answer of /evidence/consistency for the two sizes; not needed when they are the same.
 * @returns the size of the other head
 */
export function checkConsistentWith(
  note: string,
  proof: string | undefined,
  sealed: Verified,
  key: PublicKey,
): number {
  if (!sealed.seal)
    throw new NotProven('The receipt is not sealed yet: it names no head of the log to compare.')
  const other = readCheckpoint(note, key, 'the other signed head')
  if (other.origin !== sealed.origin)
    throw new NotProven(`The receipt is of log "${sealed.origin}", the other head of log "${other.origin}".`)
  const [older, newer] = other.size <= sealed.seal.size ? [other, sealed.seal] : [sealed.seal, other]
  checkConsistency(older, newer, proof === undefined ? [] : readConsistency(proof, older.size, newer.size))
  return other.size
}

function readConsistency(text: string, from: number, to: number): Buffer[] {
  const what = 'The consistency proof'
  const proof = members(json(text, what), ['from', 'to', 'hashes'], what)
  if (proof.from !== from || proof.to !== to) {
    throw new NotProven(
      `${what} is for sizes ${String(proof.from)} and ${String(proof.to)}; needed are ${from} and ${to}: get /evidence/consistency?from=${from}&to=${to}.`,
    )
  }
  if (!Array.isArray(proof.hashes) || proof.hashes.length > CONSISTENCY_MAX)
    throw new NotProven(`${what} has no list of hashes.`)
  return proof.hashes.map((hash) => base64(hash, `A hash of ${what}`, HASH_BYTES))
}

/** UTC with milliseconds, and a day that exists. */
function isInstant(at: string): boolean {
  const ms = Date.parse(at)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === at
}

/** The content of a compact JWS (RFC 7515) whose signature holds. */
export function readJws(jws: unknown, key: PublicKey, type: string, what: string): string {
  if (typeof jws !== 'string') throw new NotProven('The member "receipt" of the file is not text.')
  const parts = jws.split('.')
  if (parts.length !== 3) throw new NotProven(`${what} is not a compact JWS: it is cut off.`)
  const [header, payload, signature] = parts as [string, string, string]
  const bytes = base64url(signature, `The signature of ${what}`, SIGNATURE_BYTES)
  const content = base64url(payload, `The content of ${what}`)
  const says = members(
    json(base64url(header, `The header of ${what}`).toString(), `The header of ${what}`),
    ['alg', 'kid', 'typ'],
    `The header of ${what}`,
  )
  if (says.alg !== 'EdDSA' || says.typ !== type)
    throw new NotProven(`${what} is signed text, but not what a post office signs there.`)
  if (says.kid !== key.keyId) {
    throw new NotProven(
      `${what} is signed with another key (${String(says.kid).slice(0, 50)}) than the one you gave (${key.keyId}).`,
    )
  }
  if (!key.verify(Buffer.from(`${header}.${payload}`), bytes)) {
    throw new NotProven(`The signature does not hold: ${what} was changed, or the post office never made it.`)
  }
  return content.toString()
}

function readEvent(value: unknown): Event {
  const event = members(
    value,
    ['letterId', 'number', 'event', 'at', 'senderId', 'documentSha256?', 'code?'],
    'The event in the receipt',
  )
  const texts = [event.letterId, event.event, event.at, event.senderId, event.code ?? '']
  const documents = event.documentSha256 ?? []
  if (
    texts.some((text) => typeof text !== 'string') ||
    !Array.isArray(documents) ||
    documents.some((sha256) => !/^[0-9a-f]{64}$/.test(String(sha256))) ||
    !isInstant(String(event.at)) ||
    typeof event.number !== 'number' ||
    !Object.hasOwn(MEANING, String(event.event))
  ) {
    throw new NotProven(
      'The event in the receipt has a field this verifier cannot read; is there a newer one?',
    )
  }
  wholeNumber(String(event.number), 'The number of the event')
  return { ...event, documentSha256: documents } as unknown as Event
}
