import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LANGUAGES } from '#rules/refusals.ts'
import { composeNotice, composeVerification, nameInMail } from './compose-notice.ts'
import { NOTICE_TEXTS } from './notice-texts.ts'

const language = fc.constantFrom(...LANGUAGES)
/** Anything a mail program would make a link of. */
const LINK = /http|www\.|:\/\/|@|[\p{L}\p{N}]\.[\p{L}]{2,}|\.(dk|no|com|example)\b/iu

/** Names people and organisations have, and names somebody made up to get a link into our mail. */
const senderName = fc.oneof(
  fc.constantFrom(
    'Fjordby Forsyning A/S',
    'Søndre Klinik',
    'Skattestyrelsen',
    'Nordbanken ASA',
    'C. F. Møller',
  ),
  fc.constantFrom(
    'bank.dk/login',
    'https://evil.example',
    'Log ind: www.evil.dk',
    'a@evil.example',
    'hTTp:evil',
    'evil\u3002example',
    'evil\uff0eexample',
    'evil . dk/x',
    'e\u200bvil.d\u200bk',
    'Bank\r\nBcc: eve@evil.example',
  ),
  fc.string({ maxLength: 60 }),
  fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes).toString('utf16le')),
)

test('D-15 T-01: no notice ever holds a link, an address or a control character, whatever the sender is called', () => {
  fc.assert(
    fc.property(language, fc.boolean(), senderName, (language, sensitive, senderName) => {
      const { subject, text } = composeNotice({ language, sensitive, senderName })
      assert.doesNotMatch(text, LINK)
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
      assert.equal(subject, NOTICE_TEXTS[language].subject)
    }),
    { numRuns: 500 },
  )
})

test('B-06 T-01: the notice of a sensitive letter is the same for every letter: neither sender nor subject is in it', () => {
  fc.assert(
    fc.property(language, senderName, senderName, (language, one, other) => {
      const notice = (senderName: string) => composeNotice({ language, sensitive: true, senderName })
      assert.deepEqual(notice(one), notice(other))
    }),
  )
})

test('T-01: the notice of another letter names its sender, in the language of the person, on a line of its own', () => {
  for (const [language, line] of [
    ['da', 'Afsender: Fjordby Forsyning A/S'],
    ['nb', 'Avsender: Fjordby Forsyning A/S'],
    ['en', 'Sender: Fjordby Forsyning A/S'],
  ] as const) {
    const { text } = composeNotice({ language, sensitive: false, senderName: 'Fjordby Forsyning A/S' })
    assert.ok(text.split('\n').includes(line), text)
  }
})

test('D-15: a name that could become a link is not named at all', () => {
  assert.equal(nameInMail('C. F. Møller A/S'), 'C. F. Møller A/S')
  assert.equal(nameInMail('Nord & Søn (Oslo)'), 'Nord & Søn (Oslo)')
  for (const name of ['bolig.dk', 'WWW Bolig', 'x//y', 'a@b', 'bolig .dk', '\u200b', ''])
    assert.equal(nameInMail(name), undefined, name)
  assert.equal(nameInMail('Fjord\r\nby'), 'Fjord by')
  assert.equal([...nameInMail('å'.repeat(500))!].length, 80)
})

test('P-09 D-15: only the verification of an e-mail address holds a link, and just that one', () => {
  for (const language of LANGUAGES) {
    const link = 'https://post.example/verify-email?token=abc'
    const { text } = composeVerification(language, link)
    assert.deepEqual(text.match(/https?:\S+/g), [link])
  }
})
