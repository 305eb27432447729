import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { PLACES } from '#rules/keeping.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type GrantSeed, seedGrant } from '#tests/seed-grant.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'

const NOON = '2030-11-22T11:00:00.000Z'
let open: OpenHouse
before(async () => {
  open = await openHouse({ now: NOON })
})
after(() => open.close())

const run = { jobId: '1', lastTry: false }

/** Runs every job that is due, as the worker does. */
async function work(): Promise<void> {
  const handlers = handlersOf(open.house) as Record<string, (payload: unknown, how: object) => Promise<void>>
  for (;;) {
    const { rows } = await sql<{ name: string; payload: unknown }>`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and j.run_at <= ${open.clock.now()}
         and t.identifier = any (array['notify-recipients', 'send-notice', 'send-push-notice', 'send-digest'])
      returning t.identifier as name, j.payload`.execute(open.house.db)
    if (rows.length === 0) return
    for (const { name, payload } of rows) await handlers[name]!(payload, run)
  }
}

/** Twice: what is told stays told. */
async function notify(letters: [string, string][]): Promise<void> {
  for (let again = 0; again < 2; again++) {
    await asPostOffice(open.house.db, (trx) => addJob(trx, 'notify-recipients', { letters }))
    await work()
  }
}

let made = 0
async function sharedLetter(seed: GrantSeed, from?: { senderId: string }) {
  const sender = from ?? (await seedSender(open.house))
  const email = `sofie${++made}@example.org`
  const owner = await seedPerson(open.house)
  const holder = await seedPerson(open.house, { givenNames: 'Sofie', language: 'en', emails: [email] })
  const grantId = await seedGrant(open.house, { owner, holder }, seed)
  const letter = async () =>
    (
      await seedLetter(open.house, {
        mailboxId: owner.mailboxId,
        senderId: sender.senderId,
        title: 'Hemmelig',
      })
    ).letterId
  const mails = () => open.outbox.filter(({ to }) => to === email)
  const letters = [[owner.mailboxId, await letter()]] as [string, string][]
  return { owner, holder, email, grantId, letter, letters, mails }
}

/** What the holder chose for themselves. */
const choose = (mailboxId: string, values: Record<string, unknown>) =>
  asPostOffice(open.house.db, (trx) =>
    trx.updateTable('mailbox').set(values).where('mailbox_id', '=', mailboxId).execute(),
  )

test('D-08 B-10: whoever has access and wishes it hears of a new letter, once, without a name, a link or a subject', async () => {
  const { letters, mails, owner, holder } = await sharedLetter({ notices: true })
  await notify(letters)
  assert.equal(mails().length, 1)
  const [mail] = mails()
  assert.equal(mail!.subject, 'A new letter in a mailbox you have access to')
  for (const said of [owner.name.split(' ')[0]!, 'Hemmelig', 'Fjordby', 'http'])
    assert.ok(!mail!.text.includes(said), said)
  const noted = await asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('notice').select('mailbox_id').where('letter_id', '=', letters[0]![1]).execute(),
  )
  assert.deepEqual(
    noted,
    [{ mailbox_id: holder.mailboxId }],
    'E-26: it is a notice to the holder, not to the owner',
  )
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
  await work()
  const [[mailboxId, letterId]] = letters as [[string, string]]
  await handlers['send-notice']({ mailboxId, letterId, emailNo: 1, to: { grantId } }, run)
  assert.equal(mails().length, 0)
})

test('D-08 D-14 T-02: a delegate hears by their own channels, at their own hours, and not at the owner’s', async () => {
  const { letters, mails, owner, holder } = await sharedLetter({ notices: true })
  await choose(owner.mailboxId, { quiet_from: 0, quiet_until: 23, notice_by_email: false })
  await choose(holder.mailboxId, { quiet_from: 10, quiet_until: 14 })
  await notify(letters)
  assert.equal(mails().length, 0, 'noon is in the holder’s quiet hours')
  open.clock.set('2030-11-22T13:00:00.000Z')
  await work()
  assert.equal(mails().length, 1, 'they end at two by the clock there')
  open.clock.set(NOON)

  const silent = await sharedLetter({ notices: true })
  await choose(silent.holder.mailboxId, { notice_by_email: false })
  await asPostOffice(open.house.db, (trx) =>
    sql`insert into push_subscription (mailbox_id, subscription_id, endpoint, public_key, auth_secret, device, added_at)
      values (${silent.holder.mailboxId}, gen_random_uuid(), 'https://push.example/sofie', '', '', 'Firefox', now())`.execute(
      trx,
    ),
  )
  await notify(silent.letters)
  assert.equal(silent.mails().length, 0, 'no e-mail is wanted')
  const pushed = open.pushed.filter(({ endpoint }) => endpoint === 'https://push.example/sofie')
  assert.equal(pushed.length, 1)
  const said = JSON.parse(pushed[0]!.text)
  assert.deepEqual([said.body, said.path], ['A new letter in a mailbox you have access to.', '/shared'])
})

test('D-08 T-01: a delegate’s digest counts what came to them and what came where they were let in; opened letters and ended access are not in it', async () => {
  const { holder, owner, letter, letters, mails, grantId } = await sharedLetter({ notices: true })
  await choose(holder.mailboxId, { digest_hour: 18, digest_sent_at: new Date(Date.parse(NOON) - 60_000) })
  const second = await letter()
  const { senderId } = await seedSender(open.house)
  const own = await seedLetter(open.house, { mailboxId: holder.mailboxId, senderId })
  await notify([...letters, [owner.mailboxId, second], [holder.mailboxId, own.letterId]])
  assert.equal(mails().length, 0)
  open.clock.set('2030-11-22T17:00:00.000Z')
  await work()
  assert.equal(mails().length, 1)
  assert.match(mails()[0]!.text, /1 new letter in Brevhus since last time/)
  assert.match(mails()[0]!.text, /2 new letters have come to other mailboxes/)
  for (const said of [owner.name.split(' ')[0]!, 'Hemmelig', 'http'])
    assert.ok(!mails()[0]!.text.includes(said), said)

  await notify([[owner.mailboxId, await letter()]])
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = now(), ended_why = 'taken-back' where grant_id = ${grantId}`.execute(
      trx,
    ),
  )
  open.clock.set('2030-11-23T17:00:00.000Z')
  await work()
  assert.equal(mails().length, 1, 'of what is no longer theirs to see nothing is said')
  open.clock.set(NOON)
})
