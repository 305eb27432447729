import type { Actor } from '#ground/actor.ts'
import { askIn, type Statement, type Trx } from '#ground/db.ts'
import { activeRole } from '#people/employees/employees.store.ts'
import { foldersWithin, type GrantInForce, grantInForce } from '#people/grants/grants.store.ts'
import { isPlaceName, PLACES, placeOf } from '#rules/keeping.ts'
import { type Capacity, has, type MailboxPower, mayAs, OF_THE_WHOLE } from '#rules/powers.ts'
import { departmentsOf } from './departments/departments.store.ts'

/** In what capacity somebody was let in: what the access log says of them (B-16). */
export type ActorKind = 'owner' | 'delegate' | 'guardian' | 'attorney' | 'heir' | 'employee'

/**
 * How much of the mailbox is seen. `ids` are those of folders, senders, departments or employees: a letter is in the part when
 * it lies in, comes from, is routed to or is assigned to one of them (the trash only when it is named itself).
 */
export type Scope =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly of: 'folders' | 'senders' | 'work'; readonly ids: readonly string[] }

export type Granted = {
  readonly kind: 'granted'
  readonly as: ActorKind
  readonly capacity: Capacity
  readonly scope: Scope
}

export type Power =
  | Granted
  /** `not-yours` also when there is no such mailbox: the two must not be told apart. `ended`: a grant that was the actor's own. */
  | {
      readonly kind: 'refused'
      readonly why: 'not-yours' | 'mailbox-closed' | 'role' | 'not-granted' | 'level' | 'ended'
    }

const WHOLE: Scope = { kind: 'whole' }
const NOT_YOURS: Power = { kind: 'refused', why: 'not-yours' }

/**
 * B-24: "may X do Y in mailbox Z?", and in how much of it. The table is rules/powers.ts; here is found out in what capacity the
 * actor stands before this mailbox: its owner, an employee of the enterprise it belongs to (P-02), or the holder of a grant (B-10
 * to B-12). Asked in the transaction that acts, so that what has ended meanwhile has ended: a closed mailbox, an employment, a
 * grant taken back or past its last day.
 *
 * Most rooms never call this: `enterMailbox` does, and makes the answer hold for every query of the transaction.
 */
export async function may(
  trx: Trx,
  actor: Actor,
  power: MailboxPower,
  { mailboxId, at }: { mailboxId: string; at: Date },
): Promise<Power> {
  const [mailbox] = await askIn<MailboxFacts>(trx, mailboxFacts(mailboxId))
  if (!mailbox) return NOT_YOURS
  const standing = await standingOf(trx, actor, { ...mailbox, mailboxId, at })
  return judged(standing, mailbox, actor, power)
}

export type MailboxFacts = { person_id: string | null; enterprise_id: string | null; state: string }

/** What has to be known of a mailbox to say who stands before it. */
export const mailboxFacts = (mailboxId: string): Statement => ({
  text: 'select person_id, enterprise_id, state from mailbox where mailbox_id = $1',
  values: [mailboxId],
})

/** The same answer for who acts for nobody else, of whom nothing more has to be known. */
export function mayInOwn(actor: Actor, power: MailboxPower, mailbox: MailboxFacts | undefined): Power {
  if (actor.actingFor || !mailbox) return NOT_YOURS
  return judged(ownStanding(actor, mailbox), mailbox, actor, power)
}

function judged(standing: Power, mailbox: MailboxFacts, actor: Actor, power: MailboxPower): Power {
  if (standing.kind === 'refused') return standing
  // Deactivated and opted out: no new letters, the old ones stay readable (B-09). Closed: nothing is.
  if (mailbox.state === 'closed') return { kind: 'refused', why: 'mailbox-closed' }
  if (standing.scope.kind === 'part' && OF_THE_WHOLE.includes(power))
    return { kind: 'refused', why: standing.as === 'employee' ? 'role' : 'not-granted' }
  const verdict = mayAs(standing.capacity, power, actor)
  if (verdict === 'yes') return standing
  if (verdict === 'level') return { kind: 'refused', why: 'level' }
  return { kind: 'refused', why: standing.as === 'employee' ? 'role' : 'not-granted' }
}

/** Whether the capacity they were let in by has the power at all. */
export const hasAlso = (entered: Granted, power: MailboxPower): boolean => has(entered.capacity, power)

/**
 * Whether a letter may be put there without going out of sight. `folderId` is a folder's or one of PLACES (rules/keeping.ts). Who
 * sees letters by their sender or as their work has the inbox and the archive, and does not know of folders.
 */
export function inScope({ scope }: Granted, folderId: string): boolean {
  if (scope.kind === 'whole') return true
  if (scope.of === 'folders') return scope.ids.includes(folderId)
  return folderId === PLACES.inbox || folderId === PLACES.archive
}

type Asked = { mailboxId: string; person_id: string | null; enterprise_id: string | null; at: Date }

const ownStanding = (
  { personId }: Actor,
  { person_id, enterprise_id }: Omit<MailboxFacts, 'state'>,
): Power =>
  enterprise_id === null && person_id === personId
    ? { kind: 'granted', as: 'owner', capacity: 'owner', scope: WHOLE }
    : NOT_YOURS

/** From where one acts for another, one's own mailbox is not visible, and the other way round. */
async function standingOf(trx: Trx, actor: Actor, asked: Asked): Promise<Power> {
  const { actingFor, personId } = actor
  if (asked.enterprise_id) return asEmployee(trx, actor, { ...asked, enterpriseId: asked.enterprise_id })
  if (!actingFor) return ownStanding(actor, asked)
  if (actingFor.as !== 'holder' || actingFor.mailboxId !== asked.mailboxId)
    return { kind: 'refused', why: 'not-yours' }
  const { mailboxId, at } = asked
  const grant = await grantInForce(trx, { mailboxId, grantId: actingFor.grantId, personId, at })
  if (!grant) return { kind: 'refused', why: 'ended' }
  const as = grant.capacity.startsWith('delegate') ? 'delegate' : (grant.capacity as ActorKind)
  return { kind: 'granted', as, capacity: grant.capacity, scope: await partOf(trx, mailboxId, grant) }
}

/** With a folder goes what lies in it, also what was put there since. */
async function partOf(trx: Trx, mailboxId: string, grant: GrantInForce): Promise<Scope> {
  const { folderIds, senderIds } = grant
  if (folderIds) {
    const own = folderIds.filter((id) => !isPlaceName(placeOf(id)))
    const within = own.length === 0 ? [] : await foldersWithin(trx, mailboxId, own)
    const places = folderIds.filter((id) => isPlaceName(placeOf(id)))
    return { kind: 'part', of: 'folders', ids: [...places, ...within] }
  }
  return senderIds ? { kind: 'part', of: 'senders', ids: senderIds } : WHOLE
}

async function asEmployee(
  trx: Trx,
  { actingFor, personId }: Actor,
  { mailboxId, enterpriseId }: { mailboxId: string; enterpriseId: string },
): Promise<Power> {
  if (actingFor?.as !== 'employee' || actingFor.enterpriseId !== enterpriseId)
    return { kind: 'refused', why: 'not-yours' }
  const { employeeId } = actingFor
  const role = await activeRole(trx, { mailboxId, employeeId, personId })
  if (!role) return { kind: 'refused', why: 'not-yours' }
  const scope: Scope =
    role === 'department'
      ? { kind: 'part', of: 'work', ids: [employeeId, ...(await departmentsOf(trx, mailboxId, employeeId))] }
      : WHOLE
  return { kind: 'granted', as: 'employee', capacity: role, scope }
}
