/** What a person, or a company's administrator, sees of certificates (I-12, N-10). */

import type { RevocationCause } from '#rules/revocation-reasons.ts'
import { type CertificateProfileName, type CertificateRow, listCertificatesOf } from './certificates.store.ts'
import type { Certificates } from './room.ts'

export type CertificateState = 'good' | 'ended' | 'revoked'

export type ShownCertificate = {
  readonly serial: string
  readonly profile: CertificateProfileName
  readonly personId: string | null
  readonly subjectNumber: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly issuedAt: Date
  readonly state: CertificateState
  readonly revokedAt: Date | null
  readonly reason: RevocationCause | null
  readonly der: Buffer
}

/** A person's own and those they hold as an employee; newest first, at most 100. */
export async function certificatesOf(pki: Certificates, personId: string): Promise<ShownCertificate[]> {
  return (await listCertificatesOf(pki.db, personId)).map((row) => shown(pki, row))
}

function shown(pki: Certificates, row: CertificateRow): ShownCertificate {
  const state = row.revokedAt ? 'revoked' : row.notAfter <= pki.clock() ? 'ended' : 'good'
  return {
    serial: row.serial.toString('hex'),
    profile: row.profile,
    personId: row.personId,
    subjectNumber: row.subjectNumber ?? '',
    notBefore: row.notBefore,
    notAfter: row.notAfter,
    issuedAt: row.issuedAt,
    state,
    revokedAt: row.revokedAt,
    reason: row.revokedWhy,
    der: row.certificate,
  }
}
