// The house's clock is ahead of the wall's, so that only what is due by it is due.
// Notices by every channel, as each person chose: through HTTP where people choose, through the worker's real handlers where it is sent.
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { CONTACT_PATH } from '#api/contact.ts'
import { NOTICE_PATHS } from '#api/notices.ts'
import { PHONE_PATH } from '#api/phone.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { type Mailer, MailRefused } from '#ground/ports.ts'
import { PushGone } from '#ground/push.ts'
import { takeReport } from '#notices/bounces/take-report.ts'
import { remindOfContacts } from '#people/contact/confirm-contact.ts'
import type { NoticeWish } from '#rules/notice-time.ts'
import { seedLetter } from './seed-letters.ts'
import { type SeededSender, seedSender } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import type { Browser, Somebody } from './visitor.ts'

type Mail = Parameters<Mailer['send']>[0]

let open: Awaited<ReturnType<typeof openSettings>>
let sender: SeededSender
const mails: Mail[] = []
/** Addresses whose mail server says no. */
const refusing = new Set<string>()
const goneBrowsers = new Set<string>()

before(async () => {
  const mailer: Mailer = {
    async send(mail) {
      if (refusing.has(mail.to)) throw new MailRefused('550', { ofRecipient: true })
      mails.push(mail)
    },
  }
  open = await openSettings({
    now: '2030-11-22T11:00:00.000Z',
    mailer,
    env: { BOUNCE_PORT: '2526', MAIL_FROM: 'notice@post.example' },
    wrap: ({ push }) => ({
      push: {
        ...push,
        async send(to, message) {
          if (goneBrowsers.has(to.endpoint)) throw new PushGone('410')
          return push.send(to, message)
        },
      },
    }),
  })
  sender = await seedSender(open.house, { name: 'Fjordby Forsyning A/S' })
})
beforeEach(async () => {
  open.clock.set('2030-11-22T11:00:00.000Z')
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
  mails.length = 0
  open.texted.length = 0
  open.pushed.length = 0
})
after(() => open.close())

const HOUR = 3_600_000
const DAY = 24 * HOUR

type Member = { who: Somebody; browser: Browser; email: string; phone: string }
let made = 0

/** Somebody with a verified e-mail, a verified phone and one browser that takes push. */
async function member(): Promise<Member> {
  const { who, browser } = await open.signedIn('substantial')
  const email = `karen${++made}@fjordby.example`
  await browser.ask('POST', '/api/settings/emails', { json: { address: email } })
  await open.work()
  const token = /token=([\w-]{43})/.exec(mails.findLast(({ to }) => to === email)!.text)![1]!
  await browser.fill(`/verify-email?token=${token}`, {})
  const number = String(20_100_000 + made)
  await browser.ask('PUT', PHONE_PATH, { json: { number } })
  await open.work()
  const code = /\d{6}/.exec(open.texted.findLast(({ to }) => to === `+45${number}`)!.text)![0]
  assert.equal((await browser.ask('POST', `${PHONE_PATH}/verify`, { json: { code } })).status, 200)
  assert.equal((await addPush(browser, `https://push.example/${made}`)).status, 200)
  await work()
  mails.length = 0
  open.texted.length = 0
  return { who, browser, email, phone: `+45${number}` }
}

function addPush(browser: Browser, endpoint: string) {
  const keys = createECDH('prime256v1')
  keys.generateKeys()
  const p256dh = keys.getPublicKey().toString('base64url')
  const auth = randomBytes(16).toString('base64url')
  return browser.ask('POST', NOTICE_PATHS.push, { json: { endpoint, keys: { p256dh, auth } } })
}

const set = async (browser: Browser, json: object) => {
  const { status, text } = await browser.ask('PUT', NOTICE_PATHS.notices, { json })
  assert.equal(status, 200, text)
}

const work = () => open.work()

