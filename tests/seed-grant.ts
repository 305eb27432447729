/** A grant as accepting an invitation leaves it, and an actor who works by it, for tests of what a share shows. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import type { Level } from '#rules/levels.ts'
import type { PowerKind } from '#rules/power-requests.ts'
import type { GrantedCapacity } from '#rules/powers.ts'
import { addJudge } from './decide-as.ts'
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
  const capacity = seed.capacity ?? 'delegate-reader'
  const lawful = capacity === 'guardian' || capacity === 'attorney' || capacity === 'heir'
  const requestId = lawful ? await seedDecided(house, { owner, holder, kind: capacity }) : null
  await asPostOffice(house.db, (trx) =>
    trx
      .insertInto('access_grant')
      .values({
        mailbox_id: owner.mailboxId,
        grant_id: grantId,
        capacity,
        request_id: requestId,
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

let judges: { house: House; staff: string[] } | undefined

/** A request that two members of staff have approved: without one the database lets no guardian, attorney or heir in. */
async function seedDecided(
  house: House,
  { owner, holder, kind }: { owner: SeededPerson; holder: SeededPerson; kind: PowerKind },
): Promise<string> {
  const at = house.clock()
  const requestId = newId(at.getTime())
  if (judges?.house !== house) {
    const two = [await addJudge(house, `first ${requestId}`), await addJudge(house, `second ${requestId}`)]
    judges = { house, staff: two.map(({ staff }) => staff) }
  }
  const { staff } = judges
  await asPostOffice(house.db, async (trx) => {
    await sql`
      insert into power_request (request_id, person_id, mailbox_id, kind, subject_id, statement_sealed, statement_key, state,
        state_at, begun_at, submitted_at, content_digest)
      values (${requestId}, ${holder.personId}, ${holder.mailboxId}, ${kind}, ${owner.personId}, '', '', 'submitted',
        ${at}, ${at}, ${at}, '')`.execute(trx)
    for (const one of staff)
      await sql`insert into power_vote (request_id, staff, verdict, reason, signature, at)
        values (${requestId}, ${one}, 'approve', 'Seeded for a test', '', ${at})`.execute(trx)
  })
  return requestId
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
    actingFor: { as: 'holder', grantId, mailboxId, language: 'da', ownMailboxId: null } as const,
  }
}
