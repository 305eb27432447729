import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { sql } from 'kysely'
import * as openid from 'openid-client'
import type { Jobs } from '#ground/jobs.ts'
import {
  type OpenidRoom,
  openOpenid,
  REDIRECT_URI,
  relyingParty,
  signInAt,
  walk,
} from '#tests/relying-party.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { endIdleSessions } from '../end-idle-sessions.ts'
import { OPENID_PATHS } from './configuration.ts'
import { endServiceSessions, logOutAtService } from './log-out-at-services.ts'
import { openProvider } from './open-provider.ts'

let room: OpenidRoom
before(async () => {
  room = await openOpenid()
})
after(() => room.close())

const jobs = async <N extends keyof Jobs>(name: N): Promise<Jobs[N][]> => {
  const { rows } = await sql<{ payload: Jobs[N] }>`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = ${name}`.execute(room.house.db)
  return rows.map((row) => row.payload)
}

/** A service provider's door for logout tokens. 302 leads somewhere else, 0 says nothing at all. */
async function door(status: 200 | 302 | 500 | 0 = 200) {
  const got: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      got.push(new URLSearchParams(body).get('logout_token')!)
      if (status !== 0) response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    got,
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('I-08 I-11: when the session ends, however it ends, the service provider is told and its tokens end', async () => {
  const karen = await addSomebody(room)
  const listening = await door()
  try {
    const party = await relyingParty(room, { backChannelLogoutUri: listening.uri })
    const browser = room.browser()
    const { tokens } = await signInAt(party, browser, { who: karen })
    const claims = tokens.claims()!
    assert.ok(claims.sid)
    await openid.fetchUserInfo(party.config, tokens.access_token, claims.sub)

    // Not by any code of the provider's: from the list of sessions, a block, support, or the database itself.
    await sql`update session set ended_at = now(), ended_why = 'ended-elsewhere' where person_id = ${karen.personId}::uuid`.execute(
      room.house.db,
    )
    await assert.rejects(openid.fetchUserInfo(party.config, tokens.access_token, claims.sub))
    const [ended] = await jobs('end-service-sessions')
    await endServiceSessions(room.identity, ended!)
    const [tell] = await jobs('log-out-at-service')
    const provider = await openProvider(room.identity, (error) => assert.fail(String(error)))()
    await logOutAtService(provider, tell!)

    const keys = createLocalJWKSet((await room.app.inject(OPENID_PATHS.jwks)).json())
    const { payload, protectedHeader } = await jwtVerify(listening.got[0]!, keys, {
      issuer: room.identity.site.origin,
      audience: party.clientId,
      typ: 'logout+jwt',
    })
    assert.deepEqual([payload.sub, payload.sid], [claims.sub, claims.sid])
    assert.ok('http://schemas.openid.net/event/backchannel-logout' in (payload.events as object))
    assert.equal(payload.nonce, undefined)
    assert.equal(protectedHeader.alg, 'RS256')
  } finally {
    listening.close()
  }
})

test('I-08 I-11: a service provider that fails, leads elsewhere or says nothing is told again; none keeps another waiting', async () => {
  const karen = await addSomebody(room)
  const provider = await openProvider(room.identity, (error) => assert.fail(String(error)))()
  const told = await Promise.all(
    ([500, 302, 0, 200] as const).map(async (status) => {
      const listening = await door(status)
      try {
        const { clientId } = await relyingParty(room, { backChannelLogoutUri: listening.uri })
        const job = { clientId, personId: karen.personId, sid: 'a-session' }
        const [outcome] = await Promise.allSettled([logOutAtService(provider, job)])
        return [status, outcome.status, listening.got.length]
      } finally {
        listening.close()
      }
    }),
  )
  assert.deepEqual(told, [
    [500, 'rejected', 1],
    [302, 'rejected', 1],
    [0, 'rejected', 1],
    [200, 'fulfilled', 1],
  ])
})

test('I-08 I-11: a session that idles out or reaches its end is written down, once, and the service provider told', async () => {
  const party = await relyingParty(room, { backChannelLogoutUri: 'http://127.0.0.1:9/logout' })
  const [idle, busy] = [await addSomebody(room), await addSomebody(room)]
  await signInAt(party, room.browser(), { who: idle })
  await signInAt(party, room.browser(), { who: busy })
  const ended = async ({ personId }: Somebody) => {
    const { rows } = await sql<{ sessionId: string; lasted: number; why: string; told: boolean }>`
      select s.session_id as "sessionId", extract(epoch from s.ended_at - s.started_at)::int / 60 as lasted, s.ended_why as why,
             exists (select from graphile_worker._private_jobs j
                      where j.key = 'end-service-sessions ' || s.session_id) as told
        from session s where s.person_id = ${personId}::uuid and s.ended_at is not null`.execute(
      room.house.db,
    )
    return rows
  }
  const began = room.identity.clock().getTime() - 5000
  const after = (minutes: number) =>
    endIdleSessions({ db: room.house.db, clock: () => new Date(began + minutes * 60_000) })
  const seen = (minutes: number) =>
    sql`update session set last_seen_at = started_at + make_interval(mins => ${minutes}::int)
         where person_id = ${busy.personId}::uuid`.execute(room.house.db)
  await after(14)
  assert.deepEqual(await ended(idle), [], 'not a minute early')
  await seen(10)
  await after(16)
  const [over] = await ended(idle)
  assert.deepEqual([over!.lasted, over!.why, over!.told], [15, 'idle', true], 'at the moment it was over')
  assert.deepEqual(await ended(busy), [], 'who is busy goes on')
  await seen(8 * 60 - 1)
  await after(8 * 60 - 1)
  assert.deepEqual(await ended(busy), [])
  await after(8 * 60 + 1)
  const [long] = await ended(busy)
  assert.deepEqual([long!.lasted, long!.why, long!.told], [480, 'end-reached', true])
  assert.equal(await after(8 * 60 + 1), 0)
})

test('I-08 E-10: a new password ends the lasting access that was given in other sessions, and leaves what this one has given', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const lasting = { scope: 'openid offline_access', prompt: 'consent' }
  const [thief, owner] = [room.browser(), room.browser()]
  const theirs = (await signInAt(party, thief, { who: karen }, lasting)).tokens
  const own = (await signInAt(party, owner, { who: karen }, lasting)).tokens
  await owner.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  const json = { current: karen.password, next: 'syv små svaner' }
  assert.equal((await owner.ask('PUT', '/api/session/password', { json })).status, 200)
  await assert.rejects(openid.refreshTokenGrant(party.config, theirs.refresh_token!), {
    error: 'invalid_grant',
  })
  assert.ok((await openid.refreshTokenGrant(party.config, own.refresh_token!)).access_token)
})

