/** Port to the keys of the certificate authority. A private key is made where it stays (a hardware module, or a sealed file) and
 * never handed out: whoever needs a signature sends the bytes. */

/** EC curves by their bits; the signature hashes with SHA-2 of the same length (RFC 5480 §4). */
export const SIGNING_KEY_KINDS = { 'ec-p256': 'sha256', 'ec-p384': 'sha384' } as const
export type SigningKeyKind = keyof typeof SIGNING_KEY_KINDS

export type SigningPublicKey = {
  readonly kind: SigningKeyKind
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
}

export type SigningKeys = {
  /** Where the keys are, for the log and the ceremony's record. */
  readonly place: string
  /** The public key of this name; undefined when there is none. */
  find(name: string): Promise<SigningPublicKey | undefined>
  /** Makes a key under this name unless there is one: called twice, also by two processes, it answers the same key.
   * @throws SigningKeyError when there is a key of another kind under the name */
  create(name: string, kind: SigningKeyKind): Promise<SigningPublicKey>
  /** ECDSA over the bytes, DER (`ECDSA-Sig-Value`), hashed as the key's kind says.
   * @throws SigningKeyError when there is no such key */
  sign(name: string, bytes: Uint8Array): Promise<Buffer>
  close(): void
}

/** What went wrong with a key, in words for an operator; never with key material or a PIN in it. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError'
}

/** Names become file names and labels in a token. */
const KEY_NAME = /^[a-z][a-z0-9-]{0,39}$/

export function requireKeyName(name: string): string {
  if (!KEY_NAME.test(name))
    throw new TypeError('a signing key’s name is 1 to 40 of a–z, 0–9 and -, a letter first')
  return name
}
