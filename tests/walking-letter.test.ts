/** The one way every letter takes, over HTTP at both ends, with a real worker and real mail in between. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openSmtpMailer } from '#adapters/mailer-smtp.ts'
import type { EntryMarked } from '#api/calendar.ts'
import type { LetterPage, LetterProof } from '#api/mailbox.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import type { App } from '#ground/routes.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { type DemoMailboxProcess, spawnDemoMailbox } from '#tests/demo-mailbox-process.ts'
import { handlersOf } from '#worker/handlers.ts'
import { runWorker, type Worker } from '#worker/run-worker.ts'
import { keepSealing, type Sealer } from '#worker/seal-evidence.ts'
import { readPublicKey } from '../verifier/key.ts'
import { verifyReceipt } from '../verifier/receipt.ts'
import { multipart, PDF } from './multipart.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { seedLetter } from './seed-letters.ts'
import { type SeededPerson, seedPerson } from './seed-people.ts'
import { type SenderSeed, seedSender } from './seed-sender.ts'
import { as, signIns } from './sign-in-as.ts'

let open: OpenHouse
let post: DemoMailboxProcess
let mailer: ReturnType<typeof openSmtpMailer>
let worker: Worker
let sealer: Sealer
let app: App
let sender: SenderSeed
let karen: SeededPerson
before(async () => {
  post = await spawnDemoMailbox()
  mailer = openSmtpMailer({ url: post.smtpUrl, from: 'notice@brevhus.example' })
  // The worker goes by PostgreSQL's clock.
  open = await openHouse({ mailer, now: new Date() })
  karen = await seedPerson(open.house, { emails: ['karen@fjordby.example'] })
  app = await open.app(dispatchRoutes, lettersRoutes(signIns(open.house, [karen])))
  sender = await seedSender(open.house, app, { name: 'Søndre Klinik' })
  worker = await runWorker(open.house, 'letters', handlersOf(open.house))
  sealer = keepSealing(open.house, 100)
})
after(async () => {
  await Promise.all([worker.stop(), sealer.stop()])
  mailer.close()
  await Promise.all([open.close(), post.stop()])
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error('waited in vain')
}

const asKaren = async <T>(
  method: 'GET' | 'POST',
  url: string,
  level: 'low' | 'substantial' = 'substantial',
) => {
  const answer = await app.inject({ method, url, headers: as(karen, level) })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json<T>()
}

test('S-05 B-06 T-01 O-04: a letter walks from the sender to the right person, and every step can be proven offline', async () => {
  const lines = `%${randomBytes(90_000).toString('hex')}\n`
  const attachment = Buffer.from(PDF.toString().replace('\n', `\n${lines}`))
  const order = {
    letters: [
      {
        recipient: { nationalNumber: karen.nationalNumber },
        title: 'Dine prøvesvar',
        sensitive: true,
        documents: [{ part: 'brev' }, { part: 'bilag' }],
      },
    ],
  }
  const accepted = await app.inject({
    method: 'POST',
    url: '/v1/letters',
    ...multipart(order, { brev: PDF, bilag: attachment }, sender.headers()),
  })
  assert.equal(accepted.statusCode, 202, accepted.body)
  const [handedIn] = accepted.json().letters
  assert.equal(handedIn.outcome, 'delivered', accepted.body)
  const { letterId } = handedIn

  const mail = await until(async () => (await post.mails())[0])
  assert.deepEqual(mail.to, ['karen@fjordby.example'])
  assert.doesNotMatch(mail.raw, /Klinik|svar|Karen|http/)

  const [locked] = (await asKaren<LetterPage>('GET', '/api/letters', 'low')).letters
  assert.deepEqual(
    [locked!.letterId, locked!.locked, locked!.title, locked!.sender],
    [letterId, true, null, null],
  )
  const [row] = (await asKaren<LetterPage>('GET', '/api/letters')).letters
  assert.deepEqual([row!.title, row!.sender!.name, row!.attachments], ['Dine prøvesvar', 'Søndre Klinik', 1])

  const key = readPublicKey(open.house.signer.publicKeyPem)
  const proofOf = () =>
    until(async () => {
      const proof = await asKaren<LetterProof>('GET', `/api/letters/${letterId}/proof`)
      return proof.receipt === null ? undefined : proof
    })
  const delivered = await proofOf()
  const deliveredEvent = verifyReceipt(JSON.stringify(delivered.receipt), key)
  assert.equal(deliveredEvent.event.event, 'D.1 ContentConsignment')
  assert.ok(deliveredEvent.seal)

  open.clock.advance(60_000)
  await asKaren('POST', `/api/letters/${letterId}/open`)
  for (const [no, bytes] of [
    [1, PDF],
    [2, attachment],
  ] as const) {
    const answer = await app.inject({ url: `/api/letters/${letterId}/documents/${no}`, headers: as(karen) })
    assert.ok(answer.rawPayload.equals(bytes))
  }
  const opened = await proofOf()
  assert.deepEqual(
    opened.events.map(({ event }) => event),
    ['SubmissionAcceptance', 'ContentConsignment', 'ContentHandover'],
  )
  const { event } = verifyReceipt(JSON.stringify(opened.receipt), key)
  assert.deepEqual(
    [event.event, event.letterId, event.senderId],
    ['E.1 ContentHandover', letterId, sender.senderId],
  )

  const receipt = await until(async () => {
    const answer = await app.inject({ url: `/v1/letters/${letterId}/receipt`, headers: sender.headers() })
    return answer.json().proof ? answer.body : undefined
  })
  assert.equal(verifyReceipt(receipt, key).event.event, 'A.1 SubmissionAcceptance')
  const feed = await until(async () => {
    const { events } = (await app.inject({ url: '/v1/events', headers: sender.headers() })).json()
    return events.some((told: { event: string }) => told.event === 'opened') ? events : undefined
  })
  assert.deepEqual(
    feed
      .filter((told: { letterId?: string }) => told.letterId === letterId)
      .map((told: { event: string }) => told.event),
    ['delivered', 'opened'],
  )
})

test('B-17 T-01: what a stopped worker should have reminded of arrives by real mail once one works again, once', async () => {
  const mailsBefore = (await post.mails()).length
  const dueOn = new Date(open.clock.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10)
  const { mailboxId } = karen
  const { letterId } = await seedLetter(open.house, {
    mailboxId,
    senderId: sender.senderId,
    title: 'Svar om operation',
    sensitive: true,
    wants: { kind: 'answer', dueOn },
  })
  const marked = await app.inject({
    method: 'PATCH',
    url: `/api/calendar/${letterId}`,
    headers: as(karen),
    payload: { remindDays: 2 },
  })
  const at = marked.json<EntryMarked>().remindAt!
  await worker.stop()
  open.clock.set(new Date(Date.parse(at) + 3 * 3_600_000))
  // The queue goes by the database's clock: in place of the job that waits there, the same one, due now.
  const again = () =>
    asPostOffice(open.house.db, (trx) =>
      addJob(trx, 'remind-of-days', { mailboxId, at }, { key: `days:${mailboxId}:${at}` }),
    )
  await again()
  worker = await runWorker(open.house, 'letters', handlersOf(open.house))
  const mails = await until(async () => {
    const mails = await post.mails()
    return mails.length > mailsBefore ? mails : undefined
  })
  assert.deepEqual(mails[0]!.to, ['karen@fjordby.example'])
  assert.doesNotMatch(mails[0]!.raw, /Klinik|operation|Karen|http/)
  await again()
  await until(async () => {
    const { rows } =
      await sql`select from graphile_worker._private_jobs j join graphile_worker._private_tasks t
      on t.id = j.task_id where t.identifier in ('remind-of-days', 'send-reminder')`.execute(open.house.db)
    return rows.length === 0 ? true : undefined
  })
  assert.equal((await post.mails()).length, mailsBefore + 1)
})
