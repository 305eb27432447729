/**
 * How the index and the words inside documents are sealed: AES-256-GCM, a random nonce of 96 bits, bound to what it is and where it
 * stands, so that no piece can be put in another's place. Under one mailbox's key there are some thousand pieces a year: far from
 * where random nonces would meet (NIST SP 800-38D: 2^32).
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { TamperedError } from '#ground/envelope.ts'
import { randomOf } from '#ground/random.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export function sealPiece(key: Uint8Array, where: string, plain: Uint8Array): Buffer {
  const nonce = randomOf(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(where, 'latin1'))
  const body = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, body, cipher.getAuthTag()])
}

/** @throws TamperedError */
export function openPiece(key: Uint8Array, where: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new TamperedError(`${where}: it is cut off`)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(where, 'latin1'))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    throw new TamperedError(`${where}: it does not verify`)
  }
  return plain
}

export const headOf = (mailboxId: string, segmentId: string): string =>
  `brevhus search head v1 ${mailboxId} ${segmentId}`
export const blockOf = (mailboxId: string, segmentId: string, no: number): string =>
  `brevhus search block v1 ${mailboxId} ${segmentId} ${no}`
export const wordsOf = (mailboxId: string, segmentId: string): string =>
  `brevhus search words v1 ${mailboxId} ${segmentId}`

/** Under a key of its own made from the content key, so that it is never taken for a title or a part of the document. */
const textKey = (contentKey: Uint8Array): Buffer =>
  createHmac('sha256', contentKey).update('brevhus words of a document v1').digest()

export const sealText = (contentKey: Uint8Array, documentId: string, text: string): Buffer =>
  sealPiece(textKey(contentKey), documentId, deflateRawSync(Buffer.from(text, 'utf8'), { level: 3 }))

/** @throws TamperedError */
export const openText = (contentKey: Uint8Array, documentId: string, sealed: Buffer): string =>
  inflateRawSync(openPiece(textKey(contentKey), documentId, sealed)).toString('utf8')
