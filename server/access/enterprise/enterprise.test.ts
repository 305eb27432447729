// An enterprise's own settings and the life of its mailbox, through HTTP, by people who really signed in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { EnterpriseSettings } from '#api/enterprise.ts'
import { inMailbox } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { endEmployee } from '#people/employees/employees.store.ts'
import { enterprisesByNumbers } from '#people/enterprises.store.ts'
import { openCompanies } from '#tests/company-as.ts'
import { interleaved } from '#tests/interleaved.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies()
})
after(() => open.close())

const DAY = 86_400_000
async function bakery(name: string) {
  const who = await open.somebody({ name: { givenNames: 'Karen', familyName: 'Chef' } })
  const company = await open.found(who, name)
  return { company, karen: { who, browser: await open.signedIn(who, company.employeeId) } }
}

const settings = async (browser: Browser): Promise<EnterpriseSettings> =>
  (await browser.ask('GET', '/api/enterprise')).json
const confirm = (browser: Browser, endsLetters: number) =>
  browser.ask('POST', '/api/enterprise/closing/confirm', { json: { understood: true, endsLetters } })

test('P-02 P-09 T-01 D-14 B-16: administrators set language, notices and addresses; the mailbox’s notices go there; others see none of it', async () => {
  const { company, karen } = await bakery('Indstillinger ApS')
  const reader = await open.hire(company, 'Rasmus', 'reader')
  const eva = await open.hire(company, 'Eva', 'administrator')
  const now = await settings(karen.browser)
  assert.deepEqual([now.language, now.noticesByEmail, now.paused, now.closing], ['da', true, false, null])
  assert.deepEqual(
    now.administrators.map(({ name, me }) => [name, me]),
    [
      ['Eva Holm', false],
      ['Karen Chef', true],
    ],
  )
  const changed = await karen.browser.ask('PUT', '/api/enterprise', {
    json: { language: { from: 'da', to: 'en' } },
  })
  assert.deepEqual([changed.status, changed.json.language], [200, 'en'])
  const added = await karen.browser.ask('POST', '/api/enterprise/emails', {
    json: { address: 'post@bageri.example' },
  })
  assert.equal(added.status, 202, added.text)
  await open.work()
  const { pathname, search } = new URL(open.linkTo('post@bageri.example'), 'https://post.example')
  const token = new URLSearchParams(search).get('token')!
  const mine = await open.signedIn(karen.who)
  assert.equal((await mine.fill(`${pathname}${search}`, {})).status, 410, 'not in one’s own name')
  assert.equal((await eva.browser.fill(`${pathname}?token=${token}`, {})).status, 200)
  const { senderId } = await seedSender(open.house, { name: 'Fjordby Kommune' })
  const { letterId } = await seedLetter(open.house, { mailboxId: company.mailboxId, senderId })
  open.outbox.length = 0
  const handlers = await import('#worker/handlers.ts')
  await handlers.handlersOf(open.house)['notify-recipients']({ letters: [[company.mailboxId, letterId]] })
  await open.work()
  assert.deepEqual(
    open.outbox.map(({ to, subject }) => [to, subject]),
    [['post@bageri.example', 'You have a new letter']],
  )
  // T-01: what comes back stops the enterprise's address as it stops a person's, and who administers it hears of it.
  const { emailId } = added.json
  const states = async () =>
    (await eva.browser.ask('GET', '/api/enterprise/emails')).json.emails.map(
      (one: { state: string }) => one.state,
    )
  const fails = () =>
    inMailbox(open.house.db, company.mailboxId, (trx) => {
      const email = { mailboxId: company.mailboxId, emailNo: 1, emailForm: 'post@bageri.example' }
      return emailFails(trx, email, 'bounced', open.house.clock())
    })
  assert.deepEqual([await states(), await fails(), await states()], [['verified'], true, ['failing']])
  assert.equal(await fails(), false, 'once')
  const { rows: heard } = await sql<{ personId: string; enterprise: string }>`
    select j.payload ->> 'personId' as "personId", j.payload -> 'facts' ->> 'enterprise' as enterprise
      from graphile_worker._private_jobs j where j.payload ->> 'about' = 'enterprise-email-failing'`.execute(
    open.house.db,
  )
  assert.deepEqual(
    heard.map(({ personId, enterprise }) => [personId, enterprise]).sort(),
    [karen, eva].map(({ who }) => [who.personId, 'Indstillinger ApS']).sort(),
  )
  open.outbox.length = 0
  const later = await seedLetter(open.house, { mailboxId: company.mailboxId, senderId })
  await handlers
    .handlersOf(open.house)
    ['notify-recipients']({ letters: [[company.mailboxId, later.letterId]] })
  await open.work()
  assert.deepEqual(
    open.outbox.filter(({ to }) => to === 'post@bageri.example'),
    [],
    'never used while it fails',
  )
  const log = (await karen.browser.ask('GET', '/api/access-log')).json.entries
  assert.ok(
    log.some(
      (one: { action: string; actor: object }) =>
        one.action === 'settings-changed' &&
        JSON.stringify(one.actor) === JSON.stringify({ kind: 'employee', name: 'Karen Chef' }),
    ),
  )
  assert.equal((await eva.browser.ask('DELETE', `/api/enterprise/emails/${emailId}`)).status, 204)
  for (const path of ['', '/emails', '/phone'])
    assert.equal((await reader.browser.ask('GET', `/api/enterprise${path}`)).json.code, 'role-not-enough')
  assert.equal((await mine.ask('GET', '/api/enterprise')).json.code, 'not-found')
  assert.equal(
    (await reader.browser.ask('PUT', '/api/enterprise/paused', { json: { paused: true } })).json.code,
    'role-not-enough',
  )
  assert.equal((await reader.browser.ask('POST', '/api/enterprise/closing')).json.code, 'role-not-enough')
})

