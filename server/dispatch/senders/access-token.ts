/** Access tokens: a JWT (RFC 9068) signed with the house's Ed25519 key. Its `typ` keeps it apart from receipts, which the same
 * key signs. A verified token is remembered, because checking it again costs more than all the rest of a small request. */

import { findSender, type SenderRow } from '#dispatch/senders/sender.store.ts'
import type { House } from '#ground/house.ts'
import { isId, newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { verifies } from '#ground/signer.ts'

export const TOKEN_SECONDS = 600
const AUDIENCE = 'brevhus:senders'
const TYPE = 'at+jwt'
const TOKEN_CHARACTERS_MAX = 2000
/** A suspension, and the end of a key, is in force after this at the latest. */
const RECHECK_MS = 3_000
const REMEMBERED_MAX = 5_000

/** `keyId`: the sender's key that it is given for; it ends with that key. */
export function signAccessToken(house: House, senderId: string, keyId: string): string {
  const iat = Math.floor(house.clock().getTime() / 1000)
  const header = { alg: 'EdDSA', kid: house.signer.keyId, typ: TYPE }
  const payload = {
    iss: house.config.PUBLIC_URL,
    aud: AUDIENCE,
    sub: senderId,
    client_id: senderId,
    client_key_id: keyId,
    iat,
    exp: iat + TOKEN_SECONDS,
    jti: newId(),
  }
  const input = `${base64(header)}.${base64(payload)}`
  return `${input}.${Buffer.from(house.signer.sign(Buffer.from(input, 'latin1'))).toString('base64url')}`
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

type Claims = { senderId: string; keyId: string; expiresMs: number }
type Remembered = { sender: SenderRow; keyId: string; expiresMs: number; checkedMs: number }

/** Turns `Authorization: Bearer …` into the sender. One per app. @throws Refusal token-missing, token-invalid, sender-suspended */
export function senderGate(house: House): (authorization: string | undefined) => Promise<SenderRow> {
  const remembered = new Map<string, Remembered>()
  return async (authorization) => {
    if (!authorization) throw refuse('token-missing')
    const [scheme, token = ''] = authorization.split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || token === '' || token.length > TOKEN_CHARACTERS_MAX)
      throw refuse('token-invalid')
    const nowMs = house.clock().getTime()
    let entry = remembered.get(token)
    if (!entry || nowMs - entry.checkedMs > RECHECK_MS) {
      const claims = entry
        ? { senderId: entry.sender.senderId, keyId: entry.keyId, expiresMs: entry.expiresMs }
        : readAccessToken(house, token)
      const sender = claims && (await findSender(house.db, claims.senderId, claims.keyId))
      if (!claims || !sender) {
        remembered.delete(token)
        throw refuse('token-invalid')
      }
      entry = { sender, keyId: claims.keyId, expiresMs: claims.expiresMs, checkedMs: nowMs }
      if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value!)
      remembered.set(token, entry)
    }
    if (entry.expiresMs <= nowMs) {
      remembered.delete(token)
      throw refuse('token-invalid')
    }
    if (entry.sender.state !== 'approved') throw refuse('sender-suspended')
    return entry.sender
  }
}

function readAccessToken(house: House, token: string): Claims | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (!header || !payload || !signature || more.length > 0) return undefined
  try {
    const { alg, typ, kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    if (alg !== 'EdDSA' || typ !== TYPE || kid !== house.signer.keyId) return undefined
    const signed = Buffer.from(`${header}.${payload}`, 'latin1')
    if (!verifies(house.signer.publicKeyPem, signed, Buffer.from(signature, 'base64url'))) return undefined
    const {
      iss,
      aud,
      sub,
      exp,
      client_key_id: keyId,
    } = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (iss !== house.config.PUBLIC_URL || aud !== AUDIENCE || typeof sub !== 'string' || !isId(sub))
      return undefined
    if (typeof exp !== 'number' || typeof keyId !== 'string') return undefined
    return { senderId: sub, keyId, expiresMs: exp * 1000 }
  } catch {
    return undefined
  }
}
