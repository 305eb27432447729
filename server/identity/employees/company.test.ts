/** Company administration by its pages: lists, corrections, invitations, files, and employees of several companies. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { type Companies, type Company, ORDER, openCompanies } from '#tests/company-as.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'
import { forgetEmployees } from './forget-employees.ts'

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

const DAY_MS = 24 * 3_600_000
const named = (givenNames: string, familyName = 'Holm') => open.somebody({ name: { givenNames, familyName } })

async function order(browser: Browser, change: object = {}): Promise<string> {
  const answer = await browser.fill('/id/company/order', { ...ORDER, ...change })
  assert.equal(answer.status, 303, answer.text)
  return /employees\/([0-9a-f-]{36})/.exec(String(answer.headers.location))![1]!
}

const employees = () =>
  asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('employee').selectAll().where('mailbox_id', '=', company.mailboxId).execute(),
  )
const employee = async (id: string) => (await employees()).find((one) => one.employee_id === id)!
const newest = (employeeId: string) =>
  asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('employee_event')
      .select(['event', 'by_kind', 'changed', 'role'])
      .where('employee_id', '=', employeeId)
      .orderBy('event_id', 'desc')
      .executeTakeFirstOrThrow(),
  )

const unescaped = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replaceAll('&amp;', '&')

/** What the form of corrections holds, and the page it is on. */
async function formOf(browser: Browser, id: string): Promise<Record<string, string>> {
  const { text } = await browser.ask('GET', `/id/company/employees/${id}`)
  const inputs = [...text.matchAll(/<input [^>]*name="([^"]+)"[^>]*? value="([^"]*)"([^>]*)>/g)]
  return Object.fromEntries(
    inputs
      .filter(([tag, , , rest]) => !tag.includes('type="radio"') || rest!.includes('checked'))
      .map(([, name, value]) => [name!, unescaped(value!)]),
  )
}
const send = (browser: Browser, id: string, form: Record<string, string>) =>
  browser.ask('POST', `/id/company/employees/${id}`, { form })

/** Sends the form of corrections; while somebody is invited it is the second form of that page. */
async function correct(id: string, fields: Record<string, string>) {
  return send(office, id, { ...(await formOf(office, id)), ...fields })
}

/** A new sign-in: tests that let days pass have ended the one before. */
async function backInTheOffice(): Promise<void> {
  office = await open.signedIn(chief, company.employeeId)
}

test('N-13: an administrator corrects; the fields are logged by name, and the employee sees them', async () => {
  const who = await named('Karl')
  const email = 'karl@bageri.example'
  const id = await order(office, { name: 'Karl Holm', email })
  await open.work()
  const own = await open.signedIn(who)
  await own.fill(open.linkTo(email), { answer: 'accept' })
  const corrected = {
    ...ORDER,
    name: 'Karl Holm',
    email,
    city: 'Odense SØ',
    mobile: '20304050',
    role: 'sender',
  }
  const done = await office.fill(`/id/company/employees/${id}`, corrected)
  assert.equal(done.headers.location, `/id/company/employees/${id}?done=edited`)
  const row = await employee(id)
  assert.deepEqual(
    [row.city, row.mobile, row.role, row.state],
    ['Odense SØ', '+4520304050', 'sender', 'active'],
  )
  assert.deepEqual(await newest(id), {
    event: 'edited',
    by_kind: 'administrator',
    changed: ['city', 'mobile', 'role'],
    role: 'sender',
  })
  const seen = (await own.ask('GET', '/id/employments')).text
  assert.ok(seen.includes('Rettet: By, Mobil, Rolle (Læser og sender) af Bodil Bager'), seen)
  const unchanged = await office.fill(`/id/company/employees/${id}`, corrected)
  assert.ok(String(unchanged.headers.location).endsWith('done=unchanged'))
  const faulty = await office.fill(`/id/company/employees/${id}`, { ...corrected, email: '', postcode: 'x' })
  assert.equal(faulty.status, 422)
  assert.ok(faulty.text.includes('id="email-fault"') && faulty.text.includes('id="postcode-fault"'))
  const taken = await office.fill(`/id/company/employees/${id}`, {
    ...corrected,
    email: 'chef1@bageri.example',
  })
  assert.equal(taken.status, 409)
  assert.ok(taken.text.includes('allerede en medarbejder med denne e-mail'))
  await office.fill(`/id/company/employees/${id}`, { ...corrected, email: 'karl.holm@bageri.example' })
  assert.equal((await employee(id)).email_verified_at, null, 'a new address is unverified')
})

