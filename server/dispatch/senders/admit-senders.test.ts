import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let bodiesBegun = 0
const routes: { method: string; url: string }[] = []
before(async () => {
  open = await openHouse()
  app = await open.app((edge) => {
    edge.addHook('preParsing', async () => void bodiesBegun++)
    edge.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (url.startsWith('/v1/')) routes.push({ method: each, url })
    })
  }, dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

const LARGE = `{${Array.from({ length: 100_000 }, (_, i) => `"x${i}":1`).join()}}`
const json = { 'content-type': 'application/json' }

test('A-11 O-06: without a token no body is begun with, at whichever address of senders', async () => {
  const asked = routes.filter(({ method }) => method !== 'OPTIONS')
  assert.ok(asked.length > 20, `${asked.length} routes`)
  bodiesBegun = 0
  for (const { method, url } of asked)
    for (const [authorization, code] of [
      [undefined, 'token-missing'],
      ['Bearer made-up', 'token-invalid'],
    ]) {
      const headers = { ...json, ...(authorization ? { authorization } : {}) }
      const answer = await app.inject({ method: method as 'POST', url, headers, payload: LARGE })
      assert.equal(answer.statusCode, 401, `${method} ${url}`)
      if (method !== 'HEAD') assert.equal(answer.json().code, code, `${method} ${url}`)
    }
  assert.equal(bodiesBegun, 0)
})

test('S-06: a file is handed in with a few words: more is refused before it is read, from senders too', async () => {
  bodiesBegun = 0
  const headers = { ...sender.headers(), ...json }
  const answer = await app.inject({ method: 'POST', url: '/v1/batches', headers, payload: LARGE })
  assert.deepEqual([answer.statusCode, answer.json().code], [413, 'body-too-large'])
  assert.equal(bodiesBegun, 1)
})
