// The house's clock is ahead of the wall's, so that only what is due by it is due.
// Whether contact details still reach their owner: what mail comes back, what is confirmed every 90 days, and who hears of a change.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { CONTACT_PATH } from '#api/contact.ts'
import { PHONE_PATH } from '#api/phone.ts'
import { takeReport } from '#notices/bounces/take-report.ts'
import { remindOfContacts } from '#people/contact/confirm-contact.ts'
import { DAY, openNoticesRoom } from './notices-room.ts'

const { open, mails, refusing, startAfresh, member, work, letterTo } = await openNoticesRoom()
beforeEach(startAfresh)
after(() => open.close())

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
  for (const forged of [dsn('failed', '5.1.1'), complaint]) await report(forged)
  assert.equal(await stateOf(), 'verified', 'a return path of before says nothing of the address any more')
  mails.length = 0
  await letterTo(who)
  await work()
  const fresh = /\+([0-9a-f]{24})@/.exec(mails.map(({ returnPath }) => returnPath).join(' '))?.[1] ?? ''
  assert.notEqual(fresh, tag)
  for (let i = 0; i < 3; i++) await report(dsn('failed', '4.4.7'), fresh)
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
  await browser.ask('PUT', PHONE_PATH, { json: { number: '20999999', from: phone } })
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
