/** A revocation list as it was signed, read strictly (RFC 5280 §5.1). */
import {
  bitBytes,
  count,
  type Der,
  DerError,
  done,
  integer,
  optional,
  readDer,
  sequence,
  TAG,
  time,
} from './der.ts'
import { type DistinguishedName, readName } from './names.ts'
import { EXTENSION } from './oids.ts'
import { type ExtensionMap, onlyOne, readExtensions } from './read-certificate.ts'
import { readAlgorithm, type SignatureAlgorithm } from './signature-algorithms.ts'

export type CrlEntry = { readonly at: Date; readonly reason: number; readonly extensions: ExtensionMap }

export type RevocationList = {
  readonly der: Buffer
  readonly tbs: Buffer
  readonly version: 1 | 2
  readonly issuer: DistinguishedName
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  /** By the serial number's content octets in hex. */
  readonly entries: ReadonlyMap<string, CrlEntry>
  readonly extensions: ExtensionMap
  readonly algorithm: SignatureAlgorithm
  readonly signature: Buffer
}

const CRL_BYTES_MAX = 64 * 1024 * 1024
const NONE: ExtensionMap = new Map()

/** @throws DerError with the reason */
export function readCrl(der: Uint8Array): RevocationList {
  if (der.length > CRL_BYTES_MAX) throw new DerError('a revocation list is larger than 64 MiB')
  const whole = readDer(der)
  const [tbs, algorithm, signature, ...more] = sequence(whole)
  done(more)
  const fields = sequence(tbs)
  const version = optional(fields, TAG.integer)
  if (version && count(version) !== 1) throw new DerError('the version of a list is unknown')
  const inner = readAlgorithm(fields.shift())
  const outer = readAlgorithm(algorithm)
  if (!inner.bytes.equals(outer.bytes)) throw new DerError('the two signature algorithms differ')
  const issuer = readName(fields.shift())
  const thisUpdate = time(fields.shift())
  const next = optional(fields, TAG.utcTime) ?? optional(fields, TAG.generalizedTime)
  const revoked = optional(fields, TAG.sequence)
  const extensions = optional(fields, 0xa0)
  done(fields)
  if (extensions && !version) throw new DerError('extensions before version 2')
  return {
    der: whole.bytes,
    tbs: tbs!.bytes,
    version: version ? 2 : 1,
    issuer,
    thisUpdate,
    nextUpdate: next && time(next),
    entries: revoked ? readEntries(revoked, version !== undefined) : new Map(),
    extensions: extensions ? readExtensions(onlyOne(extensions)) : NONE,
    algorithm: outer,
    signature: bitBytes(signature),
  }
}

function readEntries(revoked: Der, second: boolean): Map<string, CrlEntry> {
  const entries = new Map<string, CrlEntry>()
  const elements = sequence(revoked)
  if (elements.length === 0) throw new DerError('an empty list of entries is left out, not written')
  for (const element of elements) {
    const [serial, at, extensions, ...more] = sequence(element)
    done(more)
    if (extensions && !second) throw new DerError('extensions before version 2')
    const read = extensions ? readExtensions(extensions) : NONE
    const key = integer(serial).toString('hex')
    // The same number twice could say two things about one certificate.
    if (entries.has(key) && !read.has(EXTENSION.certificateIssuer))
      throw new DerError('a serial number is listed twice')
    entries.set(key, { at: time(at), reason: reasonOf(read), extensions: read })
  }
  return entries
}

function reasonOf(extensions: ExtensionMap): number {
  const extension = extensions.get(EXTENSION.crlReason)
  return extension ? count(readDer(extension.value), TAG.enumerated) : 0
}
