/** Renews a certificate that is still good: with the same key or a new one, for the same holder, with the name as it is now. After
 * a change of what it says the old certificate is revoked as superseded; otherwise it stays until its end. */
import { refuse } from '#ground/refuse.ts'
import type { CertificateSubject } from '#rules/certificate-subject.ts'
import { subjectSerialNumber } from '#rules/certificate-subject.ts'
import {
  type Asking,
  type CertificateRow,
  findCertificate,
  findHolder,
  type HolderRow,
} from './certificates.store.ts'
import { readGeneralNames } from './general-names.ts'
import { certify, type IssuedCertificate, registeredSubject, requireSound } from './issue-certificate.ts'
import { attributeOf, NAME_OIDS, sameName } from './names.ts'
import { EXTENSION } from './oids.ts'
import { type Certificate, readCertificate } from './read-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import type { Certificates } from './room.ts'
import { parseSerial } from './serial.ts'
import { type OfferedKey, readSubjectKey, type SubjectKey } from './subject-key.ts'

export type Renewal = {
  /** The certificate to renew, 32 hexadecimal digits. */
  readonly serial: string
  /** `same`: the key of the old certificate. */
  readonly key: OfferedKey | 'same'
  readonly requester: Asking
  /** What has changed. A person's own name is read from the register and needs no telling. */
  readonly change?: { readonly name?: string; readonly enterpriseName?: string; readonly email?: string }
}

/** A key serves two terms at most: after that a new one is asked for (ETSI TS 119 312 counts key lives in years). */
const TERMS_OF_ONE_KEY = 2

/** @throws Refusal not-found, certificate-not-current, certificate-key-used, request-invalid */
export async function renewCertificate(pki: Certificates, renewal: Renewal): Promise<IssuedCertificate> {
  const number = parseSerial(renewal.serial)
  const row = number && (await findCertificate(pki.db, number))
  const holder = row?.subjectNumber ? await findHolder(pki.db, row.subjectNumber) : undefined
  if (!row || !holder) throw refuse('not-found')
  if (row.revokedAt || row.notAfter <= pki.clock()) throw refuse('certificate-not-current')
  const old = readCertificate(row.certificate)
  const subject = await subjectNow(pki, holder, old, renewal.change ?? {})
  requireSound(subject)
  const email = renewal.change?.email ?? emailOf(old)
  const key = renewal.key === 'same' ? await keyOnceMore(pki, row, old) : readSubjectKey(renewal.key)
  const issued = await certify(pki, {
    subject,
    holder,
    email,
    key,
    asking: renewal.requester,
    replaces: row.serial,
  })
  if (!sameName(readCertificate(issued.der).subject, old.subject) || email !== emailOf(old))
    await revokeCertificate(pki, {
      serial: renewal.serial,
      reason: 'renewed',
      requester: { part: 'system', personId: renewal.requester.personId },
    })
  return issued
}

async function keyOnceMore(pki: Certificates, row: CertificateRow, old: Certificate): Promise<SubjectKey> {
  let terms = 1
  for (let earlier = row.replaces; earlier; terms++) {
    const before = await findCertificate(pki.db, earlier)
    if (!before?.keyHash.equals(row.keyHash)) break
    earlier = before.replaces
  }
  if (terms >= TERMS_OF_ONE_KEY)
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'key',
          reason: 'worn',
          message: `A key serves ${TERMS_OF_ONE_KEY} certificates. Make a new one.`,
        },
      ],
    })
  return readSubjectKey({ spki: old.spki })
}

async function subjectNow(
  pki: Certificates,
  holder: HolderRow,
  old: Certificate,
  change: NonNullable<Renewal['change']>,
): Promise<CertificateSubject> {
  const id = holder.subjectNumber.replace(/^(PID:[0-9-]*-|CVR:\d+-[A-Z]{3}:|UI:[A-Z]{2}-[EO]:G:)/, '')
  if (holder.kind === 'person') return registeredSubject(pki, holder.personId!, id)
  const { country } = holder
  const name = change.name ?? attributeOf(old.subject, NAME_OIDS.commonName) ?? ''
  const enterprise = {
    number: holder.enterpriseNumber!,
    name: change.enterpriseName ?? attributeOf(old.subject, NAME_OIDS.organisation) ?? '',
  }
  const subject = ((): CertificateSubject => {
    if (holder.kind === 'employee') return { kind: 'employee', country, enterprise, name, rid: id }
    if (holder.kind === 'function') return { kind: 'function', country, enterprise, name, fid: id }
    return { kind: 'organisation', country, enterprise, uid: id }
  })()
  if (subjectSerialNumber(subject) !== holder.subjectNumber)
    throw new Error('the subject of a renewal would carry another number than its holder')
  return subject
}

function emailOf(certificate: Certificate): string | undefined {
  const names = certificate.extensions.get(EXTENSION.subjectAltName)
  const email = names && readGeneralNames(names.value).find(({ kind }) => kind === 'email')
  return email?.kind === 'email' ? email.text : undefined
}
