import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { MailRefused } from '#ground/ports.ts'
import { claimEmail } from '#people/claim-email.ts'
import { confirmEmail } from '#people/confirm-email.ts'
import { type Mail, type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { type SeededSender, seedPerson, seedSender } from '#tests/seed-people.ts'
import { forgetNotices } from './forget-notices.ts'
import { notifyRecipients } from './notify-recipients.ts'
import { sendEmailVerification } from './send-email-verification.ts'
import { sendNotice } from './send-notice.ts'

let open: OpenHouse
let sender: SeededSender
const outbox: Mail[] = []
/** What the mail server does with the next message. */
let carry = async (mail: Mail) => void outbox.push(mail)
before(async () => {
  open = await openHouse({ mailer: { send: (mail) => carry(mail) } })
  sender = await seedSender(open.house)
})
afterEach(async () => {
  outbox.length = 0
  carry = async (mail) => void outbox.push(mail)
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
})
after(() => open.close())

async function letterTo(seed: Parameters<typeof seedPerson>[1], letter = {}) {
  const person = await seedPerson(open.house, seed)
  const { letterId } = await seedLetter(open.house, {
    mailboxId: person.mailboxId,
    senderId: sender.senderId,
    ...letter,
  })
  return { person, letterId, pair: [person.mailboxId, letterId] as [string, string] }
}

async function waiting<N extends keyof Jobs>(name: N): Promise<Jobs[N][]> {
  const { rows } = await sql<{ payload: Jobs[N] }>`
    select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${name} order by j.id`.execute(open.house.db)
  return rows.map(({ payload }) => payload)
}

const recorded = (letterId: string) =>
  asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('notice')
      .select(['channel', 'email_no', 'outcome', 'at'])
      .where('letter_id', '=', letterId)
      .execute(),
  )

const first = { lastTry: false }

test('T-01 D-14: each verified address of each person who wants notices gets one, nobody else', async () => {
  const karen = await letterTo({ emails: ['karen@fjordby.example', 'k@work.example'] })
  const quiet = await letterTo({ emails: ['quiet@fjordby.example'], noticeByEmail: false })
  const without = await letterTo({})
  const unverified = await letterTo({})
  await claimEmail(open.house, { mailboxId: unverified.person.mailboxId, email: 'not-yet@fjordby.example' })
  const undelivered = await letterTo({ emails: ['u@fjordby.example'] }, { delivered: false })
  const closed = await letterTo({ emails: ['c@fjordby.example'], mailboxState: 'closed' })
  const all = [karen, quiet, without, unverified, undelivered, closed]
  await notifyRecipients(open.house, { letters: all.map(({ pair }) => pair) })
  const jobs = (await waiting('send-notice')).sort((a, b) => a.emailNo - b.emailNo)
  const [mailboxId, letterId] = karen.pair
  assert.deepEqual(jobs, [
    { mailboxId, letterId, emailNo: 1 },
    { mailboxId, letterId, emailNo: 2 },
  ])
  for (const job of jobs) await sendNotice(open.house, job, first)
  assert.deepEqual(
    outbox.map(({ to, language }) => [to, language]),
    [
      ['karen@fjordby.example', 'da'],
      ['k@work.example', 'da'],
    ],
  )
  assert.deepEqual(
    (await recorded(letterId)).map(({ channel, outcome, at }) => [channel, outcome, at]),
    Array(2).fill(['email', 'sent', open.clock.now()]),
  )
})

test('B-06 T-01: nothing of a sensitive letter is in its notice, nor the subject of any', async () => {
  const title = 'Dine prøvesvar fra Søndre Klinik'
  const sensitive = await letterTo(
    { emails: ['a@fjordby.example'], language: 'nb' },
    { title, sensitive: true },
  )
  const plain = await letterTo({ emails: ['b@fjordby.example'], language: 'en' }, { title })
  for (const { pair } of [sensitive, plain])
    await sendNotice(open.house, { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }, first)
  const [hidden, named] = outbox
  assert.doesNotMatch(hidden!.subject + hidden!.text, /prøvesvar|Klinik|Fjordby|Karen|Lindholm/)
  assert.match(hidden!.text, /^Det har kommet et nytt brev/)
  assert.doesNotMatch(named!.subject + named!.text, /prøvesvar|Klinik|Karen|Lindholm/)
  assert.match(named!.text, /^Sender: Fjordby Forsyning A\/S$/m)
})

test('T-01: run twice, a notice is sent once', async () => {
  const { pair } = await letterTo({ emails: ['karen@fjordby.example'] })
  const job = { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }
  await sendNotice(open.house, job, first)
  await sendNotice(open.house, job, first)
  await notifyRecipients(open.house, { letters: [pair, pair] })
  for (const again of await waiting('send-notice')) await sendNotice(open.house, again, first)
  assert.equal(outbox.length, 1)
  assert.equal((await recorded(pair[1])).length, 1)
})

test('T-01: cut between sending and recording, it is sent again under the same Message-ID: twice perhaps, never not at all', async () => {
  const { pair } = await letterTo({ emails: ['karen@fjordby.example'] })
  const job = { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }
  await sql`create function cut() returns trigger language plpgsql as $$ begin raise 'cut'; end $$`.execute(
    open.house.db,
  )
  await sql`create trigger cut before insert on notice for each row execute function cut()`.execute(
    open.house.db,
  )
  await assert.rejects(sendNotice(open.house, job, first), /cut/)
  await sql`drop trigger cut on notice`.execute(open.house.db)
  await sendNotice(open.house, job, first)
  assert.equal(outbox.length, 2)
  assert.equal(outbox[0]!.messageId, outbox[1]!.messageId)
  assert.equal((await recorded(pair[1])).length, 1)
})

