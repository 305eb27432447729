import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { emptyPrintQueue, requireSoundPdf, textOf } from '#tests/letter-box.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser, type Somebody } from '#tests/visitor.ts'
import { forgetExpired } from '../forget-expired.ts'
import { followLetter } from '../letters/hand-over-letter.ts'
import { answerRequest } from './answer-request.ts'
import { noteFeePaid, seeRequests } from './ask-access.ts'
import { cutReport, LINES_PER_LETTER } from './cut-report.ts'
import { collectHeld } from './held.store.ts'
import { HELD } from './held-data.ts'
import { titleOf } from './write-report.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn({ env: { FEE_ACCOUNT: '1234 5678901234' } })
})
after(() => room.close())

const DAY = 86_400_000

type Row = {
  request_id: string
  verdict: string
  choice: string | null
  answer_from: string
  fee_reference: string | null
  answered_at: Date | null
  answered_to: string | null
  undeliverable_at: Date | null
  letters: number | null
  counts_on: string | null
}
const requests = async ({ personId }: Somebody) =>
  (
    await sql<Row>`select request_id, verdict, choice, answer_from::text, fee_reference, answered_at, answered_to,
                          undeliverable_at, letters, counts_on::text
                     from access_request where person_id = ${personId}::uuid order by request_id`.execute(
      room.house.db,
    )
  ).rows

async function enter(who: Somebody): Promise<Browser> {
  const browser = room.browser()
  await browser.signIn(who, 'substantial')
  return browser
}
/** Sends one of the forms of the page. */
async function ask(browser: Browser, choice = 'later', path = '/id/request') {
  const page = await browser.ask('GET', '/id/request?lang=en')
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  const answer = await browser.ask('POST', path, { form: { form, choice } })
  assert.equal(answer.headers.location, '/id/request', answer.text)
  return (await browser.ask('GET', '/id/request?lang=en')).text
}
async function answerAll(who: Somebody) {
  const before = room.printed.length
  for (const { request_id } of await requests(who))
    await answerRequest(room.identity, room.house, { requestId: request_id })
  await emptyPrintQueue(room.house, room.identity)
  return room.printed.slice(before)
}
const text = (letters: typeof room.printed) =>
  letters
    .map((one) => textOf(one))
    .join('\n')
    .replace(/\s+/g, ' ')

