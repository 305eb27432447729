/** I-03, B-10: a person acts for one of the enterprises that employ them, in a mailbox they were given access to, or in their own
 * name again. The session stays one person's; what changes is the one mailbox it works in. */
import type { ActingChoices } from '#api/acting-for.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import { type Employment, employmentsOf, holdActiveRole } from '#people/employees/employees.store.ts'
import { grantsInForceOf, holdGrantInForce } from '#people/grants/grants.store.ts'
import { atLeast } from '#rules/levels.ts'
import { ANOTHERS_LEVEL } from '#rules/powers.ts'
import type { Opened } from '../open-session.ts'
import type { Identity } from '../room.ts'
import { type Acting, changeActing, type SessionRow } from '../session.store.ts'
import { newToken } from '../session-token.ts'
import { actingInOf } from './read-acting.ts'

/** Every employment that goes on, in an enterprise whose mailbox is not closed. */
export async function openEmployments(
  identity: Pick<Identity, 'db'>,
  personId: string,
): Promise<Employment[]> {
  const all = await asPostOffice(identity.db, (trx) => employmentsOf(trx, personId))
  return all.filter((one) => one.state === 'active' && one.mailboxState !== 'closed')
}

export async function actingChoices(identity: Identity, session: SessionRow): Promise<ActingChoices> {
  const employments = await openEmployments(identity, session.personId)
  const shared = await asPostOffice(identity.db, (trx) =>
    grantsInForceOf(trx, session.personId, identity.clock()),
  )
  return {
    mailboxes: shared.map(actingInOf),
    enterprises: employments.map((one) => ({
      employeeId: one.employeeId,
      enterpriseId: one.enterpriseId,
      name: one.enterpriseName,
      country: one.country,
      number: one.enterpriseNumber,
      role: one.role,
    })),
  }
}

/** Whom or where to act: by an employment, by a grant, or (null) in one's own name. */
export type ActingWish = { employeeId: string } | { grantId: string } | null

/**
 * @throws `not-found` for an employment or a grant that is not, or no longer, theirs; `level-too-low`; `mailbox-not-open` for somebody
 * without a mailbox of their own; `sign-in-needed` when the session ended meanwhile.
 */
export async function actFor(identity: Identity, session: SessionRow, wish: ActingWish): Promise<Opened> {
  const chosen = wish === null ? null : await choose(identity, session, wish)
  const acting = chosen?.acting ?? null
  if (!acting && !session.mailboxId) throw refuse('mailbox-not-open')
  const { personId, sessionId, level } = session
  const now = identity.clock()
  const token = newToken()
  const services = chosen?.services ?? false
  const change = { sessionId, personId, acting, services, tokenHash: token.hash, now }
  const write = async (trx: Trx) => {
    if (!(await changeActing(trx, change))) throw refuse('sign-in-needed')
  }
  if (!acting) await asPostOffice(identity.db, write)
  else {
    const { mailboxId } = acting
    await inMailbox(identity.db, mailboxId, async (trx) => {
      // Once more, where it counts, and held: an employment or a grant that ends at this moment waits, and then finds the session.
      if ('grantId' in acting) {
        const grant = await holdGrantInForce(trx, { ...acting, personId, at: now })
        if (!grant) throw refuse('not-found')
        await write(trx)
        return
      }
      const role = await holdActiveRole(trx, { mailboxId, employeeId: acting.employeeId, personId })
      if (!role) throw refuse('not-found')
      await write(trx)
      const by = { by: 'employee', byEmployeeId: acting.employeeId, level } as const
      await appendEvents(trx, [
        { mailboxId, employeeId: acting.employeeId, at: now, event: 'acted', role, ...by },
      ])
    })
  }
  return { session: { ...session, acting, lastSeenAt: now }, token, browser: null }
}

async function choose(
  identity: Identity,
  session: SessionRow,
  wish: NonNullable<ActingWish>,
): Promise<{ acting: Acting; services: boolean }> {
  if ('grantId' in wish) {
    const shared = await asPostOffice(identity.db, (trx) =>
      grantsInForceOf(trx, session.personId, identity.clock()),
    )
    const found = shared.find((one) => one.grantId === wish.grantId)
    if (!found) throw refuse('not-found')
    if (!atLeast(session.level, ANOTHERS_LEVEL)) throw refuse('level-too-low')
    return { acting: { grantId: found.grantId, mailboxId: found.mailboxId }, services: false }
  }
  const { employeeId } = wish
  const employment = (await openEmployments(identity, session.personId)).find(
    (one) => one.employeeId === employeeId,
  )
  if (!employment) throw refuse('not-found')
  if (!atLeast(session.level, ANOTHERS_LEVEL)) throw refuse('level-too-low')
  const { enterpriseId, mailboxId, servicesSince } = employment
  return { acting: { employeeId, enterpriseId, mailboxId }, services: servicesSince !== null }
}