test('P-02 P-09 T-01 D-14: an enterprise has one verified phone; a sender’s SMS reaches it in its hours, as two who administer it chose at once', async () => {
  const { company, karen } = await bakery('Telefonen ApS')
  const eva = await open.hire(company, 'Eva', 'administrator')
  const reader = await open.hire(company, 'Rasmus', 'reader')
  const put = (browser: Browser, json: object) => browser.ask('PUT', '/api/enterprise/phone', { json })
  const verify = (browser: Browser, json: object) =>
    browser.ask('POST', '/api/enterprise/phone/verify', { json })
  const number = '+4520304050'
  assert.equal((await put(reader.browser, { number, from: null })).json.code, 'role-not-enough')
  assert.equal((await put(await open.signedIn(karen.who), { number, from: null })).json.code, 'not-found')
  await interleaved(
    async () => {
      const now = (await karen.browser.ask('GET', '/api/enterprise/phone')).json.number
      await put(karen.browser, { number: null, from: now })
      return [
        () => put(karen.browser, { number: '20 30 40 50', from: null }),
        () => put(eva.browser, { number: '+4520304060', from: null }),
      ]
    },
    async (turn, codes) => assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn),
  )
  const stands = (await eva.browser.ask('GET', '/api/enterprise/phone')).json.number
  assert.equal((await put(eva.browser, { number, from: stands })).status, 202)
  open.texted.length = 0
  await open.work()
  assert.deepEqual(
    open.texted.map(({ to }) => to),
    [number],
  )
  const code = /\d{6}/.exec(open.texted[0]!.text)![0]
  assert.equal((await verify(reader.browser, { number, code })).json.code, 'role-not-enough')
  const verified = await verify(karen.browser, { number, code })
  assert.deepEqual(
    [verified.status, verified.json.state],
    [200, 'verified'],
    'whoever has the phone types it',
  )

  const { senderId } = await seedSender(open.house, { name: 'Fjordby Kommune' })
  const handlers = (await import('#worker/handlers.ts')).handlersOf(open.house)
  const texted = async (sms: boolean) => {
    const { letterId } = await seedLetter(open.house, { mailboxId: company.mailboxId, senderId })
    open.texted.length = 0
    const letters: [string, string][] = [[company.mailboxId, letterId]]
    await handlers['notify-recipients']({ letters, wishes: sms ? [[letterId, { sms }]] : [] })
    await open.work()
    return open.texted.map(({ to }) => to)
  }
  assert.deepEqual(await texted(false), [], 'only where a sender asks for one')
  assert.deepEqual(await texted(true), [number])
  // Each switches one thing, in any order: both stand. One value that both change: whoever is later is told.
  const change = (browser: Browser, json: object) => () => browser.ask('PUT', '/api/enterprise', { json })
  await interleaved(
    async () => {
      await change(karen.browser, { noticesByEmail: true, noticesBySms: true })()
      return [change(karen.browser, { noticesByEmail: false }), change(eva.browser, { noticesBySms: false })]
    },
    async (turn, codes) => {
      assert.deepEqual(codes, [undefined, undefined], turn)
      const { noticesByEmail, noticesBySms } = await settings(eva.browser)
      assert.deepEqual([noticesByEmail, noticesBySms], [false, false], turn)
    },
  )
  assert.deepEqual(await texted(true), [])
  await interleaved(
    async () => {
      const { language: from } = await settings(karen.browser)
      await change(karen.browser, { language: { from, to: 'da' } })()
      return [
        change(karen.browser, { language: { from: 'da', to: 'sv' } }),
        change(eva.browser, { language: { from: 'da', to: 'en' } }),
      ]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      assert.equal((await settings(eva.browser)).language, codes[0] ? 'en' : 'sv', turn)
    },
  )
})

