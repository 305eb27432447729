/** An employee ID from its order to its end, as administrators, employees and strangers meet it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { type Companies, type Company, ORDER, openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'

let open: Companies
let chief: Somebody
let company: Company
let office: Browser
before(async () => {
  open = await openCompanies()
  chief = await open.somebody({ name: { givenNames: 'Bodil', familyName: 'Bager' } })
  company = await open.found(chief)
  office = await open.signedIn(chief, company.employeeId)
})
after(() => open?.close())

const named = (givenNames: string, familyName = 'Holm') => open.somebody({ name: { givenNames, familyName } })
const ACTING = '/api/session/acting-for'
const actFor = (browser: Browser, employeeId: string | null) =>
  browser.ask('POST', ACTING, { json: { employeeId } })

/** Orders by the form; the new employee's id is in the address the browser is led to. */
async function order(browser: Browser, change: object = {}): Promise<string> {
  const answer = await browser.fill('/id/company/order', { ...ORDER, ...change })
  assert.equal(answer.status, 303, answer.text)
  return /employees\/([0-9a-f-]{36})/.exec(String(answer.headers.location))![1]!
}

/** Somebody who was ordered, invited and has said yes. */
async function employed(givenNames: string, role: string): Promise<{ who: Somebody; employeeId: string }> {
  const who = await named(givenNames)
  const email = `${givenNames.toLowerCase()}@bageri.example`
  const employeeId = await order(office, { name: `${givenNames} Holm`, email, role })
  await open.work()
  const browser = await open.signedIn(who)
  const done = await browser.fill(open.linkTo(email), { answer: 'accept' })
  assert.equal(done.status, 200, done.text)
  return { who, employeeId }
}

const stateOf = async (employeeId: string) =>
  asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('employee')
      .select(['state', 'role', 'person_id', 'email_verified_at', 'name', 'invitation_hash'])
      .where('employee_id', '=', employeeId)
      .executeTakeFirstOrThrow(),
  )
const eventsOf = async (employeeId: string) =>
  (
    await asPostOffice(open.house.db, (trx) =>
      trx
        .selectFrom('employee_event')
        .select(['event', 'by_kind', 'by_employee_id', 'changed', 'role'])
        .where('employee_id', '=', employeeId)
        .orderBy('event_id')
        .execute(),
    )
  ).map((row) => [row.event, row.by_kind, row.by_employee_id])

test('I-03 N-02: ordered, invited by e-mail, accepted with the own e-ID, and the company’s mail is readable', async () => {
  const sender = await seedSender(open.house)
  const { letterId } = await seedLetter(open.house, {
    mailboxId: company.mailboxId,
    senderId: sender.senderId,
  })
  const jens = await named('Jens')
  const employeeId = await order(office)
  assert.equal((await stateOf(employeeId)).state, 'invited')
  await open.work()
  const mail = open.outbox.at(-1)!
  assert.equal(mail.to, 'jens@bageri.example')
  assert.ok(mail.text.includes('Fjordby Bageri ApS (10150817)'), mail.text)
  const link = open.linkTo('jens@bageri.example')

  const stranger = open.browser()
  const before = await stranger.ask('GET', link)
  assert.equal(before.status, 303)
  assert.ok(String(before.headers.location).startsWith('/sign-in?return='), 'nobody reads it signed out')
  const browser = open.browser()
  await browser.signIn(jens)
  const low = await browser.ask('GET', link)
  assert.equal(low.headers.location, `/sign-in/step-up?${new URLSearchParams({ return: link })}`)
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: jens.code() } })
  const page = await browser.ask('GET', link)
  assert.equal(page.status, 200)
  for (const told of ['Fjordby Bageri ApS', '10150817', 'Havnegade 4', 'jens@bageri.example'])
    assert.ok(page.text.includes(told), `told before anything is collected (N-04): ${told}`)
  assert.equal((await stateOf(employeeId)).state, 'invited', 'looking is not accepting')
  assert.deepEqual((await browser.ask('GET', ACTING)).json.enterprises, [])

  const done = await browser.fill(link, { answer: 'accept' })
  assert.equal(done.status, 200)
  const row = await stateOf(employeeId)
  assert.deepEqual([row.state, row.person_id, row.invitation_hash], ['active', jens.personId, null])
  assert.ok(row.email_verified_at, 'who followed the link reads the address')
  assert.deepEqual(await eventsOf(employeeId), [
    ['ordered', 'administrator', company.employeeId],
    ['accepted', 'employee', employeeId],
  ])
  assert.equal((await browser.ask('GET', link)).status, 410, 'a link is good once')

  assert.equal((await browser.ask('GET', `/api/letters/${letterId}`)).status, 404, 'not in the own name')
  const acting = await actFor(browser, employeeId)
  assert.equal(acting.status, 200)
  assert.deepEqual(acting.json.actingFor, {
    employeeId,
    enterpriseId: company.enterpriseId,
    name: 'Fjordby Bageri ApS',
    country: 'dk',
    number: '10150817',
    role: 'reader',
  })
  assert.equal((await browser.ask('GET', '/api/me')).json.name, 'Fjordby Bageri ApS')
  assert.equal((await browser.ask('POST', `/api/letters/${letterId}/open`, { json: {} })).status, 200)
  const log = (await office.ask('GET', '/api/access-log')).json.entries
  assert.deepEqual([log[0].action, log[0].actor], ['opened', { kind: 'employee', name: 'Jens Holm' }])
  assert.equal((await browser.ask('GET', '/api/access-log')).json.code, 'role-not-enough')
})

