/** The door of company administration: who acts for an enterprise as its administrator, at the level that asks for. */
import { inMailbox, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import {
  type Enterprise,
  holdActiveRole,
  lockEnterprise,
  readEnterprise,
} from '#people/employees/employees.store.ts'
import { EMPLOYEE_LEVEL, roleMay } from '#rules/employee-roles.ts'
import { atLeast, type Level } from '#rules/levels.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'

export type Administrator = {
  readonly mailboxId: string
  readonly enterprise: Enterprise
  readonly employeeId: string
  readonly personId: string
  readonly level: Level
}

/**
 * One transaction in the enterprise's mailbox, after asking for the role in that same transaction. `changes`: one after another
 * within the enterprise, so that two administrators who remove each other do not leave nobody.
 * @throws `role-not-enough`, also to who acts for no enterprise; `level-too-low`
 */
export async function asAdministrator<T>(
  identity: Pick<Identity, 'db'>,
  session: Pick<SessionRow, 'personId' | 'level' | 'acting'>,
  manner: 'looks' | 'changes',
  work: (trx: Trx, administrator: Administrator) => Promise<T>,
): Promise<T> {
  const { acting, personId, level } = session
  if (!acting || !('employeeId' in acting)) throw refuse('role-not-enough')
  if (!atLeast(level, EMPLOYEE_LEVEL)) throw refuse('level-too-low')
  const { mailboxId, employeeId, enterpriseId } = acting
  return inMailbox(identity.db, mailboxId, async (trx) => {
    if (manner === 'changes') await lockEnterprise(trx, mailboxId)
    const role = await holdActiveRole(trx, { mailboxId, employeeId, personId })
    const enterprise = await readEnterprise(trx, enterpriseId)
    if (!role || !enterprise || !roleMay(role, 'manage-employees')) throw refuse('role-not-enough')
    return work(trx, { mailboxId, enterprise, employeeId, personId, level })
  })
}
