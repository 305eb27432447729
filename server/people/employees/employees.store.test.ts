import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { openEnterpriseMailbox } from '../open-enterprise-mailbox.ts'
import { readEvents } from './employee-events.store.ts'
import { activeRole, endEmployee, listEmployees, readEmployee } from './employees.store.ts'

type Company = { enterpriseId: string; mailboxId: string; employeeId: string }
let open: OpenHouse
let karen: SeededPerson
let bakery: Company
let forge: Company
before(async () => {
  open = await openHouse()
  karen = await seedPerson(open.house)
  const found = (enterpriseNumber: string, name: string) =>
    openEnterpriseMailbox(open.house, {
      country: 'dk',
      enterpriseNumber,
      name,
      address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
      administratorId: karen.personId,
      administratorEmail: 'karen@work.example',
      language: 'da',
      terms: '2026-11',
    })
  bakery = await found('10150817', 'Bageri')
  forge = await found('24256790', 'Smedje')
})
after(() => open.close())

const everything = (trx: Trx) => listEmployees(trx, bakery.mailboxId, { search: '', offset: 0, limit: 10 })
const role = (trx: Trx, { mailboxId, employeeId }: Company) =>
  activeRole(trx, { mailboxId, employeeId, personId: karen.personId })

test('I-03 B-15: row-level security: through another company’s door, a person’s or none, no employee is seen or touched', async () => {
  const { db } = open.house
  assert.equal(await inMailbox(db, bakery.mailboxId, (trx) => role(trx, bakery)), 'administrator')
  for (const door of [forge.mailboxId, karen.mailboxId]) {
    await inMailbox(db, door, async (trx) => {
      assert.equal(await role(trx, bakery), undefined)
      assert.equal((await everything(trx)).total, 0)
      assert.equal(await readEmployee(trx, bakery.mailboxId, bakery.employeeId), undefined)
      assert.deepEqual(await readEvents(trx, bakery.mailboxId, { limit: 10 }), [])
      const ended = { ...bakery, why: 'ended', at: open.clock.now() }
      assert.equal(await endEmployee(trx, ended), false)
    })
  }
  for (const table of ['employee', 'employee_event', 'employee_key'])
    assert.equal(Number((await sql`select from ${sql.table(table)}`.execute(db)).rows.length), 0, table)
  assert.equal((await asPostOffice(db, everything)).total, 1)
})

test('N-13: what happened is never rewritten', async () => {
  await assert.rejects(
    asPostOffice(open.house.db, (trx) => sql`update employee_event set event = 'left'`.execute(trx)),
    /append-only/,
  )
})
