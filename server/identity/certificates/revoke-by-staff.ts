/** I-04: what staff learn and no register tells (a bankruptcy, terms that were broken, a guardian appointed elsewhere) ends certificates at
 * once. By name and reason; each holder is told. */
import { asPostOffice } from '#ground/db.ts'
import { refuseField } from '#ground/refuse.ts'
import { REVOCATION_REASONS, supportMayRevoke } from '#rules/revocation-reasons.ts'
import { type ByStaff, note } from '../fraud/work-cases.ts'
import type { Whose } from './certificates.store.ts'
import { revokeAllOf } from './revoke-certificate.ts'
import type { Certificates } from './room.ts'

/**
 * Every certificate in force of a person, or of an enterprise and all who are employed there.
 * @returns how many there were
 * @throws `request-invalid` for a reason that is not support's to give, or not for them
 */
export async function revokeByStaff(
  room: Pick<Certificates, 'db' | 'clock'>,
  by: ByStaff,
  { whose, cause }: { whose: Whose; cause: string },
): Promise<number> {
  const of = 'personId' in whose ? 'person' : 'enterprise'
  if (!supportMayRevoke(cause, of)) {
    const allowed = Object.keys(REVOCATION_REASONS).filter((one) => supportMayRevoke(one, of))
    throw refuseField('cause', 'invalid', `For this ${of} it must be one of ${allowed.join(', ')}.`)
  }
  return asPostOffice(room.db, async (trx) => {
    const about = 'personId' in whose ? { personId: whose.personId } : {}
    await note(room, trx, by, { action: 'certificates-revoked', ...about })
    const asking = { part: 'support', personId: null } as const
    return revokeAllOf(trx, whose, { at: room.clock(), why: cause, asking })
  })
}
