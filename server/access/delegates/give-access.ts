/** B-10: the owner gives somebody access to their mailbox or a part of it, sees what was given, and takes it back. */
import type { AccessPart, GiveAccess, GivenAccess, GivenAccesses } from '#api/access.ts'
import type { AccessAction } from '#api/mailbox.ts'
import { type Access, logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse, refuseField } from '#ground/refuse.ts'
import { ACCESS_LIMITS, answerBy, endOfDay, shownState } from '#rules/access-for-others.ts'
import { digitalAddressKey, parseDigitalAddress } from '#rules/digital-address.ts'
import { folderIdOf, isPlaceName, placeOf } from '#rules/keeping.ts'
import { enterAlone, enterMailbox } from '../enter-mailbox.ts'
import type { ActorKind } from '../may.ts'
import {
  countGrants,
  endGrant,
  type GrantRow,
  grantsOf,
  holdGrant,
  insertInvitation,
  knownFolders,
  knownSenders,
  lockGrants,
  ownTags,
} from './delegates.store.ts'

const DAY_MS = 86_400_000

export async function listGiven(house: House, actor: Actor): Promise<GivenAccesses> {
  const rows = await enterMailbox(house, actor, 'read-given-access', (trx) => grantsOf(trx, actor.mailboxId))
  return { given: rows.map((row) => givenOf(row, house.clock())), most: ACCESS_LIMITS.grantsMax }
}

/**
 * The answer is the same whoever the address belongs to, and whether it belongs to anybody: who that is a job finds out afterwards
 * (`deliver-invitation.ts`), so that not even the time it takes tells.
 * @throws Refusal `request-invalid` for what is wrong in itself, `not-found` for a folder or sender that is none of the mailbox's,
 * `access-too-many`, `too-many-requests`, `level-too-low`
 */
export async function giveAccess(house: House, actor: Actor, asked: GiveAccess): Promise<GivenAccess> {
  const { mailboxId } = actor
  const at = house.clock()
  const address = parseDigitalAddress(asked.digitalAddress)
  if (address.kind === 'invalid') throw refuseField('digitalAddress', 'format', ADDRESS_FORM)
  const endsAt = asked.endsOn === null ? null : endOfDay(asked.endsOn, at)
  if (endsAt === undefined) throw refuseField('endsOn', 'day', DAY_FORM)
  const { folderIds, senderIds } = idsOf(asked.part)
  return enterMailbox(house, actor, 'give-access', async (trx, { as }) => {
    await lockGrants(trx, mailboxId)
    if ((await ownTags(trx, mailboxId)).includes(address.tag))
      throw refuseField('digitalAddress', 'own', OWN_ADDRESS)
    await requireTheirs(trx, mailboxId, { folderIds, senderIds })
    const { open, given } = await countGrants(trx, mailboxId, { at, since: new Date(at.getTime() - DAY_MS) })
    if (open >= ACCESS_LIMITS.grantsMax) throw refuse('access-too-many')
    if (given >= ACCESS_LIMITS.invitationsADay)
      throw refuse('too-many-requests', {
        detail: `At most ${ACCESS_LIMITS.invitationsADay} invitations a day.`,
        retryAfterSeconds: DAY_MS / 1000,
      })
    const grantId = newId(at.getTime())
    await insertInvitation(trx, {
      mailboxId,
      grantId,
      capacity: asked.capacity,
      address: digitalAddressKey(address),
      folderIds,
      senderIds,
      givenAt: at,
      answerBy: answerBy(at),
      endsAt,
    })
    await logAccess(trx, entry(actor, as, 'access-offered', at))
    await addJob(trx, 'deliver-invitation', { mailboxId, grantId })
    return givenOf((await holdGrant(trx, mailboxId, grantId))!, at)
  })
}

/** At once: the next question of whoever holds it finds nothing, and what is being streamed to them ends. @throws Refusal `not-found` */
export function takeBack(house: House, actor: Actor, grantId: string): Promise<GivenAccess> {
  const { mailboxId } = actor
  return enterAlone(house, actor, 'take-access-back', async (trx, { as }) => {
    const at = house.clock()
    const grant = await holdGrant(trx, mailboxId, grantId)
    if (!grant?.capacity.startsWith('delegate')) throw refuse('not-found')
    if (shownState(grant, at).state === 'ended') return givenOf(grant, at)
    await endGrant(trx, { mailboxId, grantId, why: 'taken-back', at })
    await logAccess(trx, entry(actor, as, 'access-taken-back', at))
    return givenOf((await holdGrant(trx, mailboxId, grantId))!, at)
  })
}

const entry = (actor: Actor, as: ActorKind, action: AccessAction, at: Date): Access => ({
  mailboxId: actor.mailboxId,
  action,
  at,
  actorKind: as,
  actorId: actor.personId,
  level: actor.level,
})

function idsOf(part: AccessPart): { folderIds: string[] | null; senderIds: string[] | null } {
  if (part.kind === 'whole') return { folderIds: null, senderIds: null }
  if (part.kind === 'senders') return { folderIds: null, senderIds: part.senderIds }
  if (part.places.includes('trash')) throw refuseField('part.places', 'trash', NO_TRASH)
  return { folderIds: part.places.map(folderIdOf), senderIds: null }
}

async function requireTheirs(
  trx: Trx,
  mailboxId: string,
  { folderIds, senderIds }: { folderIds: string[] | null; senderIds: string[] | null },
): Promise<void> {
  const own = (folderIds ?? []).filter((id) => !isPlaceName(placeOf(id)))
  if (own.length > 0 && (await knownFolders(trx, mailboxId, own)) < own.length) throw refuse('not-found')
  if (senderIds && (await knownSenders(trx, mailboxId, senderIds)) < senderIds.length)
    throw refuse('not-found')
}

function givenOf(row: GrantRow, now: Date): GivenAccess {
  const shown = shownState(row, now)
  const ended = shown.state === 'ended' ? shown : null
  return {
    grantId: row.grantId,
    capacity: row.capacity,
    part: row.folderIds
      ? { kind: 'folders', places: row.folderIds.map(placeOf) }
      : row.senderIds
        ? { kind: 'senders', senderIds: row.senderIds }
        : { kind: 'whole' },
    state: shown.state,
    address: row.address,
    name: row.holderName,
    givenAt: row.givenAt.toISOString(),
    answerBy: shown.state === 'invited' ? (row.answerBy?.toISOString() ?? null) : null,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    endedAt: ended?.at?.toISOString() ?? null,
    endedWhy: (ended?.why as GivenAccess['endedWhy']) ?? null,
  }
}

const ADDRESS_FORM = 'Write a digital address, such as ola.nordmann#123A.'
const OWN_ADDRESS = 'This is your own address.'
const DAY_FORM = `Must be a day from today on, at most ${ACCESS_LIMITS.yearsMax} years ahead.`
const NO_TRASH = 'The trash is never shared.'
