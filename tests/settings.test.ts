// The settings over HTTP, by people who really signed in: what may be changed at which level, what is kept of it, and what is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Value } from 'typebox/value'
import { CONTACT_PATH } from '#api/contact.ts'
import { AccessLogPage } from '#api/mailbox.ts'
import { NOTICE_PATHS } from '#api/notices.ts'
import { PHONE_PATH } from '#api/phone.ts'
import { type EmailAddresses, ExchangeConsent, Settings } from '#api/settings.ts'
import { asPostOffice } from '#ground/db.ts'
import { LINKS_A_DAY } from '#people/email-token.ts'
import { forgetExpiredLinks } from '#people/forget-expired-links.ts'
import { openSettings } from './settings-as.ts'
import type { Browser } from './visitor.ts'

const EMAILS = '/api/settings/emails'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings()
})
after(() => open.close())

const add = (browser: Browser, address: string) => browser.ask('POST', EMAILS, { json: { address } })
const emailsOf = async (browser: Browser): Promise<EmailAddresses['emails']> =>
  (await browser.ask('GET', EMAILS)).json.emails

test('P-13 D-14: settings are read, and only what is given changes', async () => {
  const { browser } = await open.signedIn('low')
  const first = await browser.ask('GET', '/api/settings')
  assert.equal(first.status, 200)
  assert.equal(first.headers['cache-control'], 'no-store')
  assert.deepEqual(Value.Errors(Settings, first.json), [])
  assert.deepEqual([first.json.language, first.json.noticesByEmail], ['da', true])
  const put = (json: object) => browser.ask('PUT', '/api/settings', { json })
  assert.deepEqual((await put({ noticesByEmail: false })).json, { ...first.json, noticesByEmail: false })
  assert.deepEqual((await put({ language: 'en' })).json, {
    ...first.json,
    noticesByEmail: false,
    language: 'en',
  })
  assert.deepEqual((await browser.ask('GET', '/api/me')).json.language, 'en')
  for (const wrong of [{}, { language: 'fi' }, { noticesByEmail: 'no' }, { language: 'da', name: 'x' }])
    assert.equal((await put(wrong)).json.code, 'request-invalid')
})

test('I-13: with a password alone nobody adds or removes an address or ends the mailbox of somebody who has a device', async () => {
  const { who, browser } = await open.signedIn('low')
  const attempts = () => [
    add(browser, 'thief@elsewhere.example'),
    browser.ask('DELETE', `${EMAILS}/${who.personId}`),
    browser.ask('POST', '/api/settings/withdraw-number-consent', {
      json: { understood: true, endsLetters: 0 },
    }),
  ]
  for (const refused of await Promise.all(attempts())) {
    assert.equal(refused.status, 403)
    assert.equal(refused.json.code, 'level-too-low')
  }
  await open.work()
  assert.deepEqual(open.outbox, [])
  assert.deepEqual(await emailsOf(browser), [])

  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: who.code() } })
  assert.equal((await add(browser, 'karen@fjordby.example')).status, 202)
  // wrong codes block the device: that must not make its owner somebody without one
  const thief = open.browser()
  await thief.signIn(who)
  const stepUp = async () => (await thief.ask('GET', '/api/session')).json.stepUp.totp
  for (let tries = 0; (await stepUp()) && tries < 40; tries++) {
    await thief.ask('POST', '/api/session/step-up/totp', { json: { code: '000000' } })
    open.clock.advance(10 * 60_000)
    await thief.signIn(who)
  }
  assert.equal(await stepUp(), false)
  assert.equal((await add(thief, 'thief@elsewhere.example')).json.code, 'level-too-low')
})

test('I-13: somebody without any device is not kept from their own e-mail', async () => {
  const { browser } = await open.signedIn('low', { codeApp: false })
  const added = await add(browser, 'nodevice@fjordby.example')
  assert.equal(added.status, 202)
  assert.equal((await browser.ask('DELETE', `${EMAILS}/${added.json.emailId}`)).status, 204)
  assert.deepEqual(await emailsOf(browser), [])
})

