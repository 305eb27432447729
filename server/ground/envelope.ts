import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'

import { randomOf } from '#ground/random.ts'

// O-05: the sealed form of a document. STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015; the same construction as
// Tink and age) over AES-256-GCM (NIST SP 800-38D): segments of 64 KiB, each with its own tag, so that a range can be
// served without reading the rest, and nothing is ever served before its tag was checked.
//
//   header  (16 bytes)  "BREV" | version 1 | segment size, 4 bytes big endian | nonce prefix, 7 random bytes
//   segment (n times)   ciphertext (64 KiB, the last one 0 to 64 KiB) | tag, 16 bytes
//   nonce               prefix, 7 bytes | segment number, 4 bytes big endian | 1 for the last segment, else 0
//   associated data     header | document id as UTF-8
//
// The number in the nonce stops reordering, the last flag stops truncation and appending, the document id stops a
// segment or a whole document from being served in another's place.

const SEGMENT_BYTES = 65_536
const TAG_BYTES = 16
const KEY_BYTES = 32
const PREFIX_BYTES = 7
const HEADER_BYTES = 16
const SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES
/** Segments fetched by one read: 1 MiB keeps object stores at few requests and memory small. */
const SEGMENTS_PER_READ = 16
/** The segment number has 4 bytes: 256 TiB. */
const SEGMENTS_MAX = 2 ** 32

// MAGIC, version and segment size: the 9 bytes every header of this version begins with.
const HEADER_START = Buffer.from([0x42, 0x52, 0x45, 0x56, 1, 0, 1, 0, 0])

// A title's nonce ends in 2, a segment's in 0 or 1: under one content key the two can never share a nonce.
const TITLE_VERSION = 1
const TITLE_NONCE_END = 2
const TITLE_NONCE_BYTES = 12

/** What was stored is not what was sealed: damaged, cut, moved or swapped. Nothing of the failing segment was served. */
export class TamperedError extends Error {
  override readonly name = 'TamperedError'
}

export type Sealed = {
  /** The document's content key, 32 bytes. Goes to the key vault and nowhere else. */
  key: Uint8Array
  /** Header and segments, `sealedLength(plain.length)` bytes. */
  sealed: Uint8Array
}

/** Reads `length` bytes of the sealed form from `offset`, both in bytes from the start of its header. */
export type ReadSealed = (offset: number, length: number) => Promise<Uint8Array>

/** Bytes of the sealed form of a document of `sizeBytes` bytes. An empty document has one empty segment. */
export function sealedLength(sizeBytes: number): number {
  return HEADER_BYTES + sizeBytes + segmentCount(sizeBytes) * TAG_BYTES
}

/** Seals a document held in memory under a fresh key. */
export function sealDocument(plain: Uint8Array, { documentId }: { documentId: string }): Sealed {
  const { key, header } = freshKey()
  const cipherKey = cipherKeyOf(key)
  const associated = associatedData(header, documentId)
  const sealed = memoryFor(sealedLength(plain.length))
  header.copy(sealed)
  const last = segmentCount(plain.length) - 1
  let at = HEADER_BYTES
  for (let n = 0; n <= last; n++) {
    const segment = plain.subarray(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES)
    at = sealSegment(sealed, at, segment, cipherKey, nonceOf(header, n, n === last), associated)
  }
  return { key, sealed }
}

/** Small documents are sealed side by side in one piece of memory: getting some for each costs as much as encrypting it. None is held for
 * longer than until it is in a pack. */
const SLAB_BYTES = 512 * 1024
let slab = Buffer.alloc(0)
let slabUsed = 0

function memoryFor(bytes: number): Buffer {
  if (bytes > SLAB_BYTES / 8) return Buffer.allocUnsafeSlow(bytes)
  if (slabUsed + bytes > slab.length) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
    slabUsed = 0
  }
  slabUsed += bytes
  return slab.subarray(slabUsed - bytes, slabUsed)
}

/**
 * Opens a whole sealed document held in memory.
 * @throws TamperedError if any bit differs from what was sealed under this key for this document.
 */