test('I-03 B-15: the company never sees a private letter, a private mailbox never the company’s, not even of the same person', async () => {
  const { who, employeeId } = await employed('Ida', 'administrator')
  const sender = await seedSender(open.house)
  const seed = (mailboxId: string) => seedLetter(open.house, { mailboxId, senderId: sender.senderId })
  const [own, ours] = [await seed(who.mailboxId), await seed(company.mailboxId)]
  const urls = (id: string) => [
    `/api/letters/${id}`,
    `/api/letters/${id}/documents/1`,
    `/api/letters/${id}/proof`,
    `/api/letters/${id}/access-log`,
  ]
  const listed = async (browser: Browser) =>
    (await browser.ask('GET', '/api/letters')).json.letters.map((one: { letterId: string }) => one.letterId)
  const browser = await open.signedIn(who)
  for (const url of urls(ours.letterId)) assert.equal((await browser.ask('GET', url)).status, 404, url)
  assert.ok(!(await listed(browser)).includes(ours.letterId))
  assert.ok((await listed(browser)).includes(own.letterId))
  await actFor(browser, employeeId)
  for (const url of urls(own.letterId)) assert.equal((await browser.ask('GET', url)).status, 404, url)
  assert.ok(!(await listed(browser)).includes(own.letterId))
  assert.ok((await listed(browser)).includes(ours.letterId))
  for (const url of ['/api/settings', '/api/settings/emails'])
    assert.equal((await browser.ask('GET', url)).json.code, 'acting-for-enterprise', url)
  const closing = { json: { password: who.password, understood: true } }
  const withdrawn = await browser.ask('POST', '/api/settings/withdraw-number-consent', closing)
  assert.notEqual(withdrawn.status, 200, 'nobody ends a mailbox from the wrong side')
  await actFor(browser, null)
  assert.ok((await listed(browser)).includes(own.letterId))
})

test('N-14 I-03: revoking ends the open sessions at once, and only those that act for this company', async () => {
  const { who, employeeId } = await employed('Lars', 'sender')
  const acting = await open.signedIn(who, employeeId)
  const elsewhere = await open.signedIn(who)
  assert.equal((await acting.ask('GET', '/api/letters')).status, 200)
  const page = await office.ask('GET', `/id/company/end/${employeeId}`)
  assert.ok(page.text.includes('Lars Holm'))
  assert.equal((await stateOf(employeeId)).state, 'active', 'asking is not revoking')
  const done = await office.fill(`/id/company/end/${employeeId}`, {})
  assert.equal(done.status, 303)
  assert.equal((await acting.ask('GET', '/api/letters')).json.code, 'sign-in-needed')
  assert.equal((await acting.ask('GET', '/api/session')).json.signedIn, false)
  assert.equal((await elsewhere.ask('GET', '/api/letters')).status, 200, 'their own mailbox stays open')
  assert.deepEqual((await elsewhere.ask('GET', ACTING)).json.enterprises, [])
  assert.equal((await actFor(elsewhere, employeeId)).status, 404)
  assert.deepEqual((await eventsOf(employeeId)).at(-1), ['ended', 'administrator', company.employeeId])
  const own = await elsewhere.ask('GET', '/id/employments')
  assert.ok(own.text.includes('Ophævet af Bodil Bager'), 'the employee sees who did it')
})

