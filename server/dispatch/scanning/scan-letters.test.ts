import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { scanLetters } from '#dispatch/scanning/scan-letters.ts'
import { asPostOffice } from '#ground/db.ts'
import type { Jobs } from '#ground/jobs.ts'
import type { App } from '#ground/routes.ts'
import { feedSettled } from '#tests/feed-settled.ts'
import { work } from '#tests/hand-in.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let karen: SeededPerson
/** What the scanner says next; it must be asked about plain bytes, not sealed ones. */
let word: 'clean' | 'refused' | 'silent' = 'clean'
let asked = 0
before(async () => {
  open = await openHouse({
    scanner: {
      name: 'fake',
      waits: true,
      inspect: async ({ bytes }) => {
        asked += 1
        assert.ok(Buffer.from(bytes).equals(PDF))
        if (word === 'silent') throw new Error('timed out')
        return word === 'refused' ? { kind: 'refused', finding: 'EICAR' } : { kind: 'clean' }
      },
    },
  })
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
  karen = await seedPerson(open.house)
})
after(() => open.close())

async function post(): Promise<string> {
  const order = {
    letters: [
      {
        recipient: { nationalNumber: karen.nationalNumber },
        title: 'Brev',
        documents: [{ part: 'doc' }],
      },
    ],
  }
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart(order, { doc: PDF }, sender.headers()),
  })
  assert.equal(answer.json().letters[0].outcome, 'accepted', answer.body)
  return answer.json().letters[0].letterId
}

const stateOf = async (letterId: string) =>
  (await app.inject({ url: `/v1/letters/${letterId}`, headers: sender.headers() })).json()

const eventsOf = (letterId: string) =>
  asPostOffice(open.house.db, async (trx) => {
    const { rows } = await sql<{ event: string }>`select event from letter_event
      where letter_id = ${letterId} order by event_no`.execute(trx)
    return rows.map((row) => row.event)
  })

async function feedOf(letterId: string): Promise<string[]> {
  await feedSettled(open.house)
  return (await app.inject({ url: '/v1/events?limit=1000', headers: sender.headers() }))
    .json()
    .events.filter((event: { letterId?: string }) => event.letterId === letterId)
    .map((event: { event: string }) => event.event)
}

async function scanJob(letterId: string): Promise<Jobs['scan-letters']> {
  return { letters: [[karen.mailboxId, letterId, letterId]] }
}

test('S-14: a letter waits for the scanner, and is delivered with its evidence when the scanner has passed it, once', async () => {
  word = 'clean'
  const letterId = await post()
  assert.equal((await stateOf(letterId)).state, 'accepted')
  assert.deepEqual(await eventsOf(letterId), ['A.1 SubmissionAcceptance'])
  await work(open.house, ['scan-letters'])
  await scanLetters(open.house, await scanJob(letterId))
  const { state, deliveredAt } = await stateOf(letterId)
  assert.deepEqual([state, typeof deliveredAt], ['delivered', 'string'])
  assert.deepEqual(await eventsOf(letterId), ['A.1 SubmissionAcceptance', 'D.1 ContentConsignment'])
  assert.deepEqual(await feedOf(letterId), ['accepted', 'delivered'])
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'notify-recipients' and payload::text like ${`%${letterId}%`}`.execute(open.house.db)
  assert.equal(rows[0]!.n, 1)
})

test('S-14 S-15: what the scanner refuses is never delivered, and the sender is told why', async () => {
  word = 'refused'
  const letterId = await post()
  await work(open.house, ['scan-letters'])
  await scanLetters(open.house, await scanJob(letterId))
  const status = await stateOf(letterId)
  assert.deepEqual(
    [status.state, status.code, status.deliveredAt],
    ['refused', 'document-refused', undefined],
  )
  assert.deepEqual(await eventsOf(letterId), ['A.1 SubmissionAcceptance', 'D.2 ContentConsignmentFailure'])
  assert.deepEqual(await feedOf(letterId), ['accepted', 'refused'])
})

test('S-14: a scanner that does not answer fails the job and nothing is delivered; the next try delivers', async () => {
  word = 'silent'
  const letterId = await post()
  await assert.rejects(work(open.house, ['scan-letters']), /timed out/)
  assert.equal((await stateOf(letterId)).state, 'accepted')
  word = 'clean'
  await scanLetters(open.house, await scanJob(letterId))
  assert.equal((await stateOf(letterId)).state, 'delivered')
})

test('S-16: a letter cancelled while it waited stays cancelled, and is not scanned', async () => {
  word = 'clean'
  const letterId = await post()
  const cancelled = await app.inject({
    method: 'POST',
    url: `/v1/letters/${letterId}/cancel`,
    headers: sender.headers(),
  })
  assert.equal(cancelled.json().state, 'cancelled')
  asked = 0
  await scanLetters(open.house, await scanJob(letterId))
  assert.equal(asked, 0)
  assert.equal((await stateOf(letterId)).state, 'cancelled')
  assert.deepEqual(await eventsOf(letterId), ['A.1 SubmissionAcceptance'])
})

test('S-15 S-16: a mailbox closed for good while the letter waited is told as such, not as a fault of the document', async () => {
  const before = asked
  const letterId = await post()
  await open.house.vault.erase([karen.mailboxId])
  await scanLetters(open.house, await scanJob(letterId))
  const { state, code } = await stateOf(letterId)
  assert.deepEqual([state, code, asked], ['refused', 'mailbox-unavailable', before])
  assert.deepEqual(await feedOf(letterId), ['accepted', 'refused'])
})
