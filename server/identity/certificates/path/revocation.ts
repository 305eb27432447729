/** Whether a certificate of a path is revoked, by the lists and answers the relying party holds (RFC 5280 §6.3, RFC 6960 §3.2). Nothing is
 * fetched here: whoever calls decides which addresses may be asked. Evidence that doesn't fit is no evidence. */
import { createHash } from 'node:crypto'
import { EXTENDED_KEY_USAGES } from '#rules/certificate-profiles.ts'
import { booleanDefaultFalse, type Der, DerError, done, optional, readDer, sequence } from '../der.ts'
import type { GeneralName } from '../general-names.ts'
import { sameName } from '../names.ts'
import { readOcspAnswer, type SignedAnswer } from '../ocsp/read-answer.ts'
import { EXTENSION, OCSP } from '../oids.ts'
import { type Certificate, readCertificate } from '../read-certificate.ts'
import { type RevocationList, readCrl } from '../read-crl.ts'
import { checkSignature, keyBits } from '../signature-algorithms.ts'
import {
  CRL_SIGN,
  DIGITAL_SIGNATURE,
  fullNames,
  type PathExtensions,
  readAuthorityKey,
  readPathExtensions,
  unknownCritical,
} from './extensions.ts'

export type Evidence = {
  /** Revocation lists, DER. */
  readonly lists?: readonly Uint8Array[]
  /** OCSP answers, DER. */
  readonly answers?: readonly Uint8Array[]
}

export type Standing = { kind: 'good' } | { kind: 'revoked' } | { kind: 'unknown'; detail: string }

export type InPath = { readonly certificate: Certificate; readonly extensions: PathExtensions }

/** One word of "revoked" outweighs any of "good". */
export function standingOf(subject: InPath, issuer: InPath, evidence: Evidence, at: Date): Standing {
  const standings = [
    ...(evidence.answers ?? []).map((der) => byAnswer(subject, issuer, der, at)),
    ...(evidence.lists ?? []).map((der) => byList(subject, issuer, der, at)),
  ]
  const best =
    standings.find(({ kind }) => kind === 'revoked') ??
    standings.find(({ kind }) => kind === 'good') ??
    standings.find((standing) => standing.kind === 'unknown' && standing.detail !== FOREIGN)
  return best ?? unknown('there is neither a list nor an answer for it')
}

const unknown = (detail: string): Standing => ({ kind: 'unknown', detail })
const FOREIGN = 'it is about other certificates'

function reading<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

function byList(subject: InPath, issuer: InPath, der: Uint8Array, at: Date): Standing {
  const list = reading(() => readCrl(der))
  if (!list) return unknown('a list can’t be read')
  if (!sameName(list.issuer, subject.certificate.issuer)) return unknown(FOREIGN)
  const scope = reading(() => scopeOf(list, subject, issuer)) ?? 'a list has an extension that can’t be read'
  if (scope !== 'fits') return unknown(scope)
  if (issuer.extensions.keyUsage && !issuer.extensions.keyUsage.has(CRL_SIGN))
    return unknown('its issuer may not sign lists')
  if (checkSignature(issuer.certificate.spki, list.algorithm, list.tbs, list.signature) !== 'good')
    return unknown('the signature on a list is wrong')
  if (list.thisUpdate > at) return unknown('a list is of a later time')
  if (!list.nextUpdate || list.nextUpdate <= at) return unknown('a list is out of date')
  for (const entry of list.entries.values())
    for (const [name, { critical }] of entry.extensions)
      if (critical && name !== EXTENSION.crlReason && name !== EXTENSION.invalidityDate)
        return unknown('an entry of a list has a critical extension that is not understood')
  const entry = list.entries.get(subject.certificate.serial)
  // removeFromCRL stands in delta lists only, which are not taken.
  return entry ? { kind: 'revoked' } : { kind: 'good' }
}

const LIST_EXTENSIONS: readonly string[] = [
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.crlNumber,
  EXTENSION.issuingDistributionPoint,
]

