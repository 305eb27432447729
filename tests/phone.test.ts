// A person's one phone number, and what the ID may send to it: from the settings to the SMS, through the worker's real handlers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { PHONE_PATH, type Phone } from '#api/phone.ts'
import { asPostOffice } from '#ground/db.ts'
import type { Jobs } from '#ground/jobs.ts'
import { blockAtTheDesk, textCode } from '#identity/enrolment/at-the-desk.ts'
import { sendCodeSms } from '#identity/enrolment/temporary-password.ts'
import { chooseWith, type Holder, NEW_PASSWORD } from './choose-with.ts'
import { isDue } from './due-jobs.ts'
import { interleaved } from './interleaved.ts'
import { codesIn, emptyPrintQueue, textOf } from './letter-box.ts'
import { seedPerson } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import { addSoftPasskey, type SoftPasskey } from './soft-passkey.ts'
import type { Browser, Somebody } from './visitor.ts'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings()
})
after(() => open.close())

const HOUR = 3_600_000
const DESK = { staff: 'Birgit Holm', reason: 'Passport seen' }
const held = async (browser: Browser) => (await browser.ask('GET', PHONE_PATH)).json as Phone
/** From what stands now, as a page that was just opened. */
const put = async (browser: Browser, number: string | null) =>
  browser.ask('PUT', PHONE_PATH, { json: { number, from: (await held(browser)).number } })
const verify = async (browser: Browser, code: string) =>
  browser.ask('POST', `${PHONE_PATH}/verify`, { json: { number: (await held(browser)).number, code } })
let numbers = 20_000_000
const newNumber = () => String(++numbers)

/** Security notices come by SMS too; these are the codes. */
const codeTexts = () => open.texted.filter(({ key }) => !key.startsWith('security-'))

async function codeBySms(): Promise<string> {
  await open.work()
  return /\d{6}/.exec(codeTexts().at(-1)!.text)![0]
}

async function withPhone(
  more: { codeApp?: boolean } = {},
): Promise<{ who: Somebody; browser: Browser; number: string }> {
  const { who, browser } = await open.signedIn(more.codeApp === false ? 'low' : 'substantial', more)
  const number = newNumber()
  assert.equal((await put(browser, number)).status, 202)
  assert.equal((await verify(browser, await codeBySms())).status, 200)
  return { who, browser, number: `+45${number}` }
}

/** The codes by SMS that wait in the queue, sent as the worker would at this moment. */
async function sendWaiting(): Promise<void> {
  const { rows } = await sql<{ payload: Jobs['send-code-sms'] }>`
    select j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'send-code-sms' and ${isDue(open.clock.now())}`.execute(
    open.house.db,
  )
  for (const { payload } of rows) await sendCodeSms(open.identity, open.house.sms, payload)
}

const choose = (who: Holder, code: string, more?: Record<string, string>) =>
  chooseWith(open.browser(), who, code, more)

test('P-09 D-12 D-13: one number, set at the substantial level, verified by a code once', async () => {
  const { who, browser } = await open.signedIn('low')
  const number = newNumber()
  assert.equal((await put(browser, number)).status, 403, 'I-13')
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: who.code() } })
  for (const wrong of ['', '112', 'ring til mig', '+45'])
    assert.equal((await put(browser, wrong)).status, 422, wrong)
  const set = await put(browser, `+45 ${number}`)
  assert.deepEqual([set.status, set.json.number, set.json.state], [202, `+45${number}`, 'waiting'])
  const code = await codeBySms()
  assert.equal(codeTexts().at(-1)!.to, `+45${number}`)
  assert.equal((await verify(browser, code === '000000' ? '000001' : '000000')).status, 401)
  assert.equal((await verify(browser, code)).json.state, 'verified')
  assert.equal((await verify(browser, code)).status, 410, 'once')
  assert.equal((await browser.ask('GET', PHONE_PATH)).json.state, 'verified')
  const sent = codeTexts().length
  await put(browser, number)
  await open.work()
  assert.equal(codeTexts().length, sent, 'what is verified is not asked again')
  for (const turn of ['gone', 'gone already'])
    assert.deepEqual((await put(browser, null)).json.state, 'none', turn)
  assert.equal((await held(browser)).number, null)
})

