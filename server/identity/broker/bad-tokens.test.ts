/** ID tokens and userinfo that are not what they should be: nobody is signed in, and nothing is told of why. */
import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { exportJWK, SignJWT } from 'jose'
import { UPSTREAM_LIMITS } from '#rules/upstream.ts'
import { assertRefused, type Claims, isSignedIn, karen, ola, seconds } from '#tests/bent-answers.ts'
import { signInWith } from '#tests/e-id.ts'
import { ids, room } from '#tests/e-id-room.ts'

const CLAIMS: [string, (claims: Claims) => Claims][] = [
  ['another issuer', (claims) => ({ ...claims, iss: `${ids.origin}/bankid-no` })],
  ['no issuer', ({ iss, ...claims }) => claims],
  ['another audience', (claims) => ({ ...claims, aud: 'somebody-else' })],
  ['no audience', ({ aud, ...claims }) => claims],
  [
    'a second audience, issued to that one',
    (claims) => ({ ...claims, aud: [claims.aud, 'other'], azp: 'other' }),
  ],
  ['an expired token', (claims) => ({ ...claims, exp: seconds() - UPSTREAM_LIMITS.clockSeconds - 1 })],
  ['no end', ({ exp, ...claims }) => claims],
  ['a token from the future', (claims) => ({ ...claims, iat: seconds() + UPSTREAM_LIMITS.clockSeconds + 5 })],
  ['not valid yet', (claims) => ({ ...claims, nbf: seconds() + UPSTREAM_LIMITS.clockSeconds + 5 })],
  ['an old token', (claims) => ({ ...claims, iat: seconds() - UPSTREAM_LIMITS.tokenAgeSeconds - 60 })],
  ['no time of issue', ({ iat, ...claims }) => claims],
  ['times as text', (claims) => ({ ...claims, exp: String(seconds() + 300) })],
  ["another visit's nonce", (claims) => ({ ...claims, nonce: 'A'.repeat(43) })],
  ['no nonce', ({ nonce, ...claims }) => claims],
]
for (const [what, idToken] of CLAIMS)
  test(`I-09: ${what}: nobody is signed in`, () => assertRefused({ idToken }))

test('I-09: within the tolerated difference of clocks a token is good', async () => {
  const { clockSeconds } = UPSTREAM_LIMITS
  ids.bend({ idToken: (claims) => ({ ...claims, iat: seconds() + clockSeconds - 5 }) })
  const browser = room.browser()
  await signInWith(browser, 'idporten', { nationalNumber: ola.nationalNumber })
  assert.equal(await isSignedIn(browser), true)
})

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('I-09: a token without signature, by any spelling of none: nobody is signed in', async () => {
  for (const alg of ['none', 'None', 'NONE', '', undefined])
    await assertRefused({ token: async (claims) => `${encoded({ alg })}.${encoded(claims)}.` })
  const cut = async (claims: Claims) => `${encoded({ alg: 'RS256' })}.${encoded(claims)}.`
  await assertRefused({ token: cut })
})

test('I-09: HS256 with the public key as its secret, and every algorithm but the one agreed: nobody is signed in', async () => {
  await assertRefused({
    token: async (claims, { jwk, kid }) => {
      const body = `${encoded({ alg: 'HS256', kid })}.${encoded(claims)}`
      const mac = createHmac('sha256', JSON.stringify(jwk)).update(body).digest('base64url')
      return `${body}.${mac}`
    },
  })
  for (const alg of ['PS256', 'ES256', 'RS512', 'EdDSA']) {
    const { privateKey } =
      alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : alg === 'EdDSA'
          ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('rsa', { modulusLength: 2048 })
    const token = (claims: Claims, { kid }: { kid: string }) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey)
    await assertRefused({ token })
  }
})

test("I-09: a stranger's key: under the known key's id, in the header, or at an address in the header", async () => {
  const asked: string[] = []
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = await exportJWK(publicKey)
  const evil = createServer((request, response) => {
    asked.push(String(request.url))
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: [{ ...jwk, kid: 'evil' }] }))
  })
  await new Promise<void>((done) => evil.listen(0, '127.0.0.1', done))
  const jku = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/jwks`
  try {
    for (const header of [{}, { kid: 'evil' }, { jwk }, { kid: 'evil', jku }, { kid: 'evil', x5u: jku }])
      await assertRefused({
        token: (claims, { kid }) =>
          new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey),
      })
    assert.deepEqual(asked, [], 'no address out of a token is ever asked')
  } finally {
    await new Promise((done) => evil.close(done))
  }
})

test('I-09: a genuine token with another payload, a critical header we do not know, or no token at all', async () => {
  await assertRefused({
    token: async (claims, { sign }) => {
      const [header, , signature] = (await sign(claims)).split('.')
      return `${header}.${encoded({ ...claims, pid: karen.nationalNumber })}.${signature}`
    },
  })
  await assertRefused({
    token: (claims, { sign }) => sign(claims, { crit: ['unheard-of'], 'unheard-of': 1 }),
  })
  await assertRefused({ token: async () => 'a.b' })
  await assertRefused({ token: async () => 'not a token at all' })
  await assertRefused({ token: async () => `${'x'.repeat(300_000)}.a.b` }, 'unavailable')
})

test('I-09: userinfo about somebody else, or against the ID token: nobody is signed in', async () => {
  const id = 'mitid-signicat'
  await assertRefused({ userinfo: (claims) => ({ ...claims, sub: 'somebody else' }) }, 'not-genuine', id)
  await assertRefused({ userinfo: (claims) => ({ ...claims, idp: 'other' }) }, 'not-genuine', id)
  await assertRefused({ userinfo: ({ sub, ...claims }) => claims }, 'not-genuine', id)
  await assertRefused({ userinfo: (claims) => ({ ...claims, mitid_aal: 'LOW ' }) }, 'level-not-reached', id)
})
