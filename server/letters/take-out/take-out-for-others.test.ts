import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import { asPostOffice } from '#ground/db.ts'
import type { GrantedCapacity } from '#rules/powers.ts'
import { actorBy, seedGrant } from '#tests/seed-grant.ts'
import { acting, build, keepers, newcomer, open, PDF, readMember, verify } from '#tests/take-out-room.ts'

type Keeper = Awaited<ReturnType<typeof newcomer>>

/** `holder` in `owner`'s mailbox, in this capacity. */
async function holding(owner: Keeper, holder: Keeper, capacity: GrantedCapacity, more: object = {}) {
  const both = { owner: owner.person, holder: holder.person }
  const grantId = await seedGrant(open.house, both, { capacity, ...more })
  acting.set(grantId, actorBy(open.house, { ...both, grantId }))
  const ask = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
    headers: object = {},
  ) =>
    keepers.app.inject({
      method,
      url,
      headers: { 'x-test-acting': grantId, ...headers },
      ...(payload ? { payload } : {}),
    })
  return { grantId, ask }
}
type Holding = Awaited<ReturnType<typeof holding>>

async function takenBy(holder: Holding, owner: Keeper): Promise<{ takeOutId: string; file: string }> {
  const asked = await holder.ask('POST', '/api/take-out', { understood: true })
  assert.equal(asked.statusCode, 202, asked.body)
  const { takeOutId } = asked.json<TakeOut>()
  await build(owner.person.mailboxId, takeOutId)
  const page = (await holder.ask('GET', '/api/take-out')).json<TakeOutPage>()
  assert.equal(page.takeOut?.state, 'ready')
  const answer = await holder.ask('GET', `/api/take-out/${takeOutId}/archive`)
  assert.equal(answer.statusCode, 200, answer.body)
  const file = join(open.folder, `${takeOutId}.zip`)
  writeFileSync(file, answer.rawPayload)
  writeFileSync(join(open.folder, 'key.pem'), open.house.signer.publicKeyPem)
  return { takeOutId, file }
}

const setStatus = (keeper: Keeper, status: 'active' | 'deceased') =>
  asPostOffice(open.house.db, (trx) =>
    trx.updateTable('person').set({ status }).where('person_id', '=', keeper.person.personId).execute(),
  )
const told = async (keeper: Keeper) => {
  const { rows } = await sql<{ about: string }>`
    select j.payload ->> 'about' as about from graphile_worker._private_jobs j
    where j.payload ->> 'personId' = ${keeper.person.personId} order by 1`.execute(open.house.db)
  return rows.map(({ about }) => about)
}
const opened = async (keeper: Keeper) => {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ count: number }>`select count(*)::int as count from letter_event
      where mailbox_id = ${keeper.person.mailboxId} and event like 'E.1%'`.execute(trx),
  )
  return rows[0]!.count
}
const about = (file: string) => JSON.parse(readMember(file, 'about.json').toString())

test('B-14 B-11 D-09 B-16: a guardian takes everything out, sensitive letters too; it is logged in their name, and the owner is told', async () => {
  const [astrid, bo] = [await newcomer({ givenNames: 'Astrid' }), await newcomer({ givenNames: 'Bo' })]
  await astrid.letters(2, { documents: [PDF] })
  await astrid.letter({ sensitive: true, title: 'Fra sygehuset' })
  const guardian = await holding(astrid, bo, 'guardian')
  const before = (await guardian.ask('GET', '/api/take-out')).json<TakeOutPage>()
  assert.deepEqual([before.takeOut, before.letters, before.notOpened, before.locked], [null, 3, 3, 0])
  const { takeOutId, file } = await takenBy(guardian, astrid)
  execFileSync('unzip', ['-tq', file])
  assert.equal(verify(file, '--sealed').status, 0)
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  assert.deepEqual([letters.length, letters[0].title, letters[0].locked], [3, 'Fra sygehuset', false])
  assert.deepEqual([about(file).askedAs, about(file).mailboxOf], ['guardian', 'Astrid Lindholm'])
  assert.match(
    readMember(file, 'index.html').toString(),
    /Breve fra postkassen, der tilhører Astrid Lindholm/,
  )
  const log = (await astrid.log()).map(({ action, actor }) => `${action} ${actor.kind} ${actor.name}`)
  for (const action of ['take-out-asked', 'take-out-downloaded', 'opened'])
    assert.ok(log.includes(`${action} guardian Bo Lindholm`), `${action} in ${log.join(', ')}`)
  assert.deepEqual([await told(astrid), await told(bo)], [['take-out-by-other'], ['take-out-asked']])
  // By the law they stand in the owner's place: what they take out was received.
  assert.equal(await opened(astrid), 3)

  // Everybody has their own: the owner neither sees nor gets the guardian's, and makes one beside it.
  assert.equal((await astrid.ask<TakeOutPage>('GET', '/api/take-out')).body.takeOut, null)
  assert.equal((await astrid.ask('GET', `/api/take-out/${takeOutId}`)).status, 404)
  assert.equal((await astrid.ask('DELETE', `/api/take-out/${takeOutId}`)).status, 404)
  const hers = await astrid.ask<TakeOut>('POST', '/api/take-out', { understood: true })
  assert.equal(hers.status, 202)
  assert.equal((await guardian.ask('DELETE', `/api/take-out/${hers.body.takeOutId}`)).statusCode, 404)
})

