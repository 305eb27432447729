import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Refusal } from '#ground/refuse.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { openEnterpriseMailbox } from './open-enterprise-mailbox.ts'

let open: OpenHouse
let karen: SeededPerson
before(async () => {
  open = await openHouse()
  karen = await seedPerson(open.house)
})
after(() => open.close())

const BAKERY = {
  country: 'dk' as const,
  enterpriseNumber: '10150817',
  name: 'Fjordby Bageri ApS',
  address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
  language: 'da' as const,
  terms: '2026-11',
}
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('P-02: an enterprise gets one account by its number, with a person who lives here as administrator', async () => {
  const order = { ...BAKERY, administratorId: karen.personId, administratorEmail: 'karen@bageri.example' }
  await openEnterpriseMailbox(open.house, order)
  await assert.rejects(openEnterpriseMailbox(open.house, order), refused('mailbox-exists'))
  // The same digits in the other country are another enterprise, or none.
  await assert.rejects(
    openEnterpriseMailbox(open.house, { ...order, country: 'no' }),
    refused('request-invalid'),
  )
  await openEnterpriseMailbox(open.house, { ...order, country: 'no', enterpriseNumber: '974 760 673' })
  const nobody = { ...order, enterpriseNumber: '24256790', administratorId: randomUUID() }
  await assert.rejects(openEnterpriseMailbox(open.house, nobody), refused('sign-up-not-possible'))
  await assert.rejects(
    openEnterpriseMailbox(open.house, { ...order, enterpriseNumber: '1015081' }),
    refused('request-invalid'),
  )
})
