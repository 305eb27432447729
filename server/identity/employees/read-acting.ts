/** The enterprise a session acts for, or the person in whose mailbox it is, as the web app is told. */
import type { ActingFor, ActingIn } from '#api/acting-for.ts'
import { inMailbox } from '#ground/db.ts'
import { activeRole, readEnterprise } from '#people/employees/employees.store.ts'
import { grantInForce, type SharedWith } from '#people/grants/grants.store.ts'
import { readMailboxOwner } from '../login.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'

/** null in the person's own name, and once the employment has ended. */
export async function readActing(
  identity: Pick<Identity, 'db'>,
  { personId, acting }: Pick<SessionRow, 'personId' | 'acting'>,
): Promise<ActingFor | null> {
  if (!acting || 'grantId' in acting) return null
  const { mailboxId, employeeId, enterpriseId } = acting
  return inMailbox(identity.db, mailboxId, async (trx) => {
    const role = await activeRole(trx, { mailboxId, employeeId, personId })
    const enterprise = await readEnterprise(trx, enterpriseId)
    if (!role || !enterprise) return null
    const { name, country, enterpriseNumber } = enterprise
    return { employeeId, enterpriseId, name, country, number: enterpriseNumber, role }
  })
}

/** null in one's own mailbox and in an enterprise's, and once the access has ended. */
export async function readActingIn(
  identity: Pick<Identity, 'db' | 'clock'>,
  { personId, acting }: Pick<SessionRow, 'personId' | 'acting'>,
): Promise<ActingIn | null> {
  if (!acting || !('grantId' in acting)) return null
  const { mailboxId, grantId } = acting
  return inMailbox(identity.db, mailboxId, async (trx) => {
    const grant = await grantInForce(trx, { mailboxId, grantId, personId, at: identity.clock() })
    const ownerName = await readMailboxOwner(trx, mailboxId)
    return grant && ownerName !== null ? actingInOf({ ...grant, grantId, ownerName }) : null
  })
}

export const actingInOf = (shared: Omit<SharedWith, 'mailboxId' | 'notices'>): ActingIn => ({
  grantId: shared.grantId,
  name: shared.ownerName,
  capacity: shared.capacity,
  part: shared.folderIds ? 'folders' : shared.senderIds ? 'senders' : 'whole',
  endsAt: shared.endsAt?.toISOString() ?? null,
})
