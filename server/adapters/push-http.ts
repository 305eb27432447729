/** Web Push over HTTP: encrypted for the one browser (RFC 8291, RFC 8188), signed by this post office (VAPID, RFC 8292). */
import {
  createCipheriv,
  createECDH,
  createHmac,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { installationSecret } from '#ground/installation-secret.ts'
import { PushGone, type PushSender, type PushSubscription } from '#ground/push.ts'

export type PushOptions = {
  /** Where the installation's secret lies: the key is derived from it, the same in every process. */
  dataDir: string
  /** Whether an address may be called (rules/push-endpoint.ts): no other ever is. */
  mayCall: (endpoint: string) => boolean
  /** Whom a push service can turn to: `mailto:` or https. */
  contact: string
  /** For a whole exchange. Default 15 seconds. */
  timeoutMs?: number
}

/** The push service gave no usable answer; the message is tried again later. */
class PushUnavailable extends Error {
  override readonly name = 'PushUnavailable'
}

/** Every message is as long as every other: its length says nothing. */
export const PADDED_BYTES = 1024
const RECORD_BYTES = 4096
const VAPID_LIVES_SECONDS = 12 * 3600

export function openHttpPush(options: PushOptions): PushSender {
  const { mayCall, contact, timeoutMs = 15_000 } = options
  let keys: Promise<VapidKeys> | undefined
  const vapid = () => {
    keys ??= installationSecret(options.dataDir).then(vapidKeys)
    return keys
  }
  return {
    publicKey: async () => (await vapid()).publicKey.toString('base64url'),
    takes: mayCall,
    async send(subscription, { text, ttlSeconds }) {
      if (!mayCall(subscription.endpoint)) throw new PushGone('not an address we call')
      const url = new URL(subscription.endpoint)
      let status: number
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            authorization: vapidHeader(await vapid(), url.origin, contact),
            'content-encoding': 'aes128gcm',
            'content-type': 'application/octet-stream',
            ttl: String(ttlSeconds),
            urgency: 'normal',
          },
          body: Uint8Array.from(encrypt(subscription, Buffer.from(text))),
          signal: AbortSignal.timeout(timeoutMs),
          // An address on the list must not lead to one that is not.
          redirect: 'error',
        })
        status = answer.status
        await answer.body?.cancel()
      } catch (error) {
        throw new PushUnavailable((error as { name?: string }).name ?? 'failed')
      }
      // RFC 8030 §7.3: gone for good. 400 and 403 are keys that do not fit: the browser has to subscribe anew.
      if ([400, 403, 404, 410].includes(status)) throw new PushGone(`HTTP ${status}`)
      if (status < 200 || status > 299) throw new PushUnavailable(`HTTP ${status}`)
    },
  }
}

type VapidKeys = { publicKey: Buffer; privateKey: KeyObject }

/** A P-256 key from the secret: the first of a row of derived numbers that is a private key, which practically is the first. */
function vapidKeys(secret: Uint8Array): VapidKeys {
  for (let attempt = 0; ; attempt++) {
    const d = Buffer.from(hkdfSync('sha256', secret, 'brevhus', `web-push/v1/${attempt}`, 32))
    const ecdh = createECDH('prime256v1')
    try {
      ecdh.setPrivateKey(d)
    } catch {
      continue
    }
    const publicKey = ecdh.getPublicKey()
    const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map((part) =>
      part.toString('base64url'),
    )
    const jwk = { kty: 'EC', crv: 'P-256', d: d.toString('base64url'), x: x!, y: y! }
    return { publicKey, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) }
  }
}

/** RFC 8292 §3: who sends, to which push service, until when. */
function vapidHeader({ publicKey, privateKey }: VapidKeys, audience: string, contact: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + VAPID_LIVES_SECONDS
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: audience, exp, sub: contact })}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey.toString('base64url')}`
}

/**
 * RFC 8291 §3.4 and RFC 8188 §2: one record under a key that only the browser can derive.
 * @param sender for the test vector of RFC 8291 §5 only
 */
export function encrypt(
  { publicKey, authSecret }: Pick<PushSubscription, 'publicKey' | 'authSecret'>,
  text: Uint8Array,
  sender: { salt: Uint8Array; privateKey?: Uint8Array; paddedBytes: number } = {
    salt: randomBytes(16),
    paddedBytes: PADDED_BYTES,
  },
): Buffer {
  const own = createECDH('prime256v1')
  if (sender.privateKey) own.setPrivateKey(sender.privateKey)
  else own.generateKeys()
  const ownKey = own.getPublicKey()
  const extracted = hmac(authSecret, own.computeSecret(publicKey))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, ownKey, Buffer.of(1)])
  const pseudoRandom = hmac(sender.salt, hmac(extracted, info))
  const key = hmac(pseudoRandom, Buffer.from('Content-Encoding: aes128gcm\0\x01')).subarray(0, 16)
  const nonce = hmac(pseudoRandom, Buffer.from('Content-Encoding: nonce\0\x01')).subarray(0, 12)
  const padding = Math.max(0, sender.paddedBytes - text.length - 1)
  // RFC 8188 §2: the delimiter of the last record is 2, zeros after it.
  const plain = Buffer.concat([text, Buffer.of(2), Buffer.alloc(padding)])
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  const head = Buffer.alloc(21)
  head.set(sender.salt, 0)
  head.writeUInt32BE(RECORD_BYTES, 16)
  head[20] = ownKey.length
  return Buffer.concat([head, ownKey, sealed])
}

const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac('sha256', key).update(data).digest()