async function letterTo(who: Somebody, wish: NoticeWish = {}, more: object = {}): Promise<string> {
  const { letterId } = await seedLetter(open.house, {
    mailboxId: who.mailboxId,
    senderId: sender.senderId,
    ...more,
  })
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'notify-recipients', {
      letters: [[who.mailboxId, letterId]],
      ...(Object.keys(wish).length > 0 ? { wishes: [[letterId, wish]] } : {}),
    }),
  )
  return letterId
}

/** When the waiting jobs of this name are due, in order. */
async function due(name: string): Promise<string[]> {
  const { rows } = await sql<{ run_at: Date }>`
    select j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${name} order by j.run_at`.execute(open.house.db)
  return rows.map(({ run_at }) => run_at.toISOString())
}

test('T-01 D-14 B-06: e-mail and push to whoever chose them, SMS only where the sender asks; no channel names sender or subject of a sensitive letter', async () => {
  const { who, email, phone } = await member()
  const title = 'Dine prøvesvar'
  const sensitive = await letterTo(who, { sms: true }, { sensitive: true, title })
  await work()
  assert.deepEqual(
    mails.map(({ to }) => to),
    [email],
  )
  assert.deepEqual(
    open.texted.map(({ to }) => to),
    [phone],
  )
  assert.equal(open.pushed.length, 1)
  const said = JSON.stringify([mails, open.texted, open.pushed])
  assert.doesNotMatch(said, /prøvesvar|Fjordby Forsyning|Karen|Lindholm/)
  assert.doesNotMatch(mails[0]!.text + open.texted[0]!.text, /https?:|www\.|\/letters/)
  assert.ok(open.texted[0]!.text.length <= 160)
  assert.deepEqual(JSON.parse(open.pushed[0]!.text), {
    title: 'Brevhus',
    body: 'Du har fået et nyt brev.',
    path: `/letters/${sensitive}`,
    lang: 'da',
  })
  await letterTo(who)
  await work()
  assert.equal(open.texted.length, 1, 'no SMS of letters whose sender did not ask')
  assert.match(mails[1]!.text, /Afsender: Fjordby Forsyning A\/S/)
})

test('T-01: however often its jobs run, a letter is told of once on each way', async () => {
  const { who } = await member()
  const letterId = await letterTo(who, { sms: true, remindAfterDays: 3 })
  const again = () =>
    asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'notify-recipients', {
        letters: [[who.mailboxId, letterId]],
        wishes: [[letterId, { sms: true, remindAfterDays: 3 }]],
      }),
    )
  await again()
  await work()
  await again()
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [1, 1, 1])
  open.clock.advance(3 * DAY)
  await work()
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'remind-recipient', { mailboxId: who.mailboxId, letterId, sms: true }),
  )
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [2, 2, 2], 'reminded once')
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ kind: string; channel: string }>`
      select kind, channel from notice where mailbox_id = ${who.mailboxId} order by kind, channel`.execute(
      trx,
    ),
  )
  assert.deepEqual(
    rows.map(({ kind, channel }) => `${kind} ${channel}`),
    ['letter email', 'letter push', 'letter sms', 'reminder email', 'reminder push', 'reminder sms'],
  )
})

test('T-02: an SMS goes between 09 and 20 by the clock of the profile; an opened letter is not reminded of', async () => {
  const { who, browser } = await member()
  open.clock.set('2030-11-22T19:30:00.000Z')
  await letterTo(who, { sms: true })
  await work()
  assert.equal(open.texted.length, 0)
  assert.deepEqual(await due('send-sms-notice'), ['2030-11-23T08:00:00.000Z'])
  assert.equal(mails.length, 1, 'the others do not wait for it')
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
  // A job that comes up at night, whatever made it late, puts itself off.
  const letterId = await letterTo(who, {}, {})
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'send-sms-notice', { mailboxId: who.mailboxId, letterId }),
  )
  await open.work()
  assert.equal(open.texted.length, 0)
  assert.deepEqual(await due('send-sms-notice'), ['2030-11-23T08:00:00.000Z'])
  open.clock.set('2030-11-23T08:00:00.000Z')
  await work()
  assert.equal(open.texted.length, 1)

  const read = await letterTo(who, { answerBy: '2030-12-01' })
  await open.work()
  assert.deepEqual(await due('remind-recipient'), ['2030-11-29T08:00:00.000Z'], 'two days before, at nine')
  mails.length = 0
  await browser.signIn(who, 'substantial')
  assert.equal((await browser.ask('POST', `/api/letters/${read}/open`)).status, 200)
  open.clock.set('2030-11-29T08:00:00.000Z')
  await work()
  assert.deepEqual(mails, [])
})