/** Whether the list speaks of this certificate, wholly and by its own issuer. */
function scopeOf(list: RevocationList, subject: InPath, issuer: InPath): string {
  for (const [name, { critical }] of list.extensions)
    if (critical && !LIST_EXTENSIONS.includes(name))
      return 'a list has a critical extension that is not understood'
  const key = list.extensions.get(EXTENSION.authorityKeyIdentifier)
  const named = key && readAuthorityKey(readDer(key.value))
  if (named && issuer.extensions.subjectKey && !named.equals(issuer.extensions.subjectKey))
    return 'a list is signed by another key'
  const point = list.extensions.get(EXTENSION.issuingDistributionPoint)
  return point ? pointFits(readDer(point.value), subject) : 'fits'
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5, §6.3.3 (b)). */
function pointFits(element: Der, { extensions }: InPath): string {
  const parts = sequence(element)
  const name = optional(parts, 0xa0)
  const onlyUsers = booleanDefaultFalse(optional(parts, 0x81), 0x81)
  const onlyAuthorities = booleanDefaultFalse(optional(parts, 0x82), 0x82)
  const someReasons = optional(parts, 0x83)
  const indirect = booleanDefaultFalse(optional(parts, 0x84), 0x84)
  const onlyAttributes = booleanDefaultFalse(optional(parts, 0x85), 0x85)
  done(parts)
  if (indirect) return 'a list is indirect'
  if (someReasons) return 'a list covers some reasons only'
  if (onlyAttributes) return 'a list is of attribute certificates'
  if (onlyUsers && extensions.authority) return 'a list is of end certificates only'
  if (onlyAuthorities && !extensions.authority) return 'a list is of authorities only'
  if (
    name &&
    !fullNames(name).some((one) => extensions.listPlaces.some((place) => sameGeneralName(one, place)))
  )
    return 'a list is of another distribution point'
  return 'fits'
}

function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  if (a.kind === 'directory' && b.kind === 'directory') return sameName(a.name, b.name)
  return a.kind === 'uri' && b.kind === 'uri' && a.text === b.text
}

function byAnswer(subject: InPath, issuer: InPath, der: Uint8Array, at: Date): Standing {
  const answer = reading(() => readOcspAnswer(der))
  if (!answer) return unknown('an answer can’t be read, or says nothing')
  const one = answer.answers.find(
    (each) => each.serial === subject.certificate.serial && isOf(issuer.certificate, each),
  )
  if (!one) return unknown(FOREIGN)
  if (
    [...answer.extensions, ...one.extensions].some(([name, { critical }]) => critical && name !== OCSP.nonce)
  )
    return unknown('an answer has a critical extension that is not understood')
  const signer = signerOf(answer, issuer, at)
  if (typeof signer === 'string') return unknown(signer)
  if (checkSignature(signer.spki, answer.algorithm, answer.tbs, answer.signature) !== 'good')
    return unknown('the signature on an answer is wrong')
  if (one.thisUpdate > at || answer.producedAt < one.thisUpdate)
    return unknown('an answer is of a later time')
  if (!one.nextUpdate || one.nextUpdate <= at) return unknown('an answer is out of date')
  if (one.status === 'unknown') return unknown('the responder does not know it')
  return { kind: one.status }
}

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

function isOf(
  issuer: Certificate,
  { hashOid, issuerNameHash, issuerKeyHash }: SignedAnswer['answers'][number],
): boolean {
  const hash = Object.hasOwn(HASHES, hashOid) ? HASHES[hashOid]! : undefined
  if (!hash) return false
  const digest = (bytes: Buffer) => createHash(hash).update(bytes).digest()
  return (
    digest(issuer.subject.der).equals(issuerNameHash) && digest(keyBits(issuer.spki)).equals(issuerKeyHash)
  )
}

/** The issuer itself, or a signer the issuer delegated directly (RFC 6960 §4.2.2.2), whose own revocation nobody need ask. */
function signerOf(answer: SignedAnswer, issuer: InPath, at: Date): Certificate | string {
  if (isResponder(answer, issuer.certificate)) return issuer.certificate
  for (const der of answer.certificates) {
    const signer = reading(() => readCertificate(der))
    if (!signer || !isResponder(answer, signer)) continue
    const extensions = reading(() => readPathExtensions(signer))
    if (!extensions || unknownCritical(signer.extensions))
      return 'the signer of an answer has an extension that is not understood'
    if (!sameName(signer.issuer, issuer.certificate.subject))
      return 'the signer of an answer is of another authority'
    if (checkSignature(issuer.certificate.spki, signer.algorithm, signer.tbs, signer.signature) !== 'good')
      return 'the signer of an answer is not signed by the issuer'
    if (signer.notBefore > at || signer.notAfter < at)
      return 'the certificate of an answer’s signer has ended'
    if (!extensions.purposes?.includes(EXTENDED_KEY_USAGES.ocspSigning))
      return 'the signer of an answer may not sign answers'
    if (extensions.keyUsage && !extensions.keyUsage.has(DIGITAL_SIGNATURE))
      return 'the signer of an answer may not sign'
    if (!signer.extensions.has(OCSP.noCheck)) return 'the signer of an answer could itself be revoked'
    return signer
  }
  return 'an answer is by nobody this issuer named'
}

function isResponder({ responder }: SignedAnswer, certificate: Certificate): boolean {
  if ('name' in responder) return sameName(responder.name, certificate.subject)
  return createHash('sha1').update(keyBits(certificate.spki)).digest().equals(responder.keyHash)
}
