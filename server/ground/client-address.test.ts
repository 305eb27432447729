import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clientAddress } from './client-address.ts'
import { readConfig } from './config.ts'

const database = { DATABASE_URL: 'postgres://brevhus@/brevhus' }
const config = (TRUSTED_PROXIES: string, TRUSTED_PROXY_HEADER = 'x-forwarded-for') =>
  readConfig({ ...database, TRUSTED_PROXIES, TRUSTED_PROXY_HEADER })

test('O-06: which proxies are believed is checked at start; everybody at once is no proxy', () => {
  for (const wrong of [
    '',
    'all',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0',
    '10.0.0.1,',
    'proxy.example',
    '10.0.0.1 10.0.0.2',
  ])
    assert.throws(() => config(wrong), /TRUSTED_PROXIES is .*or the word none/, wrong)
  for (const right of ['none', '10.0.0.0/8', '127.0.0.1, ::1', 'fd00::/8,192.0.2.7'])
    assert.equal(config(right).TRUSTED_PROXIES, right)
  assert.throws(() => config('10.0.0.1', 'x-real-ip'), /TRUSTED_PROXY_HEADER/)
  assert.equal(readConfig(database).TRUSTED_PROXIES, 'none')
})

test('O-06: nobody is believed by default, whatever a request says of itself', () => {
  assert.equal(clientAddress(readConfig(database)), null)
})

const LIST = clientAddress(config('10.0.0.0/8, fd00::/8'))!
const list = (connection: string, said: string | string[] | undefined) =>
  LIST(connection, said === undefined ? {} : { 'x-forwarded-for': said })

test('O-06: from the nearest hop outwards, no further than the first that is none of ours', () => {
  for (const [connection, said, answer] of [
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    // The left was sent by whoever asks: only what our proxy put at the right counts.
    ['10.0.0.1', '127.0.0.1, 10.9.9.9, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '192.0.2.1, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.1', ['192.0.2.1', '198.51.100.1'], '198.51.100.1'],
    ['::ffff:10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['fd00::1', '2001:DB8::7', '2001:db8::7'],
    ['fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
    ['10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', 'unknown', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, ', '10.0.0.1'],
    ['10.0.0.1', '<script>', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ] as const)
    assert.equal(list(connection, said as string), answer, `${connection} ${said}`)
})

test('O-06: RFC 7239, and the header the operator did not name is never looked at', () => {
  const forwarded = clientAddress(config('10.0.0.0/8', 'forwarded'))!
  const said = (value: string) => forwarded('10.0.0.1', { forwarded: value, 'x-forwarded-for': '192.0.2.66' })
  assert.equal(said('for=198.51.100.1;proto=https'), '198.51.100.1')
  assert.equal(said('for=127.0.0.1, For="[2001:db8::7]:4711";by=10.0.0.1'), '2001:db8::7')
  assert.equal(said('for="a,b";x="for=192.0.2.1", for=198.51.100.1'), '198.51.100.1')
  // Quotations left open outside, which our proxy's own would close.
  for (const open of ['for=192.0.2.1;x="', 'for=192.0.2.1;x="\\"', 'x="'])
    for (const real of ['"[2001:db8::7]"', '198.51.100.1'])
      assert.notEqual(said(`${open}, for=${real}`), '192.0.2.1', `${open} ${real}`)
  assert.equal(said('proto=https;for=_hidden'), '10.0.0.1')
  assert.equal(said('for=198.51.100.1, proto=https'), '10.0.0.1')
  assert.equal(forwarded('10.0.0.1', { 'x-forwarded-for': '192.0.2.66' }), '10.0.0.1')
  assert.equal(LIST('10.0.0.1', { forwarded: 'for=192.0.2.66' }), '10.0.0.1')
})

test('O-06: whatever somebody sends, they stay who they are', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.ipV4(), (sent, real) => {
      const outside = real.startsWith('10.') ? '192.0.2.9' : real
      assert.equal(list(outside, sent), outside)
      assert.equal(list('10.0.0.1', `${sent}, ${outside}`), outside)
    }),
    { numRuns: 500 },
  )
})