test('P-02 N-13: two administrators with the same page open: neither overwrites the other, in either order, and nothing typed is lost', async () => {
  const eva = await open.hire(company, 'Eva', 'administrator')
  const stands = async (id: string) => {
    const { street, city, mobile, role } = await employee(id)
    return { street, city, mobile, role }
  }
  for (const turn of ['office first', 'eva first']) {
    const id = await order(office, { name: 'Ib Holm', email: `ib.${turn[0]}@bageri.example` })
    const forms = [await formOf(office, id), await formOf(eva.browser, id)] as const
    const deeds = [
      () => send(office, id, { ...forms[0], street: 'Strandvej 9', role: 'sender' }),
      () => send(eva.browser, id, { ...forms[1], mobile: '20304050', city: 'Odense NV' }),
    ]
    for (const deed of turn === 'office first' ? deeds : deeds.reverse()) {
      const { status, headers } = await deed()
      assert.deepEqual([status, String(headers.location).endsWith('done=edited')], [303, true], turn)
    }
    const both = { street: 'Strandvej 9', city: 'Odense NV', mobile: '+4520304050', role: 'sender' }
    assert.deepEqual(await stands(id), both, turn)

    const [mine, hers] = [await formOf(office, id), await formOf(eva.browser, id)]
    const first = () => send(office, id, { ...mine, street: 'Torvet 2', role: 'reader' })
    const second = () => send(eva.browser, id, { ...hers, street: 'Ågade 7', mobile: '' })
    const [early, late] = turn === 'office first' ? [first, second] : [second, first]
    assert.equal((await early()).status, 303, turn)
    const now = await stands(id)
    const told = await late()
    assert.equal(told.status, 409, turn)
    assert.ok(told.text.includes('role="alert"') && told.text.includes('ændret de samme felter'), told.text)
    const [typed, newer] = late === second ? ['Ågade 7', 'Torvet 2'] : ['Torvet 2', 'Ågade 7']
    assert.match(told.text, new RegExp(`<input id="street"[^>]*value="${typed}"`), 'what was typed')
    assert.ok(told.text.includes(`Imens ændret til: ${newer}`), told.text)
    assert.deepEqual(await stands(id), now, 'nothing is changed before it is decided')
    const seen = { 'seen-street': newer, 'seen-mobile': now.mobile ?? '', 'seen-role': now.role }
    const again = late === second ? { ...hers, street: typed, mobile: '' } : { ...mine, street: typed }
    const decided = { ...again, ...seen, role: now.role }
    assert.equal((await send(late === second ? eva.browser : office, id, decided)).status, 303)
    assert.equal((await stands(id)).street, typed, turn)
    // The answer was not heard and the same form is sent again: that is no clash.
    assert.equal((await send(late === second ? eva.browser : office, id, decided)).status, 303)
  }
  const id = await order(office, { name: 'Old Holm', email: 'old@bageri.example' })
  const { form } = await formOf(office, id)
  const blind = await send(office, id, {
    ...ORDER,
    name: 'Old Holm',
    email: 'new@bageri.example',
    form: form!,
  })
  assert.equal(blind.status, 409, 'a form that does not say what it showed changes nothing')
})