test("I-08: signing out at the service provider's wish asks first, ends our session and leads back", async () => {
  const karen = await addSomebody(room)
  const home = 'https://skat.example/'
  const party = await relyingParty(room, { postLogoutRedirectUris: [home], redirectUris: [REDIRECT_URI] })
  const browser = room.browser()
  const { tokens } = await signInAt(party, browser, { who: karen })
  const url = openid.buildEndSessionUrl(party.config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: home,
    state: 'bye',
  })
  const page = await browser.ask('GET', url.pathname + url.search)
  assert.match(page.text, /Vil du logge ud/)
  assert.match(String(page.headers['content-security-policy']), /form-action 'self' https:\/\/skat\.example/)
  assert.equal(
    (await browser.ask('GET', '/api/session')).json.signedIn,
    true,
    'a link alone signs nobody out',
  )
  const out = await browser.fill(url.pathname + url.search, { logout: 'yes' })
  assert.equal(out.headers.location, `${home}?state=bye`)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
  assert.equal(browser.jar.has('brevhus'), false)
})

test('I-08 I-11: who signs out at a service when the session here is over already is led back at once, without a page in between', async () => {
  const karen = await addSomebody(room)
  const home = 'https://skat.example/'
  const party = await relyingParty(room, { postLogoutRedirectUris: [home], redirectUris: [REDIRECT_URI] })
  const browser = room.browser()
  const { tokens } = await signInAt(party, browser, { who: karen })
  await sql`update session set ended_at = now(), ended_why = 'idle' where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  const leave = async (more: Record<string, string>) => {
    const url = openid.buildEndSessionUrl(party.config, { id_token_hint: tokens.id_token!, ...more })
    return browser.ask('GET', url.pathname + url.search)
  }
  const back = await leave({ post_logout_redirect_uri: home, state: 'bye' })
  assert.deepEqual([back.status, back.headers.location], [303, `${home}?state=bye`])
  const here = await leave({})
  assert.equal(new URL(String(here.headers.location)).pathname, '/openid/sign-out/success')
  assert.match((await browser.ask('GET', '/openid/sign-out/success')).text, /Du er logget ud/)
  const foreign = await leave({ post_logout_redirect_uri: 'https://evil.example/' })
  assert.deepEqual([foreign.status, foreign.headers.location], [400, undefined])
  const unnamed = await browser.ask(
    'GET',
    '/openid/sign-out?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F',
  )
  assert.doesNotMatch(String(unnamed.headers.location), /evil/)
})

test('I-08: an address to go to afterwards must be registered', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const browser = room.browser()
  const { tokens } = await signInAt(party, browser, { who: karen })
  const url = openid.buildEndSessionUrl(party.config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: 'https://evil.example/',
  })
  const { back, last } = await walk(browser, url, {})
  assert.equal(back, null)
  assert.equal(last.status, 400)
})
