// The desk: what two members of staff do together, and one of them alone cannot, from the passport to the chosen password.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { blockAtTheDesk } from '#identity/enrolment/at-the-desk.ts'
import { makeCode } from '#identity/enrolment/make-code.ts'
import { lookedText } from '#rules/activation.ts'
import { chooseWith, type Holder } from './choose-with.ts'
import { addJudge, type Judge } from './decide-as.ts'
import { handOver, type Looker, look } from './hand-over-as.ts'
import { seedPerson } from './seed-people.ts'
import { openSettings } from './settings-as.ts'

let open: Awaited<ReturnType<typeof openSettings>>
let birgit: Judge
let carl: Judge
before(async () => {
  open = await openSettings()
  birgit = await addJudge(open.house, 'Birgit')
  carl = await addJudge(open.house, 'Carl')
})
after(() => open.close())

const HOUR = 3_600_000
const DESK = { staff: 'Birgit Holm', reason: 'Passport seen' }
const choose = (who: Holder, code: string, more?: Record<string, string>) =>
  chooseWith(open.browser(), who, code, more)

const deskActs = async ({ personId }: { personId: string }) => {
  const { rows } = await sql<{ act: string; staff: string; reason: string }>`
    select act, staff, reason from id_desk_act where person_id = ${personId}::uuid order by at, act_id`.execute(
    open.house.db,
  )
  return rows.map(({ act, staff }) => `${staff}: ${act}`)
}

test('I-01 O-11 D-27: at the desk two members of staff see the passport; the code is good for 48 hours, and who handed it over is kept', async () => {
  const person = await seedPerson(open.house)
  const { nationalNumber } = person
  const late = await handOver(open.identity, nationalNumber, [birgit, carl])
  open.clock.advance(48 * HOUR)
  assert.equal(await choose(person, late.code, { userId: 'for.sent', terms: 'yes' }), 401)
  const { code } = await handOver(open.identity, nationalNumber, [carl, birgit])
  open.clock.advance(48 * HOUR - 1000)
  assert.equal(await choose(person, code, { userId: 'ved.skranken', terms: 'yes' }), 303)
  await blockAtTheDesk(open.identity, nationalNumber, { ...DESK, reason: 'Bag stolen' })
  const saw = (staff: string) => `${staff}: hand-over-code`
  assert.deepEqual(await deskActs(person), [
    saw('Birgit'),
    saw('Carl'),
    saw('Carl'),
    saw('Birgit'),
    'Birgit Holm: block-id',
  ])
  await assert.rejects(sql`update id_desk_act set staff = 'x'`.execute(open.house.db))
  const back = await handOver(open.identity, nationalNumber, [birgit, carl])
  assert.equal(await choose(person, back.code), 403, 'its owner has an hour to hear of it, at the desk too')
  open.clock.advance(HOUR)
  assert.equal(await choose(person, back.code), 303, 'identified anew: open again')
})

test('N-11 I-05: the desk blocks the ID of who has moved abroad since, gives them no code, and says of an unknown number that it is unknown', async () => {
  const person = await seedPerson(open.house)
  const { personId, nationalNumber } = person
  const { code } = await handOver(open.identity, nationalNumber, [birgit, carl])
  assert.equal(await choose(person, code, { userId: 'flytter.snart', terms: 'yes' }), 303)
  await sql`update person set status = 'emigrated' where person_id = ${personId}::uuid`.execute(open.house.db)
  const unknown = (error: { code: string; faults: { field: string; reason: string }[] }) =>
    error.code === 'request-invalid' && error.faults[0]!.reason === 'unknown'
  await assert.rejects(look(open.identity, nationalNumber, birgit), unknown)
  await blockAtTheDesk(open.identity, nationalNumber, { ...DESK, reason: 'Calls from Spain: bag stolen' })
  const { rows } = await sql`
    select from login where person_id = ${personId}::uuid and blocked_at is not null`.execute(open.house.db)
  assert.equal(rows.length, 1)
  await assert.rejects(blockAtTheDesk(open.identity, '0101909999', DESK), unknown)
})

test('I-20 D-27: one member of staff alone hands no code over, whatever they try', async () => {
  const person = await seedPerson(open.house)
  const at = (who: Looker, more: Parameters<typeof look>[3] = {}) =>
    look(open.identity, person.nationalNumber, who, more)
  const field = (name: string) => (error: { code: string; faults: { field: string }[] }) =>
    error.code === 'request-invalid' && error.faults[0]!.field === name
  await assert.rejects(at({ staff: '', key: birgit.key }), field('staff'))
  await assert.rejects(at(birgit, { reason: '' }), field('reason'))
  await assert.rejects(look(open.identity, 'her passport', birgit), field('number'))
  await assert.rejects(
    at({ staff: 'Nobody', key: birgit.key }),
    field('staff'),
    'the operator has named nobody so',
  )
  await assert.rejects(at({ staff: 'Carl', key: birgit.key }), field('signature'), 'in a colleague’s name')
  const [mine, others] = [newId(), newId()]
  const signed = lookedText({ actId: others, number: person.nationalNumber, reason: 'Passport seen' })
  await assert.rejects(at(birgit, { actId: mine, signed }), field('signature'), 'signed for another act')
  const self = await addJudge(open.house, 'Sif', person.personId)
  await assert.rejects(at(self), field('staff'), 'for oneself')
  assert.deepEqual(
    await deskActs(person),
    [],
    'of what was refused no word is left that another could add theirs to',
  )

  assert.equal(await at(birgit, { actId: mine }), null)
  await assert.rejects(at(birgit, { actId: mine }), 'a signature counts once')
  assert.equal(await at(birgit), null, 'the same one twice is one')
  open.clock.advance(HOUR)
  assert.equal(await at(carl), null, 'what was seen an hour ago is another visit')
  assert.ok(await at(birgit))
  assert.equal(await at(birgit), null, 'the word of a colleague is good for one code')

  const { rows } = await sql<{ actId: string; staff: string }>`
    select act_id as "actId", staff from id_desk_act where person_id = ${person.personId} order by at, act_id`.execute(
    open.house.db,
  )
  const [old, spent] = [
    rows.find(({ staff }) => staff === 'Birgit')!,
    rows.find(({ staff }) => staff === 'Carl')!,
  ]
  const fresh = rows.at(-1)!
  for (const [first, second] of [
    [null, null],
    [fresh.actId, null],
    [fresh.actId, fresh.actId],
    [old.actId, fresh.actId],
    [spent.actId, fresh.actId],
  ])
    await assert.rejects(
      asPostOffice(open.house.db, (trx) =>
        makeCode(open.identity, trx, {
          personId: person.personId,
          purpose: 'enrol',
          channel: 'in-person',
          by: DESK,
          looks: { first: first!, second: second! },
        }),
      ),
      /two members of staff must have seen the passport/,
      'nor does the database take it',
    )
})