test('I-03: a session that slipped through still finds a closed door: the role is asked for in every transaction', async () => {
  const { who, employeeId } = await employed('Mads', 'reader')
  const browser = await open.signedIn(who, employeeId)
  await asPostOffice(open.house.db, (trx) =>
    trx
      .updateTable('employee')
      .set({ state: 'ended', ended_at: open.clock.now() })
      .where('employee_id', '=', employeeId)
      .execute(),
  )
  assert.equal((await browser.ask('GET', '/api/letters')).status, 404)
  assert.equal((await browser.ask('GET', '/api/session')).json.actingFor, null)
})

test('P-02: at least one administrator remains, also when two remove each other in the same moment', async () => {
  const owner = await named('Vera')
  const other = await open.found(owner, 'To Veje I/S')
  const vera = await open.signedIn(owner, other.employeeId)
  const alone = await vera.fill(`/id/company/end/${other.employeeId}`, {})
  assert.equal(alone.status, 409)
  assert.ok(alone.text.includes('mindst én administrator'))
  const demoted = await vera.fill(`/id/company/employees/${other.employeeId}`, {
    ...ORDER,
    name: 'Vera Holm',
  })
  assert.equal(demoted.status, 409)
  const olav = await named('Olav')
  const olavs = await order(vera, { name: 'Olav Holm', email: 'olav@veje.example', role: 'administrator' })
  const invitedOnly = await vera.fill(`/id/company/end/${other.employeeId}`, {})
  assert.equal(invitedOnly.status, 409, 'one who has not accepted is none')
  await open.work()
  const second = await open.signedIn(olav)
  await second.fill(open.linkTo('olav@veje.example'), { answer: 'accept' })
  await actFor(second, olavs)
  const answers = await Promise.all([
    vera.fill(`/id/company/end/${olavs}`, {}),
    second.fill(`/id/company/end/${other.employeeId}`, {}),
  ])
  const states = [(await stateOf(olavs)).state, (await stateOf(other.employeeId)).state].sort()
  assert.deepEqual(states, ['active', 'ended'], answers.map((one) => one.status).join())
})

test('P-02 N-14: a colleague who has died is no second administrator, acts no more, and can be revoked', async () => {
  const founder = await named('Anton')
  const anton = await open.found(founder, 'Antons Antikvariat')
  const who = await named('Dagny')
  const given = { name: 'Dagny Holm', email: 'dagny@antik.example', role: 'administrator' }
  const antons = await open.signedIn(founder, anton.employeeId)
  const dagnys = await order(antons, given)
  await open.work()
  const dagny = await open.signedIn(who)
  await dagny.fill(open.linkTo(given.email), { answer: 'accept' })
  await actFor(dagny, dagnys)
  await asPostOffice(open.house.db, (trx) =>
    trx.updateTable('person').set({ status: 'deceased' }).where('person_id', '=', who.personId).execute(),
  )
  assert.equal((await dagny.ask('GET', '/api/letters')).json.code, 'sign-in-needed')
  const left = await antons.fill(`/id/employments/leave/${anton.employeeId}`, {})
  assert.equal(left.status, 409, left.text)
  assert.ok(left.text.includes('mindst én administrator'), 'and what to do')
  assert.equal((await antons.fill(`/id/company/end/${dagnys}`, {})).status, 303)
})

