/** An approved sender with a key of its own, and the access token its client would get. Through the real use cases. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { approveSender } from '#dispatch/senders/approve-sender.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'

export type SenderSeed = {
  senderId: string
  token: string
  assertion: (change?: object) => Promise<string>
  headers: (key?: string) => Record<string, string>
}

export async function seedSender(
  house: House,
  app: App,
  options: {
    name?: string
    publicSector?: boolean
    country?: 'dk' | 'no'
    lettersPerMinute?: number
    dryRunRowsPerDay?: number
  } = {},
): Promise<SenderSeed> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const country = options.country ?? 'dk'
  const { senderId, keyIds } = await approveSender(house, {
    name: options.name ?? 'Nordlys Forsyning A/S',
    country,
    organisationNumber: country === 'dk' ? '10150817' : '974760673',
    publicSector: options.publicSector ?? false,
    publicKeys: [await exportJWK(publicKey)],
    ...(options.lettersPerMinute === undefined ? {} : { lettersPerMinute: options.lettersPerMinute }),
    ...(options.dryRunRowsPerDay === undefined ? {} : { dryRunRowsPerDay: options.dryRunRowsPerDay }),
  })
  const now = () => Math.floor(house.clock().getTime() / 1000)
  const assertion = (change: object = {}) =>
    new SignJWT({
      iss: senderId,
      sub: senderId,
      aud: `${house.config.PUBLIC_URL}/oauth/token`,
      jti: randomUUID(),
      iat: now(),
      exp: now() + 60,
      ...change,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: keyIds[0]! })
      .sign(privateKey)
  const answer = await askToken(app, await assertion())
  const token = answer.json().access_token as string
  if (!token) throw new Error(`no token: ${answer.body}`)
  return {
    senderId,
    token,
    assertion,
    headers: (key = randomUUID()) => ({ authorization: `Bearer ${token}`, 'idempotency-key': key }),
  }
}

/** What a sender's client asks first. */
export const askToken = (app: App, assertion: string) =>
  app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  })