test('I-03: who bears another name cannot accept; corrected by the administrator, the same link is good', async () => {
  const who = await named('Liv')
  const email = 'liv@bageri.example'
  const id = await order(office, { name: 'Siv Holm', email })
  await open.work()
  const link = open.linkTo(email)
  const own = await open.signedIn(who)
  const refused = await own.fill(link, { answer: 'accept' })
  assert.equal(refused.status, 409)
  assert.ok(refused.text.includes('andet navn'))
  assert.deepEqual((await newest(id)).event, 'name-differs')
  assert.equal((await employee(id)).state, 'invited')
  await correct(id, { ...ORDER, name: 'Liv Holm', email })
  assert.equal((await own.fill(link, { answer: 'accept' })).status, 200)
  const twice = await order(office, { name: 'Liv Holm', email: 'liv2@bageri.example' })
  await open.work()
  const again = await own.fill(open.linkTo('liv2@bageri.example'), { answer: 'accept' })
  assert.equal(again.status, 409, 'one person has one employment in one company')
  assert.equal((await employee(twice)).state, 'invited')
})

test('I-03: a link lives seven days, a new one ends it, a changed address too, and nobody is flooded', async () => {
  const who = await named('Otto')
  const own = await open.signedIn(who)
  const id = await order(office, { name: 'Otto Holm', email: 'otto@bageri.example' })
  await open.work()
  const first = open.linkTo('otto@bageri.example')
  assert.equal((await office.fill(`/id/company/employees/${id}`, {})).status, 303)
  await open.work()
  const second = open.linkTo('otto@bageri.example')
  assert.notEqual(first, second)
  assert.equal((await own.ask('GET', first)).status, 410)
  assert.equal((await own.ask('GET', second)).status, 200)
  const moved = { ...ORDER, name: 'Otto Holm', email: 'otto.holm@bageri.example' }
  const form = /name="form" value="([^"]+)"/.exec((await office.ask('GET', '/id/company/order')).text)![1]!
  assert.equal((await correct(id, moved)).status, 303)
  await open.work()
  assert.equal((await own.ask('GET', second)).status, 410)
  const third = open.linkTo('otto.holm@bageri.example')
  const invite = () => office.ask('POST', `/id/company/invite/${id}`, { form: { form } })
  const statuses = [(await invite()).status, (await invite()).status, (await invite()).status]
  assert.deepEqual(statuses, [303, 303, 429], `at most ${EMPLOYEE_LIMITS.invitationsADay} in 24 hours`)
  await open.work()
  assert.equal((await own.ask('GET', third)).status, 410)
  const last = open.linkTo('otto.holm@bageri.example')
  open.clock.advance(EMPLOYEE_LIMITS.invitationDays * DAY_MS - 60_000)
  const early = await open.signedIn(who)
  assert.equal((await early.ask('GET', last)).status, 200, 'a minute before its end')
  open.clock.advance(60_000)
  assert.equal((await early.ask('GET', last)).status, 410)
  await backInTheOffice()
  assert.ok((await office.ask('GET', `/id/company/employees/${id}`)).text.includes('Invitationen er udløbet'))
})

test('I-03: whoever is invited may say no, and the company sees it', async () => {
  const own = await open.signedIn(await named('Rolf'))
  const id = await order(office, { name: 'Rolf Holm', email: 'rolf@bageri.example' })
  await open.work()
  const link = open.linkTo('rolf@bageri.example')
  assert.equal((await own.fill(link, { answer: 'maybe' })).status, 400)
  assert.equal((await own.fill(link, { answer: 'decline' })).status, 200)
  const row = await employee(id)
  assert.deepEqual([row.state, row.person_id], ['ended', null])
  assert.equal((await own.ask('GET', link)).status, 410)
  assert.ok((await office.ask('GET', '/id/company/log')).text.includes('Afvist af modtageren'))
})

