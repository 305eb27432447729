// The end of a mailbox: by its owner's word, and by a death notice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import type { RegisterPerson } from '#ground/ports.ts'
import { applyPeople } from '#people/apply-register.ts'
import { eraseMailbox } from '#people/erase-mailbox.ts'
import { byNumbers } from '#people/find-candidates.ts'
import { seedLetter } from './seed-letters.ts'
import { seedSender } from './seed-people.ts'
import { openSettings } from './settings-as.ts'
import type { Browser } from './visitor.ts'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings()
})
after(() => open.close())

const withdraw = (browser: Browser, endsLetters: number) =>
  browser.ask('POST', '/api/settings/withdraw-number-consent', { json: { understood: true, endsLetters } })

/** A mailbox with one letter, its owner signed in twice. */
async function household(country: 'dk' | 'no') {
  const { who, browser } = await open.signedIn('substantial', { country })
  const other = open.browser()
  await other.signIn(who)
  const sender = await seedSender(open.house)
  const { letterId } = await seedLetter(open.house, { mailboxId: who.mailboxId, senderId: sender.senderId })
  const document = `/api/letters/${letterId}/documents/1`
  assert.equal((await browser.ask('GET', document)).status, 200)
  return { who, browser, other, document }
}

/** Whether the vault still gives the key to the letters: what counts, whatever the rows of the database say. */
async function readable(mailboxId: string): Promise<boolean> {
  const row = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('letter_document')
      .select(['document_id', 'wrapped_key'])
      .where('mailbox_id', '=', mailboxId)
      .executeTakeFirstOrThrow(),
  )
  try {
    await open.house.vault.unwrap([{ mailboxId, documentId: row.document_id, wrapped: row.wrapped_key }])
    return true
  } catch (error) {
    if (error instanceof KeyVaultError && error.kind === 'erased') return false
    throw error
  }
}

const emailsLeft = (mailboxId: string) =>
  asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('contact_email').select('email').where('mailbox_id', '=', mailboxId).execute(),
  )

test('P-12 D-05 O-05: closing ends every session at once; in dk the key goes at once', async () => {
  const { who, browser, other, document } = await household('dk')
  const { mailboxId } = who
  await browser.ask('POST', '/api/settings/emails', { json: { address: 'leaving@fjordby.example' } })
  const told = (await browser.ask('GET', '/api/settings')).json.numberConsent
  assert.deepEqual([told.endsLetters, told.erasedAfterMonths], [1, 0])
  assert.equal((await withdraw(browser, 0)).json.faults[0].field, 'endsLetters', 'told another number')
  assert.ok(await readable(mailboxId))

  const done = await withdraw(browser, 1)
  assert.equal(done.status, 200)
  assert.equal(done.json.erasedAt, done.json.withdrawnAt)
  for (const session of [browser, other]) {
    assert.equal((await session.ask('GET', document)).json.code, 'sign-in-needed')
    assert.equal((await session.ask('GET', '/api/settings')).json.code, 'sign-in-needed')
    assert.equal((await session.ask('GET', '/api/session')).json.signedIn, false)
  }
  const again = open.browser()
  await again.signIn(who)
  assert.equal((await again.ask('GET', '/api/session')).json.signedIn, true, 'the ID lives on')
  for (const path of ['/api/me', '/api/settings', document])
    assert.equal((await again.ask('GET', path)).json.code, 'mailbox-not-open', path)

  assert.ok((await open.work()).includes('erase-mailbox'))
  assert.equal(await readable(mailboxId), false)
  assert.deepEqual(await emailsLeft(mailboxId), [])
  await eraseMailbox(open.house, { mailboxId })
  assert.equal(await readable(mailboxId), false, 'twice is once')
})

test('P-12 D-05 B-09: in no the content waits three months behind a closed door, then the key goes', async () => {
  const { who, browser, document } = await household('no')
  const { mailboxId } = who
  const { json } = await withdraw(browser, 1)
  assert.equal(json.erasedAt.slice(0, 10), '2027-02-22')
  assert.equal((await browser.ask('GET', document)).json.code, 'sign-in-needed')
  assert.ok(!(await open.work()).includes('erase-mailbox'))
  // a job that comes too early, however it came, erases nothing and waits on
  await eraseMailbox(open.house, { mailboxId })
  assert.ok(await readable(mailboxId))
  open.clock.set(new Date(Date.parse(json.erasedAt) - 1))
  assert.ok(!(await open.work()).includes('erase-mailbox'))
  assert.ok(await readable(mailboxId))
  open.clock.set(json.erasedAt)
  assert.deepEqual(
    (await open.work()).filter((job) => job === 'erase-mailbox'),
    ['erase-mailbox'],
  )
  assert.equal(await readable(mailboxId), false)
})

