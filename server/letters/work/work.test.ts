import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Departments, LetterWork } from '#api/departments.ts'
import type { LetterPage } from '#api/mailbox.ts'
import { inMailbox } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { insertEmployee } from '#people/employees/employees.store.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'
import { type Company, openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
let company: Company
let admin: Browser
let bo: Colleague
let eva: Colleague
const senders: string[] = []

type Colleague = { who: Somebody; employeeId: string; browser: Browser }

async function hire(name: string, role: EmployeeRole): Promise<Colleague> {
  const who = await open.somebody({ name: { givenNames: name, familyName: 'Holm' } })
  const employeeId = newId(open.clock.now().getTime())
  const email = `${name.toLowerCase()}@bageri.example`
  const { mailboxId, enterpriseId } = company
  const address = { street: 'Torvet 1', postcode: '5000', city: 'Odense C', mobile: null }
  const order = { ...address, name: `${name} Holm`, email, emailForm: email, role }
  await inMailbox(open.house.db, mailboxId, (trx) =>
    insertEmployee(
      trx,
      { ...order, employeeId, mailboxId, enterpriseId, personId: who.personId },
      open.clock.now(),
    ),
  )
  return { who, employeeId, browser: await open.signedIn(who, employeeId) }
}

before(async () => {
  open = await openCompanies()
  const chief = await open.somebody({ name: { givenNames: 'Karen', familyName: 'Chef' } })
  company = await open.found(chief)
  admin = await open.signedIn(chief, company.employeeId)
  bo = await hire('Bo', 'department')
  eva = await hire('Eva', 'sender')
  for (const name of ['Fjordby Kommune', 'Odense Bank'])
    senders.push((await seedSender(open.house, { name })).senderId)
})
after(() => open.close())

const letter = async (title: string, senderId = senders[0]!) => {
  open.clock.advance(1000)
  return (await seedLetter(open.house, { mailboxId: company.mailboxId, senderId, title })).letterId
}
const list = async (browser: Browser, place: string) =>
  ((await browser.ask('GET', `/api/letters?in=${place}`)).json as LetterPage).letters
const ids = async (browser: Browser, place: string) => (await list(browser, place)).map((row) => row.letterId)
const change = (browser: Browser, letterId: string, json: object) =>
  browser.ask('PUT', `/api/letters/${letterId}/work`, { json })

/** A department of this name with these members; the answer's own list of them all. */
async function department(name: string, memberIds: string[] = []): Promise<string> {
  const made = await admin.ask('POST', '/api/departments', { json: { name } })
  assert.equal(made.status, 201, made.text)
  const one = (made.json as Departments).departments.find((department) => department.name === name)!
  const json = { name, isDefault: one.isDefault, memberIds }
  const changed = await admin.ask('PUT', `/api/departments/${one.departmentId}`, { json })
  assert.equal(changed.status, 200, changed.text)
  return one.departmentId
}

test('B-15 P-02: letters go to departments by sender and subject, the rest to the default; each sees, takes, hands over, finishes', async () => {
  const before = await letter('Kom før afdelingerne')
  const reception = await department('Reception')
  const accounts = await department('Bogholderi', [bo.employeeId])
  const bank = await department('Bank')
  const rules = [
    { kind: 'subject', words: 'att. bogholderi', departmentId: accounts },
    { kind: 'sender', senderId: senders[1], departmentId: bank },
  ]
  assert.equal((await admin.ask('PUT', '/api/routing-rules', { json: { rules } })).status, 200)
  const invoice = await letter('Faktura, ATT. Bogholderi')
  const fromBank = await letter('Kontoudtog', senders[1])
  const both = await letter('Rykker att. bogholderi', senders[1])
  const other = await letter('Sommerfest')

  assert.deepEqual(
    await ids(bo.browser, 'inbox'),
    [both, invoice],
    'a department worker sees their own department’s',
  )
  assert.deepEqual(await ids(bo.browser, 'department'), [both, invoice])
  assert.equal((await bo.browser.ask('GET', `/api/letters/${other}`)).status, 404)
  assert.equal((await bo.browser.ask('GET', '/api/me')).json.unread, 2)
  const routed = await list(eva.browser, 'inbox')
  assert.deepEqual(
    routed.map(({ letterId, work }) => [letterId, work!.department]),
    [
      [other, 'Reception'],
      [both, 'Bogholderi'],
      [fromBank, 'Bank'],
      [invoice, 'Bogholderi'],
      [before, 'Reception'],
    ],
  )

  const taken = await change(bo.browser, invoice, { assignedTo: bo.employeeId })
  assert.equal(taken.json.assignedTo, bo.employeeId, taken.text)
  assert.deepEqual(await ids(bo.browser, 'mine'), [invoice])
  assert.deepEqual(await ids(bo.browser, 'unassigned'), [both])
  const done = await change(bo.browser, invoice, { done: true })
  assert.equal(done.json.done, true)
  assert.deepEqual(await ids(bo.browser, 'mine'), [])
  // Handed out of their own sight.
  assert.equal((await change(bo.browser, both, { departmentId: bank })).status, 200)
  assert.equal((await bo.browser.ask('GET', `/api/letters/${both}`)).status, 404)
  // Given one letter of another department, they see that one.
  assert.equal((await change(eva.browser, other, { assignedTo: bo.employeeId })).status, 200)
  assert.deepEqual(await ids(bo.browser, 'mine'), [other])

  const { events } = (await admin.ask('GET', `/api/letters/${invoice}/work`)).json as LetterWork
  assert.deepEqual(
    events.map(({ event, by, department, employee }) => [event, by, department, employee]),
    [
      ['done', 'Bo Holm', null, null],
      ['assigned', 'Bo Holm', null, 'Bo Holm'],
      ['routed', null, 'Bogholderi', null],
    ],
  )
  const gone = await admin.ask('DELETE', `/api/departments/${accounts}`)
  assert.equal(gone.status, 200, gone.text)
  assert.deepEqual((gone.json as Departments).rules.length, 1)
  assert.deepEqual(await ids(bo.browser, 'inbox'), [other, invoice], 'what one has worked on stays in sight')
  assert.equal(
    (await admin.ask('DELETE', `/api/departments/${reception}`)).json.code,
    'department-is-default',
  )
})

test('B-15: a note on a letter is sealed, and seen by the colleagues who see the letter', async () => {
  const letterId = await letter('Noteret')
  const written = await eva.browser.ask('PUT', `/api/letters/${letterId}/note`, {
    json: { text: 'Ring til kunden' },
  })
  assert.equal(written.status, 200, written.text)
  const seen = await admin.ask('GET', `/api/letters/${letterId}`)
  assert.equal(seen.json.note, 'Ring til kunden', seen.text)
  assert.equal((await bo.browser.ask('GET', `/api/letters/${letterId}`)).status, 404)
})

test('B-15 B-24: by role: only administrators change departments, readers assign nothing, nobody outside sees any of it', async () => {
  const reader = await hire('Rasmus', 'reader')
  const letterId = await letter('Til alle')
  for (const one of [bo, eva, reader])
    assert.equal(
      (await one.browser.ask('POST', '/api/departments', { json: { name: 'Min' } })).json.code,
      'role-not-enough',
    )
  assert.equal((await change(reader.browser, letterId, { done: true })).json.code, 'role-not-enough')
  assert.equal((await reader.browser.ask('GET', `/api/letters/${letterId}/work`)).status, 200)
  const stranger = await open.signedIn(await open.somebody())
  for (const url of ['/api/departments', `/api/letters/${letterId}/work`, '/api/letters?in=mine'])
    assert.equal((await stranger.ask('GET', url)).json.code, 'not-found', url)
  const nobody = newId(open.clock.now().getTime())
  for (const json of [{ assignedTo: nobody }, { departmentId: nobody }])
    assert.equal((await change(eva.browser, letterId, json)).json.code, 'not-found')
  const again = await admin.ask('POST', '/api/departments', { json: { name: 'BANK' } })
  assert.equal(again.json.code, 'department-name-taken')
})
