/**
 * The link in a security notice that blocks an ID at one click (I-05). It names the notice and carries a fingerprint under a key
 * derived from the installation's secret: whoever can't read that mail can't make one. It does nothing but block, once.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

const MAC_BYTES = 16

/** @param secret the installation's secret, at least 32 bytes. */
export function blockLinkKey(secret: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'brevhus', 'block-link/v1', 32))
}

/** @param noticeId uuid of the security notice the link stands in */
export function blockLink(key: Buffer, publicUrl: string, noticeId: string): string {
  const id = Buffer.from(noticeId.replaceAll('-', ''), 'hex')
  return new URL(`/id/block/${Buffer.concat([id, macOf(key, id)]).toString('base64url')}`, publicUrl).href
}

/** The notice's id; null for anything that is no link of ours. */
export function readBlockLink(key: Buffer, token: string): string | null {
  if (!/^[\w-]{43}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, 16)
  if (!timingSafeEqual(bytes.subarray(16), macOf(key, id))) return null
  const hex = id.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const macOf = (key: Buffer, id: Buffer): Buffer =>
  createHmac('sha256', key).update('block').update(id).digest().subarray(0, MAC_BYTES)
