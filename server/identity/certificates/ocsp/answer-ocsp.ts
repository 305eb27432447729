/** Answers an OCSP request (RFC 6960). Without a nonce the answer is signed once, kept, and the same for everybody until shortly
 * before its end; a revocation drops it in its own transaction. With a nonce, for several certificates, or for a number we never
 * issued, it is signed anew. */
import { createHash } from 'node:crypto'
import { asPostOffice } from '#ground/db.ts'
import { AUTHORITY_TIMES } from '#rules/certificate-profiles.ts'
import { crlReasonOf } from '#rules/revocation-reasons.ts'
import { type AuthorityRow, listAuthorities } from '../authorities.store.ts'
import { DerError } from '../der.ts'
import { readCertificate } from '../read-certificate.ts'
import type { Certificates } from '../room.ts'
import { SERIAL_OCTETS } from '../serial.ts'
import { keyBits } from '../signature-algorithms.ts'
import { earlier, plusHours, wholeSecond } from '../times.ts'
import { buildAnswer, refusalAnswer, type Status } from './build-answer.ts'
import { findAnswer, type HashName, keepAnswer, type Standing, standingsOf } from './ocsp.store.ts'
import { type AskedCertificate, type OcspRequest, readOcspRequest } from './read-request.ts'
import { responderOf } from './responder.ts'

export type OcspAnswer = {
  readonly bytes: Buffer
  /** Until when anybody may keep the answer; undefined for what is only for the one who asked. */
  readonly freshUntil: Date | undefined
}

const HASHES: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}

const once = (bytes: Buffer): OcspAnswer => ({ bytes, freshUntil: undefined })

export async function answerOcsp(pki: Certificates, der: Uint8Array): Promise<OcspAnswer> {
  let request: OcspRequest
  try {
    request = readOcspRequest(der)
  } catch (error) {
    if (error instanceof DerError) return once(refusalAnswer('malformedRequest'))
    throw error
  }
  const authority = await authorityAsked(pki, request.asked)
  // RFC 6960 §2.3: not authorised to answer for this issuer. All that is asked must be of one issuer of ours.
  if (!authority) return once(refusalAnswer('unauthorized'))
  const [only, ...others] = request.asked
  const keepable = others.length === 0 && request.nonce === undefined && only!.serial.length === SERIAL_OCTETS
  const hash = HASHES[only!.hashOid]!
  if (keepable) {
    const goodUntil = plusHours(pki.clock(), AUTHORITY_TIMES.ocspAnswerRenewHoursBefore)
    const kept = await findAnswer(pki.db, authority.name, only!.serial, hash, goodUntil)
    if (kept) return { bytes: kept.answer, freshUntil: kept.nextUpdate }
  }
  const responder = await responderOf(pki, authority)
  if (!responder) return once(refusalAnswer('tryLater'))
  const standings = await standingsOf(
    pki.db,
    authority.name,
    request.asked.map(({ serial }) => serial),
  )
  const now = wholeSecond(pki.clock())
  const end = plusHours(now, AUTHORITY_TIMES.ocspAnswerHours)
  const nextUpdate = earlier(end, responder.notAfter)
  const bytes = await buildAnswer(
    {
      producedAt: now,
      thisUpdate: now,
      nextUpdate,
      answers: request.asked.map(({ certId, serial }) => ({ certId, status: statusOf(serial, standings) })),
      nonce: request.nonce,
    },
    responder,
  )
  const standing = standings[0]
  if (!keepable || !standing) return once(bytes)
  await asPostOffice(pki.db, (trx) =>
    keepAnswer(trx, { serial: standing.serial, hash, revokedAt: standing.revokedAt, nextUpdate, bytes }),
  )
  return { bytes, freshUntil: nextUpdate }
}

function statusOf(serial: Buffer, standings: readonly Standing[]): Status {
  const standing = standings.find((row) => row.serial.equals(serial))
  if (!standing) return { kind: 'unknown' }
  if (!standing.revokedAt || !standing.revokedWhy) return { kind: 'good' }
  return { kind: 'revoked', at: standing.revokedAt, reason: crlReasonOf(standing.revokedWhy) }
}

/** The issuing authority that all of the request is about. */
async function authorityAsked(
  pki: Certificates,
  asked: readonly AskedCertificate[],
): Promise<AuthorityRow | undefined> {
  const authorities = (await listAuthorities(pki.db)).filter(
    ({ responderKeyName }) => responderKeyName !== null,
  )
  const found = asked.map((one) => authorities.find((authority) => isAbout(one, authority)))
  return found.every((authority) => authority && authority === found[0]) ? found[0] : undefined
}

function isAbout(asked: AskedCertificate, authority: AuthorityRow): boolean {
  const hash = HASHES[asked.hashOid]
  if (!hash) return false
  const { subject, spki } = readCertificate(authority.certificate)
  const digest = (bytes: Buffer) => createHash(hash).update(bytes).digest()
  return digest(subject.der).equals(asked.issuerNameHash) && digest(keyBits(spki)).equals(asked.issuerKeyHash)
}
