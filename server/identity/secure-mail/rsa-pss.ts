/** RSASSA-PSS in a mail's signature (RFC 4056, RFC 8017 §8.1): one hash throughout, the one named beside it. */
import { constants, verify } from 'node:crypto'
import {
  count,
  type Der,
  DerError,
  done,
  expect,
  oid,
  optional,
  readDer,
  sequence,
} from '../certificates/der.ts'
import { onlyOne } from '../certificates/read-certificate.ts'
import {
  isWeak,
  publicKeyOf,
  type SignatureAlgorithm,
  type SignatureVerdict,
} from '../certificates/signature-algorithms.ts'
import { DIGESTS, RSA } from './cms-oids.ts'

/** As much as any key that is taken has room for. */
const SALT_BYTES_MAX = 1024

/** @param hash as Node calls it */
export function checkPss(
  spki: Buffer,
  method: SignatureAlgorithm,
  hash: string,
  covered: Buffer,
  signature: Buffer,
): SignatureVerdict {
  const saltLength = saltOf(method, hash)
  if (saltLength === null) return 'algorithm-unknown'
  const key = publicKeyOf(spki)
  if (key?.asymmetricKeyType !== 'rsa') return 'bad'
  if (isWeak(key)) return 'key-weak'
  try {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    return verify(hash, covered, { key, padding, saltLength }, signature) ? 'good' : 'bad'
  } catch {
    return 'bad'
  }
}

/** Null when it says another hash than that one; nothing said is SHA-1 (RFC 4055 §3.1). @throws DerError */
function saltOf({ parameters }: SignatureAlgorithm, hash: string): number | null {
  if (!parameters) return null
  const fields = sequence(readDer(parameters))
  const [digest, mask, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => optional(fields, tag))
  done(fields)
  if (!digest || !mask || hashOf(onlyOne(digest)) !== hash) return null
  const [generator, within, ...more] = sequence(onlyOne(mask))
  done(more)
  if (oid(generator) !== RSA.mgf1 || hashOf(within) !== hash) return null
  if (trailer && count(onlyOne(trailer)) !== 1) return null
  const length = salt ? count(onlyOne(salt)) : 20
  return length <= SALT_BYTES_MAX ? length : null
}

function hashOf(element: Der | undefined): string | undefined {
  const [name, nothing, ...more] = sequence(element)
  done(more)
  if (nothing && expect(nothing, 0x05).content.length > 0) throw new DerError('a hash takes no parameters')
  const said = oid(name)
  return Object.hasOwn(DIGESTS, said) ? DIGESTS[said as keyof typeof DIGESTS] : undefined
}
