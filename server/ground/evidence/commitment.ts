// R30: the log keeps commitments that say nothing about anyone; what opens them dies with the letter.
//
//   event salt = HMAC-SHA256(the letter's evidence salt, label ‖ event number)
//   commitment = SHA-256(event salt ‖ event in canonical JSON)
//   leaf hash  = SHA-256(0x00 ‖ commitment)                       (RFC 9162 §2.1.1)
//
// One random salt per letter is stored; a receipt shows one event's salt only, and from it neither the
// letter's salt nor another event's can be found. When the letter's salt is erased, no commitment of that
// letter can be opened again by us. The salt has fixed length, so (salt, event) is read in one way only.
//
// A letter is written thousands of times a second: HMAC is spelled out over one-shot `crypto.hash` with
// binary (latin1) string results, because a Hmac object costs 9 µs and a Buffer result 0.5 µs, where a whole hash costs 0.3.
import { hash } from 'node:crypto'
import type { EvidenceEvent } from './events.ts'

/** Length of a letter's random evidence salt in bytes. */
export const EVIDENCE_SALT_BYTES = 16

const HASH_BYTES = 32
const HMAC_BLOCK_BYTES = 64
const LABEL = Buffer.from('brevhus evidence salt v1', 'latin1')
const NUMBER_MAX = 0xffff_ffff

// Scratch space: everything here is synchronous, nothing keeps a reference to it.
const inner = Buffer.alloc(HMAC_BLOCK_BYTES + LABEL.length + 4)
const outer = Buffer.alloc(HMAC_BLOCK_BYTES + HASH_BYTES)
const leafInput = Buffer.alloc(1 + HASH_BYTES)
// RFC 2104: the key is shorter than a block, the rest of the block is the bare pad; it stays, only the key is written anew.
inner.fill(0x36, EVIDENCE_SALT_BYTES, HMAC_BLOCK_BYTES)
outer.fill(0x5c, EVIDENCE_SALT_BYTES, HMAC_BLOCK_BYTES)
LABEL.copy(inner, HMAC_BLOCK_BYTES)
let commitmentInput = Buffer.alloc(1024)

/**
 * The event as RFC 8785 canonical JSON: keys in code-unit order, absent keys left out.
 * Assembled by hand in that order; a property test holds it against a general canonicaliser.
 */
export function eventText(event: EvidenceEvent): string {
  const code = event.code === undefined ? '' : `,"code":${quoted(event.code)}`
  const documents =
    event.documentSha256 === undefined ? '' : `,"documentSha256":${listed(event.documentSha256)}`
  return `{"at":${quoted(event.at)}${code}${documents},"event":${quoted(event.event)},"letterId":${quoted(event.letterId)},"number":${event.number},"senderId":${quoted(event.senderId)}}`
}

/** Letters, digits and the marks of ids, times and names of events: between quotes they stand as they are. */
const PLAIN = /^[\w .:-]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}

function listed(texts: readonly string[]): string {
  return texts.length === 1 ? `[${quoted(texts[0]!)}]` : JSON.stringify(texts)
}

/**
 * The 32-byte salt of event `number` of a letter.
 * @param evidenceSalt the letter's random 16 bytes
 * @throws RangeError when the salt or the number is out of range
 */
export function eventSalt(evidenceSalt: Uint8Array, number: number): Buffer {
  return Buffer.from(eventSaltLatin1(evidenceSalt, number), 'latin1')
}

/** The 32-byte leaf hash of an event (RFC 9162 §2.1.1). */
export function leafHashOf(evidenceSalt: Uint8Array, event: EvidenceEvent): Buffer {
  leafInput.write(commitmentLatin1(evidenceSalt, event), 1, 'latin1')
  return Buffer.from(hash('sha256', leafInput, 'binary'), 'latin1')
}

function commitmentLatin1(evidenceSalt: Uint8Array, event: EvidenceEvent): string {
  const text = eventText(event)
  const bytesMax = HASH_BYTES + text.length * 3
  if (bytesMax > commitmentInput.length) commitmentInput = Buffer.alloc(bytesMax)
  commitmentInput.write(eventSaltLatin1(evidenceSalt, event.number), 0, 'latin1')
  const end = HASH_BYTES + commitmentInput.write(text, HASH_BYTES, 'utf8')
  return hash('sha256', commitmentInput.subarray(0, end), 'binary')
}

function eventSaltLatin1(evidenceSalt: Uint8Array, number: number): string {
  if (evidenceSalt.length !== EVIDENCE_SALT_BYTES)
    throw new RangeError(`evidence salt: ${evidenceSalt.length} bytes, must be ${EVIDENCE_SALT_BYTES}`)
  if (!Number.isInteger(number) || number < 0 || number > NUMBER_MAX)
    throw new RangeError(`event number: ${number}, must be an integer from 0 to ${NUMBER_MAX}`)
  for (let i = 0; i < EVIDENCE_SALT_BYTES; i++) {
    const byte = evidenceSalt[i]!
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  inner.writeUInt32BE(number, HMAC_BLOCK_BYTES + LABEL.length)
  outer.write(hash('sha256', inner, 'binary'), HMAC_BLOCK_BYTES, 'latin1')
  return hash('sha256', outer, 'binary')
}
