/** I-17: a certificate in somebody's name, or the end of one, is never made in silence, whoever held the session. */
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import type { Certificates } from '../room.ts'

export async function tellOfCertificate(
  pki: Pick<Certificates, 'db' | 'clock'>,
  personId: string,
  what: 'issued' | 'revoked',
): Promise<void> {
  const facts = { at: pki.clock().toISOString() }
  await asPostOffice(pki.db, (trx) =>
    addJobs(trx, 'tell-person', [{ personId, about: `certificate-${what}`, facts }]),
  )
}