test('P-09 D-12: two windows at one number: whoever is later is told, and a code typed for a number that has gone costs the new one no try', async () => {
  const { who, browser } = await open.signedIn('substantial')
  const set = (number: string | null, from: string | null) => () =>
    browser.ask('PUT', PHONE_PATH, { json: { number, from } })
  const [one, other] = [newNumber(), newNumber()]
  // Five codes in a day: a new day for each turn.
  const begin = async () => {
    open.clock.advance(24 * HOUR)
    await browser.signIn(who, 'substantial')
    const { number } = await held(browser)
    if (number !== null) await set(null, number)()
  }
  await interleaved(
    async () => {
      await begin()
      return [set(one, null), set(other, null)]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      const { number } = await held(browser)
      assert.equal(number, `+45${codes[0] ? other : one}`, turn)
      const seen = `+45${codes[0] ? one : other}`
      const typed = await browser.ask('POST', `${PHONE_PATH}/verify`, {
        json: { number: seen, code: '000000' },
      })
      assert.equal(typed.json.code, 'changed-meanwhile', turn)
      assert.equal((await set(null, seen)()).json.code, 'changed-meanwhile', `${turn}: taken away unseen`)
      assert.equal((await set(number, seen)()).status, 202, `${turn}: it is as wished for`)
    },
  )
  assert.equal((await verify(browser, await codeBySms())).json.state, 'verified')
  const { number } = await held(browser)
  await asPostOffice(open.house.db, (trx) =>
    sql`update contact_phone set failing_since = ${open.clock.now()} where phone = ${number}`.execute(trx),
  )
  assert.equal((await held(browser)).state, 'failing')
  assert.equal((await put(browser, number)).json.state, 'failing', 'until its new code is typed')
  assert.equal((await verify(browser, await codeBySms())).json.state, 'verified')
})

test('P-09: a code lives ten minutes and five tries; five codes a day', async () => {
  const { who, browser } = await open.signedIn('substantial')
  const number = newNumber()
  await put(browser, number)
  const late = await codeBySms()
  open.clock.advance(10 * 60_000)
  assert.equal((await verify(browser, late)).status, 410)
  await put(browser, number)
  const missed = await codeBySms()
  for (let i = 0; i < 5; i++)
    assert.equal((await verify(browser, missed === '000000' ? '000001' : '000000')).status, 401)
  assert.equal((await verify(browser, missed)).status, 410)
  for (let i = 3; i <= 5; i++) assert.equal((await put(browser, number)).status, 202)
  assert.equal((await put(browser, number)).status, 429)
  assert.equal((await put(browser, null)).status, 202)
  const again = await put(browser, newNumber())
  assert.equal(again.status, 429, 'taking it away begins no new day')
  assert.equal(Number(again.headers['retry-after']), 24 * 3600 - 600)
  assert.equal((await held(browser)).state, 'none', 'and nothing is half set')
  open.clock.advance(24 * HOUR)
  await browser.signIn(who, 'substantial')
  assert.equal((await put(browser, number)).status, 202)
})