test('P-02 B-09 D-04: paused, no new letter is matched to it and the old ones are read; then letters come again', async () => {
  const { company, karen } = await bakery('Pausen ApS')
  const number = async () => {
    const { number: enterpriseNumber } = await settings(karen.browser)
    const [hit] = await inMailbox(open.house.db, company.mailboxId, (trx) =>
      enterprisesByNumbers(trx, [{ country: 'dk', enterpriseNumber }]),
    )
    return hit!.mailboxState
  }
  const pause = (paused: boolean) => karen.browser.ask('PUT', '/api/enterprise/paused', { json: { paused } })
  assert.equal((await pause(true)).json.paused, true)
  assert.equal((await pause(true)).status, 200, 'twice is no error')
  assert.equal(await number(), 'deactivated', 'what dispatch asks')
  assert.equal((await karen.browser.ask('GET', '/api/letters')).status, 200)
  assert.equal((await karen.browser.ask('GET', '/api/me')).json.mailboxState, 'deactivated')
  assert.equal((await pause(false)).json.paused, false)
  assert.equal(await number(), 'open')
})

test('P-02 D-05 R13: two close it: whoever asked never alone, nobody who was named afterwards; all are told, any takes it back', async () => {
  const { company, karen } = await bakery('Lukker ApS')
  const eva = await open.hire(company, 'Eva', 'administrator')
  await seedLetter(open.house, {
    mailboxId: company.mailboxId,
    senderId: (await seedSender(open.house)).senderId,
  })
  open.clock.advance(1000)
  const asked = await karen.browser.ask('POST', '/api/enterprise/closing')
  assert.deepEqual([asked.json.closing.askedBy, asked.json.closing.may], ['Karen Chef', 'needs-another'])
  open.clock.advance(1000)
  const accomplice = await open.hire(company, 'Anton', 'administrator')
  assert.equal((await confirm(karen.browser, 1)).json.code, 'closing-needs-another')
  assert.equal((await confirm(accomplice.browser, 1)).json.code, 'closing-needs-another')
  const { rows: told } = await sql<{ personId: string }>`
    select j.payload ->> 'personId' as "personId" from graphile_worker._private_jobs j
     where j.payload ->> 'about' = 'enterprise-closing'`.execute(open.house.db)
  assert.deepEqual(told.map(({ personId }) => personId).sort(), [karen.who.personId, eva.who.personId].sort())
  assert.equal((await eva.browser.ask('DELETE', '/api/enterprise/closing')).json.closing, null)
  assert.equal((await confirm(eva.browser, 1)).status, 404)
  open.clock.advance(1000)
  await karen.browser.ask('POST', '/api/enterprise/closing')
  assert.equal((await confirm(eva.browser, 7)).json.code, 'request-invalid', 'not what was shown')
  const done = await confirm(eva.browser, 1)
  assert.equal(done.status, 200, done.text)
  assert.equal((await karen.browser.ask('GET', '/api/letters')).json.code, 'mailbox-not-open')
  assert.equal((await eva.browser.ask('GET', '/api/enterprise')).json.code, 'mailbox-not-open')
  assert.equal(
    (await karen.browser.ask('POST', '/api/session/acting-for', { json: { employeeId: null } })).status,
    200,
    'back in one’s own name',
  )
})

