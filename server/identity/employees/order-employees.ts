/** N-02, I-03: an administrator orders employee IDs, one from a form or many from a file, and has each invited by e-mail. */
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import { countEmployees, insertEmployee, readEmployee } from '#people/employees/employees.store.ts'
import type { EmployeeOrder } from '#rules/employee-order.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { type Administrator, asAdministrator } from './administrator.ts'
import { sendInvitation } from './invitation.ts'

/** All of them or none. @throws `employee-exists`, `too-many-requests` when the enterprise would have more than the limit */
export function orderEmployees(
  identity: Identity,
  session: SessionRow,
  orders: readonly EmployeeOrder[],
): Promise<string[]> {
  return asAdministrator(identity, session, 'changes', (trx, administrator) =>
    placeOrders(identity, trx, administrator, orders),
  )
}

/** In the transaction of an administrator who changes. Returns the new ids in the order given. */
export async function placeOrders(
  identity: Identity,
  trx: Trx,
  administrator: Administrator,
  orders: readonly EmployeeOrder[],
): Promise<string[]> {
  const { mailboxId, enterprise, level } = administrator
  const at = identity.clock()
  if ((await countEmployees(trx, mailboxId)) + orders.length > EMPLOYEE_LIMITS.employeesMax)
    throw refuse('too-many-requests', { detail: `At most ${EMPLOYEE_LIMITS.employeesMax} employees.` })
  const ids: string[] = []
  for (const order of orders) {
    const employeeId = newId(at.getTime())
    const employee = {
      ...order,
      employeeId,
      mailboxId,
      enterpriseId: enterprise.enterpriseId,
      personId: null,
    }
    if (!(await insertEmployee(trx, employee, at))) throw refuse('employee-exists')
    const by = { by: 'administrator', byEmployeeId: administrator.employeeId, level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'ordered', role: order.role, ...by }])
    await sendInvitation(trx, { mailboxId, employeeId }, at)
    ids.push(employeeId)
  }
  return ids
}

/** A new link to somebody who has not accepted yet. @throws `not-found`, `employee-ended`, `too-many-requests` */
export function inviteAgain(identity: Identity, session: SessionRow, employeeId: string): Promise<void> {
  return asAdministrator(identity, session, 'changes', async (trx, administrator) => {
    const { mailboxId, level } = administrator
    const at = identity.clock()
    if (!(await readEmployee(trx, mailboxId, employeeId))) throw refuse('not-found')
    await sendInvitation(trx, { mailboxId, employeeId }, at)
    const by = { by: 'administrator', byEmployeeId: administrator.employeeId, level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'invited', ...by }])
  })
}
