/** A passkey in software, for tests below the browser: an ES256 key that signs what a page asks, after WebAuthn Level 3 §6.1 and §6.3.3. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addDevice } from '#identity/device.store.ts'
import type { Identity } from '#identity/room.ts'

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

export type SoftPasskey = {
  /** @param verified whether it says that it has checked whose finger it was */
  answer(challenge: string, verified?: boolean): object
}

/** Registered with this person as if they had done so in the settings. */
export async function addSoftPasskey(identity: Identity, personId: string): Promise<SoftPasskey> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const part = (label: number, value: string) =>
    Buffer.concat([Buffer.from([label, 0x58, 0x20]), Buffer.from(value, 'base64url')])
  // COSE_Key (RFC 9052): kty EC2, alg ES256, crv P-256, x, y.
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]),
    part(0x21, x!),
    part(0x22, y!),
  ])
  const credentialId = randomBytes(16)
  const now = identity.clock()
  await asPostOffice(identity.db, (trx) =>
    addDevice(trx, {
      deviceId: newId(now.getTime()),
      personId,
      name: 'Soft',
      now,
      kind: 'passkey',
      credentialId,
      publicKey: cose,
      counter: 0,
      transports: ['internal'],
      backedUp: false,
    }),
  )
  let counter = 0
  const { origin, rpId } = identity.site
  return {
    answer(challenge, verified = true) {
      const count = Buffer.alloc(4)
      count.writeUInt32BE(++counter)
      const flags = USER_PRESENT | (verified ? USER_VERIFIED : 0)
      const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([flags]), count])
      const clientDataJSON = Buffer.from(
        JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }),
      )
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      const id = credentialId.toString('base64url')
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientDataJSON.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: null,
        },
      }
    },
  }
}
