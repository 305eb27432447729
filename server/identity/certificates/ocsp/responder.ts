/** The delegated signer of OCSP answers (RFC 6960 §4.2.2.2): a certificate for a month, by the authority it answers for, that asks
 * nobody to check its own revocation (ocsp-nocheck), because its life is so short. */
import { asPostOffice } from '#ground/db.ts'
import { AUTHORITY_TIMES, EXTENDED_KEY_USAGES } from '#rules/certificate-profiles.ts'
import { type AuthorityRow, lockAuthorities } from '../authorities.store.ts'
import { buildCertificate } from '../build-certificate.ts'
import { insertCertificate } from '../certificates.store.ts'
import {
  authorityKey,
  extendedKeyUsage,
  keyUsage,
  noAuthority,
  rawExtension,
  type Signing,
  subjectKey,
} from '../encode.ts'
import { attributeOf, NAME_OIDS } from '../names.ts'
import { OCSP } from '../oids.ts'
import { readCertificate } from '../read-certificate.ts'
import type { Certificates } from '../room.ts'
import { newSerial } from '../serial.ts'
import { earlier, plusDays, plusMinutes, sha256, wholeSecond } from '../times.ts'
import { newestResponder, type ResponderRow } from './ocsp.store.ts'

export type Responder = { readonly certificate: Buffer; readonly notAfter: Date; readonly signing: Signing }

/** The present signer for an authority; its certificate is made when there is none, or it ends within ten days. Undefined when
 * its key is not here. */
export async function responderOf(
  pki: Certificates,
  authority: AuthorityRow,
): Promise<Responder | undefined> {
  const name = authority.responderKeyName
  const key = name === null ? undefined : await pki.keys.find(name)
  if (name === null || !key) return undefined
  const row = await currentResponder(pki, authority, name, key.spki)
  return row && { ...row, signing: { keys: pki.keys, name, kind: key.kind } }
}

async function currentResponder(
  pki: Certificates,
  authority: AuthorityRow,
  keyName: string,
  spki: Buffer,
): Promise<ResponderRow | undefined> {
  const present = await newestResponder(pki.db, authority.name)
  if (present && !isDue(pki, present)) return present
  const authorityKeyKind = (await pki.keys.find(authority.keyName))?.kind
  // Without the authority's key here the present certificate serves until its end.
  if (!authorityKeyKind || authority.notAfter <= pki.clock())
    return present && present.notAfter > pki.clock() ? present : undefined
  const signing = { keys: pki.keys, name: authority.keyName, kind: authorityKeyKind }
  const made = await makeCertificate(pki, authority, keyName, spki, signing)
  return asPostOffice(pki.db, async (trx) => {
    await lockAuthorities(trx, `responder ${authority.name}`)
    const others = await newestResponder(trx, authority.name)
    if (others && !isDue(pki, others)) return others
    await insertCertificate(trx, {
      ...made,
      authorityName: authority.name,
      profile: 'responder',
      holderId: null,
      keyHash: sha256(spki),
      issuedAt: pki.clock(),
      asking: { part: 'system', personId: null },
      replaces: null,
    })
    return { certificate: made.certificate, notAfter: made.notAfter }
  })
}

const isDue = (pki: Certificates, row: ResponderRow): boolean =>
  row.notAfter <= plusDays(pki.clock(), AUTHORITY_TIMES.ocspResponderRenewDaysBefore)

async function makeCertificate(
  pki: Certificates,
  authority: AuthorityRow,
  keyName: string,
  spki: Buffer,
  signing: Signing,
) {
  const issuer = readCertificate(authority.certificate)
  const now = wholeSecond(pki.clock())
  const notBefore = plusMinutes(now, -AUTHORITY_TIMES.backdateMinutes)
  const end = plusDays(now, AUTHORITY_TIMES.ocspResponderDays)
  const notAfter = earlier(end, authority.notAfter)
  const serial = newSerial()
  const certificate = await buildCertificate(
    {
      serial,
      issuer: issuer.subject.der,
      subject: [
        [['country', attributeOf(issuer.subject, NAME_OIDS.country) ?? 'DK']],
        [['organisation', attributeOf(issuer.subject, NAME_OIDS.organisation) ?? '']],
        [['commonName', `OCSP signer ${keyName}`]],
      ],
      notBefore,
      notAfter,
      spki,
      extensions: [
        noAuthority(),
        keyUsage(['digitalSignature']),
        extendedKeyUsage([EXTENDED_KEY_USAGES.ocspSigning]),
        rawExtension(OCSP.noCheck, false, Buffer.of(5, 0)),
        subjectKey(spki),
        authorityKey(issuer.spki),
      ],
    },
    signing,
  )
  return { serial, certificate, notBefore, notAfter }
}
