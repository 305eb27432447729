/** A sender's public keys: each must be one, and they are exchanged without the sender stopping (RFC 7523). */
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import {
  endSenderKey,
  holdKeys,
  insertSenderKey,
  readOrganisation,
  type SenderKeyRow,
} from '#dispatch/senders/sender.store.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'

const ALGORITHMS: Readonly<Record<string, string>> = { OKP: 'EdDSA', EC: 'ES256', RSA: 'PS256' }
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']

export async function readPublicKey(jwk: JWK): Promise<{ keyId: string; publicJwk: JWK }> {
  const fault = (message: string) =>
    refuse('request-invalid', { faults: [{ field: 'publicKeys', reason: 'format', message }] })
  if (PRIVATE_MEMBERS.some((member) => member in jwk))
    throw fault('Holds a private key. Keep that, and send the public one.')
  const alg = ALGORITHMS[jwk.kty ?? '']
  if (!alg) throw fault('Must be an Ed25519, P-256 or RSA key.')
  try {
    await importJWK(jwk, alg)
  } catch {
    throw fault('Is not a readable public JWK.')
  }
  if (jwk.kty === 'RSA' && Buffer.from(jwk.n ?? '', 'base64url').length < 256)
    throw fault('RSA needs 2048 bits or more.')
  const keyId = jwk.kid ?? (await calculateJwkThumbprint(jwk))
  return { keyId, publicJwk: { ...jwk, kid: keyId, alg, use: 'sig' } }
}

/**
 * One more key beside those the sender has; its client may use it at once.
 * @throws Refusal `request-invalid` for a key it has or had: one that was ended may be in other hands
 */
export async function addKey(
  house: Pick<House, 'clock' | 'db'>,
  senderId: string,
  jwk: JWK,
): Promise<{ keyId: string }> {
  const key = await readPublicKey(jwk)
  const thumbprint = await calculateJwkThumbprint(key.publicJwk)
  await asPostOffice(house.db, async (trx) => {
    for (const other of await keysOf(trx, senderId)) {
      const same = (await calculateJwkThumbprint(other.publicJwk as JWK)) === thumbprint
      if (!same && other.keyId !== key.keyId) continue
      const had = other.state === 'active' ? 'has' : 'had'
      const message = `It ${had} this key, or one by this key id (${other.keyId}). Ask the sender for a new one, made by brevhus keygen.`
      throw refuse('request-invalid', { faults: [{ field: 'key', reason: 'known', message }] })
    }
    await insertSenderKey(trx, { senderId, ...key, addedAt: house.clock() })
  })
  return { keyId: key.keyId }
}

/**
 * The key buys no token any more, and those it has bought stop within seconds. Ended stays ended.
 * @throws Refusal `request-invalid` for a key it does not have, and for its last one: that would stop it, and is said by `suspend`
 */
export async function endKey(house: Pick<House, 'db'>, senderId: string, keyId: string): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    const active = (await keysOf(trx, senderId)).filter((key) => key.state === 'active')
    const fault = (reason: string, message: string) =>
      refuse('request-invalid', { faults: [{ field: 'key', reason, message }] })
    if (!active.some((key) => key.keyId === keyId))
      throw fault(
        'unknown',
        `It has no key ${keyId}. Those it has: ${active.map((k) => k.keyId).join(', ')}.`,
      )
    if (active.length === 1)
      throw fault('last', 'It is its only key. Add the new one first; if it must stop now, suspend it.')
    await endSenderKey(trx, senderId, keyId)
  })
}

/** All keys it has and had, the oldest first. @throws Refusal `not-found` where there is no such organisation */
export function listKeys(house: Pick<House, 'db'>, senderId: string): Promise<SenderKeyRow[]> {
  return asPostOffice(house.db, (trx) => keysOf(trx, senderId))
}

async function keysOf(trx: Trx, senderId: string): Promise<SenderKeyRow[]> {
  if (!(await readOrganisation(trx, senderId))) throw refuse('not-found')
  return holdKeys(trx, senderId)
}
