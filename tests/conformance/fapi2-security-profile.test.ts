/** The modules of the FAPI 2.0 Security Profile plan, as tests of ours (see modules.ts): private_key_jwt, DPoP, unsigned requests by PAR. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calculateJwkThumbprint, exportJWK } from 'jose'
import { OPENID_PATHS } from '#identity/provider/configuration.ts'
import { REDIRECT_URI, type RelyingParty, relyingParty, signInAt, walk } from '#tests/relying-party.ts'
import { addSomebody } from '#tests/visitor.ts'
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
  whole,
} from './fapi2-room.ts'
import {
  at,
  credentials,
  ISSUER,
  now,
  type ProofKey,
  proof,
  proofKey,
  push,
  pushedUrl,
  redeem,
  send,
  userinfo,
} from './protocol.ts'

test(`I-08 ${F}-discovery-end-point-verification: the metadata says what the profile demands`, async () => {
  const metadata = (await room.app.inject('/.well-known/openid-configuration')).json()
  assert.equal(metadata.issuer, ISSUER)
  assert.deepEqual(metadata.response_types_supported, ['code'])
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256'])
  assert.equal(metadata.authorization_response_iss_parameter_supported, true)
  assert.ok(metadata.token_endpoint_auth_methods_supported.includes('private_key_jwt'))
  assert.equal(metadata.pushed_authorization_request_endpoint, at(OPENID_PATHS.pushed_authorization_request))
  assert.ok(metadata.dpop_signing_alg_values_supported.includes('ES256'))
  assert.ok(!metadata.dpop_signing_alg_values_supported.includes('RS256'))
  assert.ok(metadata.id_token_signing_alg_values_supported.includes('PS256'))
  assert.ok(!metadata.grant_types_supported.includes('implicit'))
})

test(`I-08 ${F}-happy-flow: two service providers, tokens bound to a key, and two names for one person`, async () => {
  const subjects: string[] = []
  const other = await relyingParty(room, {
    profile: 'fapi2',
    redirectUris: [REDIRECT_URI],
    sector: 'other.example',
  })
  for (const one of [party, other]) {
    const { tokens } = await signInAt(one, room.browser(), { who: karen })
    assert.equal(tokens.token_type, 'dpop')
    subjects.push(tokens.claims()!.sub)
    const bare = await send(
      room,
      OPENID_PATHS.userinfo,
      {},
      {
        method: 'GET',
        headers: { authorization: `Bearer ${tokens.access_token}` },
      },
    )
    assert.equal(bare.status, 401, 'a bound token is no bearer token')
  }
  assert.equal(new Set(subjects).size, 2)
})

test(`I-08 N-18 ${F}-user-rejects-authentication: a no is access_denied, with iss`, async () => {
  const fresh = await addSomebody(room)
  const { back } = await walk(room.browser(), pushedUrl(party, await push(room, party)), {
    who: fresh,
    answer: 'no',
  })
  assert.deepEqual(
    [errorOf(back), back!.searchParams.get('iss'), back!.searchParams.get('state')],
    ['access_denied', ISSUER, 'the-state'],
  )
})

test(`I-08 ${F}-ensure-authorization-request-without-state-success: no state asked, none answered`, async () => {
  const { back } = await go(pushedUrl(party, await push(room, party, { state: '' })))
  assert.ok(back!.searchParams.get('code'))
  assert.equal(back!.searchParams.has('state'), false)
})

test(`I-08 ${F}-ensure-authorization-request-without-nonce-success: no nonce asked, none answered`, async () => {
  assert.equal(claimsOf(await whole({ nonce: '' })).nonce, undefined)
})

for (const [name, nonce] of [
  ['ensure-authorization-request-with-64-char-nonce-success', 'n'.repeat(64)],
  ['ensure-authorization-request-with-long-nonce', 'n'.repeat(384)],
] as const) {
  test(`I-08 ${F}-${name}: the nonce comes back whole`, async () => {
    assert.equal(claimsOf(await whole({ nonce })).nonce, nonce)
  })
}

test(`I-08 ${F}-ensure-authorization-request-with-long-state: the state comes back whole`, async () => {
  const state = 's'.repeat(384)
  const { back } = await go(pushedUrl(party, await push(room, party, { state })))
  assert.equal(back!.searchParams.get('state'), state)
})

test(`I-08 ${F}-ensure-other-scope-order-succeeds: the order of scopes means nothing`, async () => {
  assert.equal((await whole({ scope: 'profile openid' })).status, 200)
})

test(`I-08 ${F}-test-claims-parameter-identity-claims: claims one by one, in either place`, async () => {
  const claims = JSON.stringify({
    userinfo: { name: null, address: { essential: true } },
    id_token: { given_name: { essential: false }, family_name: null },
  })
  const reply = await whole({ claims })
  assert.equal(claimsOf(reply).family_name, 'Lindholm')
  assert.equal(claimsOf(reply).address, undefined)
  const info = await userinfo(room, reply.json.access_token, key)
  assert.equal(info.json.name, 'Karen Margrethe Lindholm')
  assert.equal(info.json.address.country, 'DK')
})

test(`I-08 ${F}-access-token-type-header-case-sensitivity: DPoP, dpop and DPOP are one scheme`, async () => {
  const { json } = await whole()
  for (const scheme of ['DPoP', 'dpop', 'DPOP'])
    assert.equal((await userinfo(room, json.access_token, key, { scheme })).status, 200, scheme)
})

test(`I-08 ${F}-check-dpop-proof-nbf-exp: a proof may carry nbf and exp`, async () => {
  const buy = await code(await push(room, party))
  const times = { nbf: now() - 5, exp: now() + 60 }
  assert.equal((await redeem(room, party, buy, key, { proof: { claims: times } })).status, 200)
})

for (const [name, shift] of [
  ['before', -10],
  ['after', 10],
] as const) {
  test(`I-08 ${F}-ensure-dpopproof-with-iat-10seconds-${name}-succeeds: a clock ten seconds off is forgiven`, async () => {
    const claims = { iat: now() + shift }
    const dpop = await proof(key, OPENID_PATHS.pushed_authorization_request, { claims })
    const pushed = await push(room, party, {}, { headers: { dpop } })
    const reply = await redeem(room, party, await code(pushed), key, { proof: { claims } })
    assert.equal(reply.status, 200)
    assert.equal((await userinfo(room, reply.json.access_token, key, { claims })).status, 200)
  })
}

const thumbprint = (of: ProofKey) => calculateJwkThumbprint(of.jwk)

test(`I-08 ${F}-ensure-mismatched-dpop-jkt-fails: another key's thumbprint with this key's proof`, async () => {
  const dpop = await proof(key, OPENID_PATHS.pushed_authorization_request)
  const dpop_jkt = await thumbprint(await proofKey())
  refused(
    await push(room, party, { dpop_jkt }, { headers: { dpop } }),
    'invalid_request',
    'invalid_dpop_proof',
  )
})

test(`I-08 ${F}-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt: proof by one key, tokens by another`, async () => {
  const dpop = await proof(key, OPENID_PATHS.pushed_authorization_request)
  const buy = await code(await push(room, party, {}, { headers: { dpop } }))
  refused(await redeem(room, party, buy, await proofKey()), 'invalid_grant', 'invalid_dpop_proof')
})

test(`I-08 ${F}-ensure-token-endpoint-fails-with-mismatched-dpop-jkt: thumbprint of one key, tokens by another`, async () => {
  const buy = await code(await push(room, party, { dpop_jkt: await thumbprint(key) }))
  refused(await redeem(room, party, buy, await proofKey()), 'invalid_grant', 'invalid_dpop_proof')
})

test(`I-08 ${F}-ensure-dpopproof-at-par-endpoint-binding-success: the same key in both places`, async () => {
  const dpop = await proof(key, OPENID_PATHS.pushed_authorization_request)
  const buy = await code(await push(room, party, {}, { headers: { dpop } }))
  assert.equal((await redeem(room, party, buy, key)).status, 200)
})

test(`I-08 ${F}-ensure-dpop-auth-code-binding-success: its thumbprint in the request`, async () => {
  assert.equal((await whole({ dpop_jkt: await thumbprint(key) })).status, 200)
})

test(`I-08 ${F}-ensure-client-id-in-token-endpoint: another one's client_id with our assertion`, async () => {
  const buy = await code(await push(room, party))
  const fields = { client_id: stranger.clientId }
  refused(await redeem(room, party, buy, key, { fields }), 'invalid_client', 'invalid_request')
})

test(`I-08 ${F}-ensure-holder-of-key-required: no proof, no tokens`, async () => {
  const buy = await code(await push(room, party))
  refused(await redeem(room, party, buy, null), 'invalid_grant', 'invalid_request', 'invalid_dpop_proof')
})

test(`I-08 ${F}-ensure-authorization-code-is-bound-to-client: a code is worth nothing to another one`, async () => {
  const buy = await code(await push(room, party))
  refused(await redeem(room, stranger, buy, key), 'invalid_grant')
})

test(`I-08 ${F}-attempt-reuse-authorization-code-after-one-second: a second use fails and ends what the first bought`, async () => {
  const buy = await code(await push(room, party))
  const first = await redeem(room, party, buy, key)
  seconds(1)
  refused(await redeem(room, party, buy, key), 'invalid_grant')
  assert.equal((await userinfo(room, first.json.access_token, key)).status, 401)
})

test(`I-08 ${F}-ensure-token-endpoint-fails-with-expired-auth-code: a code lives a minute`, async () => {
  const soon = await code(await push(room, party))
  seconds(55)
  assert.equal((await redeem(room, party, soon, key)).status, 200)
  const late = await code(await push(room, party))
  seconds(61)
  refused(await redeem(room, party, late, key), 'invalid_grant')
})

test(`I-08 ${F}-dpop-negative-tests: every part of a proof is held`, async () => {
  const { json } = await whole()
  const accessToken = json.access_token
  const ask = (claims: object = {}, header: object = {}, by = key) =>
    userinfo(room, accessToken, by, { claims: { ...claims }, header: { ...header } })
  assert.equal((await ask()).status, 200)
  for (const [what, claims, header] of [
    ['typ missing', {}, { typ: undefined }],
    ['typ wrong', {}, { typ: 'jwt' }],
    ['jwk missing', {}, { jwk: undefined }],
    ['jti missing', { jti: undefined }, {}],
    ['htm missing', { htm: undefined }, {}],
    ['htm wrong', { htm: 'PUT' }, {}],
    ['htu missing', { htu: undefined }, {}],
    ['htu wrong', { htu: 'https://other.example/openid/userinfo' }, {}],
    ['iat missing', { iat: undefined }, {}],
    ['iat an hour ago', { iat: now() - 3600 }, {}],
    ['iat in an hour', { iat: now() + 3600 }, {}],
    ['ath missing', { ath: undefined }, {}],
    ['ath wrong', { ath: 'A'.repeat(43) }, {}],
    ['private key inside', {}, { jwk: await exportJWK(key.privateKey) }],
  ] as const) {
    const reply = await ask(claims, header)
    assert.ok([400, 401].includes(reply.status), `${what}: ${reply.status} ${reply.text}`)
  }
  assert.equal((await ask({}, {}, await proofKey())).status, 401, 'another key')
  for (const claims of [{ htu: `${at(OPENID_PATHS.userinfo)}?x=1#y` }, { extra: 'ignored' }])
    assert.equal((await ask(claims)).status, 200)
  const jti = 'used-twice'
  assert.equal((await ask({ jti })).status, 200)
  assert.notEqual((await ask({ jti })).status, 200, 'a proof is good once')
  const whole_ = await proof(key, OPENID_PATHS.userinfo, { method: 'GET', accessToken })
  const none = `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: key.jwk })).toString('base64url')}.${whole_.split('.')[1]}.`
  for (const dpop of [none, 'not.a.jwt', `${whole_.slice(0, -6)}AAAAAA`]) {
    const reply = await send(
      room,
      OPENID_PATHS.userinfo,
      {},
      {
        method: 'GET',
        headers: { authorization: `DPoP ${accessToken}`, dpop },
      },
    )
    assert.ok([400, 401].includes(reply.status), reply.text)
  }
})

test(`I-08 ${F}-refresh-token: bound to the service provider, never without a proof, and not rotated`, async () => {
  const { json } = await whole({ scope: 'openid offline_access', prompt: 'consent' })
  const ask = async (who: RelyingParty, by: ProofKey | null, more: Record<string, string> = {}) =>
    send(
      room,
      OPENID_PATHS.token,
      {
        ...(await credentials(who)),
        grant_type: 'refresh_token',
        refresh_token: json.refresh_token,
        ...more,
      },
      by ? { headers: { dpop: await proof(by, OPENID_PATHS.token) } } : {},
    )
  assert.match(json.refresh_token, /^[\x20-\x7e]+$/)
  refused(await ask(party, null), 'invalid_grant', 'invalid_request', 'invalid_dpop_proof')
  refused(await ask(stranger, key), 'invalid_grant')
  refused(
    await ask(party, key, { client_assertion: '', client_assertion_type: '' }),
    'invalid_client',
    'invalid_request',
  )
  for (let i = 0; i < 2; i++) {
    const again = await ask(party, key)
    assert.equal(again.status, 200)
    assert.equal((await userinfo(room, again.json.access_token, key)).status, 200)
  }
})