test('P-02 D-05 B-22: the only administrator waits fourteen days; a request dies with the employment of who made it; reopened while the content is there', async () => {
  const { company, karen } = await bakery('Ene ApS')
  const profile = (mailbox: 'no' | 'dk') =>
    inMailbox(open.house.db, company.mailboxId, (trx) =>
      trx
        .updateTable('mailbox')
        .set({ profile: mailbox })
        .where('mailbox_id', '=', company.mailboxId)
        .execute(),
    )
  await profile('no')
  const eva = await open.hire(company, 'Else', 'administrator')
  open.clock.advance(1000)
  assert.equal((await eva.browser.ask('POST', '/api/enterprise/closing')).json.closing.may, 'needs-another')
  await inMailbox(open.house.db, company.mailboxId, (trx) =>
    endEmployee(trx, {
      mailboxId: company.mailboxId,
      employeeId: eva.employeeId,
      why: 'left',
      at: open.clock.now(),
    }),
  )
  assert.equal((await settings(karen.browser)).closing, null, 'who asked administers no longer')
  const asked = await karen.browser.ask('POST', '/api/enterprise/closing')
  assert.equal(asked.json.closing.may, 'wait')
  assert.equal((await confirm(karen.browser, 0)).json.code, 'closing-too-early')
  open.clock.advance(14 * DAY)
  const later = await open.signedIn(karen.who, company.employeeId)
  assert.equal((await settings(later)).closing!.may, 'confirm')
  assert.equal((await confirm(later, 0)).status, 200)
  const mine = await open.signedIn(karen.who)
  const closed = (await mine.ask('GET', '/api/enterprises/closed')).json.enterprises
  assert.deepEqual(
    closed.map(({ name }: { name: string }) => name),
    ['Ene ApS'],
  )
  const stranger = await open.signedIn(await open.somebody())
  const path = `/api/enterprises/closed/${company.employeeId}/reopen`
  assert.equal((await stranger.ask('POST', path)).json.code, 'not-found')
  assert.deepEqual((await mine.ask('POST', path)).json.enterprises, [])
  const again = await open.signedIn(karen.who, company.employeeId)
  assert.equal((await again.ask('GET', '/api/letters')).status, 200)
  const log = (await again.ask('GET', '/api/access-log')).json.entries
  assert.deepEqual(
    [log[0].action, log[0].actor, log[1].action],
    ['mailbox-reopened', { kind: 'employee', name: 'Karen Chef' }, 'mailbox-closed'],
  )
  const erased = await open.house.vault.wrap([
    { mailboxId: company.mailboxId, documentId: newId(), key: Buffer.alloc(32) },
  ])
  assert.equal(erased.length, 1, 'its key is there')
})

test('P-02 D-05 B-22: confirmed twice or taken back in the same moment, it closes once or not at all; nobody is their own second in another window; two open it once', async () => {
  const { company, karen } = await bakery('Kapløb AS')
  const [eva, ole] = [
    await open.hire(company, 'Eva', 'administrator'),
    await open.hire(company, 'Ole', 'administrator'),
  ]
  await inMailbox(open.house.db, company.mailboxId, (trx) =>
    sql`update mailbox set profile = 'no' where mailbox_id = ${company.mailboxId}`.execute(trx),
  )
  open.clock.advance(1000)
  const elsewhere = await open.signedIn(karen.who, company.employeeId)
  const asked = await Promise.all(
    [karen.browser, elsewhere].map((one) => one.ask('POST', '/api/enterprise/closing')),
  )
  for (const one of asked) assert.equal(one.json.closing.may, 'needs-another')
  const alone = await Promise.all([karen.browser, elsewhere].map((one) => confirm(one, 0)))
  for (const one of alone) assert.equal(one.json.code, 'closing-needs-another')
  const answers = await Promise.all([
    confirm(eva.browser, 0),
    confirm(ole.browser, 0),
    elsewhere.ask('DELETE', '/api/enterprise/closing'),
  ])
  const done = answers.filter(({ status }) => status === 200)
  assert.equal(done.length, 1, answers.map(({ status, json }) => `${status} ${json?.code}`).join())
  if (answers[2]!.status === 200) {
    await karen.browser.ask('POST', '/api/enterprise/closing')
    open.clock.advance(1000)
    assert.equal((await confirm(eva.browser, 0)).status, 200)
  }
  const path = async (who: Somebody) => {
    const mine = await open.signedIn(who)
    const [one] = (await mine.ask('GET', '/api/enterprises/closed')).json.enterprises
    return [mine, `/api/enterprises/closed/${one.employeeId}/reopen`] as const
  }
  const [[evas, evasPath], [oles, olesPath]] = [await path(eva.who), await path(ole.who)]
  assert.equal((await oles.ask('POST', evasPath)).status, 404, 'by one’s own employment only')
  const opened = await Promise.all([evas.ask('POST', evasPath), oles.ask('POST', olesPath)])
  assert.deepEqual(opened.map(({ status }) => status).sort(), [200, 404])
  const again = await open.signedIn(karen.who, company.employeeId)
  const { entries } = (await again.ask('GET', '/api/access-log')).json
  const said = entries.filter(({ action }: { action: string }) => action === 'mailbox-reopened')
  assert.equal(said.length, 1)
})
