// A mailbox as a whole: paused, closed, had back, opened by whoever has an ID and none.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { byNumbers } from '#people/find-candidates.ts'
import { seedLetter } from './seed-letters.ts'
import { seedSender } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import type { Browser, Somebody } from './visitor.ts'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings()
})
after(() => open.close())

const pause = (browser: Browser, paused: boolean) =>
  browser.ask('PUT', '/api/settings/paused', { json: { paused } })
const close = (browser: Browser, endsLetters: number) =>
  browser.ask('POST', '/api/settings/close-mailbox', { json: { understood: true, endsLetters } })
const seenBySenders = async (who: Somebody, country: 'dk' | 'no') => {
  const [found] = await asPostOffice(open.house.db, (trx) =>
    byNumbers(trx, [{ country, nationalNumber: who.nationalNumber }]),
  )
  return [found!.mailboxState, found!.mailboxId]
}
const inExchange = async ({ personId }: Somebody) => {
  const rows = await office(sql`select from exchange where person_id = ${personId}::uuid`)
  return rows.length === 1
}
/** Rows as the post office itself sees and writes them. */
const office = <T>(query: RawBuilder<T>) =>
  asPostOffice(open.house.db, async (trx) => (await query.execute(trx)).rows)
/** A browser signed in anew, with a code that was not used yet. */
async function signedInAgain(who: Somebody): Promise<Browser> {
  open.clock.advance(60_000)
  const browser = open.browser()
  await browser.signIn(who, 'substantial')
  return browser
}
const CONSENTS = { terms: 'yes', numberUse: 'yes' }

async function withLetter(country: 'dk' | 'no') {
  const { who, browser } = await open.signedIn('substantial', { country })
  const sender = await seedSender(open.house)
  const { letterId } = await seedLetter(open.house, { mailboxId: who.mailboxId, senderId: sender.senderId })
  return { who, browser, document: `/api/letters/${letterId}/documents/1` }
}

test('B-09 D-04: a pause stops new letters and the finding by name, keeps the old ones readable, and ends as it began', async () => {
  for (const country of ['dk', 'no'] as const) {
    const { who, browser, document } = await withLetter(country)
    await browser.ask('PUT', '/api/settings/exchange-consent', { json: { given: true } })
    assert.ok(await inExchange(who))
    assert.deepEqual((await pause(browser, true)).json, { paused: true, canChange: true })
    assert.equal((await pause(browser, true)).status, 200, 'twice is once')
    assert.deepEqual(await seenBySenders(who, country), ['deactivated', who.mailboxId])
    assert.equal(await inExchange(who), false)
    assert.equal((await browser.ask('GET', document)).status, 200)
    assert.equal((await browser.ask('GET', '/api/me')).json.mailboxState, 'deactivated')

    assert.deepEqual((await pause(browser, false)).json, { paused: false, canChange: true })
    assert.deepEqual(await seenBySenders(who, country), ['open', who.mailboxId])
    assert.ok(await inExchange(who), 'the consent was never withdrawn')
    const { entries } = (await browser.ask('GET', '/api/access-log')).json
    const told = entries.map(({ action }: { action: string }) => action)
    assert.deepEqual(
      told.filter((action: string) => action.startsWith('mailbox-')),
      ['mailbox-reactivated', 'mailbox-deactivated'],
    )
  }
})

test('B-09 I-13: a password alone neither pauses nor closes; another count than was shown closes nothing', async () => {
  const { who, browser } = await open.signedIn('low')
  assert.equal((await pause(browser, true)).json.code, 'level-too-low')
  assert.equal((await close(browser, 0)).json.code, 'level-too-low')
  const strong = await signedInAgain(who)
  assert.equal((await close(strong, 3)).json.faults[0].field, 'endsLetters')
  assert.deepEqual(await seenBySenders(who, 'dk'), ['open', who.mailboxId])
})