test('B-12 D-07: the heir of an estate takes everything out; no sender is told that the dead received', async () => {
  const [karen, ida] = [await newcomer({ givenNames: 'Karen' }), await newcomer({ givenNames: 'Ida' })]
  await karen.letters(3, { documents: [PDF] })
  await setStatus(karen, 'deceased')
  const heir = await holding(karen, ida, 'heir')
  const page = (await heir.ask('GET', '/api/take-out')).json<TakeOutPage>()
  assert.deepEqual([page.letters, page.notOpened], [3, 0], 'nothing is opened by it')
  const { file } = await takenBy(heir, karen)
  assert.equal(verify(file, '--sealed').status, 0)
  assert.equal(JSON.parse(readMember(file, 'letters.json').toString()).length, 3)
  assert.deepEqual([about(file).askedAs, await opened(karen)], ['heir', 0])
  assert.deepEqual([await told(karen), await told(ida)], [[], ['take-out-asked']])
})

test('B-14 B-24 B-10: an access that has ended gets nothing, whether asked for, being made or made; a delegate never does', async () => {
  const [eva, finn] = [await newcomer({ givenNames: 'Eva' }), await newcomer({ givenNames: 'Finn' })]
  await eva.letters(2)
  for (const capacity of ['delegate-reader', 'delegate-sender'] as const) {
    const delegate = await holding(eva, await newcomer(), capacity)
    for (const [method, payload] of [
      ['GET', undefined],
      ['POST', { understood: true }],
    ] as const)
      assert.equal((await delegate.ask(method, '/api/take-out', payload)).json().code, 'power-not-given')
  }
  const attorney = await holding(eva, finn, 'attorney')
  const { takeOutId } = await takenBy(attorney, eva)
  const end = () =>
    asPostOffice(open.house.db, (trx) =>
      sql`update access_grant set state = 'ended', ended_at = ${open.clock.now()}, ended_why = 'taken-back'
        where grant_id = ${attorney.grantId}`.execute(trx),
    )
  const hers = (await holding(eva, await newcomer({ givenNames: 'Gerda' }), 'attorney')).ask
  const asked = (await hers('POST', '/api/take-out', { understood: true })).json<TakeOut>()
  assert.notEqual(asked.takeOutId, takeOutId, 'two attorneys, two archives')
  assert.equal((await hers('GET', `/api/take-out/${takeOutId}/archive`)).statusCode, 404)
  await end()
  for (const path of ['', `/${takeOutId}`, `/${takeOutId}/archive`])
    assert.equal((await attorney.ask('GET', `/api/take-out${path}`)).json().code, 'access-ended', path)
  // The other's ends while it is being made.
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = ${open.clock.now()}, ended_why = 'taken-back'
      where mailbox_id = ${eva.person.mailboxId} and state = 'active' and capacity = 'attorney'`.execute(trx),
  )
  await build(eva.person.mailboxId, asked.takeOutId)
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ state: string; parts: number }>`select state, (select count(*)::int from take_out_part p
        where p.mailbox_id = t.mailbox_id and p.take_out_id = t.take_out_id) as parts
      from take_out t where mailbox_id = ${eva.person.mailboxId} and take_out_id = ${asked.takeOutId}`.execute(
      trx,
    ),
  )
  assert.deepEqual(rows, [{ state: 'failed', parts: 0 }])
})
