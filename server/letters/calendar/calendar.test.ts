/** What a sender says a letter wants, from its wire to the list, the letter, the calendar and the calendar's feed. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import ical from 'node-ical'
import type { Calendar, CalendarAddressMade } from '#api/calendar.ts'
import type { Letter, LetterPage } from '#api/mailbox.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { interleaved } from '#tests/interleaved.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { dwelling, settleTown } from '#tests/settle-town.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let karen: Parameters<typeof as>[0] & { nationalNumber: string; personId: string }
before(async () => {
  open = await openHouse()
  const town = await settleTown(open.house, {
    karen: { givenNames: 'Karen', familyName: 'Lindholm', address: dwelling('Ahornvej', '3') },
  })
  karen = town.karen as unknown as typeof karen
  app = await open.app(dispatchRoutes, lettersRoutes(signIns(open.house, [karen])))
  sender = await seedSender(open.house, app)
  await sql`insert into login (person_id, login_kind, user_id, user_id_form, created_at)
    values (${karen.personId}, 'user-id', 'karen', 'karen', now())`.execute(open.house.db)
})
after(() => open.close())

async function send(letter: object) {
  const recipient = { nationalNumber: karen.nationalNumber }
  const letters = [{ recipient, title: 'Brev', sensitive: false, documents: [{ part: 'brev' }], ...letter }]
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters }, { brev: PDF }, sender.headers()),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const sent = async (letter: object): Promise<string> => (await send(letter)).body.letters[0].letterId

type Level = 'low' | 'substantial'
async function ask<T>(
  method: 'GET' | 'PATCH' | 'POST' | 'DELETE',
  url: string,
  level: Level = 'substantial',
  payload?: object,
) {
  const answer = await app.inject({ method, url, headers: as(karen, level), ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: (answer.body ? answer.json() : {}) as T & { code?: string } }
}

test('B-17 S-05: what a letter wants goes from the sender’s wire to the list and the letter, sealed on the way; nonsense is refused', async () => {
  const pay = { kind: 'pay', amountMinor: 124_050, currency: 'DKK', dueOn: '2026-12-01' }
  const letterId = await sent({ title: 'Regning', wants: pay })
  const { body: list } = await ask<LetterPage>('GET', '/api/letters')
  assert.deepEqual(list.letters.find((one) => one.letterId === letterId)!.wants, pay)
  assert.deepEqual(
    (await ask<Letter & { wants: unknown }>('GET', `/api/letters/${letterId}`)).body.wants,
    pay,
  )
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      row: string
      on: string
    }>`select l::text as row, wants_on::text as on from letter l where letter_id = ${letterId}`.execute(trx),
  )
  assert.equal(rows[0]!.on, '2026-12-01')
  assert.ok(!rows[0]!.row.includes('DKK') && !rows[0]!.row.includes(Buffer.from('124050').toString('hex')))
  await assert.rejects(
    asPostOffice(open.house.db, (trx) =>
      sql`update letter set wants_on = '2027-01-01' where letter_id = ${letterId}`.execute(trx),
    ),
    /never altered/,
  )
  for (const wants of [
    { kind: 'pay', amountMinor: 0, currency: 'DKK', dueOn: '2026-12-01' },
    { kind: 'answer', dueOn: '2026-02-30' },
    { kind: 'answer' },
    { kind: 'dance', dueOn: '2026-12-01' },
    { kind: 'appointment', startsAt: '2026-12-01 10:00' },
    { kind: 'appointment', startsAt: '2026-12-01T10:00:00+01:00', endsAt: '2026-12-01T09:00:00+01:00' },
  ])
    assert.equal((await send({ wants })).status, 422, JSON.stringify(wants))
})

test('B-17 I-13 B-06: the calendar lists days in order; ticks and reminders are the owner’s; a locked letter tells its day and no more', async () => {
  const visit = await sent({
    title: 'Indkaldelse til psykiatrisk klinik',
    sensitive: true,
    wants: {
      kind: 'appointment',
      startsAt: '2026-11-30T10:00:00+01:00',
      endsAt: '2026-11-30T11:00:00+01:00',
      place: 'Klinikken, 2. sal',
    },
  })
  const answer = await sent({
    title: 'Svar om daginstitution',
    wants: { kind: 'answer', dueOn: '2026-11-25' },
  })
  const { body: calendar } = await ask<Calendar>('GET', '/api/calendar')
  assert.deepEqual(
    calendar.entries.map(({ on, letterId }) => [on, letterId === visit || letterId === answer]),
    [
      ['2026-11-25', true],
      ['2026-11-30', true],
      ['2026-12-01', false],
    ],
  )
  assert.deepEqual(calendar.entries[1]!.wants, {
    kind: 'appointment',
    startsAt: '2026-11-30T09:00:00.000Z',
    endsAt: '2026-11-30T10:00:00.000Z',
    place: 'Klinikken, 2. sal',
  })
  const { body: low } = await ask<Calendar>('GET', '/api/calendar', 'low')
  const { locked, sender: from, title, wants } = low.entries[1]!
  assert.deepEqual([locked, from, title, wants], [true, null, null, null])
  assert.equal(
    (await ask('PATCH', `/api/calendar/${visit}`, 'low', { done: true, remindDays: null })).body.code,
    'letter-locked',
  )
  assert.equal(
    (await ask('PATCH', `/api/calendar/${answer}`, 'low', { done: true, remindDays: null })).status,
    200,
  )
  assert.equal(
    (await ask('PATCH', `/api/calendar/${visit}`, 'substantial', { done: false, remindDays: 2 })).status,
    200,
  )
  assert.equal(
    (await ask('PATCH', `/api/calendar/${visit}`, 'substantial', { done: false, remindDays: 99 })).status,
    422,
  )
  const plain = await sent({ title: 'Kun til orientering' })
  assert.equal(
    (await ask('PATCH', `/api/calendar/${plain}`, 'substantial', { done: true, remindDays: null })).status,
    404,
  )
  const after = (await ask<Calendar>('GET', '/api/calendar')).body.entries
  assert.deepEqual(
    after.map(({ doneAt, remindDays }) => [doneAt !== null, remindDays]),
    [
      [true, null],
      [false, 2],
      [false, null],
    ],
  )
  const both = await Promise.all([
    ask('PATCH', `/api/calendar/${visit}`, 'substantial', { done: true }),
    ask('PATCH', `/api/calendar/${answer}`, 'substantial', { remindDays: 5 }),
    ask('PATCH', `/api/calendar/${visit}`, 'substantial', { remindDays: 7 }),
  ])
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal((await ask('PATCH', `/api/calendar/${visit}`, 'substantial', {})).status, 422)
  const quick = (await ask<Calendar>('GET', '/api/calendar')).body.entries
  assert.deepEqual(
    quick.slice(0, 2).map(({ doneAt, remindDays }) => [doneAt !== null, remindDays]),
    [
      [true, 5],
      [true, 7],
    ],
    'what a change does not name, it leaves',
  )
  await ask('PATCH', `/api/calendar/${visit}`, 'substantial', { done: false, remindDays: 2 })
})

test('B-17 I-13: the feed is read by a calendar program that is not ours; it says nothing of sensitive letters; its address is secret, changed and closed at once', async () => {
  const make = (from: string | null, level: Level = 'substantial') =>
    ask<CalendarAddressMade>('POST', '/api/calendar/address', level, { from })
  assert.equal((await make(null, 'low')).body.code, 'level-too-low')
  // Two windows that see none: one of them makes it, and what it shows goes on leading there.
  let once: CalendarAddressMade | undefined
  await interleaved(
    async () => {
      await ask('DELETE', '/api/calendar/address')
      const deed = async () => {
        const { status, body } = await make(null)
        if (status === 201) once = body
        return { status, json: body }
      }
      return [deed, deed]
    },
    async (turn, codes) => {
      assert.deepEqual([...codes].sort(), ['changed-meanwhile', undefined], turn)
      assert.equal((await app.inject({ url: new URL(once!.address).pathname })).statusCode, 200, turn)
    },
  )
  open.clock.advance(1000)
  const { status, body: made } = await make(once!.madeAt)
  assert.equal(status, 201)
  await sent({
    title:
      'Møde; om "tag", vinduer\\døre og alt det andet, som foreningens medlemmer længe har ønsket sig af bestyrelsen',
    wants: { kind: 'appointment', startsAt: '2027-01-07T18:00:00Z', place: 'Fælleshuset, Ahornvej 1' },
  })
  const get = async (address: string, headers = {}) => app.inject({ url: new URL(address).pathname, headers })
  const feed = await get(made.address)
  assert.deepEqual([feed.statusCode, feed.headers['content-type']], [200, 'text/calendar; charset=utf-8'])
  for (const line of feed.body.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  for (const hidden of ['psykiatrisk', 'Klinikken', '2. sal'])
    assert.ok(!feed.body.replaceAll('\r\n ', '').includes(hidden))
  const events = Object.values(ical.sync.parseICS(feed.body)).filter(
    (one) => one?.type === 'VEVENT',
  ) as unknown as {
    summary: string
    start: Date
    end: Date
    location?: string
    datetype: string
    alarms?: { trigger: string }[]
  }[]
  const bySummary = new Map(events.map((event) => [event.summary, event]))
  const clinic = bySummary.get('Aftale')!
  assert.equal(clinic.start.toISOString(), '2026-11-30T09:00:00.000Z')
  assert.equal(clinic.location, undefined)
  assert.match(JSON.stringify(clinic.alarms), /-P2D/)
  const bill = [...bySummary].find(([summary]) => summary.startsWith('Betal'))!
  assert.match(bill[0], /^Betal 1\.240,50\skr\.: Regning, /)
  assert.equal(bill[1].datetype, 'date')
  const meeting = [...bySummary].find(([summary]) => summary.startsWith('Møde'))!
  assert.match(meeting[0], /^Møde; om "tag", vinduer\\døre og alt det andet/)
  assert.equal(meeting[1].location, 'Fælleshuset, Ahornvej 1')
  // Ticked off: gone from the program, too.
  assert.equal(events.length, 3)
  assert.equal((await get(made.address, { 'if-none-match': feed.headers.etag })).statusCode, 304)
  assert.ok(!open.logged().includes(made.address.slice(-20)))
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ row: string }>`select a::text as row from calendar_address a`.execute(trx),
  )
  assert.ok(!rows[0]!.row.includes(made.address.slice(-20, -4)))

  open.clock.advance(1000)
  const { body: next } = await make(made.madeAt)
  assert.deepEqual([(await get(made.address)).statusCode, (await get(next.address)).statusCode], [404, 200])
  const blockId = (at: Date | null) =>
    sql`update login set blocked_at = ${at} where person_id = ${karen.personId}`.execute(open.house.db)
  await blockId(open.clock.now())
  assert.equal((await get(next.address)).statusCode, 404)
  await blockId(null)
  assert.equal((await get(next.address)).statusCode, 200)
  await sql`update login set void_before = ${open.clock.now()} where person_id = ${karen.personId}`.execute(
    open.house.db,
  )
  assert.equal((await get(next.address)).statusCode, 404, 'whoever had the ID may have made it')
  assert.equal((await ask('DELETE', '/api/calendar/address')).status, 204)
  assert.deepEqual(
    [(await get(next.address)).statusCode, (await ask('DELETE', '/api/calendar/address')).status],
    [404, 404],
  )
  open.clock.advance(60_000)
  const token = (
    await ask<{ token: string }>('POST', '/api/tokens', 'substantial', {
      name: 'Kalender',
      scopes: ['calendar'],
      days: 9,
    })
  ).body.token
  const byToken = await app.inject({
    url: '/calendar/feed.ics',
    headers: { authorization: `Bearer ${token}` },
  })
  assert.deepEqual([byToken.statusCode, byToken.body.includes('VEVENT')], [200, true])
  assert.equal((await app.inject('/calendar/feed.ics')).statusCode, 401)
})
