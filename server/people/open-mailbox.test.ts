import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { RegisterPerson } from '#ground/ports.ts'
import { Refusal } from '#ground/refuse.ts'
import { addMonths } from '#rules/add-months.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { applyPeople } from './apply-register.ts'
import { byAddressForms, byNumbers } from './find-candidates.ts'
import { openMailbox, openMailboxes } from './open-mailbox.ts'
import { settingsOf } from './read-settings.ts'
import { setExchangeConsent } from './set-exchange-consent.ts'
import { withdrawNumberConsent } from './withdraw-number-consent.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const office = <T>(work: (trx: Trx) => Promise<T>) => asPostOffice(open.house.db, work)
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

let made = 0
async function register(more: Partial<RegisterPerson> = {}): Promise<RegisterPerson & { personId: string }> {
  const country = more.country ?? 'dk'
  const person: RegisterPerson = {
    country,
    nationalNumber: `0202${String(++made).padStart(country === 'dk' ? 6 : 7, '0')}`,
    givenNames: 'Karen',
    familyName: 'Lindholm',
    address: { road: 'Ahornvej', houseNumber: String(made), postcode: '5000', city: 'Odense C' },
    status: 'active',
    protected: false,
    ...more,
  }
  await office((trx) => applyPeople(trx, [person], open.clock.now()))
  const [found] = await office((trx) => byNumbers(trx, [person]))
  return { ...person, personId: found!.personId }
}
const settings = (mailboxId: string) =>
  inMailbox(open.house.db, mailboxId, (trx) => settingsOf(trx, mailboxId))
const consents = { terms: '2026-11', numberUse: '2026-11' }
const formOf = (person: RegisterPerson) => `dk|5000|ahornvej|${person.address.houseNumber}||`
const residents = async (person: RegisterPerson) =>
  (await office((trx) => byAddressForms(trx, [formOf(person)])))[0]!.length
const consentsOf = (mailboxId: string) =>
  inMailbox(open.house.db, mailboxId, (trx) =>
    trx
      .selectFrom('consent_event')
      .select(['consent', 'given', 'text_version'])
      .where('mailbox_id', '=', mailboxId)
      .orderBy('consent_event_id')
      .execute(),
  )