export function openDocument(
  sealed: Uint8Array,
  { key, documentId }: { key: Uint8Array; documentId: string },
): Uint8Array {
  const body = sealed.length - HEADER_BYTES
  const count = Math.max(1, Math.ceil(body / SEALED_SEGMENT_BYTES))
  const sizeBytes = body - count * TAG_BYTES
  if (sizeBytes < 0 || segmentCount(sizeBytes) !== count)
    throw tampered(documentId, 'its length is impossible')
  const opener = segmentOpener(sealed.subarray(0, HEADER_BYTES), key, documentId, count - 1)
  const plain = Buffer.allocUnsafe(sizeBytes)
  for (let n = 0; n < count; n++) {
    const start = HEADER_BYTES + n * SEALED_SEGMENT_BYTES
    plain.set(opener(sealed.subarray(start, start + SEALED_SEGMENT_BYTES), n), n * SEGMENT_BYTES)
  }
  return plain
}

/**
 * The bytes `from` (included) to `to` (excluded) of a document of `sizeBytes` bytes, each chunk verified before it is
 * handed out; only the segments the range touches are read, at most 1 MiB at a time.
 * @throws RangeError if the range is outside the document, before anything is read.
 * @throws TamperedError at the first segment that is not what was sealed; errors of `read` pass through.
 */
export async function* openRange(
  read: ReadSealed,
  { key, documentId, sizeBytes }: { key: Uint8Array; documentId: string; sizeBytes: number },
  from = 0,
  to = sizeBytes,
): AsyncGenerator<Uint8Array, void, undefined> {
  const sane =
    Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to && to <= sizeBytes
  if (!sane) throw new RangeError(`range ${from} to ${to} is outside the document of ${sizeBytes} bytes`)
  if (from === to && sizeBytes > 0) return
  const last = segmentCount(sizeBytes) - 1
  const lastWanted = Math.floor(Math.max(to - 1, 0) / SEGMENT_BYTES)
  let n = Math.floor(from / SEGMENT_BYTES)
  let opener: ((sealed: Uint8Array, n: number) => Uint8Array) | undefined
  while (n <= lastWanted) {
    const groupEnd = Math.min(n + SEGMENTS_PER_READ, lastWanted + 1)
    const start = HEADER_BYTES + n * SEALED_SEGMENT_BYTES
    const end = groupEnd > last ? sealedLength(sizeBytes) : HEADER_BYTES + groupEnd * SEALED_SEGMENT_BYTES
    let group: Uint8Array
    if (opener) group = await readExactly(read, start, end - start, documentId)
    else {
      // The header comes with the first segment, or in a small read of its own beside the first group.
      const together = n === 0
      const [first, rest] = together
        ? [await readExactly(read, 0, end, documentId), undefined]
        : await Promise.all([
            readExactly(read, 0, HEADER_BYTES, documentId),
            readExactly(read, start, end - start, documentId),
          ])
      opener = segmentOpener(first.subarray(0, HEADER_BYTES), key, documentId, last)
      group = rest ?? first.subarray(HEADER_BYTES)
    }
    for (let at = 0; n < groupEnd; n++, at += SEALED_SEGMENT_BYTES) {
      const plain = opener(group.subarray(at, at + SEALED_SEGMENT_BYTES), n)
      const base = n * SEGMENT_BYTES
      const wanted = plain.subarray(Math.max(from - base, 0), Math.max(to - base, 0))
      if (wanted.length > 0) yield wanted
    }
  }
}

/** Seals a title (a letter's or document's subject) under the document's content key. At most a few per key. */
export function sealTitle(key: Uint8Array, documentId: string, text: string): Uint8Array {
  const nonce = randomOf(TITLE_NONCE_BYTES)
  nonce[TITLE_NONCE_BYTES - 1] = TITLE_NONCE_END
  const cipher = createCipheriv('aes-256-gcm', cipherKeyOf(key), nonce)
  cipher.setAAD(titleAssociatedData(documentId))
  const body = cipher.update(text, 'utf8')
  cipher.final()
  return Buffer.concat([Buffer.of(TITLE_VERSION), nonce, body, cipher.getAuthTag()])
}