test('D-14: channels are switched off, for all senders or one; quiet hours hold notices back until they end', async () => {
  const { who, browser, email } = await member()
  await set(browser, { byEmail: false, bySms: false })
  await letterTo(who, { sms: true })
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [0, 0, 1])
  await set(browser, { byEmail: true, byPush: false })
  const second = await letterTo(who)
  await work()
  assert.deepEqual([mails.length, open.texted.length, open.pushed.length], [1, 0, 1])

  await set(browser, { byPush: true, bySms: true })
  const choice = { letterId: second, byEmail: false, bySms: true, byPush: false }
  const chosen = await browser.ask('PUT', NOTICE_PATHS.senders, { json: choice })
  assert.deepEqual(
    chosen.json.senders.map(({ name, byEmail }: { name: string; byEmail: boolean }) => [name, byEmail]),
    [['Fjordby Forsyning A/S', false]],
  )
  await letterTo(who)
  const other = await seedSender(open.house, { name: 'Søndre Klinik' })
  await letterTo(who, {}, { senderId: other.senderId })
  await work()
  assert.deepEqual([mails.length, open.pushed.length], [2, 2], 'the other sender is heard of as before')
  assert.match(mails[1]!.text, /Søndre Klinik/)
  const { choiceId } = chosen.json.senders[0]
  assert.deepEqual((await browser.ask('DELETE', `${NOTICE_PATHS.senders}/${choiceId}`)).json.senders, [])

  await set(browser, { quiet: { from: 21, until: 7 } })
  open.clock.set('2030-11-22T22:10:00.000Z')
  await letterTo(who)
  await open.work()
  assert.equal(mails.length, 2)
  assert.deepEqual(await due('send-notice'), ['2030-11-23T06:00:00.000Z'])
  open.clock.set('2030-11-23T06:00:00.000Z')
  await work()
  assert.deepEqual([mails.length, mails[2]!.to], [3, email])
  const wrong = await browser.ask('PUT', NOTICE_PATHS.notices, { json: { quiet: { from: 7, until: 7 } } })
  assert.ok(wrong.status === 422 || wrong.status === 401)
})

test('T-01 D-14: a digest says once a day how many letters came, names none, and is not sent when all are read', async () => {
  const { who, browser } = await member()
  await set(browser, { digestHour: 17 })
  open.clock.advance(HOUR)
  for (let i = 0; i < 3; i++) await letterTo(who, {}, { title: 'Hemmelig', sensitive: true })
  await open.work()
  assert.deepEqual([mails.length, open.pushed.length], [0, 0])
  assert.deepEqual(await due('send-digest'), ['2030-11-22T16:00:00.000Z'], 'one, at five in Copenhagen')
  open.clock.set('2030-11-22T16:00:00.000Z')
  await work()
  assert.equal(mails.length, 1)
  assert.match(mails[0]!.text, /3 nye breve/)
  assert.doesNotMatch(mails[0]!.text, /Hemmelig|Fjordby|https?:/)
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'send-digest', { mailboxId: who.mailboxId }))
  await work()
  assert.equal(mails.length, 1, 'run twice, sent once')
  const next = await letterTo(who)
  await open.work()
  await browser.signIn(who, 'substantial')
  await browser.ask('POST', `/api/letters/${next}/open`)
  open.clock.set('2030-11-23T16:00:00.000Z')
  await work()
  assert.equal(mails.length, 1, 'all are read')
})