test('I-20 N-23: by SMS only beside a code of the own device, to a number that stood 120 hours, an hour later, for one new password', async () => {
  const { who, number } = await withPhone()
  const order = (fields: Record<string, string>) =>
    open.browser().fill('/id/temporary-password', { name: who.name, channel: 'sms', ...fields })
  const texts = () => codeTexts().filter(({ to }) => to === number && codeTexts().length > 0).length
  const before = texts()
  const answers: string[] = []
  const ask = async (fields: Record<string, string>, after: number) => {
    answers.push((await order(fields)).text)
    open.clock.advance(after)
    await sendWaiting()
  }
  open.clock.advance(119 * HOUR)
  await ask({ code: who.code() }, HOUR)
  assert.equal(texts(), before, 'the number is too young')
  await ask({ code: '000000' }, HOUR)
  assert.equal(texts(), before, 'never by SMS alone')
  await ask({ name: 'nobody.at.all', code: who.code() }, HOUR)
  await ask({ code: who.code() }, HOUR - 1000)
  assert.equal(texts(), before, 'the hour is not over')
  open.clock.advance(1000)
  await sendWaiting()
  await sendWaiting()
  assert.equal(texts(), before + 1, 'once')
  assert.equal(new Set(answers).size, 1, 'one answer to all')
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(codeTexts().at(-1)!.text)![0]
  assert.equal(
    (await open.browser().fill('/sign-in', { name: who.name, password: code })).status,
    401,
    'opens no session',
  )
  assert.equal((await open.browser().signIn(who)).status, 303, 'the old password holds until then')
  assert.equal(await choose(who, code), 303)
  assert.equal((await open.browser().signIn({ ...who, password: NEW_PASSWORD }, 'substantial')).status, 200)
  assert.equal(await choose(who, code), 401, 'used')
})

/** The page's passkey button, pressed. */
async function orderWithPasskey(passkey: SoftPasskey, more: { browser?: Browser; verified?: boolean } = {}) {
  const { browser = open.browser(), verified = true } = more
  const page = await browser.ask('GET', '/id/temporary-password')
  const form = /data-form="([^"]+)"/.exec(page.text)![1]!
  const ask = (json: object, step: string) =>
    browser.ask('POST', `/id/temporary-password/passkey/${step}`, { json })
  const { challengeId, options } = (await ask({ form }, 'options')).json
  assert.deepEqual(options.allowCredentials, [], 'nobody learns who has one')
  const assertion = passkey.answer(options.challenge, verified)
  const given = { form, next: '/', challengeId, assertion }
  return { given, answer: await ask(given, 'verify'), again: () => ask(given, 'verify') }
}

test('I-20 N-23: a passkey is the second factor too: it says whose it is, and the code comes by SMS an hour later', async () => {
  const { who, number } = await withPhone()
  const passkey = await addSoftPasskey(open.identity, who.personId)
  const sent = () => codeTexts().filter(({ to }) => to === number).length
  const before = sent()
  const told = async () => (await orderWithPasskey(passkey)).answer
  const young = await told()
  open.clock.advance(HOUR)
  await sendWaiting()
  assert.equal(sent(), before, 'the number is too young')
  open.clock.advance(121 * HOUR)
  const unverified = await orderWithPasskey(passkey, { verified: false })
  assert.equal(unverified.answer.status, 401, 'a stolen key without its finger')
  const ordered = await orderWithPasskey(passkey)
  assert.deepEqual([ordered.answer.status, ordered.answer.json], [young.status, young.json], 'one answer')
  assert.deepEqual(ordered.answer.json, { next: '/id/temporary-password/ordered' })
  assert.equal((await ordered.again()).status, 401, 'an answer counts once')
  assert.match((await open.browser().ask('GET', ordered.answer.json.next)).text, /<h1>/)
  open.clock.advance(HOUR - 1000)
  await sendWaiting()
  assert.equal(sent(), before, 'the hour is not over')
  open.clock.advance(1000)
  await sendWaiting()
  assert.equal(sent(), before + 1)
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(codeTexts().at(-1)!.text)![0]
  assert.equal(await choose(who, code), 303)
  for (let more = 0; more < 6; more++) await orderWithPasskey(passkey)
  open.clock.advance(HOUR)
  await sendWaiting()
  assert.equal(sent(), before + 5, 'five in a day at most')
  // What waits in the queue is over for whoever looks next.
  open.clock.advance(HOUR)
})

