import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openHouse } from '#tests/open-house.ts'
import { type OpenPki, openPki } from '#tests/pki.ts'
import { ASKING_LIMIT } from './asking-limit.ts'
import { certificatesRoutes } from './certificates.routes.ts'

let { open } = {} as OpenPki
before(async () => {
  ;({ open } = await openPki())
})
after(() => open.close())

test('I-04 O-06: behind a proxy of ours each network has its own limit; whoever writes the header themselves gains nothing', async () => {
  const behind = await openHouse({ env: { TRUSTED_PROXIES: '10.0.0.0/8' } })
  try {
    const app = await behind.app(certificatesRoutes)
    const ask = async (remoteAddress: string, said: string) =>
      (await app.inject({ url: '/pki/policy/0', remoteAddress, headers: { 'x-forwarded-for': said } }))
        .statusCode
    const list = async (remoteAddress: string, said: string) =>
      (await app.inject({ url: '/pki/crl/x.crl', remoteAddress, headers: { 'x-forwarded-for': said } }))
        .statusCode
    assert.equal(await ask('10.0.0.1', '192.0.2.1'), 404)
    for (let i = 0; i < ASKING_LIMIT.perMinute; i++)
      await list('10.0.0.1', `198.51.100.${i % 250}, 192.0.2.1`)
    assert.equal(await list('10.0.0.1', '198.51.100.251, 192.0.2.1'), 429, 'the left is made up')
    assert.notEqual(await list('10.0.0.1', '192.0.2.2'), 429)
    for (let i = 0; i < ASKING_LIMIT.perMinute; i++) await list('203.0.113.5', `198.51.100.${i % 250}`)
    assert.equal(await list('203.0.113.5', '198.51.100.252'), 429, 'no proxy of ours')
  } finally {
    await behind.close()
  }
})

test('I-04: one network asks for lists and OCSP answers so many times a minute; others are not held up, and the next minute is new', async () => {
  const app = await open.app(certificatesRoutes)
  const list = (remoteAddress: string) => app.inject({ url: '/pki/crl/issuing-1.crl', remoteAddress })
  const ocsp = (remoteAddress: string) =>
    app.inject({
      method: 'POST',
      url: '/pki/ocsp',
      remoteAddress,
      headers: { 'content-type': 'application/ocsp-request' },
      payload: Buffer.from('3003300100', 'hex'),
    })
  open.clock.advance(60_000 - (open.clock.now().getTime() % 60_000))
  for (let i = 0; i < ASKING_LIMIT.perMinute; i++) {
    const { statusCode } = await list('192.0.2.1')
    if (statusCode !== 200) assert.fail(`the ${i + 1}. was answered ${statusCode}`)
  }
  const refused = await list('192.0.2.1')
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '60'])
  const later = await ocsp('192.0.2.1')
  // OCSPResponse with responseStatus tryLater (3) and nothing else.
  assert.deepEqual([later.rawPayload.toString('hex'), later.headers['retry-after']], ['30030a0103', '60'])
  assert.equal((await list('192.0.2.2')).statusCode, 200)
  assert.notEqual((await ocsp('192.0.2.2')).rawPayload.toString('hex'), '30030a0103')
  open.clock.advance(60_000)
  assert.equal((await list('192.0.2.1')).statusCode, 200)
})
