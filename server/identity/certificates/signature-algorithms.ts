/** Which signatures count. A list, not a parser: what is not on it is refused, SHA-1 and MD5 with it. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { bitBytes, type Der, done, oid, readDer, sequence } from './der.ts'

export type SignatureAlgorithm = {
  readonly oid: string
  readonly parameters: Buffer | undefined
  readonly bytes: Buffer
}

export function readAlgorithm(element: Der | undefined): SignatureAlgorithm {
  const [name, parameters, ...more] = sequence(element)
  done(more)
  return { oid: oid(name), parameters: parameters?.bytes, bytes: element!.bytes }
}

type Known = {
  readonly hash: string | null
  readonly key: 'rsa' | 'ec' | 'ed25519'
  readonly parameters: 'null' | 'absent'
}

/** RFC 3279, RFC 4055, RFC 5758, RFC 8410. */
const KNOWN: Readonly<Record<string, Known>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa', parameters: 'null' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa', parameters: 'null' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa', parameters: 'null' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec', parameters: 'absent' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec', parameters: 'absent' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', key: 'ec', parameters: 'absent' },
  '1.3.101.112': { hash: null, key: 'ed25519', parameters: 'absent' },
}

const NULL = Buffer.of(5, 0)
const RSA_BITS_MIN = 2048
const RSA_BITS_MAX = 8192
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1']

export type SignatureVerdict = 'good' | 'bad' | 'algorithm-unknown' | 'key-weak'

/** @param spki the signer's SubjectPublicKeyInfo in DER */
export function checkSignature(
  spki: Buffer,
  algorithm: SignatureAlgorithm,
  bytes: Buffer,
  signature: Buffer,
): SignatureVerdict {
  const known = Object.hasOwn(KNOWN, algorithm.oid) ? KNOWN[algorithm.oid]! : undefined
  if (!known || !parametersFit(known, algorithm.parameters)) return 'algorithm-unknown'
  const key = publicKeyOf(spki)
  if (key?.asymmetricKeyType !== known.key) return 'bad'
  if (isWeak(key)) return 'key-weak'
  try {
    return verify(known.hash, bytes, key, signature) ? 'good' : 'bad'
  } catch {
    return 'bad'
  }
}

function parametersFit(known: Known, parameters: Buffer | undefined): boolean {
  return known.parameters === 'absent' ? parameters === undefined : parameters?.equals(NULL) === true
}

/** Undefined when OpenSSL cannot read it. */
export function publicKeyOf(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

/** Too short, too long, or on a curve that is not taken. */
export function isWeak(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa')
    return (
      (details.modulusLength ?? 0) < RSA_BITS_MIN ||
      (details.modulusLength ?? 0) > RSA_BITS_MAX ||
      (details.publicExponent ?? 0n) < 3n
    )
  return key.asymmetricKeyType === 'ec' && !CURVES.includes(details.namedCurve ?? '')
}

/** The bytes inside the BIT STRING of a SubjectPublicKeyInfo: what key identifiers and OCSP hash. */
export function keyBits(spki: Buffer): Buffer {
  const [, key] = sequence(readDer(spki))
  return bitBytes(key)
}
