import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { sql } from 'kysely'
import { send } from '#tests/conformance/protocol.ts'
import {
  type OpenidRoom,
  openOpenid,
  type PartyOptions,
  type RelyingParty,
  relyingParty,
  signInAt,
} from '#tests/relying-party.ts'
import { addSomebody } from '#tests/visitor.ts'
import { type CheckToken, checkTokens } from './check-token.ts'
import { OPENID_PATHS } from './configuration.ts'

let room: OpenidRoom
let check: CheckToken
before(async () => {
  mock.timers.enable({ apis: ['Date'], now: new Date('2026-11-22T09:00:00Z') })
  room = await openOpenid()
  check = checkTokens(room.identity)
})
after(async () => {
  await room.close()
  mock.timers.reset()
})

const basic = ({ clientId, secret }: { clientId: string; secret: string | null }) =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`

async function tokenOf(options: PartyOptions = {}, more: Record<string, string> = {}) {
  const party = await relyingParty(room, { secretIn: 'header', ...options })
  const browser = room.browser()
  const { tokens } = await signInAt(party, browser, { who: await addSomebody(room) }, more)
  return { party, browser, tokens, token: tokens.access_token }
}

/** What the wire says, our own word beforehand, and the library's alone: a percent sign in the hint is not read by us. */
async function ask(token: string, party: RelyingParty) {
  const headers = {
    authorization: basic(party),
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  const post = (payload: string) =>
    room.app.inject({ method: 'POST', url: OPENID_PATHS.introspection, headers, payload })
  const ours = await check(`token=${token}`, headers.authorization)
  const [wire, library] = [
    await post(`token=${token}`),
    await post(`token=${token}&token_type_hint=access%5Ftoken`),
  ]
  assert.equal(wire.statusCode, library.statusCode)
  assert.equal(wire.body, library.body)
  assert.deepEqual(
    // What a page of another origin may read is no question where no page asks.
    Object.keys(library.headers).filter(
      (name) => !(name in wire.headers) && !name.startsWith('access-control-'),
    ),
    [],
  )
  for (const name of ['content-type', 'cache-control', 'content-security-policy', 'vary'])
    assert.equal(wire.headers[name], library.headers[name], name)
  assert.equal(ours, library.statusCode === 200 && library.json().active ? library.body : null)
  return { status: wire.statusCode, json: wire.json() }
}

test('I-08: a token check says to the letter what the protocol library says, bound to a session, to a device and to a key', async () => {
  for (const [options, more] of [
    [{}, { scope: 'openid profile' }],
    [{}, { scope: 'openid offline_access', prompt: 'consent' }],
    [{ dpop: true }, {}],
    [{ secretIn: 'body' }, {}],
  ] as const) {
    const { party, token } = await tokenOf(options, more)
    for (let again = 0; again < 2; again++) {
      const { json } = await ask(token, party)
      assert.equal(json.active, true)
      assert.equal(json.client_id, party.clientId)
    }
    const other = `${token.slice(0, -1)}${token.endsWith('_') ? '-' : '_'}`
    assert.equal((await ask(other, party)).json.active, false)
  }
})

test('I-05 I-08: what was revoked, signed out, withdrawn or has run out is good for nobody from then on', async () => {
  const ends: [string, (of: Awaited<ReturnType<typeof tokenOf>>) => Promise<unknown>][] = [
    [
      'revoked by the service provider',
      async ({ party, token }) =>
        assert.equal(
          (await send(room, OPENID_PATHS.revocation, { token }, { headers: { authorization: basic(party) } }))
            .status,
          200,
        ),
    ],
    [
      'signed out',
      async ({ browser }) => assert.equal((await browser.ask('POST', '/api/session/sign-out')).status, 200),
    ],
    [
      'grant gone',
      ({ party }) =>
        sql`delete from openid_artifact where model = 'Grant' and client_id = ${party.clientId}::uuid`.execute(
          room.house.db,
        ),
    ],
    ['ten minutes later', async () => mock.timers.tick(10 * 60_000)],
  ]
  for (const [name, end] of ends) {
    const held = await tokenOf({}, { scope: 'openid profile' })
    assert.equal((await ask(held.token, held.party)).json.active, true, name)
    const flood = Array.from({ length: 20 }, () => check(`token=${held.token}`, basic(held.party)))
    await end(held)
    const afterwards = await Promise.all(
      Array.from({ length: 20 }, () => check(`token=${held.token}`, basic(held.party))),
    )
    assert.deepEqual(new Set(afterwards), new Set([null]), name)
    await Promise.all(flood)
    assert.equal((await ask(held.token, held.party)).json.active, false, name)
  }
})

test('I-08: only the service provider itself, by its secret, asks; and only of its own tokens', async () => {
  const { party, token } = await tokenOf()
  const other = await relyingParty(room, { secretIn: 'header' })
  assert.equal((await ask(token, party)).json.active, true)
  assert.deepEqual((await ask(token, other)).json, { active: false })
  for (const wrong of [
    { ...party, secret: other.secret },
    { ...party, clientId: other.clientId },
    { ...party, secret: 'x'.repeat(43) },
    { ...party, secret: '' },
    { ...party, clientId: party.clientId.toUpperCase() },
  ]) {
    const { status } = await ask(token, wrong)
    assert.ok(status === 401 || status === 400, JSON.stringify(wrong))
  }
  const forms = [
    `token=${token}&token=${token}`,
    `token=${token}&client_secret=${party.secret}`,
    `token=${token}&client_id=${other.clientId}`,
    `token_type_hint=access_token`,
    `token=${token}&token=`,
    `=&token=${token}`,
  ]
  for (const form of forms) assert.equal(await check(form, basic(party)), null, form)
  const inBody = `token=${token}&client_id=${party.clientId}&client_secret=${party.secret}`
  assert.equal(JSON.parse((await check(inBody, undefined))!).active, true)
  assert.equal(await check(`token=${token}`, undefined), null)

  await sql`update service_provider set suspended_at = now() where client_id = ${party.clientId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await ask(token, party)).status, 401)
})