/** @throws TamperedError if the sealed title is not what `sealTitle` made for this document and key. */
export function openTitle(key: Uint8Array, documentId: string, sealed: Uint8Array): string {
  const nonce = sealed.subarray(1, 1 + TITLE_NONCE_BYTES)
  const shortest = 1 + TITLE_NONCE_BYTES + TAG_BYTES
  if (sealed.length < shortest || sealed[0] !== TITLE_VERSION || nonce.at(-1) !== TITLE_NONCE_END)
    throw tampered(documentId, 'its title has no valid form')
  const body = sealed.subarray(1 + TITLE_NONCE_BYTES)
  return openGcm(
    cipherKeyOf(key),
    nonce,
    titleAssociatedData(documentId),
    body,
    documentId,
    'its title',
  ).toString('utf8')
}

function segmentCount(sizeBytes: number): number {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
    throw new RangeError(`size ${sizeBytes} is not a number of bytes`)
  const count = Math.max(1, Math.ceil(sizeBytes / SEGMENT_BYTES))
  if (count > SEGMENTS_MAX) throw new RangeError('a document cannot be larger than 256 TiB')
  return count
}

function freshKey(): { key: Uint8Array; header: Buffer } {
  return { key: randomOf(KEY_BYTES), header: Buffer.concat([HEADER_START, randomOf(PREFIX_BYTES)]) }
}

/** A content key ready for use stays with its bytes, for a letter's document, subject and file name take the same one. (A WeakMap from one to
 * the other, with an entry for each letter, takes the collector longer than the encryption takes.) */
const READY = Symbol('cipher key')
type ContentKey = Uint8Array & { [READY]?: KeyObject }

function cipherKeyOf(key: ContentKey): KeyObject {
  key[READY] ??= createSecretKey(key)
  return key[READY]
}

function associatedData(header: Uint8Array, documentId: string): Buffer {
  if (documentId === '') throw new TypeError('documentId is empty: content must be bound to its document')
  return Buffer.concat([header, Buffer.from(documentId, 'utf8')])
}

function titleAssociatedData(documentId: string): Buffer {
  if (documentId === '') throw new TypeError('documentId is empty: a title must be bound to its document')
  return Buffer.from(`brevhus title v1 ${documentId}`, 'utf8')
}

function nonceOf(header: Uint8Array, n: number, last: boolean): Buffer {
  const nonce = Buffer.allocUnsafe(12)
  nonce.set(header.subarray(HEADER_START.length, HEADER_BYTES))
  nonce.writeUInt32BE(n, PREFIX_BYTES)
  nonce[11] = last ? 1 : 0
  return nonce
}

function sealSegment(
  into: Buffer,
  at: number,
  plain: Uint8Array,
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
): number {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associated)
  const body = cipher.update(plain)
  cipher.final()
  into.set(body, at)
  into.set(cipher.getAuthTag(), at + body.length)
  return at + body.length + TAG_BYTES
}

/** Checks the header, then gives a function that opens segment `n` of a document whose last segment is `last`. */
function segmentOpener(header: Uint8Array, key: Uint8Array, documentId: string, last: number) {
  if (header.length !== HEADER_BYTES || !HEADER_START.equals(header.subarray(0, HEADER_START.length)))
    throw tampered(documentId, 'its header is not one of this version')
  const cipherKey = createSecretKey(key)
  const associated = associatedData(header, documentId)
  return (sealed: Uint8Array, n: number): Buffer =>
    openGcm(cipherKey, nonceOf(header, n, n === last), associated, sealed, documentId, `segment ${n}`)
}

/** A key as bytes would cost the cipher three times the work of opening a title: it asks of every value what it is. */
function openGcm(
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
  documentId: string,
  what: string,
): Buffer {
  if (sealed.length < TAG_BYTES) throw tampered(documentId, `${what} is cut off`)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  // Held back until final() has compared the tag: unverified plaintext never leaves this function.
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    throw tampered(documentId, `${what} does not verify`)
  }
  return plain
}

async function readExactly(read: ReadSealed, offset: number, length: number, documentId: string) {
  const bytes = await read(offset, length)
  if (bytes.length !== length)
    throw tampered(documentId, `the store gave ${bytes.length} bytes where ${length} were asked for`)
  return bytes
}

function tampered(documentId: string, reason: string): TamperedError {
  return new TamperedError(`document ${documentId}: ${reason}; it was altered, cut or is another's`)
}
