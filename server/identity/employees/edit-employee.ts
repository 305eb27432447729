/** N-13: an administrator corrects what is held about an employee, or gives another role. */
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import {
  activeAdministrators,
  type EmployeeRow,
  readEmployee,
  updateEmployee,
} from '#people/employees/employees.store.ts'
import {
  type EmployeeOrder,
  judgeOrder,
  ORDER_FIELDS,
  type OrderFault,
  type OrderField,
} from '#rules/employee-order.ts'
import { leavesNobody } from '#rules/employee-roles.ts'
import { mergeTyped } from '#rules/merge-typed.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { asAdministrator } from './administrator.ts'
import { sendInvitation } from './invitation.ts'
import type { EmployeeFields } from './order-fields.ts'

/** `given`: what was typed, over what stands by now. */
type Edited =
  | { kind: 'edited'; changed: OrderField[] }
  | { kind: 'faulty'; given: EmployeeFields; faults: readonly OrderFault[] }
  | { kind: 'meanwhile'; given: EmployeeFields; fields: readonly OrderField[] }

/**
 * What was typed into a form that showed `seen`: a colleague may have changed other fields since, and those stay; one that both changed
 * is `meanwhile`, and nothing is changed.
 * A changed e-mail address of somebody who has not accepted yet gets a new link, and the old one ends.
 * @throws `not-found`, `employee-ended`, `employee-exists`, `last-administrator`
 */
export function editEmployee(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
  { seen, typed }: { seen: EmployeeFields; typed: EmployeeFields },
): Promise<Edited> {
  return asAdministrator(identity, session, 'changes', async (trx, administrator) => {
    const { mailboxId, level } = administrator
    const at = identity.clock()
    const present = await readEmployee(trx, mailboxId, employeeId)
    if (!present) throw refuse('not-found')
    if (present.state === 'ended') throw refuse('employee-ended')
    const { values: given, clashes } = mergeTyped(ORDER_FIELDS, { seen, typed, present: typedOf(present) })
    if (clashes.length > 0) return { kind: 'meanwhile', given, fields: clashes }
    const verdict = judgeOrder(administrator.enterprise.country, given)
    if (verdict.kind === 'faulty') return { kind: 'faulty', given, faults: verdict.faults }
    const { order } = verdict
    const changed = changesOf(present, order)
    if (changed.length === 0) return { kind: 'edited', changed }
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
    return { kind: 'edited', changed }
  })
}

/** As the form shows it. */
export const typedOf = (employee: Record<OrderField, string | null>): EmployeeFields =>
  Object.fromEntries(ORDER_FIELDS.map((field) => [field, employee[field] ?? '']))

const changesOf = (present: EmployeeRow, order: EmployeeOrder): OrderField[] =>
  ORDER_FIELDS.filter((field) => present[field] !== order[field])
