import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import type { Routes } from '#ground/routes.ts'
import { openHouse } from './open-house.ts'

const Answer = Type.Object({ at: Type.String({ format: 'date-time' }) }, { additionalProperties: false })

const answering =
  (answer: unknown, declared = true): Routes =>
  (app) => {
    app.get(
      '/v1/answer',
      { ...(declared ? { schema: { response: { 200: Answer } } } : {}) },
      async () => answer as { at: string },
    )
  }

test('S-05: an answer that does not fit its schema fails the test that saw it', async () => {
  for (const [routes, what] of [
    [answering({ at: 'yesterday' }), /GET \/v1\/answer 200.*at/s],
    [answering({ at: '2026-11-22T09:00:00Z' }, false), /no schema is declared/],
  ] as const) {
    const open = await openHouse()
    const app = await open.app(routes)
    assert.equal((await app.inject('/v1/answer')).statusCode, 200)
    await assert.rejects(open.close(), what)
  }
})

test('S-05: an answer that fits its schema, and a problem, are fine', async () => {
  const open = await openHouse()
  const app = await open.app(answering({ at: '2026-11-22T09:00:00Z' }))
  assert.equal((await app.inject('/v1/answer')).statusCode, 200)
  assert.equal((await app.inject('/v1/nothing')).statusCode, 404)
  await open.close()
})