test('I-03 N-14: a person acts for several companies, and leaves one by their own word', async () => {
  const who = await named('Tora')
  const own = await open.found(who, 'Toras Tog')
  const id = await order(office, { name: 'Tora Holm', email: 'tora@bageri.example' })
  await open.work()
  const browser = await open.signedIn(who)
  await browser.fill(open.linkTo('tora@bageri.example'), { answer: 'accept' })
  const choices = (await browser.ask('GET', '/api/session/acting-for')).json.enterprises
  assert.deepEqual(
    choices.map((one: { name: string; role: string }) => [one.name, one.role]),
    [
      ['Fjordby Bageri ApS', 'reader'],
      ['Toras Tog', 'administrator'],
    ],
  )
  const page = await browser.ask('GET', '/id/acting-for')
  assert.ok(page.text.includes('Toras Tog') && page.text.includes('I mit eget navn'))
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  const switched = await browser.ask('POST', '/id/acting-for', {
    form: { form, employee: own.employeeId, return: '/id/company' },
  })
  assert.equal(switched.headers.location, '/id/company')
  assert.equal((await browser.ask('GET', '/id/company')).status, 200)
  const last = await browser.fill(`/id/employments/leave/${own.employeeId}`, {})
  assert.equal(last.status, 409, 'the last administrator stays')
  const left = await browser.fill(`/id/employments/leave/${id}`, {})
  assert.equal(left.status, 303)
  assert.equal((await employee(id)).state, 'ended')
  assert.equal((await newest(id)).event, 'left')
  assert.equal(
    (await browser.ask('GET', `/id/employments/leave/${company.employeeId}`)).status,
    404,
    'not theirs',
  )
})

test('N-02: a file of employees is ordered whole, or not at all with every fault by row', async () => {
  const before = (await employees()).length
  const head = 'navn;adresse;postnr;by;e-mail;mobil;rolle'
  const line = (n: number, email = `fil${n}@bageri.example`) =>
    `Fil ${'ABC'[n]}ber;Torvet ${n};5000;Odense C;${email};;reader`
  const form = /name="form" value="([^"]+)"/.exec((await office.ask('GET', '/id/company/bulk')).text)![1]!
  const send = (parts: Record<string, string | Blob>) =>
    office.ask('POST', '/id/company/bulk', { parts: { form, rows: '', ...parts } })
  const faulty = await send({ rows: [head, line(0), line(1, 'chef1@bageri.example')].join('\n') })
  assert.equal(faulty.status, 422)
  assert.ok(faulty.text.includes('Række 3, E-mail') && faulty.text.includes('Ingen er bestilt'), faulty.text)
  assert.ok(faulty.text.includes('fil0@bageri.example'), 'what was pasted is still there')
  const columns = await send({ rows: 'navn;by\nA B;C' })
  assert.ok(columns.text.includes('Disse kolonner mangler: Adresse, Postnummer, E-mail, Rolle.'))
  assert.equal((await send({})).status, 422)
  assert.equal((await employees()).length, before, 'nothing half done')
  const file = new Blob([[head, line(0), line(1)].join('\r\n')], { type: 'text/csv' })
  const done = await send({ file })
  assert.equal(done.headers.location, '/id/company?done=bulk&count=2', done.text)
  assert.equal((await employees()).length, before + 2)
  assert.ok(
    (await office.ask('GET', '/id/company?done=bulk&count=2')).text.includes(
      '2 medarbejder-ID’er er bestilt',
    ),
  )
  await open.work()
  open.linkTo('fil1@bageri.example')
  const again = await send({ file })
  assert.equal(again.status, 422, 'the same file twice orders nobody twice')
  const forged = await office.ask('POST', '/id/company/bulk', { parts: { form: 'x', rows: head } })
  assert.equal(forged.status, 403)
  const plain = await office.ask('POST', '/id/company/bulk', { form: { form, rows: head } })
  assert.ok(plain.status === 415 || plain.status === 400, String(plain.status))
})

