/** A grant as accepting an invitation leaves it, and an actor who works by it, for tests of what a share shows. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import type { Level } from '#rules/levels.ts'
import type { GrantedCapacity } from '#rules/powers.ts'
import type { SeededPerson } from './seed-people.ts'
import { actorFor } from './sign-in-as.ts'

export type GrantSeed = {
  capacity?: GrantedCapacity
  folderIds?: readonly string[]
  senderIds?: readonly string[]
  endsAt?: Date
  notices?: boolean
}

/** Access to `owner`'s mailbox for `holder`, in force. */
export async function seedGrant(
  house: House,
  { owner, holder }: { owner: SeededPerson; holder: SeededPerson },
  seed: GrantSeed = {},
): Promise<string> {
  const at = house.clock()
  const grantId = newId(at.getTime())
  await asPostOffice(house.db, (trx) =>
    trx
      .insertInto('access_grant')
      .values({
        mailbox_id: owner.mailboxId,
        grant_id: grantId,
        capacity: seed.capacity ?? 'delegate-reader',
        holder_id: holder.personId,
        folder_ids: seed.folderIds ? [...seed.folderIds] : null,
        sender_ids: seed.senderIds ? [...seed.senderIds] : null,
        state: 'active',
        notices: seed.notices ?? false,
        given_at: at,
        accepted_at: at,
        ends_at: seed.endsAt ?? null,
      })
      .execute(),
  )
  return grantId
}

/** `holder` signed in, in `owner`'s mailbox, by this grant. */
export function actorBy(
  house: House,
  { owner, holder, grantId }: { owner: SeededPerson; holder: SeededPerson; grantId: string },
  level: Level = 'substantial',
) {
  const { mailboxId } = owner
  return {
    ...actorFor(house, holder, level),
    mailboxId,
    actingFor: { as: 'holder', grantId, mailboxId, language: 'da' } as const,
  }
}
