/** N-30: what somebody agreed to can be read for as long as they are with us, word for word. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { agreedPage } from '#identity/agreed/agreed-pages.ts'
import {
  AGREED_NAMES,
  AGREED_TEXTS,
  agreedWords,
  currentText,
  findText,
} from '#identity/agreed/agreed-texts.ts'
import { appendAgreement } from '#identity/enrolment/activation.store.ts'
import { PRIVACY_VERSIONS } from '#identity/pages/privacy-texts.ts'
import { choosePublicServices } from '#identity/self-service/agreements.ts'
import { CONSENT_TEXTS } from '#people/consent-texts.ts'
import { consentsTexts } from '../web/texts/consents-texts.ts'
import { settingsTexts } from '../web/texts/settings-texts.ts'
import { openSignIn } from './sign-in.ts'
import { addSomebody } from './visitor.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const print = (value: unknown) =>
  createHash('sha256')
    .update(JSON.stringify(value, (_key, one) => (typeof one === 'function' ? String(one) : one)))
    .digest('hex')
    .slice(0, 16)

test('N-30 G10: a text that was shown never changes; whoever changes its words adds a version and its fingerprint here', () => {
  const prints = Object.fromEntries(
    AGREED_NAMES.flatMap((name) =>
      AGREED_TEXTS[name].map(({ version, since, words }) => [`${name} ${version}`, print({ since, words })]),
    ),
  )
  const told = Object.fromEntries(
    PRIVACY_VERSIONS.map(({ version, since, words }) => [version, print({ since, words })]),
  )
  assert.deepEqual(told, PRIVACY_PRINTS)
  assert.deepEqual(prints, PRINTS)
  for (const name of AGREED_NAMES) {
    const versions = AGREED_TEXTS[name].map(({ version }) => version)
    assert.equal(new Set(versions).size, versions.length)
    const days = AGREED_TEXTS[name].map(({ since }) => since)
    assert.deepEqual([...days].sort().reverse(), days, 'newest first')
  }
  assert.equal(findText('toString', '1'), null)
})

test('N-30: the versions other rooms keep, and the words the web app shows, are the newest of the table', () => {
  for (const [name, version] of Object.entries(CONSENT_TEXTS))
    assert.equal(currentText(name as keyof typeof CONSENT_TEXTS).version, version, name)
  for (const language of ['da', 'nb', 'sv', 'en'] as const) {
    const web = settingsTexts[language]
    assert.deepEqual(agreedWords('address-exchange', language), {
      title: web.exchange,
      points: [web.exchangeWhy, web.exchangeNot],
      agree: web.exchangeSwitch,
    })
    const { marketing, marketingWhy, marketingSwitch } = consentsTexts[language]
    assert.deepEqual(agreedWords('marketing', language), {
      title: marketing,
      points: [marketingWhy],
      agree: marketingSwitch,
    })
  }
})

test('N-30 N-32: whoever has not signed in reads every text and its earlier versions, in four languages, and nothing of anybody', async () => {
  const guest = room.browser()
  for (const [language, title] of [
    ['da', 'Alle tekster og deres ændringer'],
    ['nb', 'Alle tekster og endringene i dem'],
    ['sv', 'Alla texter och deras ändringar'],
    ['en', 'All texts and their changes'],
  ]) {
    const page = await guest.ask('GET', `/id/texts?lang=${language}`)
    assert.equal(page.status, 200)
    assert.match(page.text, new RegExp(`<h1>${title}</h1>`))
    for (const text of Object.keys(PRINTS)) {
      const [name, version] = text.split(' ')
      assert.ok(page.text.includes(`href="/id/texts/${name}/${version}"`), text)
    }
    assert.ok(page.text.includes('href="/pki/policy/1.0"'))
    for (const version of Object.keys(PRIVACY_PRINTS))
      assert.ok(page.text.includes(`href="/id/privacy/${version}"`), version)
    assert.doesNotMatch(page.text, /<time/)
  }
})

test('N-30 I-15: the page lists every yes and no with its date, and leads to the text as it was then, not as it is now', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const at = new Date(room.clock.now().getTime() - 86_400_000)
  const old = { agreement: 'public-services-and-signature', accepted: true } as const
  await asPostOffice(room.house.db, (trx) =>
    appendAgreement(trx, {
      ...old,
      personId: karen.personId,
      agreementId: newId(at.getTime()),
      textVersion: 'public-services-and-signature-1',
      at,
    }),
  )
  await choosePublicServices(room.identity, karen, false)
  await browser.signIn(karen)
  assert.match((await browser.ask('GET', '/id?lang=en')).text, /<a href="\/id\/texts">/)
  const page = (await browser.ask('GET', '/id/texts?lang=en')).text
  const rows = page.split('<li>').filter((row) => row.includes('<strong>Public services and signature'))
  assert.equal(rows.length, 2)
  assert.match(rows[0]!, /No, or taken back[\s\S]*\/public-services-and-signature-2"/)
  assert.match(
    rows[1]!,
    new RegExp(`Yes[\\s\\S]*/public-services-and-signature-1"[\\s\\S]*${at.toISOString()}`),
  )
  assert.match(page, /Terms of the mailbox/)
  const former = (
    await room
      .browser()
      .ask('GET', '/id/texts/public-services-and-signature/public-services-and-signature-1?lang=en')
  ).text
  assert.match(former, /Earlier version, shown from 1 November 2026 to 23 November 2026/)
  assert.match(former, /I also want to use the ID for public services and for signing\. \(Optional/)
  assert.doesNotMatch(former, /Then what they were given opens nothing/)
  for (const none of ['/id/texts/terms/1999', '/id/texts/toString/1', '/id/texts/x/%2e%2e'])
    assert.equal((await browser.ask('GET', none)).status, 404, none)
})

const PRIVACY_PRINTS = { 'privacy-1': '19572cfbd1b7a303' }

const PRINTS = {
  'id-purpose id-purpose-1': '8805e1ecb2eaa4ec',
  'id-terms id-terms-2': '56196253a1e31efd',
  'id-terms id-terms-1': '6243c1020052b137',
  'public-services-and-signature public-services-and-signature-2': 'e672299f88a6a51f',
  'public-services-and-signature public-services-and-signature-1': 'ee8782bc7278f91c',
  'terms 2026-11-24': 'a0ad54a006272b21',
  'terms 2026-11': '5b1ad715fe9e83b1',
  'number-use 2026-11-24': '6c9caac5f6b2bdfa',
  'number-use 2026-11': 'f5440a56bc939c6c',
  'address-exchange 2026-11-24': '0f40df660ca0443c',
  'address-exchange 2026-11': '4e4cc1df407688e8',
  'marketing 2026-11-24': '783ca8112a526e4f',
  'marketing 2026-11': '2149c1a882280ae7',
  'disclosure 2026-11': 'd2582ca02ea11d52',
}

test('N-30: a yes to a version that is not kept here is called as its text is called now, and says that it is not kept', () => {
  const one = { version: 'demo-1', given: true, at: new Date('2026-01-02T03:04:05Z'), service: null }
  const page = agreedPage({ language: 'en', country: 'dk' }, [
    { ...one, text: 'number-use' },
    { ...one, text: 'of-another-house' },
  ])
  assert.ok(!page.includes('<strong>number-use</strong>'))
  assert.ok(page.includes(`<strong>${agreedWords('number-use', 'en').title}</strong>`))
  assert.ok(page.includes('<strong>of-another-house</strong>'))
  assert.match(page, /The text \(demo-1\) is from before this post office/)
})