test('O-05: an erasure never touches a mailbox that is not closed; one that fails is tried again until it is done', async () => {
  const { who } = await household('dk')
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'erase-mailbox', { mailboxId: who.mailboxId }))
  await open.work()
  assert.ok(await readable(who.mailboxId))

  const leaving = await household('dk')
  await withdraw(leaving.browser, 1)
  const vault = { ...open.house.vault, erase: () => Promise.reject(new Error('the vault is away')) }
  await assert.rejects(eraseMailbox({ ...open.house, vault }, { mailboxId: leaving.who.mailboxId }))
  assert.ok(await readable(leaving.who.mailboxId), 'nothing claims to be done that is not')
  await eraseMailbox(open.house, { mailboxId: leaving.who.mailboxId })
  assert.equal(await readable(leaving.who.mailboxId), false)
})

test('B-12 D-06: a death notice deactivates the mailbox in its own transaction; what is there stays, and a notice taken back gives it back', async () => {
  for (const country of ['dk', 'no'] as const) {
    const { who, browser, document } = await household(country)
    await browser.ask('PUT', '/api/settings/exchange-consent', { json: { given: true } })
    const facts = (status: RegisterPerson['status']): RegisterPerson => ({
      country,
      nationalNumber: who.nationalNumber,
      givenNames: 'Karen Margrethe',
      familyName: 'Lindholm',
      address: { road: 'Ahornvej', houseNumber: '1', postcode: '5000', city: 'Odense C' },
      status,
      protected: false,
    })
    const hears = (status: RegisterPerson['status']) =>
      asPostOffice(open.house.db, (trx) => applyPeople(trx, [facts(status)], open.clock.now()))
    const state = () =>
      asPostOffice(open.house.db, async (trx) => {
        const [found] = await byNumbers(trx, [facts('active')])
        const mailbox = await trx
          .selectFrom('mailbox')
          .select(['state', 'state_changed_at'])
          .where('mailbox_id', '=', who.mailboxId)
          .executeTakeFirstOrThrow()
        const exchange = await trx
          .selectFrom('exchange')
          .select('person_id')
          .where('mailbox_id', '=', who.mailboxId)
          .execute()
        return [mailbox.state, found!.mailboxState, exchange.length, mailbox.state_changed_at]
      })

    const broken = asPostOffice(open.house.db, async (trx) => {
      await applyPeople(trx, [facts('deceased')], open.clock.now())
      throw new Error('the power goes')
    })
    await assert.rejects(broken)
    assert.deepEqual((await state()).slice(0, 3), ['open', 'open', 1], 'all of it or nothing')

    const died = open.clock.now()
    await hears('deceased')
    open.clock.advance(60_000)
    await hears('deceased')
    assert.deepEqual(await state(), ['deactivated', 'deactivated', 0, died], 'the clocks start once')
    assert.ok(await readable(who.mailboxId), 'nothing is erased')
    assert.equal((await browser.ask('GET', document)).json.code, 'sign-in-needed', 'the dead sign in no more')

    await hears('active')
    assert.deepEqual((await state()).slice(0, 3), ['open', 'open', 1])
    assert.equal((await browser.ask('GET', document)).status, 200)
  }
})

test('B-12 P-12: a closed mailbox stays closed whatever the register tells later', async () => {
  const { who, browser } = await household('no')
  await withdraw(browser, 1)
  for (const status of ['deceased', 'active'] as const)
    await asPostOffice(open.house.db, (trx) =>
      applyPeople(
        trx,
        [
          {
            country: 'no',
            nationalNumber: who.nationalNumber,
            givenNames: 'Karen',
            familyName: 'Lindholm',
            address: { road: 'Ahornvej', houseNumber: '1', postcode: '0150', city: 'Oslo' },
            status,
            protected: false,
          },
        ],
        open.clock.now(),
      ),
    )
  const mailbox = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('mailbox')
      .select('state')
      .where('mailbox_id', '=', who.mailboxId)
      .executeTakeFirstOrThrow(),
  )
  assert.equal(mailbox.state, 'closed')
})

test('I-11 D-05: whoever closes is told once at the phone there was, also where the number is erased before the message is written', async () => {
  for (const [country, phone] of [
    ['dk', '+4520112233'],
    ['no', '+4790112233'],
  ] as const) {
    const { who, browser } = await household(country)
    const at = open.clock.now()
    const { mailboxId } = who
    await asPostOffice(open.house.db, (trx) =>
      trx
        .insertInto('contact_phone')
        .values({ mailbox_id: mailboxId, phone, added_at: at, verified_at: at })
        .execute(),
    )
    assert.equal((await withdraw(browser, 1)).status, 200)
    await open.workOnce('erase-mailbox')
    const left = await asPostOffice(open.house.db, (trx) =>
      trx.selectFrom('contact_phone').select('phone').where('mailbox_id', '=', mailboxId).execute(),
    )
    assert.equal(left.length, country === 'dk' ? 0 : 1)
    await open.work()
    assert.equal(open.texted.filter(({ to }) => to === phone).length, 1, country)
  }
})
