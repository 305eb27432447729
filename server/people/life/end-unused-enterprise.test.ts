// R13: enterprises that nobody works for any more, by real employees, the hourly job and the worker's real handlers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { type Company, openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Somebody } from '#tests/visitor.ts'
import { handlersOf } from '#worker/handlers.ts'
import { endUnused } from './end-unused.ts'

const OPENED = '2026-11-22T09:00:00.000Z'
const WARNED = '2031-08-24T09:00:00.000Z'
const ENDS = '2031-11-22T09:00:00.000Z'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies({ now: OPENED })
})
after(() => open?.close())

const office = <T>(query: RawBuilder<T>) =>
  asPostOffice(open.house.db, async (trx) => (await query.execute(trx)).rows)

/** The hour strikes, and what it asks for is done. */
async function hourly(moment: string): Promise<void> {
  open.clock.set(moment)
  await handlersOf(open.house)['clear-expired']()
  await open.work()
}

async function stateOf({ mailboxId }: Company): Promise<string> {
  const [row] = await office(sql<{ state: string; known: string; gone: boolean }>`
    select m.state, n.mailbox_state as known, m.content_erased_at is not null as gone
      from mailbox m join enterprise n on n.enterprise_id = m.enterprise_id and n.mailbox_id = m.mailbox_id
     where m.mailbox_id = ${mailboxId}::uuid`)
  assert.equal(row!.known, row!.state, 'dispatch knows')
  return row!.gone ? 'erased' : row!.state
}

/** What somebody was told of which enterprise, and until when. */
async function toldOf({ personId }: Somebody, about = 'enterprise-unused'): Promise<string[]> {
  const rows = await office(sql<{ what: string }>`
    select concat(facts ->> 'enterprise', ' ', facts ->> 'until') as what from security_notice
     where person_id = ${personId}::uuid and about = ${about}::text order by 1`)
  return rows.map(({ what }) => what)
}

const person = (givenNames: string) => open.somebody({ name: { givenNames, familyName: 'Chef' } })

