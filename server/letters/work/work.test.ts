import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Departments, LetterWork } from '#api/departments.ts'
import type { LetterPage } from '#api/mailbox.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { leaveEmployment } from '#identity/employees/end-employment.ts'
import type { SessionRow } from '#identity/session.store.ts'
import { type Colleague, type Company, openCompanies } from '#tests/company-as.ts'
import { interleaved } from '#tests/interleaved.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser } from '#tests/visitor.ts'
import { forgetWork } from './forget-work.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
let company: Company
let admin: Browser
let bo: Colleague
let eva: Colleague
const senders: string[] = []

before(async () => {
  open = await openCompanies()
  const chief = await open.somebody({ name: { givenNames: 'Karen', familyName: 'Chef' } })
  company = await open.found(chief)
  admin = await open.signedIn(chief, company.employeeId)
  bo = await open.hire(company, 'Bo', 'department')
  eva = await open.hire(company, 'Eva', 'sender')
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
type Where = Pick<LetterWork, 'departmentId' | 'assignedTo'>
const where = async (browser: Browser, letterId: string): Promise<Where> => {
  const seen = (await browser.ask('GET', `/api/letters/${letterId}/work`)).json as LetterWork
  return { departmentId: seen.departmentId ?? null, assignedTo: seen.assignedTo ?? null }
}
/** By somebody who has just looked. */
const change = async (browser: Browser, letterId: string, json: object, from?: Where) =>
  browser.ask('PUT', `/api/letters/${letterId}/work`, {
    json: { from: from ?? (await where(browser, letterId)), ...json },
  })

/** A department of this name with these members; the answer's own list of them all. */
async function department(name: string, memberIds: string[] = []): Promise<string> {
  const made = await admin.ask('POST', '/api/departments', { json: { name } })
  assert.equal(made.status, 201, made.text)
  const one = (made.json as Departments).departments.find((department) => department.name === name)!
  const json = { join: memberIds }
  const changed = await admin.ask('PATCH', `/api/departments/${one.departmentId}`, { json })
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
  for (const add of rules)
    assert.equal((await admin.ask('PATCH', '/api/routing-rules', { json: { add } })).status, 200)
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

test('B-15 P-02: two colleagues who take a letter at once, or hand over what another has taken: the later one is told', async () => {
  const there = await department('Ekspedition', [bo.employeeId])
  const frida = await open.hire(company, 'Frida', 'sender')
  const take = (one: Colleague, letterId: string, from: Where) => () =>
    change(one.browser, letterId, { assignedTo: one.employeeId }, from)
  let letterId = ''
  await interleaved(
    async (turn) => {
      letterId = await letter(`Til to ${turn}`)
      const from = await where(eva.browser, letterId)
      return [take(eva, letterId, from), take(frida, letterId, from)]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      const has = codes[0] ? frida : eva
      assert.equal((await where(eva.browser, letterId)).assignedTo, has.employeeId, turn)
      if (turn !== 'at once') assert.equal(has === eva, turn === 'first', 'who was first has it')
      const again = take(has, letterId, { ...(await where(eva.browser, letterId)), assignedTo: null })
      assert.equal((await again()).status, 200, 'who has it may ask once more')
    },
  )
  await interleaved(
    async (turn) => {
      letterId = await letter(`Tages og gives ${turn}`)
      const from = await where(eva.browser, letterId)
      return [take(eva, letterId, from), () => change(frida.browser, letterId, { departmentId: there }, from)]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      const { departmentId, assignedTo } = await where(admin, letterId)
      const handed = codes[0] !== undefined
      assert.equal(departmentId === there, handed, turn)
      assert.equal(assignedTo, handed ? null : eva.employeeId, turn)
    },
  )
})

test('B-15: a note on a letter is sealed, and seen by the colleagues who see the letter', async () => {
  const letterId = await letter('Noteret')
  const written = await eva.browser.ask('PUT', `/api/letters/${letterId}/note`, {
    json: { text: 'Ring til kunden', from: null },
  })
  assert.equal(written.status, 200, written.text)
  const seen = await admin.ask('GET', `/api/letters/${letterId}`)
  assert.equal(seen.json.note, 'Ring til kunden', seen.text)
  assert.equal((await bo.browser.ask('GET', `/api/letters/${letterId}`)).status, 404)
})

test('B-15 B-24: by role: only administrators change departments, readers assign nothing, nobody outside sees any of it', async () => {
  const reader = await open.hire(company, 'Rasmus', 'reader')
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

const mailsTo = (name: string) => open.outbox.filter(({ to }) => to === `${name}@bageri.example`)
/** As dispatch does when a letter is delivered. */
const delivered = async (letterId: string) => {
  await asPostOffice(open.house.db, (trx) =>
    addJob(trx, 'notify-recipients', { letters: [[company.mailboxId, letterId]] }),
  )
  await open.work()
}

test('B-15 T-01: a department hears of its letters before anybody has looked, a colleague of what they are given; each as they chose', async () => {
  const finn = await open.hire(company, 'Finn', 'department')
  const gry = await open.hire(company, 'Gry', 'department')
  const desk = await department('Skranke', [finn.employeeId, gry.employeeId])
  const add = { kind: 'subject', words: 'skranke', departmentId: desk }
  await admin.ask('PATCH', '/api/routing-rules', { json: { add } })
  await open.work()
  open.outbox.length = 0
  const choice = await gry.browser.ask('PUT', '/api/settings/work-notices', { json: { by: 'none' } })
  assert.deepEqual([choice.status, choice.json], [200, { by: 'none', email: 'gry@bageri.example' }])

  const letterId = await letter('Opsigelse, att. skranke')
  await delivered(letterId)
  await delivered(letterId)
  assert.equal(mailsTo('finn').length, 1, 'once')
  assert.equal(mailsTo('gry').length, 0, 'who wants none hears nothing')
  assert.equal(mailsTo('bo').length, 0, 'nor does another department')
  const [mail] = mailsTo('finn')
  for (const said of ['Opsigelse', 'Fjordby', 'Bageri', 'skranke', 'http'])
    assert.ok(!`${mail!.subject} ${mail!.text}`.includes(said), said)

  await gry.browser.ask('PUT', '/api/settings/work-notices', { json: { by: 'email' } })
  assert.equal((await change(finn.browser, letterId, { assignedTo: gry.employeeId })).status, 200)
  await open.work()
  assert.deepEqual([mailsTo('finn').length, mailsTo('gry').length], [1, 1], 'whom it was given to')
  assert.equal((await change(gry.browser, letterId, { assignedTo: gry.employeeId, done: true })).status, 200)
  await open.work()
  assert.equal(mailsTo('gry').length, 1, 'of what one does oneself one is not told')

  const next = await letter('Anden sag, skranke')
  await asPostOffice(open.house.db, (trx) =>
    sql`update employee set state = 'ended', ended_at = now() where employee_id = ${finn.employeeId}`.execute(
      trx,
    ),
  )
  await delivered(next)
  assert.deepEqual([mailsTo('finn').length, mailsTo('gry').length], [1, 2], 'who has left hears nothing')
  assert.equal((await finn.browser.ask('GET', '/api/settings/work-notices')).status, 404)
  const mine = await open.signedIn(gry.who)
  assert.equal((await mine.ask('GET', '/api/settings/work-notices')).status, 404)
})

test('B-15: letters of years are routed in bites with the first department; again when asked, but never what people decided', async () => {
  const other = await open.found(bo.who, 'Gamle Breve ApS')
  const old: string[] = []
  for (let i = 0; i < 205; i++) {
    const more = {
      mailboxId: other.mailboxId,
      senderId: senders[i % 2]!,
      title: i === 3 ? 'Faktura' : 'Brev',
    }
    old.push((await seedLetter(open.house, more)).letterId)
  }
  open.clock.advance(90 * 24 * 3_600_000)
  const boss = await open.signedIn(bo.who, other.employeeId)
  const made = await boss.ask('POST', '/api/departments', { json: { name: 'Alt' } })
  assert.deepEqual(made.json.routing, { letters: 205, done: 0, finished: false })
  const [all] = made.json.departments
  open.outbox.length = 0
  await open.work()
  const now = async () => (await boss.ask('GET', '/api/departments')).json as Departments
  assert.deepEqual((await now()).routing, { letters: 205, done: 205, finished: true })
  const where = async () =>
    inMailbox(open.house.db, other.mailboxId, async (trx) => {
      const rows = await trx
        .selectFrom('letter')
        .select(['letter_id', 'department_id'])
        .where('mailbox_id', '=', other.mailboxId)
        .execute()
      return new Map(rows.map((row) => [row.letter_id, row.department_id]))
    })
  assert.ok([...(await where()).values()].every((id) => id === all.departmentId))
  assert.deepEqual(open.outbox, [], 'nobody is told of letters of the past')

  const bills = await boss.ask('POST', '/api/departments', { json: { name: 'Regninger' } })
  const to = bills.json.departments.find(({ name }: { name: string }) => name === 'Regninger').departmentId
  for (const add of [
    { kind: 'subject', words: 'faktura', departmentId: to },
    { kind: 'sender', senderId: senders[1], departmentId: to },
  ])
    await boss.ask('PATCH', '/api/routing-rules', { json: { add } })
  await open.work()
  assert.equal((await where()).get(old[3]!), all.departmentId, 'a rule alone moves nothing')
  assert.equal((await change(boss, old[1]!, { assignedTo: other.employeeId })).status, 200)
  assert.equal((await change(boss, old[5]!, { done: true })).status, 200)
  const asked = await boss.ask('POST', '/api/routing-rules/again')
  assert.equal(asked.status, 202, asked.text)
  assert.equal(asked.json.routing.letters, 203)
  await open.work()
  const after = await where()
  assert.equal(after.get(old[3]!), to)
  assert.equal(after.get(old[204]!), all.departmentId)
  assert.deepEqual(
    [after.get(old[1]!), after.get(old[5]!)],
    [all.departmentId, all.departmentId],
    'people had decided',
  )
  assert.equal([...after.values()].filter((id) => id === to).length, 100)
  assert.deepEqual((await now()).routing, { letters: 203, done: 203, finished: true })
  assert.equal(
    (await (await open.signedIn(eva.who, eva.employeeId)).ask('POST', '/api/routing-rules/again')).json.code,
    'role-not-enough',
  )
})

test('B-15 N-14: what somebody had on their desk when their employment ended is taken by another; what they finished stays theirs', async () => {
  // Hours have passed since the others signed in.
  const colleague = await open.signedIn(eva.who, eva.employeeId)
  const gone = await open.hire(company, 'Gorm', 'sender')
  const [left, done] = [await letter('Frist på mandag'), await letter('Svaret er sendt')]
  for (const letterId of [left, done])
    assert.equal((await change(gone.browser, letterId, { assignedTo: gone.employeeId })).status, 200)
  assert.equal((await change(gone.browser, done, { done: true })).status, 200)
  assert.ok(!(await ids(colleague, 'unassigned')).includes(left))
  await leaveEmployment(
    open.identity,
    { personId: gone.who.personId, level: 'substantial' } as SessionRow,
    gone.employeeId,
  )
  await open.work()
  assert.ok((await ids(colleague, 'unassigned')).includes(left), 'it stands where somebody sees it')
  assert.deepEqual((await where(colleague, done)).assignedTo, gone.employeeId)
  const { events } = (await colleague.ask('GET', `/api/letters/${left}/work`)).json as LetterWork
  assert.deepEqual([events[0]!.event, events[0]!.by, events[0]!.employee], ['freed', null, 'Gorm Holm'])
  assert.equal((await change(colleague, left, { assignedTo: eva.employeeId })).status, 200)
})

test('B-15 R4: what was done with a letter is kept five years by the calendar, over 29 February too', async () => {
  const at = '2031-03-01T05:00:00.000Z'
  const rows = async (moment: string) => {
    open.clock.set(moment)
    await forgetWork(open.house)
    const { rows } = await asPostOffice(open.house.db, (trx) =>
      sql`select from work_event where mailbox_id = ${company.mailboxId} and at = ${at}`.execute(trx),
    )
    return rows.length
  }
  await asPostOffice(open.house.db, (trx) =>
    sql`insert into work_event (mailbox_id, event_id, letter_id, at, event)
        values (${company.mailboxId}, ${newId(Date.parse(at))}, ${newId(0)}, ${at}, 'done')`.execute(trx),
  )
  assert.equal(await rows('2036-02-29T12:00:00.000Z'), 1)
  assert.equal(await rows('2036-03-01T04:59:59.999Z'), 1)
  assert.equal(await rows('2036-03-01T05:00:00.000Z'), 0)
})
