/** The modules of the Basic OP plan, as tests of ours (see modules.ts). The relying party is `openid-client`, which checks signatures, issuer, audience, nonce,
 * times and hashes by itself; what a module wants beyond that is asserted here. */
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { decodeProtectedHeader, UnsecuredJWT } from 'jose'
import { sql } from 'kysely'
import * as openid from 'openid-client'
import { inMailbox } from '#ground/db.ts'
import { OPENID_PATHS } from '#identity/provider/configuration.ts'
import {
  type Deed,
  type OpenidRoom,
  openOpenid,
  type PartyOptions,
  REDIRECT_URI,
  type RelyingParty,
  relyingParty,
  signInAt,
  walk,
} from '#tests/relying-party.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { authorizeUrl, ISSUER, request, send } from './protocol.ts'

let room: OpenidRoom
let party: RelyingParty
let karen: Somebody
const PARTY: PartyOptions = { secretIn: 'header' }

before(async () => {
  mock.timers.enable({ apis: ['Date'], now: new Date('2026-11-22T09:00:00Z') })
  room = await openOpenid()
  party = await relyingParty(room, PARTY)
  karen = await addSomebody(room)
  await inMailbox(room.house.db, karen.mailboxId, (trx) =>
    sql`insert into contact_email (mailbox_id, email_no, email, email_form, added_at, verified_at)
        values (${karen.mailboxId}, 1, 'karen@post.example', 'karen@post.example', now(), now())`.execute(
      trx,
    ),
  )
  await inMailbox(room.house.db, karen.mailboxId, (trx) =>
    sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
        values (${karen.mailboxId}, '+4520123456', now(), now())`.execute(trx),
  )
})
after(async () => {
  mock.timers.reset()
  await room.close()
})

const seconds = (count: number) => mock.timers.tick(count * 1000)
const deed = (more: Deed = {}): Deed => ({
  who: karen,
  confirm: () => ({ password: karen.password }),
  ...more,
})
const happy = async (more: Record<string, string> = {}, by = party) => {
  const done = await signInAt(by, room.browser(), deed(), more)
  const claims = done.tokens.claims()!
  const info = await openid.fetchUserInfo(by.config, done.tokens.access_token, claims.sub)
  return { ...done, claims, info }
}
const errorOf = (back: URL | null) => back?.searchParams.get('error')

test('I-08 oidcc-server: a code buys an ID token and an access token that opens the userinfo endpoint', async () => {
  const { claims, back, tokens } = await happy()
  assert.equal(claims.iss, ISSUER)
  assert.equal(back.searchParams.get('iss'), ISSUER, 'RFC 9207')
  assert.equal(tokens.token_type, 'bearer')
  assert.ok(tokens.expires_in! <= 600)
  assert.ok(claims.sub.length <= 255)
})

test('I-08 oidcc-response-type-missing: a request without response_type is an error', async () => {
  const { url } = await party.begin()
  url.searchParams.delete('response_type')
  const { back, last } = await walk(room.browser(), url, deed())
  if (back) assert.equal(errorOf(back), 'invalid_request')
  else assert.match(last.text, /response_type/)
})

test('I-08 oidcc-idtoken-signature: the ID token is signed with RS256 by a published key', async () => {
  const { tokens } = await happy()
  const { alg, kid } = decodeProtectedHeader(tokens.id_token!)
  assert.equal(alg, 'RS256')
  const keys = (await room.app.inject(OPENID_PATHS.jwks)).json().keys as { kid: string; d?: string }[]
  assert.ok(keys.some((key) => key.kid === kid))
  assert.ok(keys.every((key) => key.d === undefined))
})

test('I-08: the algorithm "none" is offered nowhere', async () => {
  const metadata = (await room.app.inject('/.well-known/openid-configuration')).json()
  const offered = Object.entries(metadata).filter(([name]) => name.endsWith('alg_values_supported'))
  assert.ok(offered.length >= 2)
  for (const [name, values] of offered) {
    assert.ok(!(values as string[]).includes('none'), name)
    assert.ok(!(values as string[]).some((alg) => alg.startsWith('HS')), name)
  }
})

test('I-08 oidcc-userinfo-get: GET answers the subject of the ID token', async () => {
  const { claims, info } = await happy()
  assert.equal(info.sub, claims.sub)
})

test('I-08 oidcc-userinfo-post-header: POST with the token in the header', async () => {
  const { tokens, claims } = await happy()
  const reply = await send(
    room,
    OPENID_PATHS.userinfo,
    {},
    {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    },
  )
  assert.equal(reply.json.sub, claims.sub)
})

test('I-08 oidcc-userinfo-post-body: POST with the token in the body', async () => {
  const { tokens, claims } = await happy()
  const reply = await send(room, OPENID_PATHS.userinfo, { access_token: tokens.access_token })
  assert.equal(reply.json.sub, claims.sub)
})

test('I-08 oidcc-ensure-request-without-nonce-succeeds-for-code-flow: no nonce asked, none answered', async () => {
  const { claims } = await happy({ nonce: '' })
  assert.equal(claims.nonce, undefined)
})

test('I-08 oidcc-scope-profile: the claims of profile that we have come from the userinfo endpoint', async () => {
  const { info, claims } = await happy({ scope: 'openid profile' })
  assert.deepEqual(Object.keys(info).sort(), ['family_name', 'given_name', 'name', 'sub'])
  assert.equal(claims.name, undefined)
})

test('I-08 oidcc-scope-email: the verified e-mail address', async () => {
  const { info } = await happy({ scope: 'openid email' })
  assert.deepEqual([info.email, info.email_verified], ['karen@post.example', true])
})

test('I-08 oidcc-scope-address: the address as a JSON object', async () => {
  const { info } = await happy({ scope: 'openid address' })
  assert.equal(info.address?.locality, 'Odense C')
  assert.equal(info.address?.country, 'DK')
  assert.match(String(info.address?.formatted), /^Ahornvej \d+\n5000 Odense C$/)
})

test('I-08 oidcc-scope-phone: the verified number; one that is not verified is nobody’s to be told', async () => {
  const metadata = (await room.app.inject('/.well-known/openid-configuration')).json()
  assert.ok(metadata.scopes_supported.includes('phone'))
  const { info } = await happy({ scope: 'openid phone' })
  assert.deepEqual([info.phone_number, info.phone_number_verified], ['+4520123456', true])
  const verified = (at: string | null) =>
    inMailbox(room.house.db, karen.mailboxId, (trx) =>
      sql`update contact_phone set verified_at = ${at}::timestamptz where mailbox_id = ${karen.mailboxId}::uuid`.execute(
        trx,
      ),
    )
  await verified(null)
  assert.equal('phone_number' in (await happy({ scope: 'openid phone' })).info, false)
  await verified('2026-11-22T09:00:00Z')
})

test('I-08 oidcc-scope-all: all scopes together', async () => {
  const { info } = await happy({ scope: 'openid profile email address phone' })
  for (const claim of ['name', 'email', 'address', 'phone_number']) assert.ok(claim in info, claim)
})

test('I-08 oidcc-alternate-happy-flow: the order of scopes and parameters means nothing', async () => {
  const begun = await party.begin({ scope: 'profile openid' })
  const turned = new URL(begun.url)
  turned.search = new URLSearchParams([...begun.url.searchParams].reverse()).toString()
  const { back } = await walk(room.browser(), turned, deed())
  assert.ok((await party.finish(begun, back!)).id_token)
})

for (const display of ['page', 'popup']) {
  test(`I-08 oidcc-display-${display}: display=${display} is no error`, async () => {
    assert.ok((await happy({ display })).claims.sub)
  })
}

test('I-08 oidcc-prompt-login: the person shows who they are again, and auth_time is later', async () => {
  const browser = room.browser()
  const first = await signInAt(party, browser, deed())
  seconds(5)
  const seen: { text: string }[] = []
  const second = await signInAt(party, browser, deed({ seen: seen as never }), { prompt: 'login' })
  assert.ok(seen.some(({ text }) => text.includes('name="password"')))
  assert.ok(second.tokens.claims()!.auth_time! > first.tokens.claims()!.auth_time!)
  assert.equal(second.tokens.claims()!.sub, first.tokens.claims()!.sub)
})

test('I-08 oidcc-prompt-none-not-logged-in: without a sign-in, prompt=none is an error at once', async () => {
  const { url } = await party.begin({ prompt: 'none' })
  const { back } = await walk(room.browser(), url, {})
  assert.ok(['login_required', 'interaction_required'].includes(errorOf(back)!), String(back))
})

test('I-08 oidcc-prompt-none-logged-in: with one, it answers at once, with the same sub and auth_time', async () => {
  const browser = room.browser()
  const first = (await signInAt(party, browser, deed())).tokens.claims()!
  seconds(3)
  const second = (await signInAt(party, browser, {}, { prompt: 'none' })).tokens.claims()!
  assert.deepEqual([second.sub, second.auth_time], [first.sub, first.auth_time])
})

test('I-08 oidcc-max-age-1: a sign-in older than a second is shown again', async () => {
  const browser = room.browser()
  const first = (await signInAt(party, browser, deed())).tokens.claims()!
  seconds(2)
  const second = (await signInAt(party, browser, deed(), { max_age: '1' })).tokens.claims()!
  assert.ok(second.auth_time! > first.auth_time!)
})

test('I-08 oidcc-max-age-10000: a younger one is good enough', async () => {
  const browser = room.browser()
  const first = (await signInAt(party, browser, deed(), { max_age: '15000' })).tokens.claims()!
  seconds(2)
  const second = (await signInAt(party, browser, {}, { max_age: '10000' })).tokens.claims()!
  assert.deepEqual([second.sub, second.auth_time], [first.sub, first.auth_time])
})

test('I-08 oidcc-ensure-request-with-unknown-parameter-succeeds: extra=foobar is ignored', async () => {
  assert.ok((await happy({ extra: 'foobar' })).claims.sub)
})

test('I-08 oidcc-id-token-hint: prompt=none with the hint of the one signed in; another one is not told', async () => {
  const browser = room.browser()
  const { tokens } = await signInAt(party, browser, deed())
  const again = await signInAt(party, browser, {}, { prompt: 'none', id_token_hint: tokens.id_token! })
  assert.equal(again.tokens.claims()!.sub, tokens.claims()!.sub)
  const ola = await addSomebody(room)
  const other = room.browser()
  await signInAt(party, other, { who: ola })
  const { url } = await party.begin({ prompt: 'none', id_token_hint: tokens.id_token! })
  assert.equal(errorOf((await walk(other, url, {})).back), 'login_required')
})

test('I-08 oidcc-login-hint: a hint is put into the field, a number never into an address', async () => {
  const { url } = await party.begin({ login_hint: karen.name })
  const browser = room.browser()
  const { last } = await walk(browser, url, {})
  assert.match(last.text, new RegExp(`name="name"[^>]*value="${karen.name}"`))
  const { url: numbered } = await party.begin({ login_hint: '0101901234' })
  const to = await browser.ask('GET', numbered.pathname + numbered.search)
  const sign = await browser.ask('GET', String(to.headers.location))
  assert.ok(!String(sign.headers.location).includes('0101901234'))
})

test('I-08 oidcc-ui-locales: the page is in the language asked for, unless the person has chosen', async () => {
  const { url } = await party.begin({ ui_locales: 'se nn da' })
  const { last } = await walk(room.browser(), url, {})
  assert.match(last.text, /<html lang="nb">/)
  assert.ok((await happy({ ui_locales: 'se' })).claims.sub)
})

test('I-08 oidcc-claims-locales: claims_locales is no error', async () => {
  assert.ok((await happy({ claims_locales: 'se' })).claims.sub)
})

test('I-08 D-01 oidcc-ensure-request-with-acr-values-succeeds: the acr is one of those asked for', async () => {
  const metadata = (await room.app.inject('/.well-known/openid-configuration')).json()
  const { claims } = await happy({ acr_values: metadata.acr_values_supported.join(' ') })
  assert.ok(metadata.acr_values_supported.includes(claims.acr))
})

const reuse = async (wait: number) => {
  const { begun, back, tokens } = await happy()
  seconds(wait)
  await assert.rejects(
    party.finish(begun, back),
    (error: openid.ResponseBodyError) => error.error === 'invalid_grant',
  )
  const reply = await send(
    room,
    OPENID_PATHS.userinfo,
    {},
    {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    },
  )
  assert.equal(reply.status, 401, 'what the code bought is worth nothing any more')
}
test('I-08 oidcc-codereuse: a code is good once', () => reuse(0))
test('I-08 oidcc-codereuse-30seconds: also half a minute later, and what it bought ends', () => reuse(30))

test('I-08 oidcc-ensure-registered-redirect-uri: an address not registered gets an error page, no redirect', async () => {
  for (const address of [
    'https://skat.example/other',
    `${REDIRECT_URI}/`,
    `${REDIRECT_URI}?x=1`,
    'https://evil.example/back',
    'https://skat.example.evil.example/back',
    'https://skat.example@evil.example/back',
    'http://skat.example/back',
    'javascript:alert(1)',
  ]) {
    const { url } = await party.begin({ redirect_uri: address })
    const { back, last } = await walk(room.browser(), url, deed())
    assert.equal(back, null, address)
    assert.equal(last.status, 400, address)
    assert.match(last.text, /redirect_uri/)
  }
})

test('I-08 oidcc-ensure-post-request-succeeds: the request may come as a form', async () => {
  const begun = await party.begin()
  const browser = room.browser()
  const sent = await browser.ask('POST', begun.url.pathname, {
    form: Object.fromEntries(begun.url.searchParams),
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://skat.example' },
  })
  assert.equal(sent.status, 303)
  const { back } = await walk(browser, new URL(String(sent.headers.location), ISSUER), deed())
  assert.ok((await party.finish(begun, back!)).id_token)
})

test('I-08 oidcc-server-client-secret-post: the secret in the form, for who is registered so', async () => {
  const poster = await relyingParty(room, { secretIn: 'body' })
  assert.ok((await happy({}, poster)).claims.sub)
  const { url } = await poster.begin()
  const { back } = await walk(room.browser(), url, deed())
  const reply = await send(room, OPENID_PATHS.token, {
    grant_type: 'authorization_code',
    code: back!.searchParams.get('code')!,
    redirect_uri: REDIRECT_URI,
    client_id: poster.clientId,
    client_secret: party.secret!,
  })
  assert.equal(reply.json.error, 'invalid_client', 'with another secret it is refused')
})

test('I-08 oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: rejected, and never fetched', async () => {
  const { url } = await party.begin({ request_uri: 'https://skat.example/request.jwt' })
  const { back } = await walk(room.browser(), url, deed())
  assert.equal(errorOf(back), 'request_uri_not_supported')
})

const requestObject = (redirect: string) =>
  new UnsecuredJWT({ ...request(), redirect_uri: redirect, client_id: party.clientId })
    .setIssuer(party.clientId)
    .setAudience(ISSUER)
    .encode()

test('I-08 oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: rejected', async () => {
  const { url } = await party.begin({ request: requestObject(REDIRECT_URI) })
  assert.equal(errorOf((await walk(room.browser(), url, deed())).back), 'request_not_supported')
})

test('I-08 oidcc-claims-essential: an essential name comes from the userinfo endpoint', async () => {
  const { info } = await happy({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }) })
  assert.equal(info.name, 'Karen Margrethe Lindholm')
})

test('I-08 oidcc-ensure-request-object-with-redirect-uri: an address in a request object never wins', async () => {
  const { url } = await party.begin({ request: requestObject('https://evil.example/back') })
  const { back, last } = await walk(room.browser(), url, deed())
  if (back)
    assert.equal(`${back.origin}${back.pathname} ${errorOf(back)}`, `${REDIRECT_URI} request_not_supported`)
  else assert.match(last.text, /request/)
})

test('I-08 oidcc-refresh-token: a refresh token works, changes with each use, and belongs to one service provider', async () => {
  const { tokens, claims } = await happy({ scope: 'openid profile offline_access', prompt: 'consent' })
  const first = tokens.refresh_token!
  const second = await openid.refreshTokenGrant(party.config, first)
  assert.notEqual(second.refresh_token, first)
  assert.equal(second.claims()?.sub, claims.sub)
  assert.ok(await openid.fetchUserInfo(party.config, second.access_token, claims.sub))

  const stranger = await relyingParty(room, PARTY)
  await assert.rejects(
    openid.refreshTokenGrant(stranger.config, second.refresh_token!),
    (error: openid.ResponseBodyError) => error.error === 'invalid_grant',
  )
  const third = await openid.refreshTokenGrant(party.config, second.refresh_token!)

  // RFC 9700 §4.14.2: an old one that comes back may be a thief's, so everything ends.
  await assert.rejects(openid.refreshTokenGrant(party.config, first))
  await assert.rejects(openid.refreshTokenGrant(party.config, third.refresh_token!))
  await assert.rejects(openid.fetchUserInfo(party.config, third.access_token, claims.sub))
})

test('I-08 oidcc-ensure-request-with-valid-pkce-succeeds: with PKCE it works, without it is refused', async () => {
  assert.ok((await happy()).claims.sub)
  const url = authorizeUrl({
    ...request({ code_challenge: '', code_challenge_method: '' }),
    client_id: party.clientId,
  })
  const { back } = await walk(room.browser(), url, deed())
  assert.equal(errorOf(back), 'invalid_request')
})
