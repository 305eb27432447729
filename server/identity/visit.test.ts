import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeBrowser } from './user-agent.ts'
import { languageOf, networkOf } from './visit.ts'

test('failures are counted for an IPv4 address and for the /56 of an IPv6 one', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  const home = networkOf('2001:db8:1:ab00::1')
  assert.equal(home, '2001:db8:1:ab00::/56')
  assert.equal(networkOf('2001:db8:1:abff:1:2:3:4'), home)
  assert.notEqual(networkOf('2001:db8:1:ac00::1'), home)
  assert.equal(networkOf('::1'), '0:0:0:000::/56')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:000::/56')
})

test('the language is the one chosen, else the first of ours the browser asks for', () => {
  assert.equal(languageOf('nb', 'da'), 'nb')
  assert.equal(languageOf('xx', 'da'), 'da')
  assert.equal(languageOf(undefined, 'de, nn;q=0.8, da;q=0.9'), 'da')
  assert.equal(languageOf(undefined, 'no'), 'nb')
  assert.equal(languageOf(undefined, 'da;q=0, nn'), 'nb')
  assert.equal(languageOf('sv', 'da'), 'sv')
  assert.equal(languageOf(undefined, 'fi, sv-FI;q=0.9, en;q=0.5'), 'sv')
  assert.equal(languageOf(undefined, 'de'), 'en')
  assert.equal(languageOf(undefined, undefined), 'en')
})

test('a browser is described in words, and not at all when it tells nothing', () => {
  assert.equal(
    describeBrowser('Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0'),
    'Edge, Windows',
  )
  assert.equal(
    describeBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1'),
    'Safari, iPhone',
  )
  assert.equal(describeBrowser('curl/8'), null)
  assert.equal(describeBrowser(null), null)
})