test('P-10 P-01: a mailbox opens with a key, a user number, a digital address and the consents as given', async () => {
  const person = await register()
  const opened = await openMailbox(open.house, { personId: person.personId, language: 'da', consents })
  assert.match(opened.userNumber, /^\d{7,}$/)
  assert.match(opened.digitalAddress, /^karen\.lindholm#/)
  const [wrapped] = await open.house.vault.wrap([
    { mailboxId: opened.mailboxId, documentId: newId(), key: new Uint8Array(32) },
  ])
  assert.ok(wrapped!.length > 32)
  assert.deepEqual(await consentsOf(opened.mailboxId), [
    { consent: 'terms', given: true, text_version: '2026-11' },
    { consent: 'number-use', given: true, text_version: '2026-11' },
  ])
  assert.equal(await residents(person), 0, 'without the separate consent nobody is in the index')
})

test('P-10 P-05: no mailbox for the dead, the emigrated, numbers out of use and strangers; never a second one', async () => {
  for (const status of ['deceased', 'emigrated', 'inactive'] as const) {
    const { personId } = await register({ status })
    await assert.rejects(
      openMailbox(open.house, { personId, language: 'da', consents }),
      refused('sign-up-not-possible'),
    )
  }
  await assert.rejects(
    openMailbox(open.house, { personId: newId(), language: 'da', consents }),
    refused('sign-up-not-possible'),
  )
  const { personId } = await register()
  const both = await Promise.allSettled(
    [1, 2].map(() => openMailbox(open.house, { personId, language: 'da', consents })),
  )
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(
    openMailbox(open.house, { personId, language: 'da', consents }),
    refused('mailbox-exists'),
  )
})

test('P-10: many open at once, each refused or opened by itself', async () => {
  const [a, b, dead] = [await register(), await register(), await register({ status: 'deceased' })]
  const answers = await openMailboxes(
    open.house,
    [a, dead, b].map(({ personId }) => ({
      personId,
      language: 'nb' as const,
      consents: { ...consents, addressExchange: '2026-11' },
    })),
  )
  assert.deepEqual(
    answers.map((answer) => answer.kind),
    ['opened', 'refused', 'opened'],
  )
  assert.deepEqual([await residents(a), await residents(b), await residents(dead)], [1, 1, 0])
  assert.deepEqual(await openMailboxes(open.house, []), [])
})

test('S-03 A-03: consent is given and withdrawn with proof; saying it again adds nothing', async () => {
  const person = await register()
  const { mailboxId } = await openMailbox(open.house, { personId: person.personId, language: 'da', consents })
  const set = (given: boolean) => setExchangeConsent(open.house, { mailboxId, given, textVersion: '2026-12' })
  assert.deepEqual((await settings(mailboxId)).exchangeConsent, { given: false, changedAt: null })
  const given = await set(true)
  assert.equal(await residents(person), 1)
  assert.deepEqual(await set(true), given)
  open.clock.advance(1000)
  const withdrawn = await set(false)
  assert.deepEqual(withdrawn, { given: false, changedAt: open.clock.now() })
  assert.equal(await residents(person), 0)
  await set(false)
  assert.deepEqual((await settings(mailboxId)).exchangeConsent, {
    given: false,
    changedAt: withdrawn.changedAt!.toISOString(),
  })
  const proof = (await consentsOf(mailboxId)).filter((event) => event.consent === 'address-exchange')
  assert.deepEqual(
    proof.map((event) => event.given),
    [true, false],
  )
})

test('S-03: a withdrawal answers only when no letter can be written any more on what was read before it', async () => {
  const person = await register()
  const { mailboxId } = await openMailbox(open.house, {
    personId: person.personId,
    language: 'da',
    consents: { ...consents, addressExchange: '1' },
  })
  const order: string[] = []
  let matched: () => void = () => {}
  const hasMatched = new Promise<void>((resolve) => {
    matched = resolve
  })
  const dispatch = office(async (trx) => {
    assert.equal((await byAddressForms(trx, [formOf(person)]))[0]!.length, 1)
    matched()
    await new Promise((resolve) => setTimeout(resolve, 150))
    order.push('letter written')
  })
  await hasMatched
  const withdrawal = setExchangeConsent(open.house, { mailboxId, given: false, textVersion: '1' }).then(() =>
    order.push('withdrawal answered'),
  )
  await Promise.all([dispatch, withdrawal])
  assert.deepEqual(order, ['letter written', 'withdrawal answered'])
})

test('S-03 A-13: a withdrawal and a register change at the same moment never put the person back', async () => {
  const person = await register()
  const { mailboxId } = await openMailbox(open.house, {
    personId: person.personId,
    language: 'da',
    consents: { ...consents, addressExchange: '1' },
  })
  const moves = Array.from({ length: 10 }, () =>
    office((trx) => applyPeople(trx, [{ ...person, givenNames: `Karen ${++made}` }], open.clock.now())),
  )
  await Promise.all([...moves, setExchangeConsent(open.house, { mailboxId, given: false, textVersion: '1' })])
  assert.equal(await residents(person), 0)
})

test('P-12: withdrawing number use tells what ends, then ends the mailbox and every way to it', async () => {
  for (const [country, months] of [
    ['dk', 0],
    ['no', 3],
  ] as const) {
    const person = await register({ country })
    const { mailboxId } = await openMailbox(open.house, {
      personId: person.personId,
      language: 'da',
      consents: { ...consents, addressExchange: '1' },
    })
    const ends = (await settings(mailboxId)).numberConsent
    assert.deepEqual(ends, {
      givenAt: open.clock.now().toISOString(),
      endsLetters: 0,
      erasedAfterMonths: months,
    })
    const withdraw = (endsLetters: number) =>
      withdrawNumberConsent(open.house, { mailboxId, understood: true, endsLetters, textVersion: '1' })
    await assert.rejects(withdraw(7), refused('request-invalid'))
    const done = await withdraw(0)
    assert.equal(done.erasedAt.getTime(), addMonths(done.withdrawnAt, months).getTime())
    const [found] = await office((trx) => byNumbers(trx, [person]))
    assert.equal(found?.mailboxState, 'closed')
    assert.equal(await residents(person), 0)
    await assert.rejects(withdraw(0), refused('mailbox-not-open'))
    await assert.rejects(
      setExchangeConsent(open.house, { mailboxId, given: true, textVersion: '1' }),
      refused('mailbox-not-open'),
    )
    const events = await consentsOf(mailboxId)
    assert.deepEqual(
      events.filter((event) => !event.given).map((event) => event.consent),
      ['number-use', 'address-exchange'],
    )
    await office((trx) => applyPeople(trx, [{ ...person, familyName: 'Holm' }], open.clock.now()))
    assert.equal(await residents(person), 0, 'the register does not bring them back')
  }
})

test('B-09: three months after 30 November is the last day of February, in leap years too', () => {
  const months = (from: string, n: number) =>
    addMonths(new Date(`${from}T10:00:00Z`), n)
      .toISOString()
      .slice(0, 10)
  assert.equal(months('2026-11-30', 3), '2027-02-28')
  assert.equal(months('2027-11-30', 3), '2028-02-29')
  assert.equal(months('2026-11-22', 0), '2026-11-22')
  assert.equal(months('2026-12-31', 2), '2027-02-28')
})

test('P-10: one mailbox never sees the consents of another', async () => {
  const [a, b] = [await register(), await register()]
  const first = await openMailbox(open.house, { personId: a.personId, language: 'da', consents })
  const second = await openMailbox(open.house, { personId: b.personId, language: 'da', consents })
  const seen = await inMailbox(open.house.db, first.mailboxId, (trx) =>
    trx.selectFrom('consent_event').select('mailbox_id').execute(),
  )
  assert.ok(seen.length > 0 && seen.every((row) => row.mailbox_id === first.mailboxId))
  assert.notEqual(first.userNumber, second.userNumber)
})

test('P-10 P-05: opening mailboxes while the register changes the same people locks nobody out', async () => {
  const later = await register({ nationalNumber: '0303000002' })
  const earlier = await register({ nationalNumber: '0303000001' })
  let opening: Promise<unknown> = Promise.resolve()
  await office(async (trx) => {
    // the feed goes by number: it has the first person, and comes for the second while the opening waits for the first
    await applyPeople(trx, [earlier], open.clock.now())
    opening = openMailboxes(
      open.house,
      [later, earlier].map(({ personId }) => ({ personId, language: 'da', consents })),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    await applyPeople(trx, [later], open.clock.now())
  })
  assert.deepEqual(
    ((await opening) as { kind: string }[]).map(({ kind }) => kind),
    ['opened', 'opened'],
  )
})
