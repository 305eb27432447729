/**
 * Keys derived from the installation's one secret, and what they protect. A copy of the database alone gives
 * nobody a TOTP secret, a national number or the means to forge a form.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { blockLinkKey } from '#ground/block-link.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Each use has a key of its own (HKDF-SHA256, RFC 5869), so that no two uses can be played against each other. */
export type IdentityKeys = {
  readonly totp: Buffer
  readonly loginName: Buffer
  readonly throttle: Buffer
  readonly form: Buffer
  /** Challenges for key files (I-16). */
  readonly keyFile: Buffer
  readonly device: Buffer
  readonly upstream: Buffer
  /** Artifacts and signing keys of the OpenID provider. */
  readonly openid: Buffer
  readonly openidCookies: Buffer
  /** Pairwise subjects. */
  readonly pairwise: Buffer
  /** Secret parts of activation codes. */
  readonly activation: Buffer
  /** What a letter says until it is printed. */
  readonly letter: Buffer
  /** Codes of printed cards. */
  readonly codeCard: Buffer
  /** Block codes are derived from it. */
  readonly block: Buffer
  /** Links in security notices that block are signed with it. */
  readonly blockLink: Buffer
}

/** @param secret the installation's secret, at least 32 bytes. */
export function identityKeys(secret: Uint8Array): IdentityKeys {
  if (secret.length < 32) throw new RangeError('The installation secret must have at least 32 bytes')
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'brevhus', `identity/${use}/v1`, 32))
  return {
    totp: derive('totp'),
    loginName: derive('login-name'),
    throttle: derive('throttle'),
    form: derive('form'),
    keyFile: derive('key-file'),
    device: derive('device'),
    upstream: derive('upstream'),
    openid: derive('openid'),
    openidCookies: derive('openid-cookies'),
    pairwise: derive('pairwise'),
    activation: derive('activation'),
    letter: derive('letter'),
    codeCard: derive('code-card'),
    block: derive('block'),
    blockLink: blockLinkKey(secret),
  }
}

const preparedKeys = new WeakMap<Buffer, KeyObject>()

/** Of a key that comes as bytes Node asks anew each time what it is: that takes several times as long as the work itself. */
function prepared(key: Buffer): KeyObject {
  let known = preparedKeys.get(key)
  if (!known) {
    known = createSecretKey(key)
    preparedKeys.set(key, known)
  }
  return known
}

/**
 * AES-256-GCM: version byte, nonce, ciphertext, tag. `boundTo` is authenticated with it, so that a sealed secret copied
 * to another row does not open there.
 */
export function seal(key: Buffer, plain: Uint8Array, boundTo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', prepared(key), nonce)
  cipher.setAAD(Buffer.from(boundTo))
  return Buffer.concat([Buffer.of(1), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws when a single bit is not as it was sealed, or the secret is bound to something else. */
export function unseal(key: Buffer, sealed: Uint8Array, boundTo: string): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes[0] !== 1 || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new Error('A sealed secret has an unknown form')
  }
  const decipher = createDecipheriv('aes-256-gcm', prepared(key), bytes.subarray(1, 1 + NONCE_BYTES))
  decipher.setAAD(Buffer.from(boundTo))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()])
}

/** A keyed fingerprint: equal texts are found again, but the texts can't be tried out without the key. */
export function fingerprint(key: Buffer, ...parts: readonly string[]): Buffer {
  const mac = createHmac('sha256', prepared(key))
  // Length before each part: ('ab', 'c') and ('a', 'bc') must differ.
  for (const part of parts) mac.update(`${Buffer.byteLength(part)}:${part}`)
  return mac.digest()
}
