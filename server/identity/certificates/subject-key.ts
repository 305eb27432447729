/** The key that is to be certified: brought in a request that proves its possession (PKCS#10), or bare by who made it. */
import { createPublicKey } from 'node:crypto'
import type { Fault } from '#api/problems.ts'
import { refuse } from '#ground/refuse.ts'
import { SUBJECT_KEYS } from '#rules/certificate-profiles.ts'
import { bitBytes, count, DerError, done, expect, readDer, sequence, TAG } from './der.ts'
import { checkSignature, publicKeyOf, readAlgorithm } from './signature-algorithms.ts'

/** `csr`: PKCS#10, DER or PEM. `spki`: SubjectPublicKeyInfo in DER, for a key made in a place whose owner vouches for it. */
export type OfferedKey = { readonly csr: Uint8Array | string } | { readonly spki: Uint8Array }

export type SubjectKey = { readonly spki: Buffer; readonly type: 'ec' | 'rsa' }

const CSR_BYTES_MAX = 16 * 1024

/** @throws Refusal `request-invalid` that says what is wrong with the key or the request */
export function readSubjectKey(offered: OfferedKey): SubjectKey {
  try {
    const spki = 'csr' in offered ? keyOfRequest(offered.csr) : Buffer.from(offered.spki)
    return judgeKey(spki)
  } catch (error) {
    if (error instanceof DerError)
      throw refuse('request-invalid', {
        faults: [fault('malformed', `The request cannot be read: ${error.message}.`)],
      })
    throw error
  }
}

const fault = (reason: string, message: string): Fault => ({ field: 'key', reason, message })
const unfit = (reason: string, message: string) =>
  refuse('request-invalid', { faults: [fault(reason, message)] })

/** RFC 2986. Names and attributes in the request are not looked at: a certificate says what the registers say. */
function keyOfRequest(csr: Uint8Array | string): Buffer {
  const der = typeof csr === 'string' ? fromPem(csr) : csr
  if (der.length > CSR_BYTES_MAX) throw new DerError('it is larger than 16 KiB')
  const [info, algorithm, signature, ...more] = sequence(readDer(der))
  done(more)
  const [version, , spki] = sequence(info)
  if (count(version) !== 0) throw new DerError('its version is not known')
  const key = expect(spki, TAG.sequence).bytes
  const verdict = checkSignature(key, readAlgorithm(algorithm), info!.bytes, bitBytes(signature))
  if (verdict === 'good') return key
  if (verdict === 'algorithm-unknown')
    throw unfit(
      'algorithm-unknown',
      'The request is signed by a method that is not taken: use SHA-256 or stronger.',
    )
  if (verdict === 'key-weak') throw unfit('key-weak', KEY_WORDS)
  throw unfit('signature-wrong', 'The request is not signed by the key it brings.')
}

function fromPem(text: string): Buffer {
  const [, body] = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END/.exec(text) ?? []
  if (!body || text.length > 2 * CSR_BYTES_MAX) throw new DerError('it is not a certificate request in PEM')
  return Buffer.from(body, 'base64')
}

const KEY_WORDS = `Bring an EC key on ${SUBJECT_KEYS.ecCurve}, or an RSA key of ${SUBJECT_KEYS.rsaBitsMin} to ${SUBJECT_KEYS.rsaBitsMax} bits with exponent ${SUBJECT_KEYS.rsaExponent}.`

function judgeKey(spki: Buffer): SubjectKey {
  const key = publicKeyOf(spki)
  const { namedCurve, modulusLength = 0, publicExponent } = key?.asymmetricKeyDetails ?? {}
  const ec = key?.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1'
  const rsa =
    key?.asymmetricKeyType === 'rsa' &&
    modulusLength >= SUBJECT_KEYS.rsaBitsMin &&
    modulusLength <= SUBJECT_KEYS.rsaBitsMax &&
    publicExponent === BigInt(SUBJECT_KEYS.rsaExponent)
  if (!key || (!ec && !rsa)) throw unfit('key-unfit', KEY_WORDS)
  // Written anew: one key has one spelling, and one fingerprint.
  const canonical = createPublicKey(key.export({ format: 'pem', type: 'spki' })).export({
    format: 'der',
    type: 'spki',
  })
  if (!canonical.equals(spki)) throw unfit('key-unfit', 'The key is not written in its usual form.')
  return { spki, type: ec ? 'ec' : 'rsa' }
}
