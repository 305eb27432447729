/** The modules of the FAPI 2.0 Security Profile plan about requests, who makes them, and PKCE (see modules.ts). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import * as openid from 'openid-client'
import { OPENID_PATHS } from '#identity/provider/configuration.ts'
import { relyingParty, signInAt, walk } from '#tests/relying-party.ts'
import {
  claimsOf,
  code,
  errorOf,
  F,
  go,
  karen,
  key,
  party,
  refused,
  room,
  seconds,
  stranger,
} from './fapi2-room.ts'
import {
  assertion,
  at,
  authorizeUrl,
  CHALLENGE,
  credentials,
  ISSUER,
  now,
  push,
  pushedUrl,
  redeem,
  request,
  send,
} from './protocol.ts'

test(`I-08 ${F}-ensure-different-nonce-inside-and-outside-request-object: only what was pushed counts`, async () => {
  const pushed = await push(room, party)
  const { back } = await go(pushedUrl(party, pushed, { nonce: 'another' }))
  const reply = await redeem(room, party, back!.searchParams.get('code')!, key)
  assert.equal(claimsOf(reply).nonce, 'the-nonce')
})

test(`I-08 ${F}-ensure-different-state-inside-and-outside-request-object: only what was pushed counts`, async () => {
  const { back } = await go(pushedUrl(party, await push(room, party), { state: 'another' }))
  assert.equal(back!.searchParams.get('state'), 'the-state')
})

test(`I-08 ${F}-state-only-outside-request-object-not-used: a state beside the pushed request is ignored`, async () => {
  const pushed = await push(room, party, { state: '' })
  const { back } = await go(pushedUrl(party, pushed, { state: 'outside' }))
  assert.ok(back!.searchParams.get('code'))
  assert.equal(back!.searchParams.has('state'), false)
})

for (const name of [
  'ensure-request-object-without-redirect-uri-fails',
  'ensure-redirect-uri-in-authorization-request',
]) {
  test(`I-08 ${F}-${name}: a request without an address is refused at the endpoint`, async () => {
    refused(await push(room, party, { redirect_uri: '' }), 'invalid_request')
  })
}

test(`I-08 ${F}-plain-fapi-tolerate-unregistered-redirect-uri: an address not registered is refused`, async () => {
  refused(await push(room, party, { redirect_uri: 'https://skat.example/elsewhere' }), 'invalid_request')
})

test(`I-08 ${F}-ensure-unsigned-authorization-request-without-using-par-fails: nothing but a pushed request`, async () => {
  const { back, last } = await go(authorizeUrl({ client_id: party.clientId, ...request() }))
  if (back) assert.equal(errorOf(back), 'invalid_request')
  else assert.equal(last.status, 400)
})

for (const [name, type] of [
  ['ensure-response-type-code-idtoken-fails', 'code id_token'],
  ['ensure-response-type-token-fails', 'token'],
] as const) {
  test(`I-08 ${F}-${name}: response_type=${type} is refused`, async () => {
    refused(await push(room, party, { response_type: type }), 'unsupported_response_type', 'invalid_request')
  })
}

test(`I-08 ${F}-ensure-signed-client-assertion-with-RS256-fails: the key is right, the algorithm too weak`, async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const both = await generateKeyPair('ES256', { extractable: true })
  const rsa = await relyingParty(room, {
    profile: 'fapi2',
    jwks: {
      keys: [
        { ...(await exportJWK(publicKey)), kid: 'rsa' },
        { ...(await exportJWK(both.publicKey)), kid: 'one' },
      ],
    },
  })
  const ask = async (alg: string, by: CryptoKey, kid: string) =>
    send(room, OPENID_PATHS.pushed_authorization_request, {
      ...(await credentials(rsa)),
      ...request(),
      client_assertion: await assertion(rsa, {}, { alg, key: by, kid }),
    })
  refused(await ask('RS256', privateKey, 'rsa'), 'invalid_client')
  assert.equal((await ask('ES256', both.privateKey, 'one')).status, 201)
})

test(`I-08 ${F}-ensure-client-assertion-in-token-endpoint: without showing who it is, it gets nothing`, async () => {
  const buy = await code(await push(room, party))
  const fields = { client_assertion: '', client_assertion_type: '' }
  refused(await redeem(room, party, buy, key, { fields }), 'invalid_client', 'invalid_request')
})

for (const [name, claims] of [
  ['ensure-client-assertion-with-exp-is-5-minutes-in-past-fails', () => ({ exp: now() - 300 })],
  ['ensure-client-assertion-with-wrong-aud-fails', () => ({ aud: 'https://other.example' })],
  ['ensure-client-assertion-with-no-sub-fails', () => ({ sub: undefined })],
] as const) {
  test(`I-08 ${F}-${name}: refused`, async () => {
    const buy = await code(await push(room, party))
    refused(await redeem(room, party, buy, key, { claims: claims() as never }), 'invalid_client')
  })
}

test(`I-08 ${F}-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: looking is not using`, async () => {
  const url = pushedUrl(party, await push(room, party))
  const first = await walk(room.browser(), url, {})
  assert.match(first.last.text, /name="password"/)
  assert.ok((await go(url)).back!.searchParams.get('code'))
})

test(`I-08 ${F}-par-attempt-reuse-request_uri: once answered, never again`, async () => {
  const url = pushedUrl(party, await push(room, party))
  const browser = room.browser()
  assert.ok((await walk(browser, url, { who: karen })).back!.searchParams.get('code'))
  const { back, last } = await walk(browser, url, { who: karen })
  assert.ok(errorOf(back) === 'invalid_request_uri' || last.status === 400)
})

test(`I-08 ${F}-par-attempt-to-use-expired-request_uri: a pushed request lives a minute`, async () => {
  const pushed = await push(room, party)
  assert.ok(pushed.json.expires_in <= 60)
  seconds(pushed.json.expires_in + 1)
  const { back, last } = await go(pushedUrl(party, pushed))
  assert.equal(back, null)
  assert.equal(last.status, 400)
})

test(`I-08 ${F}-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted: a clock eight seconds ahead`, async () => {
  const claims = { iat: now() + 8, nbf: now() + 8 }
  assert.equal((await push(room, party, {}, { claims })).status, 201)
})

test(`I-08 ${F}-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails: one more than a minute ahead`, async () => {
  const claims = { iat: now() + 65, nbf: now() + 65, exp: now() + 200 }
  refused(await push(room, party, {}, { claims }), 'invalid_client', 'invalid_request')
})

test(`I-08 ${F}-par-attempt-to-use-request_uri-for-different-client: it belongs to who pushed it`, async () => {
  const { back, last } = await go(pushedUrl(stranger, await push(room, party)))
  assert.ok(!back?.searchParams.get('code'))
  assert.ok(errorOf(back) || last.status === 400)
})

test(`I-08 ${F}-par-authorization-request-containing-request_uri-form-param: a request_uri can't be pushed`, async () => {
  refused(
    await push(room, party, { request_uri: 'urn:ietf:params:oauth:request_uri:anything' }),
    'invalid_request',
    'request_uri_not_supported',
    'invalid_request_uri',
  )
})

test(`I-08 ${F}-par-attempt-invalid-http-method: only POST`, async () => {
  for (const method of ['GET', 'PUT'] as const) {
    const reply = await send(room, OPENID_PATHS.pushed_authorization_request, {}, { method })
    assert.ok([404, 405].includes(reply.status), `${method} ${reply.status}`)
  }
})

test(`I-08 ${F}-par-ensure-pkce-required: no challenge, no request`, async () => {
  refused(await push(room, party, { code_challenge: '', code_challenge_method: '' }), 'invalid_request')
})

test(`I-08 ${F}-par-plain-pkce-rejected: only S256`, async () => {
  refused(
    await push(room, party, { code_challenge: CHALLENGE, code_challenge_method: 'plain' }),
    'invalid_request',
  )
})

for (const [name, code_verifier] of [
  ['ensure-pkce-code-verifier-required', ''],
  ['incorrect-pkce-code-verifier-rejected', 'another-verifier-that-is-long-enough-for-everybody-01234'],
] as const) {
  test(`I-08 ${F}-${name}: refused`, async () => {
    const buy = await code(await push(room, party))
    refused(await redeem(room, party, buy, key, { fields: { code_verifier } }), 'invalid_grant')
  })
}

test(`I-08 ${F}-par-without-duplicate-parameters: client_id and request_uri are enough`, async () => {
  assert.ok((await go(pushedUrl(party, await push(room, party)))).back!.searchParams.get('code'))
})

for (const [name, aud] of [
  ['array-as-audience', [ISSUER]],
  ['par-endpoint-url-as-audience', at(OPENID_PATHS.pushed_authorization_request)],
  ['token-endpoint-url-as-audience', at(OPENID_PATHS.token)],
] as const) {
  test(`I-08 ${F}-par-test-${name}-fails: the audience is the issuer, as a text`, async () => {
    const claims = { aud: aud as string }
    refused(await push(room, party, {}, { claims }), 'invalid_client', 'invalid_request')
  })
}

test('I-08: without a proof the access token of a high-risk service provider opens nothing', async () => {
  const { tokens } = await signInAt(party, room.browser(), { who: karen }, { scope: 'openid profile' })
  assert.equal(tokens.claims()!.iss, ISSUER)
  await assert.rejects(openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub))
})