test('P-02 I-03 N-11: an employee of two companies is in one at a time, a page left open in neither; while the ID is blocked in none', async () => {
  const { who, employeeId } = await employed('Signe', 'administrator')
  const other = await open.found(who, 'Signes Sejl')
  const sender = await seedSender(open.house)
  const seed = (mailboxId: string) => seedLetter(open.house, { mailboxId, senderId: sender.senderId })
  const [first, second] = [await seed(company.mailboxId), await seed(other.mailboxId)]
  const browser = await open.signedIn(who, employeeId)
  const left = new Map(browser.jar)
  const see = async ({ letterId }: { letterId: string }) =>
    (await browser.ask('GET', `/api/letters/${letterId}`)).status
  assert.deepEqual([await see(first), await see(second)], [200, 404])
  await actFor(browser, other.employeeId)
  assert.deepEqual([await see(first), await see(second)], [404, 200])
  assert.equal((await browser.ask('GET', '/api/enterprise')).json.name, 'Signes Sejl')
  const stale = open.browser()
  for (const [name, value] of left) stale.jar.set(name, value)
  for (const url of ['/api/letters', '/api/enterprise', `/api/letters/${first.letterId}/documents/1`])
    assert.equal((await stale.ask('GET', url)).json.code, 'sign-in-needed', url)
  const block = (at: Date | null) =>
    asPostOffice(open.house.db, (trx) =>
      trx.updateTable('login').set({ blocked_at: at }).where('person_id', '=', who.personId).execute(),
    )
  await block(open.clock.now())
  assert.equal((await browser.ask('GET', '/api/letters')).json.code, 'sign-in-needed')
  assert.equal((await stateOf(employeeId)).state, 'active', 'the employment is the enterprise’s to end')
})

test('I-03: only an administrator acting for the company administers it, and only that company', async () => {
  const { who, employeeId } = await employed('Nora', 'sender')
  const reader = await open.signedIn(who, employeeId)
  const own = await open.signedIn(chief)
  const other = await open.found(who, 'Noras Net')
  const foreign = await open.signedIn(who, other.employeeId)
  for (const path of [
    '/id/company',
    '/id/company/order',
    '/id/company/log',
    `/id/company/employees/${company.employeeId}`,
  ]) {
    assert.equal((await reader.ask('GET', path)).status, 403, `a sender: ${path}`)
    assert.equal((await own.ask('GET', path)).status, 403, `in the own name: ${path}`)
    assert.equal((await open.browser().ask('GET', path)).status, 303, `signed out: ${path}`)
  }
  for (const path of ['employees', 'end'])
    assert.equal((await foreign.ask('GET', `/id/company/${path}/${company.employeeId}`)).status, 404, path)
  const token = /name="form" value="([^"]+)"/.exec((await foreign.ask('GET', '/id/company/order')).text)![1]!
  const forced = await foreign.ask('POST', `/id/company/end/${company.employeeId}`, { form: { form: token } })
  assert.equal(forced.status, 404)
  const forged = await office.ask('POST', `/id/company/end/${employeeId}`, { form: { form: token } })
  assert.equal(forged.status, 403, 'a form of another session')
  assert.equal((await stateOf(employeeId)).state, 'active')
  assert.equal((await foreign.ask('GET', '/id/company?q=Bodil')).text.includes('Bodil Bager'), false)
})

test('I-03: the level falls, and the company’s mail is closed until it is raised again', async () => {
  const { who, employeeId } = await employed('Pia', 'reader')
  const browser = await open.signedIn(who, employeeId)
  const fourHours = 4 * 3_600_000
  for (let passed = 0; passed <= fourHours; passed += 10 * 60_000) {
    open.clock.advance(10 * 60_000)
    await browser.ask('POST', '/api/session/extend', { json: {} })
  }
  assert.equal((await browser.ask('GET', '/api/session')).json.level, 'low')
  assert.equal((await browser.ask('GET', '/api/letters')).json.code, 'level-too-low')
  assert.equal((await actFor(browser, employeeId)).json.code, 'level-too-low')
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: who.code() } })
  assert.equal((await browser.ask('GET', '/api/letters')).status, 200)
  assert.equal((await browser.ask('GET', '/api/session')).json.actingFor.employeeId, employeeId)
  office = await open.signedIn(chief, company.employeeId)
})
