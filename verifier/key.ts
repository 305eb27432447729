// The post office's public key: the one thing the reader must have from a source they trust.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

export type PublicKey = {
  readonly raw: Buffer
  /** RFC 7638 thumbprint, base64url. */
  readonly keyId: string
  verify(bytes: Uint8Array, signature: Uint8Array): boolean
}

/** @throws Error in plain words when the PEM is no Ed25519 public key */
export function readPublicKey(pem: string): PublicKey {
  if (pem.includes('PRIVATE KEY'))
    throw new Error('this is a private key. It must never leave its owner; ask for the public key')
  let key: KeyObject | undefined
  try {
    key = createPublicKey(pem)
  } catch {
    // Said below in words that help.
  }
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Error('this is not an Ed25519 public key in PEM ("-----BEGIN PUBLIC KEY-----")')
  const publicKey = key
  const x = String(publicKey.export({ format: 'jwk' }).x)
  return {
    raw: Buffer.from(x, 'base64url'),
    keyId: createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url'),
    verify: (bytes, signature) => verify(null, bytes, publicKey, signature),
  }
}
