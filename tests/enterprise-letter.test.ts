/** A letter to an enterprise, from the sender's request to the administrator's screen (P-02). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import { multipart, PDF } from './multipart.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { type SeededPerson, seedPerson } from './seed-people.ts'
import { type SenderSeed, seedSender } from './seed-sender.ts'
import { as, signIns } from './sign-in-as.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let karen: SeededPerson
/** Karen and a stranger, each standing in the enterprise's mailbox. */
let inBakery: SeededPerson
let stranger: SeededPerson
before(async () => {
  open = await openHouse()
  karen = await seedPerson(open.house)
  const { mailboxId, enterpriseId, employeeId } = await openEnterpriseMailbox(open.house, {
    country: 'dk',
    enterpriseNumber: '10150817',
    name: 'Fjordby Bageri ApS',
    address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
    administratorId: karen.personId,
    administratorEmail: 'karen@bageri.example',
    language: 'da',
    terms: '2026-11',
  })
  inBakery = { ...karen, mailboxId }
  stranger = await seedPerson(open.house)
  app = await open.app(
    dispatchRoutes,
    lettersRoutes(async (request) => {
      const person = request.headers['x-test-stranger'] ? { ...stranger, mailboxId } : undefined
      const actor = await signIns(open.house, person ? [person] : [karen, inBakery])(request)
      const actingFor = {
        as: 'employee',
        enterpriseId,
        employeeId,
        language: 'da',
        ownMailboxId: null,
      } as const
      return actor.mailboxId === mailboxId ? { ...actor, actingFor } : actor
    }),
  )
  sender = await seedSender(open.house, app)
})
after(() => open.close())

async function send(recipient: object) {
  const letters = [{ recipient, title: 'Momsopgørelse', documents: [{ part: 'brev' }] }]
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters }, { brev: PDF }, sender.headers()),
  })
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().letters[0]
}
const get = (url: string, person: SeededPerson, more: object = {}) =>
  app.inject({ url, headers: { ...as(person), ...more } })

test('P-02 S-01: a letter by enterprise number lies in the enterprise’s mailbox, not in its administrator’s own', async () => {
  const { outcome, letterId } = await send({ enterpriseNumber: 'DK 10 15 08 17' })
  assert.equal(outcome, 'delivered')
  const [letter] = (await get('/api/letters', inBakery)).json().letters
  assert.deepEqual([letter.letterId, letter.title], [letterId, 'Momsopgørelse'])
  assert.deepEqual((await get('/api/letters', karen)).json().letters, [])
  const content = await get(`/api/letters/${letterId}/documents/1`, inBakery)
  assert.ok(content.rawPayload.equals(PDF))
  const me = (await get('/api/me', inBakery)).json()
  assert.deepEqual([me.name, me.profile, me.digitalAddress], ['Fjordby Bageri ApS', 'dk', null])
  const log = (await get('/api/access-log', inBakery)).json()
  assert.equal(log.entries[0].actor.name, karen.name)
})

test('P-02: nobody but the administrator reads it, and an enterprise without a mailbox is unknown', async () => {
  const { letterId } = await send({ enterpriseNumber: '10150817' })
  for (const url of [
    '/api/letters',
    `/api/letters/${letterId}`,
    `/api/letters/${letterId}/documents/1`,
    '/api/me',
  ])
    assert.equal((await get(url, inBakery, { 'x-test-stranger': '1' })).statusCode, 404, url)
  const { outcome, code } = await send({ enterpriseNumber: '24256790' })
  assert.deepEqual([outcome, code], ['refused', 'recipient-unknown'])
})
