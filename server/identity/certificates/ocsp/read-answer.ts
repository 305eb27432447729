/** An OCSP answer as it was signed, read strictly (RFC 6960 §4.2). */
import {
  bitBytes,
  count,
  type Der,
  DerError,
  done,
  elementsOf,
  expect,
  generalizedTime,
  integer,
  oid,
  optional,
  readDer,
  sequence,
  TAG,
} from '../der.ts'
import { type DistinguishedName, readName } from '../names.ts'
import { OCSP } from '../oids.ts'
import { type ExtensionMap, onlyOne, readExtensions } from '../read-certificate.ts'
import { readAlgorithm, type SignatureAlgorithm } from '../signature-algorithms.ts'

export type OneAnswer = {
  readonly hashOid: string
  readonly issuerNameHash: Buffer
  readonly issuerKeyHash: Buffer
  /** Content octets in hex. */
  readonly serial: string
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly extensions: ExtensionMap
}

export type SignedAnswer = {
  readonly tbs: Buffer
  readonly responder: { readonly name: DistinguishedName } | { readonly keyHash: Buffer }
  readonly producedAt: Date
  readonly answers: readonly OneAnswer[]
  readonly extensions: ExtensionMap
  readonly nonce: Buffer | undefined
  readonly algorithm: SignatureAlgorithm
  readonly signature: Buffer
  /** Certificates sent along, DER. */
  readonly certificates: readonly Buffer[]
}

const NONE: ExtensionMap = new Map()
const ANSWER_BYTES_MAX = 256 * 1024

/** @throws DerError, also for an answer that refuses to answer */
export function readOcspAnswer(der: Uint8Array): SignedAnswer {
  if (der.length > ANSWER_BYTES_MAX) throw new DerError('an answer is larger than 256 KiB')
  const [status, wrapped, ...more] = sequence(readDer(der))
  done(more)
  if (count(status, TAG.enumerated) !== 0 || !wrapped) throw new DerError('the responder refused to answer')
  const [type, body, ...others] = sequence(onlyOne(expect(wrapped, 0xa0)))
  done(others)
  if (oid(type) !== OCSP.basic) throw new DerError('an answer of an unknown kind')
  const parts = sequence(readDer(expect(body, TAG.octetString).content))
  const data = expect(parts.shift(), TAG.sequence)
  const algorithm = readAlgorithm(parts.shift())
  const signature = bitBytes(parts.shift())
  const certificates = optional(parts, 0xa0)
  done(parts)
  return {
    tbs: data.bytes,
    ...readData(data),
    algorithm,
    signature,
    certificates: certificates ? sequence(onlyOne(certificates)).map(({ bytes }) => bytes) : [],
  }
}

function readData(data: Der) {
  const fields = sequence(data)
  const version = optional(fields, 0xa0)
  if (version) throw new DerError('a default value is written out, or the version is unknown')
  const responder = fields.shift()
  const producedAt = generalizedTime(fields.shift())
  const answers = sequence(fields.shift()).map(readOne)
  const wrapped = optional(fields, 0xa1)
  done(fields)
  const extensions = wrapped ? readExtensions(onlyOne(wrapped)) : NONE
  const nonce = extensions.get(OCSP.nonce)
  return {
    responder: readResponder(responder),
    producedAt,
    answers,
    extensions,
    nonce: nonce && expect(readDer(nonce.value), TAG.octetString).content,
  }
}

function readResponder(element: Der | undefined): SignedAnswer['responder'] {
  if (element?.tag === 0xa1) return { name: readName(onlyOne(element)) }
  return { keyHash: expect(onlyOne(expect(element, 0xa2)), TAG.octetString).content }
}

function readOne(element: Der): OneAnswer {
  const fields = sequence(element)
  const [algorithm, name, key, serial, ...more] = sequence(fields.shift())
  done(more)
  const status = readStatus(fields.shift())
  const thisUpdate = generalizedTime(fields.shift())
  const next = optional(fields, 0xa0)
  const wrapped = optional(fields, 0xa1)
  done(fields)
  return {
    hashOid: readAlgorithm(algorithm).oid,
    issuerNameHash: expect(name, TAG.octetString).content,
    issuerKeyHash: expect(key, TAG.octetString).content,
    serial: integer(serial).toString('hex'),
    status,
    thisUpdate,
    nextUpdate: next && generalizedTime(onlyOne(next)),
    extensions: wrapped ? readExtensions(onlyOne(wrapped)) : NONE,
  }
}

function readStatus(element: Der | undefined): OneAnswer['status'] {
  if (element?.tag === 0x80 && element.content.length === 0) return 'good'
  if (element?.tag === 0x82 && element.content.length === 0) return 'unknown'
  const parts = elementsOf(expect(element, 0xa1))
  generalizedTime(parts.shift())
  const reason = optional(parts, 0xa0)
  if (reason) count(onlyOne(reason), TAG.enumerated)
  done(parts)
  return 'revoked'
}
