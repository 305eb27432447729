/** What an attacker tries at the OpenID provider. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import * as openid from 'openid-client'
import { assertion, credentials, ISSUER, now, request, send } from '#tests/conformance/protocol.ts'
import {
  type OpenidRoom,
  openOpenid,
  REDIRECT_URI,
  type RelyingParty,
  relyingParty,
  signInAt,
  walk,
} from '#tests/relying-party.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { OPENID_PATHS } from './configuration.ts'
import { fetchOnlyRegistered } from './fetch-registered.ts'

let room: OpenidRoom
let party: RelyingParty
let karen: Somebody
before(async () => {
  room = await openOpenid()
  party = await relyingParty(room)
  karen = await addSomebody(room)
})
after(() => room.close())

const introspect = (client_assertion: string) =>
  send(room, OPENID_PATHS.introspection, {
    client_id: party.clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
    token: 'whatever',
  })

test('I-08: algorithm confusion: none, and HMAC with the public key or the client id, are no signatures', async () => {
  const claims = {
    iss: party.clientId,
    sub: party.clientId,
    aud: ISSUER,
    jti: 'x',
    iat: now(),
    exp: now() + 60,
  }
  const keys = (await room.app.inject(OPENID_PATHS.jwks)).body
  for (const forged of [
    new UnsecuredJWT(claims).encode(),
    ...(await Promise.all(
      [keys, party.clientId.padEnd(32), JSON.stringify(await exportJWK(party.key)).padEnd(32)].map((secret) =>
        new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(secret)),
      ),
    )),
  ]) {
    const reply = await introspect(forged)
    assert.equal(reply.json.error, 'invalid_client', forged.slice(0, 60))
  }
  assert.equal((await introspect(await assertion(party))).status, 200, 'the same by the right key')
})

test('I-08: a key brought along in the header (jwk, jku, x5u) is not asked', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const claims = {
    iss: party.clientId,
    sub: party.clientId,
    aud: ISSUER,
    jti: 'y',
    iat: now(),
    exp: now() + 60,
  }
  for (const extra of [
    { jwk: await exportJWK(publicKey) },
    { jku: 'http://127.0.0.1:9/keys' },
    { x5u: 'http://169.254.169.254/latest/meta-data' },
  ]) {
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'one', ...extra })
      .sign(privateKey)
    assert.equal((await introspect(forged)).json.error, 'invalid_client')
  }
})

test('I-08: expired and future assertions are refused, and one is good once', async () => {
  for (const claims of [
    { exp: now() - 60 },
    { exp: undefined },
    { nbf: now() + 120, exp: now() + 180 },
    { iat: now() + 120, exp: now() + 180 },
    { aud: 'https://other.example' },
    { jti: undefined },
    { iss: 'somebody' },
  ]) {
    const reply = await introspect(await assertion(party, claims as never))
    assert.equal(reply.json.error, 'invalid_client', JSON.stringify(claims))
  }
  const once_ = await assertion(party)
  const answers = await Promise.all([introspect(once_), introspect(once_), introspect(once_)])
  assert.equal(answers.filter(({ status }) => status === 200).length, 1, 'also for three at the same moment')
})

test('I-08: a code is good once, also for five requests at the same moment', async () => {
  const begun = await party.begin()
  const { back } = await walk(room.browser(), begun.url, { who: karen })
  const answers = await Promise.allSettled(Array.from({ length: 5 }, () => party.finish(begun, back!)))
  assert.ok(answers.filter(({ status }) => status === 'fulfilled').length <= 1)
})

test("I-08: mixed-up state and issuer: the answer says who it is from, and another request's answer is refused", async () => {
  const [one, two] = [await party.begin(), await party.begin()]
  const browser = room.browser()
  const { back } = await walk(browser, one.url, { who: karen })
  assert.equal(back!.searchParams.get('iss'), ISSUER)
  await assert.rejects(party.finish(two, back!))
  const other = new URL(back!)
  other.searchParams.set('iss', 'https://evil.example')
  await assert.rejects(party.finish(one, other))
})

test('I-08: tampered and exchanged cookies lead nowhere', async () => {
  const { url } = await party.begin({ prompt: 'consent' })
  const browser = room.browser()
  await browser.signIn(karen)
  const led = await browser.ask('GET', url.pathname + url.search)
  const consent = String(led.headers.location)
  assert.match(consent, /^\/consent\//)
  const own = browser.jar.get('brevhus-consent')!

  const eve = await addSomebody(room)
  const thief = room.browser('192.0.2.66')
  await thief.signIn(eve)
  assert.equal((await thief.ask('GET', consent)).status, 400, 'the address alone is worth nothing')
  thief.jar.set('brevhus-consent', own)
  assert.equal((await thief.ask('GET', consent)).status, 400, 'nor is the cookie without its signature')
  thief.jar.set('brevhus-consent.sig', browser.jar.get('brevhus-consent.sig')!)
  assert.equal((await thief.ask('GET', consent)).status, 400, 'nor both, in another session')

  browser.jar.set('brevhus-consent', `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`)
  assert.equal((await browser.ask('GET', consent)).status, 400)
  browser.jar.set('brevhus', 'A'.repeat(43))
  browser.jar.set('brevhus-consent', own)
  assert.notEqual((await browser.ask('GET', consent)).status, 200, 'without our session nobody consents')
})

test("I-08: a form of another site can't consent, and a consent form is bound to its session", async () => {
  const { url } = await party.begin({ prompt: 'consent' })
  const browser = room.browser()
  await browser.signIn(karen)
  const consent = String((await browser.ask('GET', url.pathname + url.search)).headers.location)
  const foreign = await browser.ask('POST', consent, {
    form: { answer: 'yes' },
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  })
  assert.equal(foreign.status, 403)
  assert.equal((await browser.ask('POST', consent, { form: { answer: 'yes', form: 'guessed' } })).status, 403)
})

test('I-08: the host of a request makes no address of ours', async () => {
  const answer = await room.app.inject({
    url: '/.well-known/openid-configuration',
    headers: {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    },
  })
  assert.ok(!answer.body.includes('evil'))
  assert.equal(answer.json().token_endpoint, `${ISSUER}${OPENID_PATHS.token}`)
})

test('I-08: parameters sent twice, scripts and line breaks are answered, never reflected', async () => {
  const base = new URLSearchParams({ ...request(), client_id: party.clientId }).toString()
  for (const query of [
    `${base}&redirect_uri=https://evil.example/`,
    base.replace('response_type=code', 'response_type=%3Cscript%3Ealert(1)%3C/script%3E'),
    `client_id=%3Cscript%3Ealert(1)%3C/script%3E`,
    `${base}&ui_locales=%0d%0aset-cookie:x=1`,
    `${base}&max_age=-1`,
    `${base}&claims=%7B%22id_token%22%3A7%7D`,
    `${base}&claims=%7B%22__proto__%22%3A%7B%7D%7D`,
  ]) {
    const answer = await room.app.inject({
      url: `${OPENID_PATHS.authorization}?${query}`,
      headers: { accept: 'text/html' },
    })
    assert.ok(answer.statusCode < 500, `${answer.statusCode} ${query}`)
    assert.doesNotMatch(answer.body, /<script>alert/)
    const to = answer.headers.location
    if (to)
      assert.ok(
        ['http://localhost:8080', new URL(REDIRECT_URI).origin].includes(new URL(String(to), ISSUER).origin),
        String(to),
      )
    assert.equal(answer.headers.x, undefined)
  }
})

test("I-08: one service provider learns nothing of another one's token, and revoking ends it", async () => {
  const stranger = await relyingParty(room)
  const { tokens } = await signInAt(party, room.browser(), { who: karen })
  const ask = async (who: RelyingParty) =>
    (
      await send(room, OPENID_PATHS.introspection, {
        ...(await credentials(who)),
        token: tokens.access_token,
      })
    ).json
  assert.equal((await ask(party)).active, true)
  assert.deepEqual(await ask(stranger), { active: false })
  await openid.tokenRevocation(party.config, tokens.access_token)
  assert.deepEqual(await ask(party), { active: false })
})

test('I-08: SSRF: the provider calls registered addresses only, follows no redirect and no private name', async () => {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    asked.push(incoming.url!)
    if (incoming.url === '/moved') response.writeHead(302, { location: '/secret' }).end()
    else response.end('{"keys":[]}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const demo = fetchOnlyRegistered(room.identity)
    await assert.rejects(demo(`${own}/keys`, {}), /on no list/)
    assert.deepEqual(asked, [])
    await relyingParty(room, { jwksUri: `${own}/keys` })
    await relyingParty(room, { jwksUri: `${own}/moved` })
    assert.equal((await demo(`${own}/keys`, {})).status, 200)
    await assert.rejects(demo(`${own}/keys?x=1`, {}), /on no list/)
    await assert.rejects(demo(`${own}/moved`, {}))
    assert.deepEqual(asked, ['/keys', '/moved'])
    // A post office in earnest calls https only, and nothing on loopback.
    const earnest = fetchOnlyRegistered({
      db: room.identity.db,
      site: { origin: 'https://post.example', rpId: 'post.example', secure: true },
    })
    await assert.rejects(earnest(`${own}/keys`, {}), /https/)
    const named = 'https://keys.example/'
    await relyingParty(room, { jwksUri: named })
    await assert.rejects(earnest(named, {}), /private networks/, 'nor without the guard of the library')
  } finally {
    server.close()
  }
})
