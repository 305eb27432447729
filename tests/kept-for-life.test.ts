/** What stays and what goes as time passes: the recipient's letters stay, the sender's working data go. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { CLEAR_AFTER, clearExpired } from '#dispatch/clear-expired.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob, LANES } from '#ground/jobs.ts'
import type { App } from '#ground/routes.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { work } from './hand-in.ts'
import { multipart, PDF } from './multipart.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { type SeededPerson, seedPerson } from './seed-people.ts'
import { seedSender } from './seed-sender.ts'
import { as, signIns } from './sign-in-as.ts'

const DAY_MS = 24 * 3_600_000

let open: OpenHouse
let app: App
let karen: SeededPerson
before(async () => {
  open = await openHouse()
  karen = await seedPerson(open.house)
  app = await open.app(dispatchRoutes, lettersRoutes(signIns(open.house, [karen])))
})
after(() => open.close())

async function send(): Promise<string> {
  const sender = await seedSender(open.house, app)
  const letters = [
    {
      recipient: { nationalNumber: karen.nationalNumber },
      title: 'Skøde',
      documents: [{ part: 'brev' }],
    },
  ]
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters }, { brev: PDF }, sender.headers()),
  })
  return answer.json().letters[0].letterId
}

test('B-03 R29 S-05: forty years on a letter, read or not, is there with its content; of the sender’s side nothing is after 90 days', async () => {
  const [read, unread] = [await send(), await send()]
  const get = (url: string) => app.inject({ url, headers: as(karen) })
  await app.inject({ method: 'POST', url: `/api/letters/${read}/open`, headers: as(karen) })
  const left = async () => {
    const { rows } = await sql<{ items: number; events: number; keys: number }>`
      select (select count(*) from dispatch_item)::int as items, (select count(*) from sender_event)::int as events,
        (select count(*) from idempotency_key)::int as keys`.execute(open.house.db)
    return rows[0]
  }
  open.clock.advance(CLEAR_AFTER.dispatchDays * DAY_MS - 3_600_000)
  await clearExpired(open.house)
  assert.deepEqual(await left(), { items: 2, events: 3, keys: 0 })
  open.clock.advance(40 * 365 * DAY_MS)
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'clear-expired', {}))
  await work(open.house, LANES.letters.slice())
  assert.deepEqual(await left(), { items: 0, events: 0, keys: 0 })
  const { letters } = (await get('/api/letters')).json()
  assert.deepEqual(
    letters.map((letter: { letterId: string; title: string; unread: boolean }) => [
      letter.letterId,
      letter.title,
      letter.unread,
    ]),
    [
      [unread, 'Skøde', true],
      [read, 'Skøde', false],
    ],
  )
  for (const letterId of [read, unread])
    assert.ok((await get(`/api/letters/${letterId}/documents/1`)).rawPayload.equals(PDF))
})
