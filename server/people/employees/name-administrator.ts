/** The operator names an administrator of an enterprise: the first one, or a new one when none can sign in any more. Who may
 * bind the enterprise the operator has found out before; that the person exists and lives is checked here. */
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { parseEmail } from '#rules/email.ts'
import { lockPeople } from '../people.store.ts'
import { appendEvents } from './employee-events.store.ts'
import { insertEmployee } from './employees.store.ts'

export type AdministratorOf = {
  readonly mailboxId: string
  readonly enterpriseId: string
  readonly street: string
  readonly postcode: string
  readonly city: string
}

/**
 * Tied to the person at once: named by national number, there is no link that could go astray. In the caller's transaction,
 * through the post office's door. Returns the employee's id.
 * @throws Refusal request-invalid for the e-mail; sign-up-not-possible for somebody who is not living here; employee-exists
 */
export async function nameAdministrator(
  trx: Trx,
  enterprise: AdministratorOf,
  named: { personId: string; email: string },
  at: Date,
): Promise<string> {
  const emailForm = parseEmail(named.email)
  if (emailForm === undefined)
    throw refuse('request-invalid', {
      faults: [{ field: 'email', reason: 'email', message: 'Is not an e-mail address.' }],
    })
  const [person] = await lockPeople(trx, [named.personId])
  if (person?.status !== 'active') throw refuse('sign-up-not-possible')
  const { mailboxId, enterpriseId, street, postcode, city } = enterprise
  const employeeId = newId(at.getTime())
  const role = 'administrator'
  const added = await insertEmployee(
    trx,
    {
      mailboxId,
      enterpriseId,
      employeeId,
      personId: named.personId,
      name: `${person.given_names} ${person.family_name}`,
      street,
      postcode,
      city,
      email: named.email.trim(),
      emailForm,
      mobile: null,
      role,
    },
    at,
  )
  if (!added) throw refuse('employee-exists')
  await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'ordered', role, by: 'operator' }])
  return employeeId
}
