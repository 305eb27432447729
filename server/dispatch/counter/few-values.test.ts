import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { multipart } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { hasFewValues } from './few-values.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

const MANY = 400_000
const ENDLESS = [
  `{"letters":[{${Array.from({ length: MANY }, (_, i) => `"x${i}":1`).join()}}]}`,
  `{"letters":[${Array(MANY).fill('{}').join()}]}`,
  `{"letters":${'['.repeat(2_000_000)}`,
]

test('A-11 O-06: JSON of more values than a thousand letters have is refused before it is taken apart', async () => {
  for (const payload of ENDLESS) {
    const parts = multipart(payload, {}, sender.headers())
    const json = { payload, headers: { ...sender.headers(), 'content-type': 'application/json' } }
    for (const asked of [parts, json]) {
      const answer = await app.inject({ method: 'POST', url: '/v1/letters', ...asked })
      const { code, faults } = answer.json()
      assert.deepEqual([answer.statusCode, code], [422, 'request-invalid'])
      assert.deepEqual([faults[0].field, faults[0].reason], ['letters', 'too-many-values'])
    }
  }
})

test('A-11: a long text is one value, and what is within quotes is not counted', () => {
  const full = { title: 'x'.repeat(200), documents: Array(20).fill({ part: 'a', fileName: 'b.pdf' }) }
  for (const value of [
    { letters: Array(1000).fill(full) },
    { title: 'x'.repeat(10_000_000) },
    { title: '[{,:\\"'.repeat(1_000_000) },
  ])
    assert.equal(hasFewValues(Buffer.from(JSON.stringify(value))), true)
})

test('S-05: letters as plain JSON are read as before, and what is no JSON is told', async () => {
  const headers = { ...sender.headers(), 'content-type': 'application/json' }
  const post = async (payload: string) => {
    const answer = await app.inject({ method: 'POST', url: '/v1/letters', payload, headers })
    return [answer.statusCode, answer.json().code]
  }
  assert.deepEqual(await post('{"letters":[]}'), [422, 'request-invalid'])
  assert.deepEqual(await post('{"letters": ['), [400, 'request-malformed'])
  assert.deepEqual(await post('{"letters":[],"__proto__":{}}'), [400, 'request-malformed'])
})
