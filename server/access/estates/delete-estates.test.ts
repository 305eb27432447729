import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { RegisterPerson } from '#ground/ports.ts'
import { applyPeople } from '#people/apply-register.ts'
import { openCompanies } from '#tests/company-as.ts'
import { addJudge, type Judge } from '#tests/decide-as.ts'
import { pdf } from '#tests/files-to-upload.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Somebody } from '#tests/visitor.ts'
import { deleteEstates } from './delete-estates.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
let senderId: string
let judges: Judge[]

before(async () => {
  open = await openCompanies()
  senderId = (await seedSender(open.house)).senderId
  judges = [await addJudge(open.house, 'Ane'), await addJudge(open.house, 'Bent')]
})
after(() => open.close())

type Country = 'dk' | 'no'

/** Numbers that hold: days of a Norwegian one are counted up until both check digits fit. */
const norwegian = (() => {
  let serial = 0
  return () => {
    for (;;) {
      const d = `010150${String(100 + serial++)}`.split('').map(Number)
      const check = (weights: number[], digits: number[]) =>
        (11 - (weights.reduce((sum, w, i) => sum + w * digits[i]!, 0) % 11)) % 11
      const first = check([3, 7, 6, 1, 8, 9, 4, 5, 2], d)
      const second = check([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], [...d, first])
      if (first < 10 && second < 10) return [...d, first, second].join('')
    }
  }
})()

async function household(country: Country) {
  const own = country === 'no' ? { nationalNumber: norwegian() } : {}
  const who = await open.somebody({ country, ...own })
  const { letterId } = await seedLetter(open.house, { mailboxId: who.mailboxId, senderId, title: 'Sidste' })
  return { who, letterId }
}

const hears = ({ nationalNumber }: Somebody, country: Country, status: RegisterPerson['status']) =>
  asPostOffice(open.house.db, (trx) =>
    applyPeople(
      trx,
      [
        {
          country,
          nationalNumber,
          givenNames: 'Karen Margrethe',
          familyName: 'Lindholm',
          address: { road: 'Ahornvej', houseNumber: '1', postcode: '5000', city: 'Odense C' },
          status,
          protected: false,
        },
      ],
      open.clock.now(),
    ),
  )

const stateOf = (who: Somebody) =>
  asPostOffice(open.house.db, async (trx) => {
    const row = await trx
      .selectFrom('mailbox')
      .select(['state', 'content_erased_at', 'death_notice_at'])
      .where('mailbox_id', '=', who.mailboxId)
      .executeTakeFirstOrThrow()
    return [row.state, row.content_erased_at !== null, row.death_notice_at?.toISOString() ?? null] as const
  })

/** What an heir hands in, at the clock of the house. */
async function asksFor(who: Somebody, country: Country) {
  const heir = await open.somebody({ country: 'dk' })
  const browser = await open.signedIn(heir)
  const begun = await browser.ask('POST', '/api/power-requests', {
    json: {
      kind: 'heir',
      country,
      subjectName: 'Karen Margrethe Lindholm',
      subjectNumber: who.nationalNumber,
      description: 'Skifteattest for min mor.',
      email: 'arving@example.dk',
      phone: '+4520123456',
      coAttorneys: [],
    },
  })
  assert.equal(begun.status, 201, begun.text)
  const { requestId } = begun.json
  await browser.ask('PUT', `/api/power-requests/${requestId}/papers/probate-certificate`, {
    bytes: pdf('Skifte'),
  })
  const said = await browser.ask('POST', `/api/power-requests/${requestId}/submit`, { json: {} })
  assert.equal(said.status, 200, said.text)
  return { heir, browser, requestId: requestId as string }
}

async function decided(requestId: string) {
  await judges[0]!.decide(requestId)
  return judges[1]!.decide(requestId)
}

async function enters(browser: Awaited<ReturnType<typeof asksFor>>['browser'], requestId: string) {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      grantId: string
    }>`select grant_id as "grantId" from access_grant where request_id = ${requestId}`.execute(trx),
  )
  return browser.ask('POST', '/api/session/acting-for', { json: { grantId: rows[0]!.grantId } })
}

test('B-12 D-06 R2: counted from the death notice by the calendar: gone at 12 months (no) and 5 years (dk), ends of months and leap years included', async () => {
  for (const [country, died, last] of [
    ['no', '2026-12-31T22:00:00Z', '2027-12-31T22:00:00Z'],
    ['no', '2028-02-29T10:00:00Z', '2029-02-28T10:00:00Z'],
    ['dk', '2028-02-29T10:00:00Z', '2033-02-28T10:00:00Z'],
    ['dk', '2027-08-31T10:00:00Z', '2032-08-31T10:00:00Z'],
  ] as const) {
    open.clock.set(died)
    const { who } = await household(country)
    await hears(who, country, 'deceased')
    open.clock.set(new Date(Date.parse(last) - 1).toISOString())
    await deleteEstates(open.house)
    assert.deepEqual((await stateOf(who)).slice(0, 2), ['deactivated', false], `${country} ${died}`)
    open.clock.set(last)
    assert.equal((await deleteEstates(open.house)).deleted, 1)
    assert.deepEqual((await stateOf(who)).slice(0, 2), ['closed', true])
    await assert.rejects(
      open.house.vault.wrap([{ mailboxId: who.mailboxId, documentId: 'x', key: Buffer.alloc(32) }]),
    )
    assert.equal((await deleteEstates(open.house)).deleted, 0, 'once')
  }
})

