/** An OCSP request, read strictly (RFC 6960 §4.1). Signatures on requests are not asked for and not looked at. */
import { count, DerError, done, expect, integer, optional, readDer, sequence, TAG } from '../der.ts'
import { OCSP } from '../oids.ts'
import { onlyOne, readExtensions } from '../read-certificate.ts'
import { readAlgorithm } from '../signature-algorithms.ts'

export type AskedCertificate = {
  /** CertID in DER, given back as it came. */
  readonly certId: Buffer
  readonly hashOid: string
  readonly issuerNameHash: Buffer
  readonly issuerKeyHash: Buffer
  /** The content octets of the number. */
  readonly serial: Buffer
}

export type OcspRequest = {
  readonly asked: readonly AskedCertificate[]
  /** The nonce extension's value, given back as it came. */
  readonly nonce: Buffer | undefined
}

export const OCSP_REQUEST_BYTES_MAX = 8 * 1024
const ASKED_MAX = 20
/** RFC 9654 §2.1: 1 to 128 octets. RFC 8954 had 32 at most. */
const NONCE_OCTETS_MAX = 128

/** @throws DerError */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  if (der.length > OCSP_REQUEST_BYTES_MAX) throw new DerError('a request is larger than 8 KiB')
  const [tbs, signature, ...more] = sequence(readDer(der))
  done(more)
  if (signature) expect(signature, 0xa0)
  const fields = sequence(tbs)
  const version = optional(fields, 0xa0)
  if (version && count(onlyOne(version)) !== 0) throw new DerError('the version of a request is unknown')
  optional(fields, 0xa1)
  const asked = sequence(fields.shift()).map((one) => {
    const [certId, extensions, ...rest] = sequence(one)
    done(rest)
    // What a critical extension asks for could change the answer: we know none.
    if (extensions && hasCritical(readExtensions(onlyOne(expect(extensions, 0xa0)))))
      throw new DerError('an extension of a request is critical and unknown')
    const [algorithm, name, key, serial, ...others] = sequence(certId)
    done(others)
    return {
      certId: certId!.bytes,
      hashOid: readAlgorithm(algorithm).oid,
      issuerNameHash: expect(name, TAG.octetString).content,
      issuerKeyHash: expect(key, TAG.octetString).content,
      serial: integer(serial),
    }
  })
  const wrapped = optional(fields, 0xa2)
  done(fields)
  if (asked.length === 0 || asked.length > ASKED_MAX)
    throw new DerError('a request asks for nothing, or too much')
  const extensions = wrapped ? readExtensions(onlyOne(wrapped)) : new Map()
  const nonce = extensions.get(OCSP.nonce)?.value
  if (nonce) {
    const { content } = expect(readDer(nonce), TAG.octetString)
    if (content.length === 0 || content.length > NONCE_OCTETS_MAX)
      throw new DerError('a nonce has 1 to 128 octets')
  }
  if (hasCritical(new Map([...extensions].filter(([name]) => name !== OCSP.nonce))))
    throw new DerError('an extension of a request is critical and unknown')
  return { asked, nonce }
}

const hasCritical = (extensions: ReadonlyMap<string, { critical: boolean }>): boolean =>
  [...extensions.values()].some(({ critical }) => critical)
