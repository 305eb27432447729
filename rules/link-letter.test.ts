import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isShownLately, judgeLink, LINK_SHOWN_SECONDS, LINK_TYPE, linkFault } from './link-letter.ts'

const told = (text: string) => {
  const verdict = judgeLink(text)
  return verdict.kind === 'link' ? verdict.url : verdict.fault
}

test('B-07: a link letter holds one address of the open web, by https and by name', () => {
  for (const text of [
    'https://kommune.example/sag/17?a=b#c',
    '\ufeff# til borgeren\r\nhttps://kommune.example/sag/17?a=b#c\r\n',
  ])
    assert.deepEqual(judgeLink(text), {
      kind: 'link',
      url: 'https://kommune.example/sag/17?a=b#c',
      host: 'kommune.example',
    })
  assert.equal(told('https://xn--bltryk-iuab.example/'), 'https://xn--bltryk-iuab.example/')
})

test('B-07 S-14: what is no such address is refused for its own reason', () => {
  for (const [text, fault] of [
    ['', 'not-one-link'],
    ['# nothing else', 'not-one-link'],
    ['https://a.example/\nhttps://b.example/', 'not-one-link'],
    ['not an address', 'link-form'],
    ['javascript:alert(1)', 'link-not-https'],
    ['data:text/html,<script>', 'link-form'],
    ['http://kommune.example/', 'link-not-https'],
    ['https://bank.example@evil.example/', 'link-place'],
    ['https://evil.example:8443/', 'link-place'],
    ['https://127.0.0.1/', 'link-place'],
    ['https://2130706433/', 'link-place'],
    ['https://0x7f.1/', 'link-place'],
    ['https://[::1]/', 'link-place'],
    ['https://localhost/', 'link-place'],
    ['https://intranet/', 'link-place'],
    ['https://printer.local/', 'link-place'],
    ['https://kommune.example./', 'link-place'],
    ['https://b\u0430nk.example/', 'link-form'],
    ['https://kommune.example/\u202efdp.exe', 'link-form'],
    ['https:\\\\evil.example', 'link-form'],
    [`https://kommune.example/${'a'.repeat(2000)}`, 'link-too-long'],
  ] as const)
    assert.equal(told(text), fault, text.slice(0, 60))
})

test('B-07: whatever the text, what comes out is https, of one host, and comes out again the same', () => {
  const parts = fc.constantFrom(
    'https://',
    'HTTPS://',
    'a.example',
    '@',
    ':443',
    '/',
    '\\',
    '#',
    '?',
    '\n',
    ' ',
    '%00',
    'é',
  )
  const text = fc.oneof(
    fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
    fc.string({ maxLength: 40 }),
  )
  fc.assert(
    fc.property(text, (given) => {
      const verdict = judgeLink(given)
      if (verdict.kind === 'refused') return
      const url = new URL(verdict.url)
      assert.deepEqual([url.protocol, url.host, url.username], ['https:', verdict.host, ''])
      assert.deepEqual(judgeLink(verdict.url), verdict)
    }),
    { numRuns: 500 },
  )
})

test('B-07 D-03: an ID counts for two minutes after it was shown, not before and not after', () => {
  const shown = new Date('2026-11-23T12:00:00Z')
  const after = (seconds: number) => new Date(shown.getTime() + seconds * 1000)
  assert.equal(isShownLately(undefined, shown), false)
  assert.equal(isShownLately(shown, after(LINK_SHOWN_SECONDS)), true)
  assert.equal(isShownLately(shown, after(LINK_SHOWN_SECONDS + 1)), false)
  assert.equal(isShownLately(shown, after(-1)), false)
})

test('B-07: a link is the only document of its letter, and is not for paper', () => {
  const told = (mediaTypes: string[], printAllowed = false) => linkFault({ mediaTypes, printAllowed })
  assert.equal(told([LINK_TYPE]), undefined)
  assert.equal(told(['application/pdf', 'text/html'], true), undefined)
  assert.deepEqual(told([LINK_TYPE, 'application/pdf']), { field: 'documents', code: 'link-not-alone' })
  assert.deepEqual(told([LINK_TYPE], true), { field: 'printAllowed', code: 'link-on-paper' })
})
