/** What the authority does by the clock: certificates of the deceased and of wards are revoked, signers of OCSP answers and of our own mail renewed, lists that are
 * due published, and what has had its time forgotten. Runs hourly, and after every revocation. */
import { asPostOffice } from '#ground/db.ts'
import { listAuthorities } from './authorities.store.ts'
import { followNames } from './follow-names.ts'
import { renewMailCertificate } from './mail-certificate.ts'
import { forgetEnded } from './ocsp/ocsp.store.ts'
import { responderOf } from './ocsp/responder.ts'
import { type ListElsewhere, listsDueElsewhere, publishLists } from './publish-lists.ts'
import { revokeOfDeceased, revokeOfWards } from './revoke-certificate.ts'
import type { Certificates } from './room.ts'
import { plusYears } from './times.ts'

/** N-07: at most six years after the certificate's end. */
export const CERTIFICATES_KEPT_YEARS = 6

/** @returns lists that are due and can't be made here, for the operator */
export async function tendCertificates(pki: Certificates): Promise<ListElsewhere[]> {
  await revokeOfDeceased(pki)
  await revokeOfWards(pki)
  await followNames(pki)
  for (const authority of await listAuthorities(pki.db))
    if (authority.notAfter > pki.clock()) await responderOf(pki, authority)
  await renewMailCertificate(pki)
  await publishLists(pki)
  const now = pki.clock()
  await asPostOffice(pki.db, (trx) => forgetEnded(trx, now, plusYears(now, -CERTIFICATES_KEPT_YEARS)))
  return listsDueElsewhere(pki)
}