test('I-03: the list is searched and paged, and text from outside stays text', async () => {
  const head = 'name,street,postcode,city,email,mobile,role'
  const lines = Array.from(
    { length: 30 },
    (_, i) => `Side ${String.fromCharCode(65 + (i % 26))}${i}er,X 1,5000,Y,side${i}@bageri.example,,reader`,
  )
  const form = /name="form" value="([^"]+)"/.exec((await office.ask('GET', '/id/company/bulk')).text)![1]!
  await office.ask('POST', '/id/company/bulk', { parts: { form, rows: [head, ...lines].join('\n') } })
  const first = (await office.ask('GET', '/id/company?q=side')).text
  assert.ok(first.includes('1–25 af 30') && first.includes('Næste side') && !first.includes('Forrige side'))
  const second = (await office.ask('GET', '/id/company?q=side&page=2')).text
  assert.ok(
    second.includes('26–30 af 30') && second.includes('Forrige side') && !second.includes('Næste side'),
  )
  for (const odd of ['%', '_', '\\', "'", '<script>', '"><img>']) {
    const page = await office.ask('GET', `/id/company?q=${encodeURIComponent(odd)}`)
    assert.equal(page.status, 200)
    assert.ok(!page.text.includes('<script>') || odd !== '<script>' || page.text.includes('&lt;script&gt;'))
    assert.ok(page.text.includes('Ingen medarbejdere passer'), odd)
  }
  for (const page of ['0', '-1', 'x', '99999'])
    assert.equal((await office.ask('GET', `/id/company?page=${page}`)).status, 200, page)
  const name = 'Bo <b>By</b> & "Søn" By'
  const id = await order(office, { name, email: 'bo@bageri.example' })
  const shown = (await office.ask('GET', `/id/company/employees/${id}`)).text
  assert.ok(!shown.includes('<b>By') && shown.includes('&lt;b&gt;By&lt;/b&gt;'))
})

test('I-03 O-07: the pages speak the language asked for', async () => {
  for (const [lang, words] of [
    ['nb', 'Ansatte'],
    ['en', 'Employees'],
    ['da', 'Medarbejdere'],
  ] as const) {
    const page = (await office.ask('GET', `/id/company?lang=${lang}`)).text
    assert.ok(page.includes(`<html lang="${lang}">`) && page.includes(words), lang)
  }
})

test('N-07 R4: events go after five years, an ended employment after six, an order nobody accepted after half a year', async () => {
  const kept = await order(office, { name: 'Vita Holm', email: 'vita@bageri.example' })
  const unwanted = await order(office, { name: 'Ulla Holm', email: 'ulla@bageri.example' })
  const link = asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('employee')
      .select('invitation_expires_at')
      .where('employee_id', '=', unwanted)
      .executeTakeFirstOrThrow(),
  )
  const expires = (await link).invitation_expires_at!
  await office.fill(`/id/company/end/${kept}`, {})
  const ended = open.clock.now()
  const later = (from: Date, years: number, months: number, ms: number) => {
    const at = new Date(from)
    at.setUTCFullYear(at.getUTCFullYear() + years, at.getUTCMonth() + months)
    return new Date(at.getTime() + ms)
  }
  const eventsOf = async (id: string) =>
    (
      await asPostOffice(open.house.db, (trx) =>
        trx.selectFrom('employee_event').select('event').where('employee_id', '=', id).execute(),
      )
    ).length
  const clearAt = async (moment: Date) => {
    open.clock.set(moment)
    await forgetEmployees(open.identity)
  }
  await clearAt(later(expires, 0, EMPLOYEE_LIMITS.invitedMonths, -1000))
  assert.ok(await employee(unwanted))
  await clearAt(later(expires, 0, EMPLOYEE_LIMITS.invitedMonths, 0))
  assert.equal(await employee(unwanted), undefined)
  assert.equal(await eventsOf(unwanted), 0)
  await clearAt(later(ended, EMPLOYEE_LIMITS.eventYears, 0, -1000))
  assert.equal(await eventsOf(kept), 2)
  await clearAt(later(ended, EMPLOYEE_LIMITS.eventYears, 0, 0))
  assert.equal(await eventsOf(kept), 0)
  await clearAt(later(ended, EMPLOYEE_LIMITS.keepYears, 0, -1000))
  assert.ok(await employee(kept))
  await clearAt(later(ended, EMPLOYEE_LIMITS.keepYears, 0, 0))
  assert.equal(await employee(kept), undefined)
  assert.equal((await employee(company.employeeId)).state, 'active', 'who still acts for it stays')
})
