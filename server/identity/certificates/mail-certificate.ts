/** The post office's own certificate: with it mail to people is signed, so that they see who wrote and that nobody changed it. Made once by
 * the ceremony, renewed with a new key before its end. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { MailSigner } from '../secure-mail/sign-content.ts'
import { findAuthority } from './authorities.store.ts'
import { findCertificate } from './certificates.store.ts'
import { type IssuedCertificate, issueCertificate } from './issue-certificate.ts'
import { renewCertificate } from './renew-certificate.ts'
import type { Certificates } from './room.ts'
import { plusDays } from './times.ts'

export type MailCertificateOrder = {
  readonly organisation: string
  readonly country: 'dk' | 'no'
  /** Of the operator, in the business register. */
  readonly enterpriseNumber: string
  /** The address mail comes from. */
  readonly email: string
}

const RENEW_DAYS_BEFORE = 90
const SYSTEM = { part: 'system', personId: null } as const

/** Done again it changes nothing, unless the present one was revoked or has ended. @returns whether one was made */
export async function makeMailCertificate(pki: Certificates, order: MailCertificateOrder): Promise<boolean> {
  if (await mailSigner(pki)) return false
  const row = await newest(pki)
  const { country, organisation, enterpriseNumber: number, email } = order
  const enterprise = { number, name: organisation }
  await keep(pki, (row?.number ?? 0) + 1, (spki) =>
    issueCertificate(pki, { kind: 'organisation', country, enterprise, email }, { spki }, SYSTEM),
  )
  return true
}

export async function renewMailCertificate(pki: Certificates): Promise<void> {
  const row = await newest(pki)
  const certificate = row && (await findCertificate(pki.db, row.serial))
  if (!row || !certificate || certificate.notAfter > plusDays(pki.clock(), RENEW_DAYS_BEFORE)) return
  if (certificate.revokedAt || certificate.notAfter <= pki.clock()) return
  await keep(pki, row.number + 1, (spki) =>
    renewCertificate(pki, { serial: row.serial.toString('hex'), key: { spki }, requester: SYSTEM }),
  )
}

/** Who signs mail now; undefined when there is no certificate for it, or none that is good. */
export async function mailSigner(pki: Certificates): Promise<MailSigner | undefined> {
  const row = await newest(pki)
  const certificate = row && (await findCertificate(pki.db, row.serial))
  const key = row && (await pki.keys.find(row.keyName))
  if (!row || !certificate || !key || certificate.revokedAt || certificate.notAfter <= pki.clock())
    return undefined
  const issuer = await findAuthority(pki.db, certificate.authorityName)
  return {
    signing: { keys: pki.keys, name: row.keyName, kind: key.kind },
    certificates: [certificate.certificate, ...(issuer ? [issuer.certificate] : [])],
  }
}

type Row = { number: number; keyName: string; serial: Buffer }

async function newest(pki: Pick<Certificates, 'db'>): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select number, key_name as "keyName", serial from mail_certificate order by number desc limit 1`.execute(
    pki.db,
  )
  return rows[0]
}

/** Two at once: the first one's counts, the other's certificate is never used. */
async function keep(
  pki: Certificates,
  number: number,
  issue: (spki: Buffer) => Promise<IssuedCertificate>,
): Promise<void> {
  const keyName = `mail-${number}`
  const { serial } = await issue((await pki.keys.create(keyName, 'ec-p256')).spki)
  await asPostOffice(pki.db, (trx) =>
    sql`
      insert into mail_certificate (number, key_name, serial, made_at)
      values (${number}::int, ${keyName}, ${Buffer.from(serial, 'hex')}, ${pki.clock()})
      on conflict do nothing`.execute(trx),
  )
}