test('I-13 G8: every settings route asks for a session, and takes changes from our own pages only', async () => {
  const { browser } = await open.signedIn('substantial')
  const asks = [
    ['GET', '/api/settings'],
    ['PUT', '/api/settings', { noticesByEmail: true }],
    ['PUT', '/api/settings/exchange-consent', { given: true }],
    ['GET', '/api/settings/marketing-consent'],
    ['PUT', '/api/settings/marketing-consent', { given: true }],
    ['POST', '/api/settings/withdraw-number-consent', { understood: true, endsLetters: 0 }],
    ['PUT', '/api/settings/paused', { paused: true }],
    ['POST', '/api/settings/close-mailbox', { understood: true, endsLetters: 0 }],
    ['GET', EMAILS],
    ['POST', EMAILS, { address: 'a@fjordby.example' }],
    ['DELETE', `${EMAILS}/019aab3e-0000-7000-8000-000000000000`],
    ['GET', PHONE_PATH],
    ['PUT', PHONE_PATH, { number: '+4520123456', from: null }],
    ['POST', `${PHONE_PATH}/verify`, { number: '+4520123456', code: '123456' }],
    ['GET', CONTACT_PATH],
    ['POST', `${CONTACT_PATH}/confirm`, { emailIds: [], phone: null }],
    ['GET', NOTICE_PATHS.notices],
    ['PUT', NOTICE_PATHS.notices, { bySms: false }],
    ['PUT', NOTICE_PATHS.senders, { letterId: '', byEmail: true, bySms: true, byPush: true }],
    ['DELETE', `${NOTICE_PATHS.senders}/019aab3e-0000-7000-8000-000000000000`],
    ['POST', NOTICE_PATHS.push, { endpoint: '', keys: {} }],
    ['DELETE', `${NOTICE_PATHS.push}/019aab3e-0000-7000-8000-000000000000`],
  ] as const
  const patterns = [...open.routes].filter((route) => route.startsWith('/api/settings'))
  assert.deepEqual(
    new Set(asks.map(([, path]) => path.replace(/[0-9a-f-]{36}$/, ':id'))),
    new Set(patterns.map((pattern) => pattern.replace(/:\w+$/, ':id'))),
  )
  for (const [method, path, json] of asks) {
    const stranger = await open.browser().ask(method, path, json ? { json } : {})
    assert.equal(stranger.json.code, 'sign-in-needed', `${method} ${path}`)
    if (method === 'GET') continue
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const foreign = await browser.ask(method, path, { ...(json ? { json } : {}), headers })
      assert.equal(foreign.json.code, 'origin-foreign', `${method} ${path}`)
    }
  }
})

test('P-13 Q-14 G8: marketing is no until it is said; the proof of every yes and no is kept', async () => {
  const { who, browser } = await open.signedIn('low')
  const path = '/api/settings/marketing-consent'
  assert.deepEqual((await browser.ask('GET', path)).json, { given: false, changedAt: null })
  for (const given of [true, true, false])
    assert.equal((await browser.ask('PUT', path, { json: { given } })).json.given, given)
  const kept = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('consent_event')
      .select(['consent', 'given'])
      .where('mailbox_id', '=', who.mailboxId)
      .execute(),
  )
  assert.deepEqual(
    kept.map(({ consent, given }) => [consent, given]),
    [
      ['marketing', true],
      ['marketing', false],
    ],
  )
})

test('S-03 A-03 G8 B-16: consent to the exchange is given and withdrawn, and the access log says so', async () => {
  const { who, browser } = await open.signedIn('low')
  const set = (given: boolean) => browser.ask('PUT', '/api/settings/exchange-consent', { json: { given } })
  const exchange = () =>
    asPostOffice(open.house.db, (trx) =>
      trx.selectFrom('exchange').select('mailbox_id').where('mailbox_id', '=', who.mailboxId).execute(),
    )
  const given = await set(true)
  assert.deepEqual(Value.Errors(ExchangeConsent, given.json), [])
  assert.equal(given.json.given, true)
  assert.equal((await exchange()).length, 1)
  await set(true)
  open.clock.advance(1000)
  await set(false)
  assert.deepEqual(await exchange(), [])
  await browser.ask('PUT', '/api/settings', { json: { language: 'en' } })
  await browser.ask('PUT', '/api/settings', { json: { language: 'en' } })
  const log = (await browser.ask('GET', '/api/access-log')).json
  assert.deepEqual(Value.Errors(AccessLogPage, log), [])
  const seen = log.entries.map((entry: AccessLogPage['entries'][number]) => [
    entry.action,
    entry.actor.kind,
    entry.sessionLevel,
  ])
  // saying what is so already leaves no second entry
  assert.deepEqual(seen, [
    ['settings-changed', 'owner', 'low'],
    ['consent-withdrawn', 'owner', 'low'],
    ['consent-given', 'owner', 'low'],
  ])
})