test('T-01: only addresses of known push services are taken, with real keys; a browser that is gone is forgotten', async () => {
  const { who, browser } = await member()
  for (const endpoint of [
    'https://evil.example/x',
    'http://169.254.169.254/',
    'https://push.example.evil.example/x',
  ])
    assert.equal((await addPush(browser, endpoint)).json.faults[0].field, 'endpoint')
  const noPoint = { p256dh: `BA${'A'.repeat(85)}`, auth: randomBytes(16).toString('base64url') }
  const bad = await browser.ask('POST', NOTICE_PATHS.push, {
    json: { endpoint: 'https://push.example/bad', keys: noPoint },
  })
  assert.equal(bad.json.faults[0].field, 'keys')
  const low = open.browser()
  await low.signIn(who, 'low')
  assert.equal((await addPush(low, 'https://push.example/thief')).json.code, 'level-too-low', 'I-13')
  const shown = (await browser.ask('GET', NOTICE_PATHS.notices)).json
  assert.deepEqual(
    shown.pushDevices.map(({ name }: { name: string }) => name),
    ['Firefox, Windows'],
  )
  goneBrowsers.add(`https://push.example/${made}`)
  await letterTo(who)
  await work()
  assert.deepEqual((await browser.ask('GET', NOTICE_PATHS.notices)).json.pushDevices, [])
  await addPush(browser, 'https://push.example/new')
  const { pushDevices } = (await addPush(browser, 'https://push.example/new')).json
  assert.equal(pushDevices.length, 1, 'the same browser again is the same')
  const gone = await browser.ask('DELETE', `${NOTICE_PATHS.push}/${pushDevices[0].deviceId}`)
  assert.deepEqual(gone.json.pushDevices, [])
})

const dsn = (action: string, status: string) =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; somebody@fjordby.example',
      `Action: ${action}`,
      `Status: ${status}`,
      '',
      '--b--',
      '',
    ].join('\r\n'),
  )
const complaint = Buffer.from(
  [
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    'MIME-Version: 1.0',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: x',
    '',
    '--b--',
    '',
  ].join('\r\n'),
)

test('T-01 E-26: mail that comes back stops an address, its owner hears of it otherwise, and verifies it again', async () => {
  const { who, browser, email, phone } = await member()
  await letterTo(who)
  await work()
  const { returnPath } = mails[0]!
  const [, tag] = /^bounce\+([0-9a-f]{24})@post\.example$/.exec(returnPath!)!
  const report = (raw: Buffer, of = tag!) => takeReport(open.house, { tag: of, raw })
  for (const harmless of [
    dsn('delayed', '4.4.1'),
    dsn('failed', '5.7.1'),
    dsn('failed', '5.2.2'),
    Buffer.from('Subject: hej\r\n\r\nIngen rapport: failed 5.1.1'),
  ])
    await report(harmless)
  await report(dsn('failed', '5.1.1'), '0'.repeat(24))
  const stateOf = async () => (await browser.ask('GET', '/api/settings/emails')).json.emails[0].state
  assert.equal(await stateOf(), 'verified')
  await report(dsn('failed', '5.1.1'))
  await report(dsn('failed', '5.1.1'))
  assert.equal(await stateOf(), 'failing')
  mails.length = 0
  await letterTo(who)
  await work()
  assert.equal(mails.length, 0, 'never used while it fails')
  assert.deepEqual(
    open.texted.map(({ to, text }) => [to, /kommer ikke frem/.test(text)]),
    [[phone, true]],
  )
  assert.deepEqual((await browser.ask('GET', '/api/me')).json.contact, 'failing', 'told in the app as well')
  await browser.ask('POST', '/api/settings/emails', { json: { address: email } })
  await work()
  const token = /token=([\w-]{43})/.exec(mails.at(-1)!.text)![1]!
  await browser.fill(`/verify-email?token=${token}`, {})
  assert.equal(await stateOf(), 'verified')
  for (let i = 0; i < 3; i++) await report(dsn('failed', '4.4.7'))
  assert.equal(await stateOf(), 'failing', 'three times for a passing reason')
})