test('R13 P-02: an enterprise’s mailbox that nobody has used for five years ends as if two had closed it, with its employments, ninety days after its administrators were told; any use keeps it', async () => {
  const { senderId } = await seedSender(open.house)
  const chief = await person('Karen')
  const names = ['Ubrugt ApS', 'Handlet ApS', 'Modtaget ApS', 'Sendt ApS', 'Norsk AS'] as const
  const [unused, acted, receives, sends, norwegian] = (await Promise.all(
    names.map((name) => open.found(chief, name)),
  )) as [Company, Company, Company, Company, Company]
  for (const { mailboxId } of [unused, acted]) await seedLetter(open.house, { mailboxId, senderId })
  await office(sql`update mailbox set profile = 'no' where mailbox_id = ${norwegian.mailboxId}::uuid`)
  await office(sql`update employee set email = 'karen@ubrugt.example', email_verified_at = ${open.clock.now()}
    where mailbox_id = ${unused.mailboxId}::uuid`)
  await office(sql`insert into contact_email (mailbox_id, email_no, email, email_form, added_at, verified_at)
    values (${unused.mailboxId}::uuid, 1, 'post@ubrugt.example', 'post@ubrugt.example', ${open.clock.now()}, ${open.clock.now()})`)
  await office(sql`insert into enterprise_closing (mailbox_id, asked_by, asked_at)
    values (${unused.mailboxId}::uuid, ${unused.employeeId}::uuid, ${open.clock.now()})`)

  await hourly(new Date(Date.parse(WARNED) - 1).toISOString())
  assert.deepEqual(await toldOf(chief), [])
  await hourly(WARNED)
  const soon = ['Handlet ApS', 'Modtaget ApS', 'Sendt ApS', 'Ubrugt ApS'].map((name) => `${name} ${ENDS}`)
  assert.deepEqual(await toldOf(chief), soon)
  assert.deepEqual(await toldOf(chief, 'mailbox-unused'), [` ${ENDS}`], 'their own is told by itself')
  const to = new Set(open.outbox.map((mail) => mail.to))
  assert.ok(to.has('post@ubrugt.example') && to.has('karen@ubrugt.example'), [...to].join())
  for (const { text } of open.outbox) assert.doesNotMatch(text, /Ubrugt ApS/, 'a mail names nobody')

  open.clock.set('2031-10-01T12:00:00Z')
  await open.signedIn(chief, acted.employeeId)
  await seedLetter(open.house, { mailboxId: receives.mailboxId, senderId })
  await office(sql`insert into sent_letter (mailbox_id, letter_id, sent_at, to_address, title_sealed)
    values (${sends.mailboxId}::uuid, gen_random_uuid(), ${open.clock.now()}, 'ole.hansen#1A', '\\x00')`)
  // What the operator does to an employment is nobody's use of the mailbox.
  await office(sql`insert into employee_event (mailbox_id, event_id, employee_id, at, event, by_kind)
    values (${unused.mailboxId}::uuid, gen_random_uuid(), ${unused.employeeId}::uuid, ${open.clock.now()}, 'invited', 'operator')`)

  await hourly(new Date(Date.parse(ENDS) - 1).toISOString())
  assert.equal(await stateOf(unused), 'open')
  await hourly(ENDS)
  assert.equal(await stateOf(unused), 'erased')
  for (const company of [acted, receives, sends, norwegian]) assert.equal(await stateOf(company), 'open')
  assert.deepEqual(await toldOf(chief, 'enterprise-closed'), [`Ubrugt ApS ${ENDS}`])
  const one = { mailboxId: unused.mailboxId, documentId: 'x', key: Buffer.alloc(32) }
  await assert.rejects(open.house.vault.wrap([one]), 'its key is gone')
  assert.deepEqual(
    await office(sql`select actor_kind as by from access_log
      where mailbox_id = ${unused.mailboxId}::uuid and action = 'mailbox-closed'`),
    [{ by: 'system' }],
  )
  await hourly('2031-11-23T09:00:00.000Z')
  const left = (table: string) =>
    office(sql`select from ${sql.table(table)} where mailbox_id = ${unused.mailboxId}::uuid`)
  for (const table of ['letter', 'contact_email', 'enterprise_closing'])
    assert.deepEqual(await left(table), [])
  assert.deepEqual(
    await office(sql`select state, ended_at from employee where mailbox_id = ${unused.mailboxId}::uuid`),
    [{ state: 'ended', ended_at: new Date(ENDS) }],
  )
  assert.deepEqual(await endUnused(open.house), { warned: 0, ended: 0 })
})

test('R13: where nobody administers it any more everybody who works there is told, and it ends all the same; a letter in the last moment keeps it', async () => {
  open.clock.set('2040-01-01T09:00:00Z')
  const { senderId } = await seedSender(open.house)
  const [gone, dead] = [await person('Gitte'), await person('Palle')]
  const [orphaned, kept] = [await open.found(gone, 'Herreløs ApS'), await open.found(dead, 'Sidste ApS')]
  await open.hire(orphaned, 'Rikke', 'reader')
  const reader = (
    await office(sql<{ personId: string }>`
    select person_id as "personId" from employee where mailbox_id = ${orphaned.mailboxId}::uuid and role = 'reader'`)
  )[0]!
  await office(sql`update person set status = 'deceased' where person_id = ${gone.personId}::uuid`)
  await hourly('2048-01-01T09:00:00Z')
  assert.deepEqual(await toldOf(reader as Somebody), ['Herreløs ApS 2048-03-31T09:00:00.000Z'])
  assert.deepEqual(await toldOf(dead), ['Sidste ApS 2048-03-31T09:00:00.000Z'])
  open.clock.set('2048-03-31T08:59:59Z')
  await seedLetter(open.house, { mailboxId: kept.mailboxId, senderId })
  await hourly('2048-03-31T09:00:00Z')
  assert.deepEqual([await stateOf(orphaned), await stateOf(kept)], ['erased', 'open'])
})
