/** A firm with two departments and three colleagues, in whose names one acts without signing in. */
import { insertDepartment, writeMembers } from '#access/departments/departments.store.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { insertEmployee } from '#people/employees/employees.store.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import type { SeededPerson } from './seed-people.ts'
import { actorFor } from './sign-in-as.ts'

type Colleague = 'astrid' | 'bo' | 'sofie'

/** Astrid administers it, Bo may do everything with its letters, Sofie works in the second department. The first takes what no rule fits. */
export async function seedFirm(house: House, people: Record<Colleague, SeededPerson>) {
  const at = house.clock()
  const address = { street: 'Torvet 1', postcode: '5000', city: 'Odense C' }
  const { employeeId, enterpriseId, mailboxId } = await openEnterpriseMailbox(house, {
    country: 'dk',
    enterpriseNumber: '10150817',
    name: 'Fjordby Bageri ApS',
    address,
    administratorId: people.astrid.personId,
    administratorEmail: 'astrid@bageri.example',
    language: 'da',
    terms: '2026-11',
  })
  const hire = async (name: 'bo' | 'sofie', role: 'sender' | 'department') => {
    const { personId } = people[name]
    const email = `${name}@bageri.example`
    const id = newId(at.getTime())
    const order = { ...address, mobile: null, name, email, emailForm: email, role, employeeId: id }
    await inMailbox(house.db, mailboxId, (trx) =>
      insertEmployee(trx, { ...order, mailboxId, enterpriseId, personId }, at),
    )
    return id
  }
  const employees = {
    astrid: employeeId,
    bo: await hire('bo', 'sender'),
    sofie: await hire('sofie', 'department'),
  }
  const [first, hers] = [newId(), newId()]
  await inMailbox(house.db, mailboxId, async (trx) => {
    for (const departmentId of [first, hers]) {
      const made = { departmentId, name: departmentId, isDefault: departmentId === first, at }
      await insertDepartment(trx, mailboxId, made)
    }
    await writeMembers(trx, mailboxId, { departmentId: hers, join: [employees.sofie], leave: [] })
  })
  const actorOf = (who: Colleague): Actor => ({
    ...actorFor(house, people[who], 'substantial'),
    mailboxId,
    actingFor: {
      as: 'employee',
      enterpriseId,
      employeeId: employees[who],
      language: 'da',
      ownMailboxId: null,
    },
  })
  return { mailboxId, employees, departments: [first, hers] as const, actorOf }
}
