import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

const post = (order: object, key?: string, parts = { brev: PDF }) =>
  app.inject({ method: 'POST', url: '/v1/letters', ...multipart(order, parts, sender.headers(key)) })

test('S-05: an unknown recipient is refused with a reason and a signed receipt', async () => {
  const answer = await post({
    letters: [
      { recipient: { nationalNumber: '0101901234' }, title: 'Regning', documents: [{ part: 'brev' }] },
    ],
  })
  assert.equal(answer.statusCode, 202, answer.body)
  const [letter] = answer.json().letters
  assert.equal(letter.outcome, 'refused')
})

test('S-05: a reference with a zero byte is a fault of that field, not a failure of the house', async () => {
  const answer = await post({
    letters: [
      {
        reference: 'a\u0000b',
        recipient: { nationalNumber: '0101901234' },
        title: 'Regning',
        documents: [{ part: 'brev' }],
      },
    ],
  })
  assert.equal(answer.statusCode, 422, answer.body)
  assert.equal(answer.json().faults[0].field, 'letters.0.reference')
})
