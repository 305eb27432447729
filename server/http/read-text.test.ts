import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { readText } from '#http/read-text.ts'
import { type OpenHouse, openHouse } from '../../tests/open-house.ts'
import { seedSender } from '../../tests/seed-sender.ts'

const Query = Type.Object({
  limit: Type.Optional(Type.Integer({ default: 7 })),
  dryRun: Type.Optional(Type.Boolean()),
  after: Type.Optional(Type.String()),
})

test('a whole number is read as that number, whatever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e14, max: 1e14 }), (number) => {
      assert.deepEqual(readText(Query, { limit: String(number) }), { limit: number })
    }),
  )
})

test('no other text becomes a number, and text stays text', () => {
  const texts = [
    '1.5',
    '1.0',
    '1e3',
    '0x10',
    ' 1',
    '1 ',
    '+1',
    '-0',
    '01',
    '',
    'true',
    'NaN',
    'Infinity',
    '9'.repeat(20),
  ]
  for (const text of texts)
    assert.deepEqual(readText(Query, { limit: text, after: text }), { limit: text, after: text })
  assert.deepEqual(readText(Query, { after: '12', limit: '3' }), { after: '12', limit: 3 })
})

test('only true and false are booleans; defaults are filled in; the given object is left alone', () => {
  const given = { dryRun: 'true' }
  assert.deepEqual(readText(Query, given), { dryRun: true, limit: 7 })
  assert.deepEqual(given, { dryRun: 'true' })
  for (const text of ['1', 'yes', 'TRUE', ''])
    assert.deepEqual(readText(Query, { dryRun: text }), { dryRun: text, limit: 7 })
})

suite('a query over HTTP', () => {
  let open: OpenHouse
  let app: App
  let headers: Record<string, string>
  before(async () => {
    open = await openHouse()
    app = await open.app(dispatchRoutes)
    headers = (await seedSender(open.house, app)).headers()
  })
  after(() => open.close())

  test('a limit that is no whole number is a fault of that field, never rounded', async () => {
    for (const limit of ['1.5', '1e2', '', '0', '1001', '2&limit=3']) {
      const answer = await app.inject({ url: `/v1/events?limit=${limit}`, headers })
      assert.equal(answer.statusCode, 422, limit)
      assert.equal(answer.json().faults[0].field, 'querystring.limit')
    }
    assert.equal((await app.inject({ url: '/v1/events?limit=1000', headers })).statusCode, 200)
  })
})
