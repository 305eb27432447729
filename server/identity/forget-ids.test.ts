import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody } from '#tests/visitor.ts'
import { forgetExpired } from './forget-expired.ts'
import { forgetIds } from './forget-ids.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const close = (mailboxId: string, at: string) =>
  asPostOffice(room.house.db, async (trx) => {
    await sql`update mailbox set state = 'closed', state_changed_at = ${at} where mailbox_id = ${mailboxId}::uuid`.execute(
      trx,
    )
    await sql`update person set mailbox_state = 'closed' where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  })
const count = async (table: string, personId: string) =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from ${sql.table(table)} where person_id = ${personId}::uuid`.execute(
      room.house.db,
    )
  ).rows[0]!.n

test('N-07 N-12: a private ID is erased six years to the day after it ended; who holds one still, and the audit trail, stay', async () => {
  const [gone, present, watched] = [await addSomebody(room), await addSomebody(room), await addSomebody(room)]
  for (const who of [gone, present, watched]) await room.browser().signIn(who, 'substantial')
  for (const { personId } of [gone, watched])
    await sql`insert into staff_action (action_id, staff, action, person_id, reason, at)
              values (gen_random_uuid(), 'Inger Holm', 'fraud-show', ${personId}::uuid, 'Looked into it', ${room.clock.now()})`.execute(
      room.house.db,
    )
  await sql`insert into fraud_case (case_id, person_id, event_id, findings, weight, found_at)
            values (gen_random_uuid(), ${watched.personId}::uuid, gen_random_uuid(), '[]', 1, ${room.clock.now()})`.execute(
    room.house.db,
  )
  for (const { mailboxId } of [gone, watched]) await close(mailboxId, '2026-11-22T09:00:00Z')
  room.clock.set('2032-11-22T08:59:59Z')
  assert.equal(await forgetIds(room.identity), 0)
  assert.equal(await count('login', gone.personId), 1)
  room.clock.set('2032-11-22T09:00:00Z')
  assert.equal(await forgetIds(room.identity), 1, 'an open investigation keeps the other')
  const { rows: tables } = await sql<{ table: string }>`
    select c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'person_id' and not a.attisdropped`.execute(
    room.house.db,
  )
  assert.ok(tables.length > 20)
  const left = []
  for (const { table } of tables) if ((await count(table, gone.personId)) > 0) left.push(table)
  assert.deepEqual(left.sort(), ['person', 'staff_action'])
  assert.equal(await count('login', present.personId), 1)
  assert.equal(await count('sign_in_event', present.personId), 2)
  assert.equal(await forgetIds(room.identity), 0)
})

test('N-07: of who has died the six years count from the notice, also where the estate was closed years after it', async () => {
  const [dead, back] = [await addSomebody(room), await addSomebody(room)]
  for (const { personId, mailboxId } of [dead, back]) {
    await close(mailboxId, '2045-03-01T10:00:00Z')
    await asPostOffice(room.house.db, async (trx) => {
      await sql`update mailbox set death_notice_at = '2040-02-29T10:00:00Z' where mailbox_id = ${mailboxId}::uuid`.execute(
        trx,
      )
      if (personId === dead.personId)
        await sql`update person set status = 'deceased' where person_id = ${personId}::uuid`.execute(trx)
    })
  }
  room.clock.set('2046-02-28T09:59:59Z')
  await forgetIds(room.identity)
  assert.equal(await count('login', dead.personId), 1)
  room.clock.set('2046-02-28T10:00:00Z')
  await forgetIds(room.identity)
  assert.deepEqual([await count('login', dead.personId), await count('login', back.personId)], [0, 1])
  room.clock.set('2051-03-01T10:00:00Z')
  await forgetIds(room.identity)
  assert.equal(await count('login', back.personId), 0)
})

test('E-49 R4 N-12: what staff did goes five years later, to the day; what was disclosed stays with the ID, and goes after it', async () => {
  room.clock.set('2052-03-01T10:00:00Z')
  const [holder, former] = [await addSomebody(room), await addSomebody(room)]
  const at = room.clock.now()
  for (const { personId } of [holder, former]) {
    const about = sql`${personId}::uuid`
    await sql`insert into staff_action (action_id, staff, action, person_id, reason, at)
              values (gen_random_uuid(), 'Inger Holm', 'fraud-show', ${about}, 'Looked into it', ${at})`.execute(
      room.house.db,
    )
    await sql`insert into id_desk_act (act_id, person_id, act, staff, reason, at)
              values (gen_random_uuid(), ${about}, 'block-id', 'Inger Holm', 'Asked by phone', ${at})`.execute(
      room.house.db,
    )
    await sql`insert into disclosure (disclosure_id, person_id, what, recipient_kind, recipient, legal_ground, reference, told, given_sha256, at)
              values (gen_random_uuid(), ${about}, 'identity', 'police', 'Politiet', 'court-order', 'A-1', true, '\\x00', ${at})`.execute(
      room.house.db,
    )
  }
  const kept = async (personId: string) => [
    await count('staff_action', personId),
    await count('id_desk_act', personId),
    await count('disclosure', personId),
  ]
  await close(former.mailboxId, '2052-03-01T10:00:00Z')
  room.clock.set('2057-03-01T09:59:59Z')
  await forgetExpired(room.identity)
  assert.deepEqual(
    [await kept(holder.personId), await kept(former.personId)],
    [
      [1, 1, 1],
      [1, 1, 1],
    ],
  )
  room.clock.set('2057-03-01T10:00:00Z')
  await forgetExpired(room.identity)
  assert.deepEqual(
    [await kept(holder.personId), await kept(former.personId)],
    [
      [0, 0, 1],
      [0, 0, 1],
    ],
  )
  room.clock.set('2058-03-01T10:00:00Z')
  await forgetIds(room.identity)
  await forgetExpired(room.identity)
  assert.deepEqual(
    [await kept(holder.personId), await kept(former.personId)],
    [
      [0, 0, 1],
      [0, 0, 0],
    ],
  )
})
