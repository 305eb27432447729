/** B-10: what somebody was offered and holds: they answer, choose notices, give it up. Always in their own name. */
import type { AnswerAccess, HeldAccess, HeldAccesses } from '#api/access.ts'
import type { AccessAction } from '#api/mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { atLeast } from '#rules/levels.ts'
import { ANOTHERS_LEVEL } from '#rules/powers.ts'
import {
  acceptGrant,
  endGrant,
  endOthersOf,
  type GrantRow,
  grantsFor,
  holdGrant,
  lockGrants,
  ownerOf,
  setNotices,
} from './delegates.store.ts'

type Rooms = Pick<House, 'db' | 'clock'>

export async function listHeld(house: Rooms, actor: Actor): Promise<HeldAccesses> {
  const rows = await asPostOffice(house.db, (trx) => grantsFor(trx, actor.personId, house.clock()))
  return { held: rows.map(heldOf) }
}

/**
 * @throws Refusal `not-found` for an invitation that is not theirs, answered, taken back or too old; `level-too-low`: whoever
 * acts in another's mailbox has an e-ID, and shows it when they say yes.
 */
export async function answerInvitation(
  house: Rooms,
  actor: Actor,
  grantId: string,
  answer: AnswerAccess,
): Promise<HeldAccesses> {
  if (answer.accept && !atLeast(actor.level, ANOTHERS_LEVEL)) throw refuse('level-too-low')
  await inGrant(house, actor, grantId, async (trx, grant, at) => {
    if (grant.state !== 'invited') throw refuse('not-found')
    const { mailboxId } = grant
    // Nothing in the owner's log says that it was declined: silence and a no are the same to them.
    if (!answer.accept) return endGrant(trx, { mailboxId, grantId, why: 'declined', at })
    await endOthersOf(trx, { mailboxId, holderId: actor.personId, but: grantId, at })
    await acceptGrant(trx, { mailboxId, grantId, notices: answer.notices, at })
    await log(trx, actor, mailboxId, 'access-accepted', at)
    const ownerId = await ownerOf(trx, mailboxId)
    if (ownerId) await addJob(trx, 'tell-person', { personId: ownerId, about: 'access-given', facts: {} })
  })
  return listHeld(house, actor)
}

/** Notices of its new letters, to the holder's own addresses. @throws Refusal `not-found` */
export async function chooseNotices(
  house: Rooms,
  actor: Actor,
  grantId: string,
  notices: boolean,
): Promise<HeldAccess> {
  return inGrant(house, actor, grantId, async (trx, grant) => {
    if (grant.state !== 'active') throw refuse('not-found')
    await setNotices(trx, { mailboxId: grant.mailboxId, grantId, notices })
    return { ...heldOf(grant), notices }
  })
}

/** From this moment on it is as if it had been taken back. What the law gave is not given up here. @throws Refusal `not-found` */
export async function giveUp(house: Rooms, actor: Actor, grantId: string): Promise<void> {
  await inGrant(house, actor, grantId, async (trx, { state, capacity, mailboxId }, at) => {
    if (state !== 'active' || !capacity.startsWith('delegate')) throw refuse('not-found')
    await endGrant(trx, { mailboxId, grantId, why: 'given-up', at })
    await log(trx, actor, mailboxId, 'access-given-up', at)
  })
}

/** Looks whose mailbox it is by the holder's own list, then acts through that mailbox's door alone. */
async function inGrant<T>(
  house: Rooms,
  actor: Actor,
  grantId: string,
  work: (trx: Trx, grant: GrantRow, at: Date) => Promise<T>,
): Promise<T> {
  const { personId } = actor
  const at = house.clock()
  const mine = await asPostOffice(house.db, (trx) => grantsFor(trx, personId, at))
  const found = mine.find((one) => one.grantId === grantId)
  if (!found) throw refuse('not-found')
  return inMailbox(house.db, found.mailboxId, async (trx) => {
    await lockGrants(trx, found.mailboxId)
    const grant = await holdGrant(trx, found.mailboxId, grantId)
    if (grant?.holderId !== personId) throw refuse('not-found')
    return work(trx, grant, at)
  })
}

const log = (trx: Trx, actor: Actor, mailboxId: string, action: AccessAction, at: Date) =>
  logAccess(trx, {
    mailboxId,
    action,
    at,
    actorKind: 'delegate',
    actorId: actor.personId,
    level: actor.level,
  })

const heldOf = (row: GrantRow): HeldAccess => ({
  grantId: row.grantId,
  ownerName: row.ownerName,
  capacity: row.capacity,
  part: row.folderIds ? 'folders' : row.senderIds ? 'senders' : 'whole',
  state: row.state === 'invited' ? 'invited' : 'active',
  notices: row.notices,
  answerBy: row.answerBy?.toISOString() ?? null,
  endsAt: row.endsAt?.toISOString() ?? null,
})
