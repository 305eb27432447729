/** N-14: an employment ends by the administrator, or by the employee. Every session that acts by it ends in the same moment. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { addJob, addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents, type EmployeeEvent } from '#people/employees/employee-events.store.ts'
import {
  activeAdministrators,
  employmentsOf,
  endEmployee,
  lockEnterprise,
  readEmployee,
} from '#people/employees/employees.store.ts'
import { enterprisesByNumbers } from '#people/enterprises.store.ts'
import { leavesNobody } from '#rules/employee-roles.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import type { Identity } from '../room.ts'
import { endSessionsActingBy, type SessionRow } from '../session.store.ts'
import { asAdministrator } from './administrator.ts'
import { endKeysAt } from './key-file/order-key.ts'

/** @throws `not-found`, `employee-ended`, `last-administrator` */
export function revokeEmployee(identity: Identity, session: SessionRow, employeeId: string): Promise<void> {
  return asAdministrator(
    identity,
    session,
    'changes',
    async (trx, { mailboxId, level, enterprise, ...administrator }) => {
      const present = await readEmployee(trx, mailboxId, employeeId)
      if (!present) throw refuse('not-found')
      const told = { personId: present.personId, enterprise: enterprise.name }
      const by = { by: 'administrator', byEmployeeId: administrator.employeeId, level } as const
      await end(trx, { mailboxId, employeeId, event: 'ended', at: identity.clock(), ...by }, told)
    },
  )
}

/** The employee's own word; no enterprise keeps anybody's e-ID against their will. @throws `not-found`, `last-administrator` */
export async function leaveEmployment(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
): Promise<void> {
  await asPostOffice(identity.db, async (trx) => {
    const own = (await employmentsOf(trx, session.personId)).find((one) => one.employeeId === employeeId)
    if (!own) throw refuse('not-found')
    const { mailboxId } = own
    await lockEnterprise(trx, mailboxId)
    const told = { personId: session.personId, enterprise: own.enterpriseName }
    const by = { by: 'employee', byEmployeeId: employeeId, level: session.level } as const
    await end(trx, { mailboxId, employeeId, event: 'left', at: identity.clock(), ...by }, told)
  })
}

/**
 * The operator's own act, for an enterprise that can't do it itself (bankrupt, in dispute, its administrator gone). The last administrator
 * too: then nobody reads the mail until the operator names another.
 * @throws `not-found` without such an employment
 */
export async function revokeByOperator(
  identity: Pick<Identity, 'db' | 'clock'>,
  asked: { country: 'dk' | 'no'; enterpriseNumber: string; personId: string },
): Promise<{ enterprise: string }> {
  const number = parseEnterpriseNumber(asked.country, asked.enterpriseNumber)
  if (number.kind === 'invalid') throw refuse('not-found')
  return asPostOffice(identity.db, async (trx) => {
    const { country } = asked
    const [enterprise] = await enterprisesByNumbers(trx, [{ country, enterpriseNumber: number.number }])
    const own = (await employmentsOf(trx, asked.personId)).find(
      ({ mailboxId }) => mailboxId === enterprise?.mailboxId,
    )
    if (!own) throw refuse('not-found')
    const { mailboxId, employeeId, enterpriseName } = own
    await lockEnterprise(trx, mailboxId)
    const told = { personId: asked.personId, enterprise: enterpriseName }
    await end(
      trx,
      { mailboxId, employeeId, event: 'ended', at: identity.clock(), by: 'operator' },
      told,
      'also the last',
    )
    return { enterprise: enterpriseName }
  })
}

/** With the enterprise locked. @throws `employee-ended`, `last-administrator` */
async function end(
  trx: Trx,
  event: EmployeeEvent & { event: 'ended' | 'left' },
  told: { personId: string | null; enterprise: string },
  last: 'never the last' | 'also the last' = 'never the last',
): Promise<void> {
  const { mailboxId, employeeId } = event
  if (last === 'never the last' && leavesNobody(await activeAdministrators(trx, mailboxId), employeeId, null))
    throw refuse('last-administrator')
  if (!(await endLocked(trx, event, told))) throw refuse('employee-ended')
}

/**
 * Whoever it leaves; with the enterprise locked. False when it had ended.
 * @param since from when it is over, where that was before now: the years for which it is kept begin there (N-07)
 */
export async function endLocked(
  trx: Trx,
  event: EmployeeEvent & { event: 'ended' | 'left' },
  told: { personId: string | null; enterprise: string },
  since: Date = event.at,
): Promise<boolean> {
  const { mailboxId, employeeId, at } = event
  if (!(await endEmployee(trx, { mailboxId, employeeId, why: event.event, at: since }))) return false
  await endSessionsActingBy(trx, employeeId, at)
  const part = event.event === 'left' ? 'holder' : 'administrator'
  await endKeysAt(trx, { mailboxId, employeeId, at }, part)
  await appendEvents(trx, [event])
  await addJob(trx, 'release-work', { mailboxId, employeeId })
  if (told.personId === null || event.event === 'left') return true
  const facts = { at: at.toISOString(), enterprise: told.enterprise }
  await addJobs(trx, 'tell-person', [{ personId: told.personId, about: 'employee-id-revoked', facts }])
  return true
}
