/** The operator names who acts for an enterprise: its first administrator, or a new one when none can sign in any more. Who may
 * bind the enterprise the operator has found out before; that the person exists and lives is checked here. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { parseEmail } from '#rules/email.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import { enterprisesByNumbers } from '../enterprises.store.ts'
import { lockPeople, personOfNumber } from '../people.store.ts'
import { appendEvents } from './employee-events.store.ts'
import { insertEmployee, lockEnterprise } from './employees.store.ts'

export type EmployeeOf = {
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
export async function nameEmployee(
  trx: Trx,
  enterprise: EmployeeOf,
  named: { personId: string; email: string; role: EmployeeRole },
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
  const { role } = named
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

/**
 * The same for an enterprise and a person by their numbers, in a transaction of its own.
 * @throws Refusal not-found when there is no such enterprise here; otherwise as above
 */
export async function nameByNumbers(
  house: Pick<House, 'db' | 'clock'>,
  named: {
    country: 'dk' | 'no'
    enterpriseNumber: string
    personId: string
    email: string
    role: EmployeeRole
  },
): Promise<{ employeeId: string; enterprise: string }> {
  const { country } = named
  const number = parseEnterpriseNumber(country, named.enterpriseNumber)
  if (number.kind === 'invalid') throw refuse('not-found')
  return asPostOffice(house.db, async (trx) => {
    const [enterprise] = await enterprisesByNumbers(trx, [{ country, enterpriseNumber: number.number }])
    if (!enterprise) throw refuse('not-found')
    await lockEnterprise(trx, enterprise.mailboxId)
    return {
      employeeId: await nameEmployee(trx, enterprise, named, house.clock()),
      enterprise: enterprise.name,
    }
  })
}

/** The person of a national number, digits only; undefined when the register tells of nobody. */
export const findPersonOfNumber = (
  house: Pick<House, 'db'>,
  country: 'dk' | 'no',
  nationalNumber: string,
): Promise<string | undefined> =>
  asPostOffice(house.db, (trx) => personOfNumber(trx, country, nationalNumber))