test('E-26: the outcome is kept: refused for good at once, given up only after the last try', async () => {
  const refused = await letterTo({ emails: ['gone@fjordby.example'] })
  const slow = await letterTo({ emails: ['slow@fjordby.example'] })
  carry = async ({ to }) => {
    throw to.startsWith('gone') ? new MailRefused('no') : new Error('timeout')
  }
  const job = ({ pair }: typeof slow) => ({ mailboxId: pair[0], letterId: pair[1], emailNo: 1 })
  await sendNotice(open.house, job(refused), first)
  assert.equal((await recorded(refused.letterId))[0]!.outcome, 'refused')
  await assert.rejects(sendNotice(open.house, job(slow), first), /timeout/)
  assert.deepEqual(await recorded(slow.letterId), [])
  await sendNotice(open.house, job(slow), { lastTry: true })
  assert.equal((await recorded(slow.letterId))[0]!.outcome, 'failed')
})

test('D-14: what the person changed meanwhile holds: notices off, address gone, or the letter already opened', async () => {
  const off = await letterTo({ emails: ['off@fjordby.example'] })
  const gone = await letterTo({ emails: ['gone@fjordby.example'] })
  const opened = await letterTo({ emails: ['opened@fjordby.example'] })
  await asPostOffice(open.house.db, async (trx) => {
    await trx
      .updateTable('mailbox')
      .set({ notice_by_email: false })
      .where('mailbox_id', '=', off.pair[0])
      .execute()
    await trx.deleteFrom('contact_email').where('mailbox_id', '=', gone.pair[0]).execute()
    await trx
      .updateTable('letter')
      .set({ opened_at: new Date() })
      .where('letter_id', '=', opened.letterId)
      .execute()
  })
  for (const { pair } of [off, gone, opened])
    await sendNotice(open.house, { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }, first)
  assert.deepEqual(outbox, [])
})

test('T-01: a Message-ID tells neither letter nor person, and differs for each letter and address', async () => {
  const { pair } = await letterTo({ emails: ['one@fjordby.example', 'two@fjordby.example'] })
  for (const emailNo of [1, 2])
    await sendNotice(open.house, { mailboxId: pair[0], letterId: pair[1], emailNo }, first)
  const ids = outbox.map(({ messageId }) => messageId)
  assert.equal(new Set(ids).size, 2)
  for (const id of ids) {
    assert.match(id, /^<[\w-]{32}@brevhus\.example>$/)
    for (const part of pair) assert.ok(!id.includes(part.slice(0, 8)))
  }
})

test('P-09 D-15: the verification e-mail leads to the page that confirms, in a session of that very person', async () => {
  const person = await seedPerson(open.house, { language: 'en' })
  const { mailboxId } = person
  await claimEmail(open.house, { mailboxId, email: 'new@fjordby.example' })
  const [older] = await waiting('send-email-verification')
  await claimEmail(open.house, { mailboxId, email: 'new@fjordby.example' })
  const jobs = await waiting('send-email-verification')
  assert.equal(jobs.length, 1, 'a newer link takes the place of one that still waits')
  await sendEmailVerification(open.house, older!)
  assert.equal(outbox.length, 0, 'an ended link is not sent')
  await sendEmailVerification(open.house, jobs[0]!)
  const [mail] = outbox
  assert.equal(mail!.to, 'new@fjordby.example')
  const link = new URL(mail!.text.match(/http\S+/)![0])
  assert.equal(link.origin + link.pathname, 'http://localhost:8080/verify-email')
  const confirmed = await confirmEmail(open.house, { mailboxId, token: link.searchParams.get('token')! })
  assert.ok(confirmed.verifiedAt)
  await sendEmailVerification(open.house, jobs[0]!)
  assert.equal(outbox.length, 1, 'a spent link is not sent again')
})

test('P-09: a link that ran out while the mail server was down is not sent', async () => {
  const { mailboxId } = await seedPerson(open.house)
  await claimEmail(open.house, { mailboxId, email: 'late@fjordby.example' })
  const [job] = await waiting('send-email-verification')
  open.clock.advance(25 * 3_600_000)
  await sendEmailVerification(open.house, job!)
  await sendEmailVerification(open.house, { ...job!, token: randomBytes(32).toString('base64url') })
  assert.deepEqual(outbox, [])
})

test('T-01: the notice job exists exactly if the delivery commits', async () => {
  const { pair } = await letterTo({ emails: ['karen@fjordby.example'] })
  await assert.rejects(
    asPostOffice(open.house.db, async (trx) => {
      await addJob(trx, 'notify-recipients', { letters: [pair] })
      throw new Error('cut')
    }),
  )
  assert.deepEqual(await waiting('notify-recipients'), [])
})

test('R4 E-26: that a notice was sent is kept five years', async () => {
  const { pair } = await letterTo({ emails: ['karen@fjordby.example'] })
  const was = open.clock.now()
  await sendNotice(open.house, { mailboxId: pair[0], letterId: pair[1], emailNo: 1 }, first)
  const sentAt = was.toISOString().slice(4)
  const left = async (moment: string) => {
    open.clock.set(moment)
    await forgetNotices(open.house)
    return (await recorded(pair[1])).length
  }
  assert.equal(
    await left(new Date(Date.parse(`${was.getUTCFullYear() + 5}${sentAt}`) - 1000).toISOString()),
    1,
  )
  assert.equal(await left(`${was.getUTCFullYear() + 5}${sentAt}`), 0)
  open.clock.set(was)
})