test('I-12 N-08 N-09: a free request is answered by a letter to the registered address that names each datum, why and until when', async () => {
  const karen = await addSomebody(room, { language: 'en' })
  const stranger = await addSomebody(room)
  await sql`update person set road = 'Ahornvej', house_number = '12' where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  await asPostOffice(room.house.db, (trx) =>
    sql`insert into contact_phone (mailbox_id, phone, added_at, verified_at)
        values (${karen.mailboxId}::uuid, '+4520304050', ${room.clock.now()}, ${room.clock.now()})`.execute(
      trx,
    ),
  )
  const browser = await enter(karen)
  assert.match((await browser.ask('GET', '/id/request?lang=en')).text, /Your next request is free/)
  assert.match(await ask(browser), /is being made and comes by post/)
  const letters = await answerAll(karen)
  assert.ok(letters.length >= 1)
  for (const letter of letters) {
    requireSoundPdf(letter)
    assert.deepEqual(letter.to.lines[0]!.startsWith('Ahornvej 12'), true)
    assert.ok(textOf(letter).split('\f').length - 1 <= 8, 'fits an envelope')
  }
  const words = text(letters)
  for (const table of Object.keys(HELD) as (keyof typeof HELD)[])
    if (HELD[table].give !== '') assert.ok(words.includes(titleOf(table, 'en')), table)
  for (const one of [karen.nationalNumber, karen.name, '+4520304050', 'Ahornvej', 'Firefox'])
    assert.ok(words.includes(one), one)
  assert.match(
    words,
    /Why: to know for certain who you are; the law allows the number for it\. Deleted: when you close/,
  )
  assert.match(words, /Deleted: six months after it was registered/)
  assert.match(words, /Held, but not given here/)
  assert.doesNotMatch(words, /argon2/)
  assert.ok(!words.includes(stranger.nationalNumber) && !words.includes(stranger.name))
  const [row] = await requests(karen)
  assert.deepEqual(
    [row!.verdict, row!.answered_to, row!.letters],
    ['free', 'registered-address', letters.length],
  )
  assert.match((await browser.ask('GET', '/id/request?lang=en')).text, /Answered with/)
  // Handled twice, sent once.
  assert.deepEqual(await answerAll(karen), [])
  assert.doesNotMatch(room.logged(), /\+4520304050/)
})

test('I-12 N-08: a second request within six months is never met with silence: it waits for its day, and is answered then', async () => {
  const karen = await addSomebody(room, { language: 'en' })
  room.clock.set('2026-11-22T09:00:00Z')
  await ask(await enter(karen))
  assert.ok((await answerAll(karen)).length > 0)
  room.clock.set('2027-03-01T09:00:00Z')
  const browser = await enter(karen)
  const page = (await browser.ask('GET', '/id/request?lang=en')).text
  assert.match(page, /From 22 May 2027 it is free again/)
  assert.match(page, /Get the answer when DKK\s200\.00 is paid/)
  assert.match(await ask(browser, 'later'), /The answer is made on 22 May 2027/)
  assert.match(
    await ask(browser, 'later'),
    /The answer is made on 22 May 2027/,
    'asking again changes nothing',
  )
  assert.equal((await requests(karen)).length, 2)
  // The last second of the day before in Copenhagen, and the first of the day.
  room.clock.set('2027-05-21T21:59:59Z')
  assert.deepEqual(await answerAll(karen), [])
  room.clock.set('2027-05-21T22:00:00Z')
  assert.ok((await answerAll(karen)).length > 0)
  const second = (await requests(karen))[1]!
  assert.deepEqual([second.verdict, second.choice, second.counts_on], ['fee-or-later', 'later', '2027-05-22'])
  // Both limits: the third is free six months after the second, which is a year after the first.
  const third = await enter(karen)
  assert.match((await third.ask('GET', '/id/request?lang=en')).text, /From 22 November 2027 it is free again/)
  room.clock.set('2026-11-22T09:00:00Z')
})

test('I-12 N-08: who takes the fee gets the answer when it is paid, and it counts against nobody’s free ones; unpaid it comes on the day', async () => {
  const [karen, slow] = [await addSomebody(room), await addSomebody(room)]
  for (const who of [karen, slow]) {
    const browser = await enter(who)
    await ask(browser)
    await answerAll(who)
    assert.match(await ask(browser, 'fee'), /Pay DKK\s200\.00 to account 1234 5678901234 with the text/)
    assert.deepEqual(await answerAll(who), [], 'not before it is paid')
  }
  const { fee_reference: reference } = (await requests(karen))[1]!
  const by = { staff: 'Inger Holm', reason: 'Seen on the account' }
  await assert.rejects(noteFeePaid(room.identity, 'AAAA-BBBB-CCCC', by), { code: 'not-found' })
  await noteFeePaid(room.identity, ` ${reference!.toLowerCase()} `, by)
  assert.ok((await answerAll(karen)).length > 0)
  assert.equal((await requests(karen))[1]!.counts_on, null)
  await assert.rejects(noteFeePaid(room.identity, reference!, by), { code: 'not-found' }, 'paid once')
  room.clock.advance(185 * DAY)
  assert.ok((await answerAll(slow)).length > 0, 'never silence')
  assert.match(
    (await (await enter(karen)).ask('GET', '/id/request?lang=en')).text,
    /Your next request is free/,
  )
  room.clock.set('2026-11-22T09:00:00Z')
})

test('I-12: where the operator takes no fee, only the day is offered', async () => {
  const karen = await addSomebody(room)
  await ask(await enter(karen))
  await answerAll(karen)
  const seen = await seeRequests({ ...room.identity, feeAccount: null }, karen.personId)
  assert.deepEqual([seen.verdict.kind, seen.fee], ['fee-or-later', null])
})

test('N-08 N-09: an answer that comes back, that the register knows no address for, or that is taken back does not count', async () => {
  const [karen, moved, sorry] = [await addSomebody(room), await addSomebody(room), await addSomebody(room)]
  const karens = await enter(karen)
  await ask(karens)
  const [letter] = await answerAll(karen)
  const back = { printHouse: { ...room.house.printHouse, status: async () => 'returned' as const } }
  await followLetter(room.identity, back, letter!)
  const page = (await karens.ask('GET', '/id/request?lang=en')).text
  assert.match(page, /could not be delivered to your registered address/)
  assert.match(page, /Your next request is free/)

  const browser = await enter(moved)
  await ask(browser)
  await sql`update person set status = 'emigrated' where person_id = ${moved.personId}::uuid`.execute(
    room.house.db,
  )
  assert.deepEqual(await answerAll(moved), [])
  const [row] = await requests(moved)
  assert.ok(row!.undeliverable_at && !row!.answered_at && !row!.counts_on)

  const sorrys = await enter(sorry)
  await ask(sorrys)
  assert.match(await ask(sorrys, '', '/id/request/withdraw'), /Your next request is free/)
  assert.deepEqual(await answerAll(sorry), [])
})

test('I-12 I-13 N-09: a password alone asks for nothing, a foreign page neither, and the person is told of each request', async () => {
  const karen = await addSomebody(room)
  const low = room.browser()
  await low.signIn(karen)
  assert.match(String((await low.ask('GET', '/id/request')).headers.location), /^\/sign-in\/step-up/)
  const browser = await enter(karen)
  assert.equal((await browser.ask('POST', '/id/request', { form: { choice: 'later' } })).status, 403)
  assert.deepEqual(await requests(karen), [])
  await ask(browser)
  const { rows } = await sql<{ about: string }>`
    select payload ->> 'about' as about from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'tell-person' and payload ->> 'personId' = ${karen.personId}`.execute(room.house.db)
  assert.ok(rows.some(({ about }) => about === 'data-requested'))
})

test('I-12: a long history takes several letters, none of them thicker than an envelope, and nothing is lost between them', async () => {
  const karen = await addSomebody(room, { language: 'en' })
  await sql`
    insert into sign_in_event (person_id, event_id, at, outcome, method, level)
    select ${karen.personId}::uuid, gen_random_uuid(), ${room.clock.now()}::timestamptz - n * interval '1 minute',
           'signed-in', 'password', 'low' from generate_series(1, 1200) n`.execute(room.house.db)
  await ask(await enter(karen))
  const letters = await answerAll(karen)
  assert.ok(letters.length > 2, String(letters.length))
  for (const letter of letters) assert.ok(textOf(letter).split('\f').length - 1 <= 8)
  const words = text(letters)
  assert.match(words, new RegExp(`Letter ${letters.length} of ${letters.length}\\.`))
  assert.equal(words.match(/Outcome: signed in/g)!.length, 999, 'a thousand uses, one of them the step-up')
  assert.match(words, /And 202 older ones/)
})

test('I-12: cutting keeps every row and every section in order', () => {
  const sections = [3, 0, 900, 40].map((count, n) => ({
    title: `T${n}`,
    reasons: ['Why'],
    rows: Array.from({ length: count }, (_, i) => `${n}.${i} ${'x'.repeat((i * 37) % 400)}`),
    more: n,
  }))
  const letters = cutReport(sections)
  assert.ok(letters.length > 2)
  assert.deepEqual(
    letters.flat().flatMap(({ rows }) => rows),
    sections.flatMap(({ rows }) => rows),
  )
  assert.equal(
    letters.flat().reduce((sum, { more }) => sum + more, 0),
    6,
  )
  for (const letter of letters)
    assert.ok(letter.reduce((sum, { rows }) => sum + rows.length, 0) < LINES_PER_LETTER)
})

test('I-12 I-07 N-16: what law forbids to tell is in no answer, neither the disclosure nor the act of the staff', async () => {
  const karen = await addSomebody(room)
  for (const told of [true, false]) {
    const { rows } = await sql<{ id: string }>`
      insert into disclosure (disclosure_id, person_id, what, recipient_kind, recipient, legal_ground, reference, told,
                              given_sha256, at)
      values (gen_random_uuid(), ${karen.personId}::uuid, 'previous-use-ip', 'bank', ${told ? 'Nordbanken' : 'Politiet'},
              'n-17', 'A-1', ${told}, '\\x00', ${room.clock.now()}) returning disclosure_id as id`.execute(
      room.house.db,
    )
    await sql`insert into staff_action (action_id, staff, action, person_id, about_id, reason, at)
      values (gen_random_uuid(), 'Inger Holm', 'disclose', ${karen.personId}::uuid, ${rows[0]!.id}::uuid,
              ${told ? 'Asked by the bank' : 'Order of the court'}, ${room.clock.now()})`.execute(
      room.house.db,
    )
  }
  const held = JSON.stringify(
    await asPostOffice(room.house.db, (trx) => collectHeld(trx, karen.personId, { rowsMax: 10 })),
  )
  assert.match(held, /Nordbanken/)
  assert.match(held, /Asked by the bank/)
  assert.doesNotMatch(held, /Politiet|Order of the court|Inger/)
})

test('E-12 R5: a request goes five years after it was closed, to the day; a paid one when its accounts may go too, an open one never', async () => {
  const [karen, later] = [await addSomebody(room), room.clock.now()]
  const leap = '2032-02-29T10:00:00Z'
  for (const [answered, withdrawn, undeliverable, paid] of [
    [leap, null, null, null],
    [null, leap, null, null],
    [leap, null, '2032-03-04T10:00:00Z', null],
    [leap, null, null, leap],
    [null, null, null, null],
  ])
    await sql`insert into access_request (request_id, person_id, via, verdict, answer_from, asked_on, asked_at,
                answered_at, withdrawn_at, undeliverable_at, choice, fee_minor, fee_reference, fee_paid_at)
              values (gen_random_uuid(), ${karen.personId}::uuid, 'self-service', ${paid ? 'fee-or-later' : 'free'}, '2032-02-01', '2032-02-01',
                '2032-02-01', ${answered}, ${withdrawn}, ${undeliverable}, ${paid && 'fee'}, ${paid && 10_000}, ${paid && 'R5-1'}, ${paid})`.execute(
      room.house.db,
    )
  const left = async (moment: string) => {
    room.clock.set(moment)
    await forgetExpired(room.identity)
    return (await requests(karen)).length
  }
  assert.equal(await left('2037-02-28T09:59:59Z'), 5)
  assert.equal(await left('2037-02-28T10:00:00Z'), 3)
  assert.equal(await left('2037-03-04T10:00:00Z'), 2)
  assert.equal(await left('2038-02-28T10:00:00Z'), 1)
  assert.equal(await left('2090-01-01T10:00:00Z'), 1, 'nobody has answered it')
  room.clock.set(later)
})