test('B-09 B-22 D-05: in no a closed mailbox is had back within three months, letters, addresses and all, on consents asked anew', async () => {
  const { who, browser, document } = await withLetter('no')
  await office(sql`insert into contact_email (mailbox_id, email_no, email, email_form, added_at, verified_at)
    values (${who.mailboxId}::uuid, 1, 'back@fjordby.example', 'back@fjordby.example', now(), now()),
      (${who.mailboxId}::uuid, 2, 'lent@fjordby.example', 'lent@fjordby.example', now(), now())`)
  const { json } = await close(browser, 1)
  assert.equal(Date.parse(json.erasedAt) > Date.parse(json.closedAt), true)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
  assert.ok((await open.work()).includes('send-security-notice'))
  assert.deepEqual(
    open.outbox
      .filter(({ subject }) => /lukket/.test(subject))
      .map(({ to }) => to)
      .sort(),
    ['back@fjordby.example', 'lent@fjordby.example'],
    'every verified address hears of it',
  )
  // Somebody else may verify an address that its owner gave up.
  const { who: other } = await open.signedIn('low')
  await office(sql`insert into email_claim (email_form, mailbox_id, claimed_at)
    values ('lent@fjordby.example', ${other.mailboxId}::uuid, now())`)

  const again = await signedInAgain(who)
  assert.equal((await again.ask('GET', document)).json.code, 'mailbox-not-open')
  const page = await again.ask('GET', '/id/mailbox')
  assert.match(page.text, /Åpne postkassen igjen/)
  const refused = await again.fill('/id/mailbox', { terms: 'yes' })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /aria-invalid="true"/)
  const done = await again.fill('/id/mailbox', CONSENTS)
  assert.equal(done.headers.location, '/', done.text)
  assert.equal((await again.ask('GET', document)).status, 200)
  assert.deepEqual(await seenBySenders(who, 'no'), ['open', who.mailboxId])
  assert.equal(await inExchange(who), false, 'that consent is asked anew as well')
  assert.equal(
    (await browser.ask('GET', document)).json.code,
    'sign-in-needed',
    'sessions of before stay ended',
  )
  const rows = await office(sql<{ email: string; verified: boolean }>`
    select email, verified_at is not null as verified from contact_email
    where mailbox_id = ${who.mailboxId}::uuid order by email_no`)
  assert.deepEqual(rows, [
    { email: 'back@fjordby.example', verified: true },
    { email: 'lent@fjordby.example', verified: false },
  ])
  // The erasure that waited finds an open mailbox and lets it be.
  open.clock.set(json.erasedAt)
  await open.work()
  const later = await signedInAgain(who)
  assert.equal((await later.ask('GET', document)).status, 200)
})

test('B-22 P-08 O-05: once erased a new mailbox begins, empty; the old digital address reaches it', async () => {
  const { who, browser, document } = await withLetter('dk')
  const { digitalAddress } = (await browser.ask('GET', '/api/me')).json
  await office(sql`insert into digital_address (address_number, suffix, handle, person_id, mailbox_id, issued_at)
    values (4711, 'Q', 'karen.lindholm', ${who.personId}::uuid, ${who.mailboxId}::uuid, now())`)
  await close(browser, 1)
  assert.ok((await open.work()).includes('erase-mailbox'))
  const again = await signedInAgain(who)
  assert.match((await again.ask('GET', '/id/mailbox')).text, /Åbn din postkasse/)
  await again.fill('/id/mailbox', { ...CONSENTS, addressExchange: 'yes' })
  const me = (await again.ask('GET', '/api/me')).json
  assert.ok(me.digitalAddress && me.digitalAddress !== digitalAddress)
  assert.equal((await again.ask('GET', document)).json.code, 'not-found')
  const [state, mailboxId] = await seenBySenders(who, 'dk')
  assert.equal(state, 'open')
  assert.notEqual(mailboxId, who.mailboxId)
  assert.ok(await inExchange(who))
  const rows = await office(sql`select from digital_address where address_number = 4711 and suffix = 'Q'
    and mailbox_id = ${mailboxId!}::uuid and retired_at is not null`)
  assert.equal(rows.length, 1)
  // Sent twice, as hurried fingers do.
  assert.equal((await again.ask('GET', '/id/mailbox')).headers.location, '/')
})

test('P-10 P-12: whoever has an ID and no mailbox opens one on the page; nobody the register does not know as living here', async () => {
  const { who, browser } = await open.signedIn('substantial')
  await office(
    sql`update person set mailbox_id = null, mailbox_state = 'none' where person_id = ${who.personId}::uuid`,
  )
  const fresh = await signedInAgain(who)
  assert.equal((await fresh.ask('GET', '/api/me')).json.code, 'mailbox-not-open')
  await office(sql`update person set status = 'emigrated' where person_id = ${who.personId}::uuid`)
  const refused = await fresh.fill('/id/mailbox', CONSENTS)
  assert.equal(refused.status, 422)
  assert.match(refused.text, /folkeregistret/)
  await office(sql`update person set status = 'active' where person_id = ${who.personId}::uuid`)
  const done = await fresh.fill('/id/mailbox', CONSENTS)
  assert.equal(done.headers.location, '/', done.text)
  assert.equal((await fresh.ask('GET', '/api/me')).json.mailboxState, 'open')
  void browser
})
