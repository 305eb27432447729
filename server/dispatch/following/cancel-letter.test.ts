import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { cancelItem, cancelWaiting, lockItem } from '#dispatch/following/cancel.store.ts'
import { selectItem } from '#dispatch/following/items.store.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { feedSettled } from '#tests/feed-settled.ts'
import { batchOf, handIn, work } from '#tests/hand-in.ts'
import { lettersArchive, MANIFEST } from '#tests/make-archive.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { askToken, type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { dwelling, type Settled, settleTown } from '#tests/settle-town.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { handlersOf } from '#worker/handlers.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let karen: SeededPerson
let town: Record<'anna' | 'bent' | 'boxless', Settled>
before(async () => {
  // A scanner that takes its time: letters are taken over first and delivered by the worker.
  const scanner = { name: 'slow', waits: true, inspect: async () => ({ kind: 'clean' }) as const }
  open = await openHouse({ scanner })
  const address = dwelling('Birkevej', '1')
  town = await settleTown(open.house, {
    anna: { givenNames: 'Anna', familyName: 'Holm', address, exchange: true },
    bent: { givenNames: 'Bent', familyName: 'Holm', address, exchange: true },
    boxless: { givenNames: 'Bo', familyName: 'Lund', address: dwelling('Birkevej', '3'), mailbox: false },
  })
  karen = await seedPerson(open.house)
  const readers = [karen, { ...karen, ...town.anna }, { ...karen, ...town.bent }]
  app = await open.app(dispatchRoutes, lettersRoutes(signIns(open.house, readers)))
  sender = await seedSender(open.house, app)
})
after(() => open.close())

async function send(recipients: object[], more: object = {}): Promise<string[]> {
  const letters = recipients.map((recipient) => ({
    recipient,
    title: 'Brev',
    documents: [{ part: 'brev' }],
    ...more,
  }))
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters }, { brev: PDF }, sender.headers()),
  })
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().letters.map((letter: { letterId: string }) => letter.letterId)
}
const cancel = (letterId: string, key = randomUUID()) =>
  app.inject({ method: 'POST', url: `/v1/letters/${letterId}/cancel`, headers: sender.headers(key) })
const stateOf = async (letterId: string) =>
  (await app.inject({ url: `/v1/letters/${letterId}`, headers: sender.headers() })).json().state
const inboxOf = async (person: { mailboxId: string }): Promise<string[]> => {
  const answer = await app.inject({ url: '/api/letters?limit=100', headers: as({ ...karen, ...person }) })
  return answer.json().letters.map((letter: { letterId: string }) => letter.letterId)
}
const toldOf = async (letterId: string) => {
  await feedSettled(open.house)
  const { events } = (await app.inject({ url: '/v1/events?limit=1000', headers: sender.headers() })).json()
  return events
    .filter((event: { letterId?: string }) => event.letterId === letterId)
    .map((event: { event: string }) => event.event)
}
const scan = () => work(open.house, ['scan-letters'])
const toKaren = () => ({ nationalNumber: karen.nationalNumber })

test('S-16: a letter that waits for the scanner is cancelled once for its key and never delivered; one that is delivered stays', async () => {
  const [waiting, delivered] = (await send([toKaren(), toKaren()])) as [string, string]
  const key = randomUUID()
  const answers = [await cancel(waiting, key), await cancel(waiting, key), await cancel(waiting)]
  assert.deepEqual(
    answers.map((answer) => [answer.statusCode, answer.json().state]),
    Array(3).fill([200, 'cancelled']),
  )
  await scan()
  assert.deepEqual([await stateOf(waiting), await stateOf(delivered)], ['cancelled', 'delivered'])
  assert.deepEqual(await inboxOf(karen), [delivered])
  assert.deepEqual(
    [await toldOf(waiting), await toldOf(delivered)],
    [
      ['accepted', 'cancelled'],
      ['accepted', 'delivered'],
    ],
  )
  const late = await cancel(delivered)
  assert.deepEqual([late.statusCode, late.json().code], [409, 'letter-already-delivered'])
  assert.deepEqual(await inboxOf(karen), [delivered])
})

test('S-16: of a letter that was refused nobody is told that it was delivered', async () => {
  const [refused] = (await send([{ nationalNumber: '3101' }])) as [string]
  const answer = await cancel(refused)
  assert.deepEqual([answer.statusCode, answer.json().code], [409, 'letter-was-refused'])
  assert.equal(await stateOf(refused), 'refused')
})

test('S-16 A-06: a letter to everybody at an address is cancelled for everybody', async () => {
  const [first, second] = (await send([
    { street: 'Birkevej 1', postcode: '5000', city: 'Odense C' },
    { street: 'Birkevej 1', postcode: '5000', city: 'Odense C' },
  ])) as [string, string]
  assert.equal((await cancel(first)).json().state, 'cancelled')
  await scan()
  assert.deepEqual([await stateOf(first), await stateOf(second)], ['cancelled', 'delivered'])
  assert.deepEqual([(await inboxOf(town.anna)).length, (await inboxOf(town.bent)).length], [1, 1])
})

test('S-16: cancelling while the scanner finishes: either it is cancelled or it is delivered, and both sides agree', async () => {
  for (let round = 0; round < 8; round++) {
    const ids = await send(Array.from({ length: 6 }, toKaren))
    const [, ...answers] = await Promise.all([scan(), ...ids.map((id) => cancel(id))])
    const inbox = await inboxOf(karen)
    for (const [i, answer] of answers.entries()) {
      assert.ok([200, 409].includes(answer.statusCode), answer.body)
      const cancelled = answer.statusCode === 200
      assert.equal(await stateOf(ids[i]!), cancelled ? 'cancelled' : 'delivered')
      assert.equal(inbox.includes(ids[i]!), !cancelled)
    }
  }
})

