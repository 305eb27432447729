/** N-13: an administrator corrects what is held about an employee, or gives another role. */
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import {
  activeAdministrators,
  type EmployeeRow,
  readEmployee,
  updateEmployee,
} from '#people/employees/employees.store.ts'
import { type EmployeeOrder, ORDER_FIELDS, type OrderField } from '#rules/employee-order.ts'
import { leavesNobody } from '#rules/employee-roles.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { asAdministrator } from './administrator.ts'
import { sendInvitation } from './invitation.ts'

/**
 * A changed e-mail address of somebody who has not accepted yet gets a new link, and the old one ends. Returns what changed.
 * @throws `not-found`, `employee-ended`, `employee-exists`, `last-administrator`
 */
export function editEmployee(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
  order: EmployeeOrder,
): Promise<OrderField[]> {
  return asAdministrator(identity, session, 'changes', async (trx, administrator) => {
    const { mailboxId, level } = administrator
    const at = identity.clock()
    const present = await readEmployee(trx, mailboxId, employeeId)
    if (!present) throw refuse('not-found')
    if (present.state === 'ended') throw refuse('employee-ended')
    const changed = changesOf(present, order)
    if (changed.length === 0) return changed
    if (
      present.state === 'active' &&
      leavesNobody(await activeAdministrators(trx, mailboxId), employeeId, order.role)
    )
      throw refuse('last-administrator')
    if (!(await updateEmployee(trx, mailboxId, employeeId, order))) throw refuse('employee-exists')
    if (present.state === 'invited' && changed.includes('email'))
      await sendInvitation(trx, { mailboxId, employeeId }, at)
    const role = changed.includes('role') ? { role: order.role } : {}
    const by = { by: 'administrator', byEmployeeId: administrator.employeeId, level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'edited', changed, ...role, ...by }])
    return changed
  })
}

const changesOf = (present: EmployeeRow, order: EmployeeOrder): OrderField[] =>
  ORDER_FIELDS.filter((field) => present[field] !== order[field])
