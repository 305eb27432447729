/** "May X do Y in mailbox Z?" The owner may do everything; who acts for an enterprise (P-02, B-15) what their role allows, as
 * long as the employment goes on. Delegates, guardians and heirs (B-10 to B-12, B-24) become further kinds of `as`, decided
 * from their own tables by the action. */
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { activeRole } from '#people/employees/employees.store.ts'
import { EMPLOYEE_LEVEL, type EmployeeAction, roleMay } from '#rules/employee-roles.ts'
import { atLeast } from '#rules/levels.ts'

export type MailboxAction = Extract<
  EmployeeAction,
  'read-letters' | 'mark-letters' | 'arrange-letters' | 'delete-letters' | 'read-access-log' | 'fetch-proof'
>

export type Power =
  | { kind: 'granted'; as: 'owner' | 'employee' }
  /** `not-yours` also when there is no such mailbox: the two must not be told apart. */
  | { kind: 'refused'; why: 'not-yours' | 'mailbox-closed' | 'role' | 'level' }

/** Asked in the transaction that acts, so that a mailbox closed meanwhile is closed, and an employment ended meanwhile has ended. */
export async function may(trx: Trx, actor: Actor, action: MailboxAction, mailboxId: string): Promise<Power> {
  const mailbox = await trx
    .selectFrom('mailbox')
    .select(['person_id', 'enterprise_id', 'state'])
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  if (!mailbox) return { kind: 'refused', why: 'not-yours' }
  const power = mailbox.enterprise_id
    ? await forEnterprise(trx, actor, action, { mailboxId, enterpriseId: mailbox.enterprise_id })
    : forPerson(actor, mailbox.person_id)
  // Deactivated and opted out: no new letters, the old ones stay readable (B-09). Closed: nothing is.
  if (power.kind === 'granted' && mailbox.state === 'closed')
    return { kind: 'refused', why: 'mailbox-closed' }
  return power
}

/** From the enterprise's side nobody's own mailbox is visible, not even one's own. */
function forPerson(actor: Actor, ownerId: string | null): Power {
  if (actor.actingFor || ownerId !== actor.personId) return { kind: 'refused', why: 'not-yours' }
  return { kind: 'granted', as: 'owner' }
}

async function forEnterprise(
  trx: Trx,
  { actingFor, personId, level }: Actor,
  action: MailboxAction,
  { mailboxId, enterpriseId }: { mailboxId: string; enterpriseId: string },
): Promise<Power> {
  if (actingFor?.enterpriseId !== enterpriseId) return { kind: 'refused', why: 'not-yours' }
  const role = await activeRole(trx, { mailboxId, employeeId: actingFor.employeeId, personId })
  if (!role) return { kind: 'refused', why: 'not-yours' }
  if (!atLeast(level, EMPLOYEE_LEVEL)) return { kind: 'refused', why: 'level' }
  return roleMay(role, action) ? { kind: 'granted', as: 'employee' } : { kind: 'refused', why: 'role' }
}
