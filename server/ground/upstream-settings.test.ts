import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { readUpstreams } from './upstream-settings.ts'

const PUBLIC = 'https://post.example'
const IDPORTEN = {
  profile: 'idporten',
  issuer: 'https://test.idporten.no',
  clientId: 'abc',
  authentication: 'private_key_jwt',
  secretFile: '/run/secrets/idporten.pem',
}
const MITID = {
  profile: 'mitid-signicat',
  issuer: 'https://post.example.signicat.com/auth/open',
  clientId: 'abc',
  authentication: 'client_secret_basic',
  secretFile: '/run/secrets/mitid',
}
const read = (...list: unknown[]) => readUpstreams(JSON.stringify(list), PUBLIC)

test('I-09 O-06: several upstreams at once are read; none is the default', () => {
  const { settings, faults } = read({ ...IDPORTEN, keyId: 'k1' }, MITID)
  assert.deepEqual(faults, [])
  assert.deepEqual(
    settings.map(({ profile, keyId }) => [profile, keyId]),
    [
      ['idporten', 'k1'],
      ['mitid-signicat', null],
    ],
  )
  assert.equal(readConfig({ DATABASE_URL: 'postgres://brevhus@/brevhus' }).UPSTREAMS, '[]')
})

test('I-09 O-06: every fault is named at once, with place and what is allowed, and no value is repeated', () => {
  const env = {
    DATABASE_URL: 'postgres://brevhus@/brevhus',
    UPSTREAMS: JSON.stringify([
      { ...IDPORTEN, secret: 'p4ssword' },
      { ...MITID, authentication: 'none' },
      { ...MITID, profile: '__proto__' },
    ]),
  }
  assert.throws(
    () => readConfig(env),
    (error: Error) => {
      assert.match(error.message, /UPSTREAMS\[0\]\.secret is not known\. Allowed: profile, issuer/)
      assert.match(error.message, /UPSTREAMS\[1\]\.authentication: mitid-signicat knows client_secret_basic/)
      assert.match(error.message, /UPSTREAMS\[2\]\.profile: allowed is idporten \| bankid-no/)
      assert.ok(!error.message.includes('p4ssword'))
      return true
    },
  )
  assert.match(read(IDPORTEN, IDPORTEN).faults.join(), /names idporten twice/)
  assert.match(readUpstreams('{', PUBLIC).faults.join(), /must be a JSON list/)
  assert.match(readUpstreams('{}', PUBLIC).faults.join(), /must be a JSON list/)
  assert.match(read(null, { ...MITID, keyId: 'x' }).faults.join(), /\[0\]\.must be an object.*keyId/)
})

test('I-09: an issuer is one of the table, https, and plainly written; loopback only for a post office on loopback', () => {
  for (const issuer of [
    'https://idporten.example',
    'https://idporten.no/',
    'http://idporten.no',
    'http://localhost:9000/idporten',
  ])
    assert.match(
      read({ ...IDPORTEN, issuer }).faults.join(),
      /issuer: allowed is .*test\.idporten\.no/,
      issuer,
    )
  for (const issuer of [
    'http://broker.example',
    'https://user:pw@broker.example/op',
    'https://broker.example/op?x=1',
    'https://broker.example/op#x',
    'https://broker.example/a/../op',
    'HTTPS://broker.example/op',
    'javascript:alert(1)',
  ])
    assert.match(read({ ...MITID, issuer }).faults.join(), /issuer: allowed is an https address/, issuer)
  const demo = JSON.stringify([{ ...IDPORTEN, issuer: 'http://localhost:9000/idporten' }])
  assert.deepEqual(readUpstreams(demo, 'http://localhost:8080').faults, [])
  assert.equal(readUpstreams(demo, 'https://post.example').faults.length, 1)
})
