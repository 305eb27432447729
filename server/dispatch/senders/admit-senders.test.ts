import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exportJWK, type JWK, SignJWT } from 'jose'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { addKey, endKey, listKeys } from '#dispatch/senders/change-keys.ts'
import type { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { askToken, type SenderSeed, seedSender } from '#tests/seed-sender.ts'

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

test('A-11 A-12: a sender changes its key without a stop; the old one’s tokens end when the operator says, and it never comes back', async () => {
  const bank = await seedSender(open.house, app, { name: 'Havnebanken' })
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = await exportJWK(publicKey)
  const [old] = await listKeys(open.house, bank.senderId)
  const ask = (token: string) =>
    app.inject({ method: 'GET', url: '/v1/events', headers: { authorization: `Bearer ${token}` } })
  const faultOf = (code: string) => (error: Refusal) => error.faults[0]?.reason === code

  await assert.rejects(endKey(open.house, bank.senderId, old!.keyId), faultOf('last'))
  const { keyId } = await addKey(open.house, bank.senderId, jwk)
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(bank.senderId)
    .setSubject(bank.senderId)
    .setAudience(`${open.house.config.PUBLIC_URL}/oauth/token`)
    .setExpirationTime(Math.floor(open.house.clock().getTime() / 1000) + 60)
    .sign(privateKey)
  const fresh = (await askToken(app, assertion)).json().access_token as string
  for (const token of [bank.token, fresh]) assert.equal((await ask(token)).statusCode, 200)

  await assert.rejects(endKey(open.house, bank.senderId, 'never-was'), faultOf('unknown'))
  await assert.rejects(endKey(open.house, sender.senderId, keyId), faultOf('unknown'))
  await endKey(open.house, bank.senderId, old!.keyId)
  open.clock.advance(4_000)
  assert.equal((await ask(bank.token)).json().code, 'token-invalid')
  assert.equal((await ask(fresh)).statusCode, 200, 'the other goes on')
  assert.equal((await askToken(app, await bank.assertion())).statusCode, 401)
  const again = addKey(open.house, bank.senderId, { ...(old!.publicJwk as JWK), kid: 'another-name' })
  await assert.rejects(again, faultOf('known'))
  assert.equal((await ask(sender.token)).statusCode, 200, 'nobody else is touched')

  // Two operators at once, each with another of the last two.
  const third = await exportJWK(generateKeyPairSync('ed25519').publicKey)
  const { keyId: thirdId } = await addKey(open.house, bank.senderId, third)
  const ends = await Promise.allSettled([keyId, thirdId].map((id) => endKey(open.house, bank.senderId, id)))
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
})