test('D-12: a fault names the field; three addresses at most; a stale page removes no other address', async () => {
  const { browser } = await open.signedIn('substantial')
  for (const address of [
    '',
    'karen',
    'karen@',
    'a b@fjordby.example',
    `${'x'.repeat(250)}@fjordby.example`,
  ]) {
    const refused = await add(browser, address)
    assert.equal(refused.status, 422, address)
    assert.equal(refused.json.faults[0].field, 'address')
  }
  const [first, second] = [
    await add(browser, 'one@fjordby.example'),
    await add(browser, 'two@fjordby.example'),
  ]
  await add(browser, 'three@fjordby.example')
  const fourth = await add(browser, 'four@fjordby.example')
  assert.deepEqual([fourth.json.code, fourth.json.faults[0].reason], ['email-not-added', 'too-many'])
  const remove = (emailId: string) => browser.ask('DELETE', `${EMAILS}/${emailId}`)
  assert.equal((await remove(first.json.emailId)).status, 204)
  const again = await add(browser, 'four@fjordby.example')
  assert.notEqual(again.json.emailId, first.json.emailId)
  assert.equal((await remove(first.json.emailId)).status, 404, 'the place is taken again, the id is not')
  const { browser: stranger } = await open.signedIn('substantial')
  assert.equal((await stranger.ask('DELETE', `${EMAILS}/${second.json.emailId}`)).status, 404)
  const left = await emailsOf(browser)
  assert.deepEqual(left.map(({ address }) => address).sort(), [
    'four@fjordby.example',
    'three@fjordby.example',
    'two@fjordby.example',
  ])
})

test('P-09: nobody floods a stranger with our verification mails, whether by asking again or by removing and adding', async () => {
  const { browser } = await open.signedIn('substantial')
  await open.work()
  open.outbox.length = 0
  const answers = []
  for (let i = 0; i < 14; i++) {
    const answer = await add(browser, `stranger${i % 2}@elsewhere.example`)
    answers.push(answer)
    await open.work()
    if (i % 3 === 0 && answer.status === 202) await browser.ask('DELETE', `${EMAILS}/${answer.json.emailId}`)
  }
  assert.deepEqual(
    answers.map(({ status }) => status),
    [...Array(LINKS_A_DAY).fill(202), ...Array(4).fill(429)],
  )
  assert.equal(open.outbox.length, LINKS_A_DAY)
  const waiting = Number(answers.at(-1)!.headers['retry-after'])
  assert.ok(waiting > 23 * 3600 && waiting <= 24 * 3600)
  open.clock.advance(waiting * 1000)
  const { browser: nextDay } = await open.signedIn('substantial')
  assert.equal((await add(nextDay, 'own@fjordby.example')).status, 202, 'others are not counted along')
})

test('P-09: what is left of a link that ran out is cleared; the address waits for a new one', async () => {
  const { browser } = await open.signedIn('substantial')
  await add(browser, 'old@fjordby.example')
  await forgetExpiredLinks(open.house)
  assert.ok((await emailsOf(browser))[0]!.linkExpiresAt, 'a living link stays')
  open.clock.advance(24 * 3_600_000)
  assert.ok((await forgetExpiredLinks(open.house)) >= 1)
  assert.equal(await forgetExpiredLinks(open.house), 0)
  const rows = await asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('contact_email').select('token_hash').where('email', '=', 'old@fjordby.example').execute(),
  )
  assert.deepEqual(rows, [{ token_hash: null }])
})

test('P-07 N-26: names, numbers, addresses and tokens fed through every settings route and page reach no log', async () => {
  const { who, browser } = await open.signedIn('substantial')
  const typed = [who.nationalNumber, 'Blæksprutte', 'hemmelig.adresse@fjordby.example', `T${'q7'.repeat(21)}`]
  const bodies = typed.flatMap((word) => [
    { address: word },
    { language: word },
    { noticesByEmail: word },
    { given: word },
    { token: word.padEnd(43, 'x') },
    { understood: word, endsLetters: word },
    { [word]: word },
  ])
  for (const route of [...open.routes].filter((url) => /^\/(api\/settings|verify-email)/.test(url)))
    for (const method of ['GET', 'PUT', 'POST', 'DELETE'] as const) {
      for (const word of typed)
        await browser.ask(
          method,
          `${route.replace(':emailId', encodeURIComponent(word))}?token=${encodeURIComponent(word)}`,
        )
      if (method === 'GET') continue
      for (const json of bodies) await browser.ask(method, route.replace(':emailId', who.personId), { json })
      for (const word of typed) await browser.ask(method, route, { form: { token: word, form: word } })
    }
  const [mine] = await emailsOf(browser)
  assert.equal(mine!.address, 'hemmelig.adresse@fjordby.example', 'what was typed did arrive')
  await open.work()
  const token = /token=([\w-]{43})/.exec(open.outbox.findLast(({ to }) => to === mine!.address)!.text)![1]!
  await browser.fill(`/verify-email?token=${token}`, {})
  assert.equal((await emailsOf(browser))[0]!.state, 'verified')
  const logged = open.logged()
  assert.match(logged, /"route":"\/api\/settings\/emails\/:emailId"/)
  for (const word of [...typed, token, 'Lindholm', 'fjordby'])
    assert.ok(!logged.includes(word) && !logged.includes(encodeURIComponent(word)), word)
})
