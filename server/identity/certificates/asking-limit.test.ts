import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type OpenPki, openPki } from '#tests/pki.ts'
import { ASKING_LIMIT } from './asking-limit.ts'
import { certificatesRoutes } from './certificates.routes.ts'

let { open } = {} as OpenPki
before(async () => {
  ;({ open } = await openPki())
})
after(() => open.close())

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