test('T-01: a mail server that refuses the address, and a reader who calls it spam, stop it too', async () => {
  const one = await member()
  refusing.add(one.email)
  await letterTo(one.who)
  await work()
  assert.equal((await one.browser.ask('GET', '/api/settings/emails')).json.emails[0].state, 'failing')
  const other = await member()
  await letterTo(other.who)
  await work()
  const tag = /\+([0-9a-f]{24})@/.exec(mails.at(-1)!.returnPath!)![1]!
  await takeReport(open.house, { tag, raw: complaint })
  assert.equal((await other.browser.ask('GET', '/api/settings/emails')).json.emails[0].state, 'failing')
})

test('P-09 D-13: contact details are confirmed every 90 days: asked in place and by two reminders, and nothing stops', async () => {
  const { who, browser, email } = await member()
  const contact = async () => {
    await browser.signIn(who, 'low')
    return (await browser.ask('GET', CONTACT_PATH)).json
  }
  const reminders = async () => {
    await remindOfContacts(open.house)
    await work()
    return mails.filter(({ to, subject }) => to === email && /kontaktoplysninger/.test(subject)).length
  }
  const start = open.clock.now()
  const at = (days: number, ms = 0) => open.clock.set(new Date(start.getTime() + days * DAY + ms))
  at(90, -1000)
  assert.equal((await contact()).due, false)
  assert.equal(await reminders(), 0)
  at(90)
  const asked = await contact()
  assert.equal(asked.due, true)
  assert.equal((await browser.ask('GET', '/api/me')).json.contact, 'confirm')
  assert.equal(await reminders(), 1)
  assert.equal(await reminders(), 1, 'once')
  assert.doesNotMatch(mails.at(-1)!.text, /https?:|www\./)
  at(119)
  assert.equal(await reminders(), 1)
  at(120)
  assert.equal(await reminders(), 2)
  at(300)
  assert.equal(await reminders(), 2, 'no more')
  mails.length = 0
  await letterTo(who)
  await work()
  assert.equal(mails.length, 1, 'notices go on')

  await browser.signIn(who, 'low')
  const { emails, phone } = (await browser.ask('GET', CONTACT_PATH)).json
  const say = (json: object) => browser.ask('POST', `${CONTACT_PATH}/confirm`, { json })
  const emailIds = emails.map(({ emailId }: { emailId: string }) => emailId)
  assert.equal(
    (await say({ emailIds, phone: null })).json.faults[0].reason,
    'changed',
    'what was shown, and nothing else',
  )
  assert.equal((await say({ emailIds, phone: phone.number })).json.due, false)
  assert.equal((await browser.ask('GET', '/api/me')).json.contact, undefined)
  at(389)
  assert.equal((await contact()).due, false)
  at(390)
  assert.equal((await contact()).due, true)
})

test('P-09: a change of contact details is told at every other one, and at the one that was there until now', async () => {
  const { browser, email, phone } = await member()
  await browser.ask('POST', '/api/settings/emails', { json: { address: 'ny@fjordby.example' } })
  await work()
  const token = /token=([\w-]{43})/.exec(mails.at(-1)!.text)![1]!
  mails.length = 0
  await browser.fill(`/verify-email?token=${token}`, {})
  await work()
  const told = () => mails.filter(({ subject }) => /kontakt|Kontakt/.test(subject)).map(({ to }) => to)
  assert.ok(told().includes(email), JSON.stringify(mails.map(({ to, subject }) => [to, subject])))
  assert.deepEqual(
    open.texted.map(({ to }) => to),
    [phone],
  )
  mails.length = 0
  open.texted.length = 0
  await browser.ask('PUT', PHONE_PATH, { json: { number: '20999999' } })
  await work()
  assert.ok(
    open.texted.some(({ to, text }) => to === phone && text.startsWith('Dine kontaktoplysninger')),
    'the old number hears of the new one',
  )
  const [first] = (await browser.ask('GET', '/api/settings/emails')).json.emails
  mails.length = 0
  await browser.ask('DELETE', `/api/settings/emails/${first.emailId}`)
  await work()
  assert.deepEqual(told().sort(), [email, 'ny@fjordby.example'].sort(), 'the removed one hears of it too')
})
