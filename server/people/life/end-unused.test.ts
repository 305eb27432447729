import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { logAccess } from '#ground/access-log.ts'
import { asPostOffice } from '#ground/db.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { openSettings } from '#tests/settings-as.ts'
import type { Somebody } from '#tests/visitor.ts'
import { handlersOf } from '#worker/handlers.ts'
import { endUnused } from './end-unused.ts'

const OPENED = '2026-11-22T09:00:00.000Z'
const WARNED = '2031-08-24T09:00:00.000Z'
const ENDS = '2031-11-22T09:00:00.000Z'

let open: Awaited<ReturnType<typeof openSettings>>
before(async () => {
  open = await openSettings({ now: OPENED })
})
after(() => open.close())

const office = <T>(query: RawBuilder<T>) =>
  asPostOffice(open.house.db, async (trx) => (await query.execute(trx)).rows)

async function stateOf({ mailboxId }: Somebody): Promise<string> {
  const [row] = await office(sql<{ state: string; gone: boolean }>`
    select state, content_erased_at is not null as gone from mailbox where mailbox_id = ${mailboxId}::uuid`)
  return row!.gone ? 'erased' : row!.state
}

/** Until when somebody was last told that they have. */
async function toldOf({ personId }: Somebody): Promise<string | null | undefined> {
  const [row] = await office(sql<{ until: string | null }>`
    select facts ->> 'until' as until from security_notice
    where person_id = ${personId}::uuid and about = 'mailbox-unused' order by notice_id desc limit 1`)
  return row?.until
}

/** The hour strikes, and what it asks for is done. */
async function hourly(moment: string): Promise<void> {
  open.clock.set(moment)
  await handlersOf(open.house)['clear-expired']()
  await open.work()
}

test('R1: a mailbox that nobody has used for five years is erased, ninety days after its owner was told; any use keeps it, and in Norway it stays', async () => {
  const { senderId } = await seedSender(open.house)
  const names = 'unused refused staff signsIn receives sends read token paused'.split(' ')
  const all = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await open.somebody()] as const)),
  ) as Record<string, Somebody>
  const { unused, refused, staff, signsIn, receives, sends, read, token, paused } = all as Record<
    'unused' | 'refused' | 'staff' | 'signsIn' | 'receives' | 'sends' | 'read' | 'token' | 'paused',
    Somebody
  >
  const norwegian = await open.somebody({ country: 'no', nationalNumber: '13097248022' })
  for (const { mailboxId } of [...Object.values(all), norwegian])
    await seedLetter(open.house, { mailboxId, senderId, title: 'Velkommen' })
  await office(sql`update mailbox set state = 'deactivated' where mailbox_id = ${paused.mailboxId}::uuid`)

  await hourly(new Date(Date.parse(WARNED) - 1).toISOString())
  for (const who of Object.values(all)) assert.equal(await toldOf(who), undefined)
  await hourly(WARNED)
  for (const who of Object.values(all)) assert.equal(await toldOf(who), ENDS)
  assert.equal(await toldOf(norwegian), undefined)

  open.clock.set('2031-10-01T12:00:00Z')
  await open.browser().signIn(signsIn, 'low')
  await seedLetter(open.house, { mailboxId: receives.mailboxId, senderId })
  const at = open.clock.now()
  await office(sql`insert into sent_letter (mailbox_id, letter_id, sent_at, to_address, title_sealed)
    values (${sends.mailboxId}::uuid, gen_random_uuid(), ${at}, 'ole.hansen#1A', '\\x00')`)
  await office(sql`insert into personal_token (mailbox_id, person_id, token_id, name, scopes, token_hash, made_at, expires_at, last_used_at)
    values (${token.mailboxId}::uuid, ${token.personId}::uuid, gen_random_uuid(), 'Mail', '{letters}', '\\x01', ${at}, ${at}::timestamptz + interval '1 year', ${at})`)
  const logged = { action: 'opened', at, actorId: null, level: null } as const
  await asPostOffice(open.house.db, async (trx) => {
    await logAccess(trx, { ...logged, mailboxId: read.mailboxId, actorKind: 'guardian' })
    await logAccess(trx, { ...logged, mailboxId: staff.mailboxId, actorKind: 'staff' })
  })
  const stranger = open.browser()
  await stranger.signIn({ ...refused, password: 'not the password' }, 'low')
  assert.equal(
    (await office(sql`select from sign_in_event where person_id = ${refused.personId}::uuid`)).length,
    1,
    'an attempt is in the history',
  )

  await hourly(new Date(Date.parse(ENDS) - 1).toISOString())
  for (const who of [unused, refused, staff]) assert.equal(await stateOf(who), 'open')
  await hourly(ENDS)
  for (const who of [unused, refused, staff, paused]) assert.equal(await stateOf(who), 'erased')
  for (const who of [signsIn, receives, sends, read, token, norwegian])
    assert.equal(await stateOf(who), 'open')
  const one = { mailboxId: unused.mailboxId, documentId: 'x', key: Buffer.alloc(32) }
  await assert.rejects(open.house.vault.wrap([one]), 'its key is gone')
  await hourly('2031-11-23T09:00:00.000Z')
  assert.deepEqual(await office(sql`select from letter where mailbox_id = ${unused.mailboxId}::uuid`), [])
  const closings = await office(sql<{ by: string }>`
    select actor_kind as by from access_log where mailbox_id = ${unused.mailboxId}::uuid and action = 'mailbox-closed'`)
  assert.deepEqual(closings, [{ by: 'system' }])
  assert.deepEqual(await endUnused(open.house), { warned: 0, ended: 0 })

  // Five years more from the last use, and a warning of its own.
  await hourly('2036-07-03T11:59:59Z')
  assert.equal(await toldOf(signsIn), null, 'of the first warning the details are gone')
  await hourly('2036-07-03T12:00:00Z')
  assert.equal(await toldOf(signsIn), '2036-10-01T12:00:00.000Z')
})

test('R1: where the post office was away for years it first tells, and waits its ninety days; an estate has clocks of its own', async () => {
  open.clock.set('2040-01-01T09:00:00Z')
  const [late, dead] = [await open.somebody(), await open.somebody()]
  await office(
    sql`update mailbox set death_notice_at = ${open.clock.now()} where mailbox_id = ${dead.mailboxId}::uuid`,
  )
  // What is cleared before it cannot be done: that holds up nothing.
  const info = (line: { event?: string }) => {
    if (line.event === 'dispatch-cleared') throw new Error('the disk is full')
  }
  const log = Object.create(open.house.log, { info: { value: info } })
  open.clock.set('2048-01-01T09:00:00Z')
  await assert.rejects(handlersOf({ ...open.house, log })['clear-expired'](), /the disk is full/)
  await open.work()
  assert.equal(await toldOf(late), '2048-03-31T09:00:00.000Z')
  await hourly('2048-03-31T08:59:00Z')
  assert.equal(await stateOf(late), 'open')
  await hourly('2048-03-31T09:00:00Z')
  assert.equal(await stateOf(late), 'erased')
  assert.equal(await toldOf(dead), undefined)
})
