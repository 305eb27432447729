import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { Refusal } from '#ground/refuse.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { claimEmail } from './claim-email.ts'
import { confirmEmail } from './confirm-email.ts'
import { hashEmailToken, LINK_HOURS } from './email-token.ts'
import { byEmails } from './find-candidates.ts'
import { listEmails, releaseEmail } from './release-email.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const office = <T>(work: (trx: Trx) => Promise<T>) => asPostOffice(open.house.db, work)
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const mailbox = async () => (await seedPerson(open.house)).mailboxId
const holder = async (email: string) => (await office((trx) => byEmails(trx, [email])))[0]?.mailboxId

/** The newest token on its way to this address, as the worker would send it. */
async function tokenFor(mailboxId: string, emailNo = 1): Promise<string> {
  const { rows } = await office((trx) =>
    sql<{ payload: { token: string } }>`
      select p.payload from graphile_worker._private_jobs p
      where p.payload ->> 'mailboxId' = ${mailboxId} and (p.payload ->> 'emailNo')::int = ${emailNo}
      order by p.id desc limit 1`.execute(trx),
  )
  return rows[0]!.payload.token
}

async function verified(mailboxId: string, email: string) {
  const { emailNo } = await claimEmail(open.house, { mailboxId, email })
  return confirmEmail(open.house, { mailboxId, token: await tokenFor(mailboxId, emailNo) })
}

test('P-09 A-08: an address reaches its mailbox only once its link was followed', async () => {
  const mailboxId = await mailbox()
  const claimed = await claimEmail(open.house, { mailboxId, email: ' Karen.Lindholm@Example.org ' })
  assert.equal(claimed.verifiedAt, null)
  assert.equal(await holder('karen.lindholm@example.org'), undefined)
  const done = await confirmEmail(open.house, { mailboxId, token: await tokenFor(mailboxId) })
  assert.deepEqual(done.verifiedAt, open.clock.now())
  assert.equal(await holder('karen.lindholm@example.org'), mailboxId)
})

test('A-15: the first verified claim holds until released; a later one fails and learns nothing', async () => {
  const [first, second] = [await mailbox(), await mailbox()]
  const email = 'shared@example.org'
  const early = await claimEmail(open.house, { mailboxId: second, email })
  const row = await verified(first, email)
  const late = await claimEmail(open.house, { mailboxId: second, email })
  assert.deepEqual({ ...late, tokenExpiresAt: null }, { ...early, tokenExpiresAt: null })
  const token = await tokenFor(second)
  const lost = await confirmEmail(open.house, { mailboxId: second, token }).catch((error: unknown) => error)
  const nonsense = await confirmEmail(open.house, { mailboxId: second, token: 'x'.repeat(43) }).catch(
    (error: unknown) => error,
  )
  assert.ok(lost instanceof Refusal && nonsense instanceof Refusal)
  assert.deepEqual([lost.code, lost.detail, lost.faults], [nonsense.code, nonsense.detail, nonsense.faults])
  assert.equal(await holder(email), first)
  await releaseEmail(open.house, { mailboxId: first, emailId: row.emailId })
  assert.equal(await holder(email), undefined)
  await verified(second, email)
  assert.equal(await holder(email), second)
})

test('A-15: two who follow their links at the same moment: one holds the address', async () => {
  const both = [await mailbox(), await mailbox()]
  const email = 'race@example.org'
  for (const mailboxId of both) await claimEmail(open.house, { mailboxId, email })
  const tokens = await Promise.all(both.map((mailboxId) => tokenFor(mailboxId)))
  const answers = await Promise.allSettled(
    both.map((mailboxId, i) => confirmEmail(open.house, { mailboxId, token: tokens[i]! })),
  )
  assert.deepEqual(answers.map((answer) => answer.status).sort(), ['fulfilled', 'rejected'])
  assert.equal(await holder(email), both[answers.findIndex((answer) => answer.status === 'fulfilled')])
})

test('P-09: a link works once, for its own mailbox, for so many hours, and a newer one ends it', async () => {
  const [mailboxId, stranger] = [await mailbox(), await mailbox()]
  const confirm = (token: string, who = mailboxId) => confirmEmail(open.house, { mailboxId: who, token })
  await claimEmail(open.house, { mailboxId, email: 'once@example.org' })
  const old = await tokenFor(mailboxId)
  await claimEmail(open.house, { mailboxId, email: 'ONCE@example.org' })
  const token = await tokenFor(mailboxId)
  await assert.rejects(confirm(old), refused('link-used-up'))
  await assert.rejects(confirm(token, stranger), refused('link-used-up'))
  await confirm(token)
  await assert.rejects(confirm(token), refused('link-used-up'))
  const { emailNo } = await claimEmail(open.house, { mailboxId, email: 'slow@example.org' })
  const slow = await tokenFor(mailboxId, emailNo)
  open.clock.advance(LINK_HOURS * 3_600_000)
  await assert.rejects(confirm(slow), refused('link-used-up'))
  assert.equal(await holder('slow@example.org'), undefined)
})

test('P-09: the token rests as a hash only', async () => {
  const mailboxId = await mailbox()
  await claimEmail(open.house, { mailboxId, email: 'hash@example.org' })
  const token = await tokenFor(mailboxId)
  const row = await inMailbox(open.house.db, mailboxId, (trx) =>
    trx.selectFrom('contact_email').selectAll().where('mailbox_id', '=', mailboxId).executeTakeFirstOrThrow(),
  )
  assert.deepEqual(row.token_hash, Buffer.from(hashEmailToken(token)))
  assert.ok(!JSON.stringify(row).includes(token))
  assert.ok(!open.logged().includes(token))
})

test('D-12: three addresses at most, also when asked for at the same moment; a removed place is free again', async () => {
  const mailboxId = await mailbox()
  const answers = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((n) => claimEmail(open.house, { mailboxId, email: `many${n}@example.org` })),
  )
  assert.equal(answers.filter((answer) => answer.status === 'fulfilled').length, 3)
  await assert.rejects(
    claimEmail(open.house, { mailboxId, email: 'more@example.org' }),
    refused('email-not-added'),
  )
  const second = (await listEmails(open.house, mailboxId)).find((row) => row.emailNo === 2)!
  await releaseEmail(open.house, { mailboxId, emailId: second.emailId })
  assert.equal((await claimEmail(open.house, { mailboxId, email: 'more@example.org' })).emailNo, 2)
  assert.equal((await listEmails(open.house, mailboxId)).length, 3)
  await assert.rejects(claimEmail(open.house, { mailboxId, email: 'no address' }), refused('email-not-added'))
  await assert.rejects(
    releaseEmail(open.house, { mailboxId: await mailbox(), emailId: second.emailId }),
    refused('not-found'),
  )
})
