import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { evidenceRoutes } from '#http/evidence.routes.ts'
import { work } from '#tests/hand-in.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { dwelling, type Settled, settleTown } from '#tests/settle-town.ts'
import { sealEvidence } from '#worker/seal-evidence.ts'
import { readPublicKey } from '../../../verifier/key.ts'
import { checkDocument, verifyReceipt } from '../../../verifier/receipt.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let other: SenderSeed
let karen: SeededPerson
let town: Record<'boxless', Settled>
before(async () => {
  const scanner = { name: 'slow', waits: true, inspect: async () => ({ kind: 'clean' }) as const }
  open = await openHouse({ scanner })
  town = await settleTown(open.house, {
    boxless: { givenNames: 'Bo', familyName: 'Lund', address: dwelling('Birkevej', '3'), mailbox: false },
  })
  karen = await seedPerson(open.house)
  app = await open.app(dispatchRoutes, evidenceRoutes)
  sender = await seedSender(open.house, app)
  other = await seedSender(open.house, app)
})
after(() => open.close())

async function send(nationalNumber: string): Promise<string> {
  const letters = [
    { recipient: { nationalNumber }, title: 'Brev', documents: [{ part: 'brev' }], printAllowed: true },
  ]
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart({ letters }, { brev: PDF }, sender.headers()),
  })
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().letters[0].letterId
}
const cancel = (letterId: string) =>
  app.inject({ method: 'POST', url: `/v1/letters/${letterId}/cancel`, headers: sender.headers(randomUUID()) })
const receiptOf = (letterId: string, by = sender) =>
  app.inject({ url: `/v1/letters/${letterId}/cancellation-receipt`, headers: by.headers() })
const key = async () => readPublicKey((await app.inject('/evidence/key')).body)
async function leaves(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select sum(leaf_count)::int as n from evidence_chunk`.execute(
    open.house.db,
  )
  return rows[0]!.n
}

test('S-16 O-04: cancelling is one leaf of the evidence log, and its receipt is verified offline', async () => {
  const letterId = await send(karen.nationalNumber)
  assert.equal((await receiptOf(letterId)).statusCode, 404, 'nothing was cancelled yet')
  const before = await leaves()
  open.clock.advance(1234)
  assert.equal((await cancel(letterId)).json().state, 'cancelled')
  assert.equal((await cancel(letterId)).json().state, 'cancelled')
  assert.equal(await leaves(), before + 1, 'once, however often it is asked for')

  const early = (await receiptOf(letterId)).json()
  assert.equal(early.proof, undefined)
  assert.equal(verifyReceipt(JSON.stringify(early), await key()).seal, undefined)
  await sealEvidence(open.house)
  const file = await receiptOf(letterId)
  assert.equal(file.json().receipt, early.receipt, 'the same, byte for byte')
  const { event, seal } = verifyReceipt(file.body, await key())
  assert.ok(seal, 'the log has it')
  assert.deepEqual([event.letterId, event.senderId], [letterId, sender.senderId])
  assert.deepEqual(
    [event.event, event.code, event.at],
    ['D.2 ContentConsignmentFailure', 'cancelled-by-sender', open.clock.now().toISOString()],
  )
  checkDocument(PDF, event)

  const submission = await app.inject({ url: `/v1/letters/${letterId}/receipt`, headers: sender.headers() })
  assert.equal(verifyReceipt(submission.body, await key()).event.event, 'A.1 SubmissionAcceptance')
  assert.equal((await receiptOf(letterId, other)).statusCode, 404, 'another sender’s')
})

test('S-16 S-08 O-04: a letter called off in the print queue was not handed to print, on the word of its sender', async () => {
  const letterId = await send(town.boxless.nationalNumber)
  assert.equal((await cancel(letterId)).json().state, 'cancelled')
  const { event } = verifyReceipt((await receiptOf(letterId)).body, await key())
  assert.deepEqual([event.event, event.code], ['F.2 RelayToNonERDSFailure', 'cancelled-by-sender'])
})

test('S-16 O-04: a letter that was delivered is not cancelled, and no evidence says it was', async () => {
  const letterId = await send(karen.nationalNumber)
  await work(open.house, ['scan-letters'])
  const before = await leaves()
  assert.equal((await cancel(letterId)).json().code, 'letter-already-delivered')
  assert.equal(await leaves(), before)
  const answer = await receiptOf(letterId)
  assert.deepEqual(
    [answer.statusCode, answer.json().code, answer.json().detail],
    [404, 'not-found', 'You have no cancelled letter with this id.'],
  )
})
