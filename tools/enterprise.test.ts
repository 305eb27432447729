import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { asPostOffice } from '#ground/db.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'

const TOOL = fileURLToPath(new URL('./enterprise.ts', import.meta.url))
let open: OpenHouse
let karen: SeededPerson
before(async () => {
  open = await openHouse()
  karen = await seedPerson(open.house)
})
after(() => open.close())

function enterprise(
  command: string,
  change: Record<string, string> = {},
  nationalNumber = karen.nationalNumber,
) {
  const options = {
    country: 'dk',
    number: '10150817',
    name: 'Fjordby Bageri ApS',
    street: 'Torvet 1',
    postcode: '5000',
    city: 'Odense C',
    terms: '2026-11',
    email: 'karen@bageri.example',
    ...change,
  }
  const args = Object.entries(options).flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value]))
  const env = { ...process.env, DATABASE_URL: open.databaseUrl, DATA_DIR: open.folder, MASTER_KEYS: 'file' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, command, ...args], {
    env,
    encoding: 'utf8',
    input: `${nationalNumber}\n`,
  })
  return { status, said: stdout + stderr }
}

const events = () =>
  asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('employee_event').select(['event', 'role', 'by_kind']).orderBy('event_id').execute(),
  )

test('P-02 I-03: the operator opens an enterprise with a first administrator whom the register knows, logged', async () => {
  const wrong = enterprise('open', {}, '0101909999')
  assert.match(wrong.said, /tells of nobody/)
  assert.ok(!wrong.said.includes('0101909999'), 'a national number is not repeated')
  assert.match(enterprise('open', { number: '10150818' }).said, /enterpriseNumber: Is not a CVR number/)
  assert.match(enterprise('open', { email: 'karen' }).said, /email: Is not an e-mail address/)
  assert.deepEqual(await events(), [], 'nothing half done')
  const { status, said } = enterprise('open')
  assert.equal(status, 0, said)
  const [, employeeId = ''] = /employee id {4}(\S+)/.exec(said) ?? []
  const row = await asPostOffice(open.house.db, (trx) =>
    trx.selectFrom('employee').selectAll().where('employee_id', '=', employeeId).executeTakeFirstOrThrow(),
  )
  assert.deepEqual(
    [row.person_id, row.role, row.state, row.name],
    [karen.personId, 'administrator', 'active', karen.name],
  )
  assert.deepEqual(await events(), [{ event: 'ordered', role: 'administrator', by_kind: 'operator' }])
  assert.match(enterprise('open').said, /already/)
})

test('P-02: one more administrator for an enterprise; half a command and unknown words are refused with what to do', async () => {
  const ole = await seedPerson(open.house)
  const again = enterprise('administrator')
  assert.equal(again.status, 1)
  assert.match(again.said, /employee/)
  const named = enterprise(
    'administrator',
    {
      email: 'ole@bageri.example',
      name: '',
      street: '',
      postcode: '',
      city: '',
      terms: '',
    },
    ole.nationalNumber,
  )
  assert.equal(named.status, 0, named.said)
  assert.equal((await events()).length, 2)
  assert.equal(enterprise('administrator', { number: '24256790' }, ole.nationalNumber).status, 1)
  const shown = enterprise('administrator', { administrator: ole.nationalNumber })
  assert.equal(
    shown.status,
    2,
    'a national number is no argument: ps and the history of the shell would show it',
  )
  assert.equal(enterprise('open', {}, '12').status, 2)
  for (const [command, change] of [
    ['burn', {}],
    ['open', { country: 'se' }],
    ['open', { city: '' }],
    ['open', { language: 'fi' }],
  ] as const)
    assert.equal(enterprise(command, change).status, 2, JSON.stringify([command, change]))
})

test('N-14 I-03: the operator ends an employment for an enterprise that can’t, the last administrator’s too, logged as theirs', async () => {
  const nobody = enterprise('revoke', {}, '0101909999')
  assert.deepEqual([nobody.status === 0, /tells of nobody/.test(nobody.said)], [false, true])
  const before = (await events()).length
  const { status, said } = enterprise('revoke')
  assert.equal(status, 0, said)
  assert.match(said, /Revoked/)
  assert.ok(!said.includes(karen.nationalNumber))
  const after = await events()
  assert.equal(after.length, before + 1)
  assert.deepEqual([after.at(-1)!.event, after.at(-1)!.by_kind], ['ended', 'operator'])
  const rows = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('employee')
      .select(['state', 'ended_at'])
      .where('person_id', '=', karen.personId)
      .execute(),
  )
  assert.ok(rows.every(({ state }) => state === 'ended'))
  assert.notEqual(enterprise('revoke').status, 0, 'ended once')
})
