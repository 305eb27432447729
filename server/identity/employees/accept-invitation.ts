/**
 * I-03: the employee takes the employment over with their own e-ID, at the level of acting for an enterprise. The link shows
 * that they read the e-mail address; the e-ID shows who they are; the name holds the two together.
 */
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import {
  bindEmployee,
  type Employment,
  endEmployee,
  findInvitation,
} from '#people/employees/employees.store.ts'
import { isSameName } from '#rules/employee-order.ts'
import { EMPLOYEE_LEVEL } from '#rules/employee-roles.ts'
import { atLeast } from '#rules/levels.ts'
import { readRegisteredName } from '../login.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { tokenHash } from '../session-token.ts'

/** What the link leads to. @throws `link-used-up`, `level-too-low`: whose invitation it is, nobody reads with a password alone */
export function readInvitation(identity: Identity, session: SessionRow, token: string): Promise<Employment> {
  requireLevel(session)
  return asPostOffice(identity.db, (trx) => find(identity, trx, token))
}

/** @throws `link-used-up`, `level-too-low`, `employee-exists`; `name-differs`, which the administrators see in their log */
export async function acceptInvitation(
  identity: Identity,
  session: SessionRow,
  token: string,
): Promise<Employment> {
  requireLevel(session)
  const { personId, level } = session
  const { employment, accepted } = await asPostOffice(identity.db, async (trx) => {
    const employment = await find(identity, trx, token)
    const { mailboxId, employeeId, role } = employment
    const at = identity.clock()
    const by = { by: 'employee', byEmployeeId: employeeId, level } as const
    const registered = await readRegisteredName(trx, personId)
    if (!registered || !isSameName(employment.name, registered)) {
      await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'name-differs', by: 'system' }])
      return { employment, accepted: false }
    }
    if (!(await bindEmployee(trx, { mailboxId, employeeId, personId, at }))) throw refuse('employee-exists')
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'accepted', role, ...by }])
    const facts = { at: at.toISOString(), enterprise: employment.enterpriseName }
    await addJobs(trx, 'tell-person', [{ personId, about: 'employee-id-ordered', facts }])
    return { employment, accepted: true }
  })
  // Refused outside the transaction: the log keeps it.
  if (!accepted) throw refuse('name-differs')
  return employment
}

/** Whoever reads the mail may say no: it needs no name. @throws `link-used-up`, `level-too-low` */
export async function declineInvitation(
  identity: Identity,
  session: SessionRow,
  token: string,
): Promise<void> {
  requireLevel(session)
  await asPostOffice(identity.db, async (trx) => {
    const { mailboxId, employeeId } = await find(identity, trx, token)
    const at = identity.clock()
    await endEmployee(trx, { mailboxId, employeeId, why: 'declined', at })
    const by = { by: 'employee', byEmployeeId: employeeId, level: session.level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'declined', ...by }])
  })
}

async function find(
  identity: Identity,
  trx: Parameters<typeof findInvitation>[0],
  token: string,
): Promise<Employment> {
  const hash = tokenHash(token)
  const found = hash && (await findInvitation(trx, hash, identity.clock()))
  if (!found) throw refuse('link-used-up')
  return found
}

function requireLevel({ level }: SessionRow): void {
  if (!atLeast(level, EMPLOYEE_LEVEL)) throw refuse('level-too-low')
}