test('I-20: an answer made for the sign-in orders no password, nor does one for another browser; a blocked ID gets none', async () => {
  const { who } = await withPhone()
  const passkey = await addSoftPasskey(open.identity, who.personId)
  open.clock.advance(121 * HOUR)
  const browser = open.browser()
  const form = /data-form="([^"]+)"/.exec((await browser.ask('GET', '/sign-in')).text)![1]!
  const asked = (await browser.ask('POST', '/sign-in/passkey/options', { json: { form } })).json
  const given = {
    form,
    next: '/',
    challengeId: asked.challengeId,
    assertion: passkey.answer(asked.options.challenge),
  }
  const crossed = await browser.ask('POST', '/id/temporary-password/passkey/verify', { json: given })
  assert.equal(crossed.status, 401)
  const mine = await orderWithPasskey(passkey)
  const stranger = await open.browser().ask('POST', '/id/temporary-password/passkey/verify', {
    json: mine.given,
  })
  assert.equal(stranger.status, 403, 'the form belongs to one browser')
  await blockAtTheDesk(open.identity, who.nationalNumber, DESK)
  const before = codeTexts().length
  const blocked = await orderWithPasskey(passkey)
  open.clock.advance(HOUR)
  await sendWaiting()
  assert.deepEqual([blocked.answer.status, codeTexts().length], [200, before])
})

test('I-20: a code by SMS lives thirty minutes; a number changed meanwhile gets nothing', async () => {
  const { who, browser } = await withPhone()
  open.clock.advance(121 * HOUR)
  await open.browser().fill('/id/temporary-password', { name: who.name, channel: 'sms', code: who.code() })
  open.clock.advance(HOUR)
  await sendWaiting()
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(codeTexts().at(-1)!.text)![0]
  open.clock.advance(30 * 60_000)
  assert.equal(await choose(who, code), 401)
  await open.browser().fill('/id/temporary-password', { name: who.name, channel: 'sms', code: who.code() })
  open.clock.advance(30_000)
  await browser.signIn(who, 'substantial')
  await put(browser, newNumber())
  await open.work()
  const sent = codeTexts().length
  open.clock.advance(HOUR)
  await sendWaiting()
  assert.equal(codeTexts().length, sent)
})

test('I-20: by letter there is a way without any phone', async () => {
  const { who } = await open.signedIn('low')
  const from = open.printed.length
  await open.browser().fill('/id/temporary-password', { name: who.name, channel: 'letter' })
  await emptyPrintQueue(open.house, open.identity)
  const letter = open.printed.slice(from)[0]!
  assert.match(textOf(letter), /Midlertidig adgangskode/)
  const [code] = codesIn(letter)
  assert.equal(await choose(who, code!), 403, 'cooling off')
  open.clock.advance(HOUR)
  assert.equal(await choose(who, code!), 303)
  assert.equal(
    (await open.browser().signIn({ ...who, password: NEW_PASSWORD }, 'substantial')).status,
    200,
    'devices stay',
  )
})

test('I-01 I-20: at the desk an SMS carries only a first code, only to a number that has stood', async () => {
  const { who } = await withPhone()
  open.clock.advance(121 * HOUR)
  await assert.rejects(textCode(open.identity, who.nationalNumber, DESK, 'da'), { code: 'device-not-usable' })
  const person = await seedPerson(open.house)
  await assert.rejects(textCode(open.identity, person.nationalNumber, DESK, 'da'), {
    code: 'device-not-usable',
  })
  await sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
            select ${person.mailboxId}, '+4529999999', ${open.clock.now()}, ${open.clock.now()}
             where set_config('brevhus.mailbox', ${person.mailboxId}, false) is not null`.execute(
    open.house.db,
  )
  open.clock.advance(120 * HOUR)
  await textCode(open.identity, person.nationalNumber, DESK, 'da')
  await sendWaiting()
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(codeTexts().at(-1)!.text)![0]
  assert.equal(codeTexts().at(-1)!.to, '+4529999999')
  assert.equal(await choose(person, code, { userId: 'med.sms', terms: 'yes' }), 303)
})
