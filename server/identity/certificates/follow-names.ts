/** A person has a new name in the register: they are told, have thirty days to renew, and then the old certificate is revoked. */
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import { AUTHORITY_TIMES } from '#rules/certificate-profiles.ts'
import { listStaleNames, listUnnamed, markChangedNames, putName } from './names.store.ts'
import { attributeOf, NAME_OIDS } from './names.ts'
import { readCertificate } from './read-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import type { Certificates } from './room.ts'
import { plusDays } from './times.ts'

/** May run twice; runs with the authority's clock. Returns how many were revoked. */
export async function followNames(pki: Certificates): Promise<number> {
  const now = pki.clock()
  const until = plusDays(now, AUTHORITY_TIMES.nameChangeDays)
  const stale = await asPostOffice(pki.db, async (trx) => {
    for (const { serial, certificate } of await listUnnamed(trx))
      await putName(
        trx,
        serial,
        attributeOf(readCertificate(certificate).subject, NAME_OIDS.commonName) ?? '',
      )
    const changed = new Set((await markChangedNames(trx, now)).map(({ personId }) => personId))
    const facts = { at: now.toISOString(), until: until.toISOString() }
    await addJobs(
      trx,
      'tell-person',
      [...changed].map((personId) => ({ personId, about: 'certificate-name-changed' as const, facts })),
    )
    return listStaleNames(trx, plusDays(now, -AUTHORITY_TIMES.nameChangeDays))
  })
  const requester = { part: 'system', personId: null } as const
  for (const { serial, personId } of stale) {
    await revokeCertificate(pki, { serial: serial.toString('hex'), reason: 'wrong-content', requester })
    await asPostOffice(pki.db, (trx) =>
      addJobs(trx, 'tell-person', [
        { personId, about: 'certificate-revoked', facts: { at: now.toISOString() } },
      ]),
    )
  }
  return stale.length
}
