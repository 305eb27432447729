/** B-10: finds out to whom an invitation goes, after it was answered to the owner: what the owner is told must not depend on it. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { byDigitalAddresses } from '#people/find-candidates.ts'
import { blockedPairs } from '#people/finding/finding.store.ts'
import { parseDigitalAddress } from '#rules/digital-address.ts'
import { bindInvited, holdGrant, ownerOf } from './delegates.store.ts'

/**
 * Nobody hears of it when the address reaches nobody, its holder has no mailbox that is open to them, or has blocked the owner
 * (D-17). Run twice, the second finds it bound.
 */
export async function deliverInvitation(
  house: Pick<House, 'db' | 'clock'>,
  { mailboxId, grantId }: Jobs['deliver-invitation'],
): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    const grant = await holdGrant(trx, mailboxId, grantId)
    if (grant?.state !== 'invited' || grant.holderId || grant.address === null) return
    const address = parseDigitalAddress(grant.address)
    if (address.kind === 'invalid') return
    const [holder] = await byDigitalAddresses(trx, [address])
    if (!holder?.mailboxId || holder.status === 'deceased' || holder.mailboxState === 'closed') return
    if (holder.mailboxId === mailboxId) return
    const ownerId = await ownerOf(trx, mailboxId)
    if (!ownerId) return
    const blocked = await blockedPairs(trx, [{ mailboxId: holder.mailboxId, personId: ownerId }])
    if (blocked.size > 0) return
    if (!(await bindInvited(trx, { mailboxId, grantId, holderId: holder.personId }))) return
    await addJob(trx, 'tell-person', {
      personId: holder.personId,
      about: 'access-offered',
      facts: { owner: grant.ownerName },
    })
  })
}