test('B-12: what stopped between closing and destroying is destroyed by the next run', async () => {
  open.clock.set('2034-01-31T10:00:00Z')
  const { who } = await household('no')
  await hears(who, 'no', 'deceased')
  open.clock.set('2035-01-31T10:00:00Z')
  const vault = { ...open.house.vault, erase: () => Promise.reject(new Error('the vault is away')) }
  await assert.rejects(deleteEstates({ ...open.house, vault }))
  assert.deepEqual((await stateOf(who)).slice(0, 2), ['closed', false])
  await deleteEstates(open.house)
  assert.deepEqual((await stateOf(who)).slice(0, 2), ['closed', true])
})

test('B-12 D-07: an heir asks within nine months and has the account after two have approved: reads, is not the deceased, and nothing is deleted', async () => {
  open.clock.set('2036-05-31T10:00:00Z')
  const { who, letterId } = await household('no')
  await hears(who, 'no', 'deceased')
  open.clock.set('2037-02-28T09:59:00Z')
  const { heir, requestId } = await asksFor(who, 'no')
  // Staff take their time: what was asked for in time is not destroyed meanwhile.
  open.clock.set('2037-06-30T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 0)
  assert.equal(await decided(requestId), 'approve')
  const again = await open.signedIn(heir)
  assert.equal((await enters(again, requestId)).status, 200)
  const letters = (await again.ask('GET', '/api/letters')).json.letters
  assert.deepEqual(
    letters.map((row: { title: string }) => row.title),
    ['Sidste'],
  )
  assert.equal((await again.ask('POST', `/api/letters/${letterId}/open`, { json: {} })).status, 200)
  open.clock.set('2046-01-01T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 0, 'transferred')
})

test('B-12 D-07: handed in after nine months it is too late (no), and holds nothing up; in dk there is no such window', async () => {
  open.clock.set('2050-01-31T10:00:00Z')
  const no = await household('no')
  const dk = await household('dk')
  await hears(no.who, 'no', 'deceased')
  await hears(dk.who, 'dk', 'deceased')
  open.clock.set('2050-10-31T10:00:00Z')
  const late = await asksFor(no.who, 'no')
  await assert.rejects(judges[0]!.decide(late.requestId), { code: 'request-invalid' })
  open.clock.set('2051-01-31T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 1)
  assert.deepEqual((await stateOf(no.who)).slice(0, 2), ['closed', true])
  open.clock.set('2054-12-31T10:00:00Z')
  const years = await asksFor(dk.who, 'dk')
  assert.equal(await decided(years.requestId), 'approve')
  open.clock.set('2056-01-31T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 0, 'there is access left')
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = ${open.clock.now()}, ended_why = 'taken-back'
      where request_id = ${years.requestId}`.execute(trx),
  )
  assert.equal((await deleteEstates(open.house)).deleted, 1)
})

test('B-12: the register takes the death back: clocks stop, heirs are out, and a second death does not bring them back', async () => {
  open.clock.set('2060-02-29T10:00:00Z')
  const { who } = await household('no')
  await hears(who, 'no', 'deceased')
  const { browser, requestId } = await asksFor(who, 'no')
  assert.equal(await decided(requestId), 'approve')
  assert.equal((await enters(browser, requestId)).status, 200)
  open.clock.advance(3_600_000)
  await hears(who, 'no', 'active')
  assert.deepEqual(await stateOf(who), ['open', false, null])
  assert.equal((await browser.ask('GET', '/api/letters')).status === 200, false)
  open.clock.set('2070-01-01T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 0)
  await hears(who, 'no', 'deceased')
  assert.deepEqual(await stateOf(who), ['deactivated', false, '2070-01-01T10:00:00.000Z'])
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ state: string; why: string }>`
      select state, ended_why as why from access_grant where request_id = ${requestId}`.execute(trx),
  )
  assert.deepEqual(rows, [{ state: 'ended', why: 'not-dead' }])
  open.clock.set('2071-01-01T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 1, 'a year after the second notice')
})

test('B-12 D-06: the clocks run for a mailbox its owner had deactivated, too', async () => {
  open.clock.set('2080-03-01T10:00:00Z')
  const { who } = await household('no')
  await asPostOffice(open.house.db, async (trx) => {
    await sql`update mailbox set state = 'deactivated' where mailbox_id = ${who.mailboxId}`.execute(trx)
    await sql`update person set mailbox_state = 'deactivated' where person_id = ${who.personId}`.execute(trx)
  })
  await hears(who, 'no', 'deceased')
  open.clock.set('2081-03-01T10:00:00Z')
  assert.equal((await deleteEstates(open.house)).deleted, 1)
})

test('R2 B-12: an estate whose heir has died too has no access left: a year later, in which their own heirs can ask, it is deleted', async () => {
  open.clock.set('2050-03-01T10:00:00Z')
  const { who } = await household('dk')
  await hears(who, 'dk', 'deceased')
  const { heir, requestId } = await asksFor(who, 'dk')
  assert.equal(await decided(requestId), 'approve')
  open.clock.set('2060-03-01T10:00:00Z')
  await deleteEstates(open.house)
  assert.deepEqual((await stateOf(who)).slice(0, 2), ['deactivated', false], 'the heir has it')
  await hears(heir, 'dk', 'deceased')
  open.clock.set('2061-03-01T09:59:59Z')
  await deleteEstates(open.house)
  assert.deepEqual((await stateOf(who)).slice(0, 2), ['deactivated', false], 'registers err')
  open.clock.set('2061-03-01T10:00:00Z')
  await deleteEstates(open.house)
  assert.deepEqual((await stateOf(who)).slice(0, 2), ['closed', true])
  assert.deepEqual((await stateOf(heir)).slice(0, 2), ['deactivated', false], 'the heir’s own waits its time')
})