test('S-16: the scanner waits for a cancellation under way, and the two never for each other', async () => {
  const [letterId] = (await send([toKaren()])) as [string]
  const { senderId } = sender
  const { mailboxId } = karen
  let scanned: Promise<number> | undefined
  const done = await asPostOffice(open.house.db, async (trx) => {
    const at = open.clock.now()
    await lockItem(trx, senderId, letterId)
    scanned = scan()
    await sleep(300)
    const cancelled = await cancelWaiting(trx, { mailboxId, letterId, at })
    const { batch_id: batchId } = (await selectItem(trx, senderId, letterId))!
    const leafChunkId = randomUUID()
    await cancelItem(trx, { senderId, letterId, batchId, counted: 'waiting', leafChunkId, at })
    return cancelled
  })
  assert.deepEqual([done, await scanned], [true, 1])
  assert.equal(await stateOf(letterId), 'cancelled')
  assert.ok(!(await inboxOf(karen)).includes(letterId))
})

test('S-16 S-08: a letter in the print queue is seen there, and cancelled it is not printed', async () => {
  const [letterId] = (await send([{ nationalNumber: town.boxless.nationalNumber }], {
    printAllowed: true,
  })) as [string]
  const queue = async () => (await app.inject({ url: '/v1/print-queue', headers: sender.headers() })).json()
  assert.deepEqual([(await queue()).waiting, (await queue()).letters[0].letterId], [1, letterId])
  assert.equal((await cancel(letterId)).json().state, 'cancelled')
  assert.deepEqual([(await queue()).waiting, (await queue()).letters], [0, []])
  assert.deepEqual(await toldOf(letterId), ['print', 'cancelled'])
})

test('S-16: of a file, a cancelled letter no longer counts among those that are printed', async () => {
  const bytes = await lettersArchive(
    `nationalNumber\n${town.boxless.nationalNumber}\n${karen.nationalNumber}\n`,
    {
      'manifest.json': { ...MANIFEST, printAllowed: true },
    },
  )
  const batch = await handIn(open.house, app, sender, bytes)
  assert.deepEqual([batch.print, batch.delivered], [1, 1], JSON.stringify(batch))
  const { letters } = (await app.inject({ url: '/v1/print-queue', headers: sender.headers() })).json()
  await cancel(letters[0].letterId)
  assert.equal((await batchOf(app, sender, batch.batchId)).print, 0)
})

test('R29 S-08 S-16: what nobody has printed in sixty days is called off with evidence, its sender is told why, and at ninety nothing of it is left', async () => {
  const bytes = await lettersArchive(`nationalNumber\n${town.boxless.nationalNumber}\n`, {
    'manifest.json': { ...MANIFEST, printAllowed: true },
  })
  const batch = await handIn(open.house, app, sender, bytes)
  const queue = async () => (await app.inject({ url: '/v1/print-queue', headers: sender.headers() })).json()
  const before = (await queue()) as { waiting: number; letters: { letterId: string; batchId: string }[] }
  const { letterId } = before.letters.find((one) => one.batchId === batch.batchId)!
  const clearing = handlersOf(open.house)['clear-expired']
  const left = () =>
    asPostOffice(open.house.db, async (trx) => {
      const { rows } = await sql<{ items: number; documents: number }>`
        select (select count(*)::int from print_item where batch_id = ${batch.batchId}) as items,
          (select count(*)::int from document where batch_id = ${batch.batchId}) as documents`.execute(trx)
      return [rows[0]!.items, rows[0]!.documents]
    })
  const DAY_MS = 86_400_000
  const later = async (ms: number) => {
    open.clock.advance(ms)
    await clearing()
    const token = (await askToken(app, await sender.assertion())).json().access_token
    sender = {
      ...sender,
      headers: (key = randomUUID()) => ({ authorization: `Bearer ${token}`, 'idempotency-key': key }),
    }
  }

  await later(60 * DAY_MS - 60_000)
  assert.equal(await stateOf(letterId), 'print')
  await later(60_000)
  const status = (await app.inject({ url: `/v1/letters/${letterId}`, headers: sender.headers() })).json()
  assert.deepEqual([status.state, status.code], ['cancelled', 'not-printed'])
  assert.match(status.reason, /not printed within 60 days/)
  assert.equal((await queue()).letters.length, 0)
  assert.deepEqual(await toldOf(letterId), ['print', 'cancelled'])
  assert.equal((await batchOf(app, sender, batch.batchId)).print, 0)
  const proof = await app.inject({
    url: `/v1/letters/${letterId}/cancellation-receipt`,
    headers: sender.headers(),
  })
  assert.equal(proof.statusCode, 200, proof.body)
  const payload = Buffer.from(proof.json().receipt.split('.')[1], 'base64url').toString()
  assert.match(payload, /F\.2 RelayToNonERDSFailure/)
  assert.match(payload, /not-printed/)

  await later(30 * DAY_MS + 60_000)
  assert.deepEqual(await left(), [0, 0])
  assert.equal(
    (await app.inject({ url: `/v1/letters/${letterId}`, headers: sender.headers() })).statusCode,
    404,
  )
})
