import {
  bitBytes,
  booleanDefaultFalse,
  count,
  type Der,
  DerError,
  done,
  elementsOf,
  expect,
  integer,
  oid,
  optional,
  readDer,
  sequence,
  TAG,
  time,
} from './der.ts'
import { type DistinguishedName, readName } from './names.ts'
import { readAlgorithm, type SignatureAlgorithm } from './signature-algorithms.ts'

export type Extension = { readonly critical: boolean; readonly value: Buffer }
export type ExtensionMap = ReadonlyMap<string, Extension>

export type Certificate = {
  readonly der: Buffer
  /** What the signature covers. */
  readonly tbs: Buffer
  readonly version: 1 | 2 | 3
  /** The serial number's content octets in hex. */
  readonly serial: string
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  readonly notBefore: Date
  readonly notAfter: Date
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer
  readonly extensions: ExtensionMap
  readonly algorithm: SignatureAlgorithm
  readonly signature: Buffer
}

/** RFC 5280 §4.1.2.2: at most 20 octets; one more for a sign octet is what some authorities wrote. */
const SERIAL_OCTETS_MAX = 20
const EXTENSIONS_MAX = 100
const CERTIFICATE_BYTES_MAX = 64 * 1024

/** @throws DerError with the reason */
export function readCertificate(der: Uint8Array): Certificate {
  if (der.length > CERTIFICATE_BYTES_MAX) throw new DerError('a certificate is larger than 64 KiB')
  const whole = readDer(der)
  const [tbs, algorithm, signature, ...more] = sequence(whole)
  done(more)
  const fields = sequence(tbs)
  const version = readVersion(optional(fields, 0xa0))
  const serial = integer(fields.shift())
  const inner = readAlgorithm(fields.shift())
  const outer = readAlgorithm(algorithm)
  if (!inner.bytes.equals(outer.bytes)) throw new DerError('the two signature algorithms differ')
  const issuer = readName(fields.shift())
  const [notBefore, notAfter, ...times] = sequence(fields.shift())
  done(times)
  const subject = readName(fields.shift())
  const spki = expect(fields.shift(), TAG.sequence).bytes
  const unique = [optional(fields, 0x81), optional(fields, 0x82)]
  const extensions = optional(fields, 0xa3)
  done(fields)
  if (version === 1 && unique.some(Boolean)) throw new DerError('unique identifiers in version 1')
  if (version !== 3 && extensions) throw new DerError('extensions before version 3')
  if (serial.length > SERIAL_OCTETS_MAX || serial[0]! >= 0x80 || serial.every((octet) => octet === 0))
    throw new DerError('a serial number is not a positive number of at most 20 octets')
  return {
    der: whole.bytes,
    tbs: tbs!.bytes,
    version,
    serial: serial.toString('hex'),
    issuer,
    subject,
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    spki,
    extensions: extensions ? readExtensions(onlyOne(extensions)) : new Map(),
    algorithm: outer,
    signature: bitBytes(signature),
  }
}

function readVersion(element: Der | undefined): 1 | 2 | 3 {
  if (!element) return 1
  const version = count(onlyOne(element))
  if (version !== 1 && version !== 2)
    throw new DerError('a version is unknown, or a default value is written out')
  return version === 1 ? 2 : 3
}

export function onlyOne(wrapper: Der): Der {
  const [inner, ...more] = elementsOf(wrapper)
  done(more)
  if (!inner) throw new DerError('an element is empty')
  return inner
}

/** RFC 5280 §4.2: at least one, and none twice. */
export function readExtensions(list: Der): ExtensionMap {
  const extensions = new Map<string, Extension>()
  const elements = sequence(list)
  if (elements.length === 0 || elements.length > EXTENSIONS_MAX)
    throw new DerError('no extensions, or too many')
  for (const element of elements) {
    const parts = sequence(element)
    const name = oid(parts.shift())
    const critical = booleanDefaultFalse(optional(parts, TAG.boolean))
    const { content } = expect(parts.shift(), TAG.octetString)
    done(parts)
    if (extensions.has(name)) throw new DerError('an extension is there twice')
    extensions.set(name, { critical, value: content })
  }
  return extensions
}
