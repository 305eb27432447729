import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type GrantSeed, seedGrant } from '#tests/seed-grant.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const run = { jobId: '1', lastTry: false }

/** Every notice a letter causes, sent as the worker sends them, twice. */
async function notify(letters: [string, string][]): Promise<void> {
  const handlers = handlersOf(open.house)
  for (let again = 0; again < 2; again++) {
    await handlers['notify-recipients']({ letters })
    const { rows } = await sql<{ payload: Parameters<(typeof handlers)['send-delegate-notice']>[0] }>`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and t.identifier = 'send-delegate-notice' returning j.payload`.execute(
      open.house.db,
    )
    for (const { payload } of rows) await handlers['send-delegate-notice'](payload, run)
  }
}

let made = 0
async function sharedLetter(seed: GrantSeed, from?: { senderId: string }) {
  const sender = from ?? (await seedSender(open.house))
  const email = `sofie${++made}@example.org`
  const owner = await seedPerson(open.house)
  const holder = await seedPerson(open.house, { givenNames: 'Sofie', language: 'en', emails: [email] })
  const grantId = await seedGrant(open.house, { owner, holder }, seed)
  const { letterId } = await seedLetter(open.house, {
    mailboxId: owner.mailboxId,
    senderId: sender.senderId,
    title: 'Hemmelig',
  })
  const mails = () => open.outbox.filter(({ to }) => to === email)
  return { owner, grantId, letters: [[owner.mailboxId, letterId]] as [string, string][], mails }
}

test('D-08 B-10: whoever has access and wishes it hears of a new letter, once, without a name, a link or a subject', async () => {
  const { letters, mails, owner } = await sharedLetter({ notices: true })
  await notify(letters)
  assert.equal(mails().length, 1)
  const [mail] = mails()
  assert.equal(mail!.subject, 'A new letter in a mailbox you have access to')
  for (const said of [owner.name.split(' ')[0]!, 'Hemmelig', 'Fjordby', 'http'])
    assert.ok(!mail!.text.includes(said), said)
})

test('D-08 B-10: nobody hears of what is not in their part, of what they did not wish, or after the end', async () => {
  const sender = await seedSender(open.house)
  const silent: [GrantSeed, boolean][] = [
    [{ notices: false }, false],
    [{ notices: true, folderIds: [PLACES.archive] }, false],
    [{ notices: true, folderIds: [PLACES.inbox] }, true],
    [{ notices: true, senderIds: [(await seedSender(open.house)).senderId] }, false],
    [{ notices: true, senderIds: [sender.senderId] }, true],
    [{ notices: true, endsAt: open.clock.now() }, false],
    [{ notices: true, capacity: 'heir' }, false],
  ]
  for (const [seed, told] of silent) {
    const { letters, mails } = await sharedLetter(seed, sender)
    await notify(letters)
    assert.equal(mails().length, told ? 1 : 0, JSON.stringify(seed))
  }
})

test('B-10: a notice on its way when the access is taken back is not sent', async () => {
  const { letters, mails, grantId } = await sharedLetter({ notices: true })
  const handlers = handlersOf(open.house)
  await handlers['notify-recipients']({ letters })
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = now(), ended_why = 'taken-back' where grant_id = ${grantId}`.execute(
      trx,
    ),
  )
  const [[mailboxId, letterId]] = letters as [[string, string]]
  await handlers['send-delegate-notice']({ mailboxId, letterId, grantId, emailNo: 1 }, run)
  assert.equal(mails().length, 0)
})
