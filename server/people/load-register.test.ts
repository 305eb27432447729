import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerHttp } from '#adapters/register-http.ts'
import { asPostOffice } from '#ground/db.ts'
import type { PopulationRegister } from '#ground/ports.ts'
import { addressFormOf } from '#tests/address-form.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type RegisterProcess, spawnRegister } from '#tests/register-process.ts'
import { populationOf } from '#tools/register/population.ts'
import { byKvhx, byNumbers } from './find-candidates.ts'
import { followOnce, followRegister } from './follow-register.ts'
import { loadRegister } from './load-register.ts'
import { openMailbox } from './open-mailbox.ts'

const PEOPLE = 3_000
const population = populationOf({ people: PEOPLE, seed: 1 })
let open: OpenHouse
let register: RegisterProcess
let port: PopulationRegister
before(async () => {
  ;[open, register] = await Promise.all([openHouse(), spawnRegister({ people: PEOPLE })])
  port = registerHttp({ url: register.url, token: register.token, pageRows: 700, retryAfterMs: 1 })
})
after(() => Promise.all([open.close(), register.stop()]))

const simulate = async (order: unknown) => {
  const response = await fetch(`${register.url}/simulate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
    body: JSON.stringify(order),
  })
  assert.equal(response.status, 200, await response.clone().text())
  return (await response.json()) as {
    changes: { person: { nationalNumber: string; country: 'dk' | 'no' } }[]
  }
}

const count = (table: 'person' | 'address' | 'road') =>
  asPostOffice(open.house.db, async (trx) => {
    const { n } = await trx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow()
    return Number(n)
  })

const find = (person: { country: 'dk' | 'no'; nationalNumber: string }) =>
  asPostOffice(open.house.db, async (trx) => (await byNumbers(trx, [person]))[0])

test('P-05: the whole register comes in, with every address readable and the indexes as they were', async () => {
  const indexes = () =>
    asPostOffice(open.house.db, async (trx) => {
      const rows = await trx
        .selectFrom('pg_indexes' as never)
        .select(['indexname', 'indexdef'] as never)
        .where('schemaname' as never, '=', 'public' as never)
        .orderBy('indexname' as never)
        .execute()
      return rows as unknown
    })
  const indexesBefore = await indexes()
  const steps = new Set<string>()
  const result = await loadRegister(open.house, port, { onProgress: (p) => steps.add(p.step) })
  assert.deepEqual(result, {
    people: PEOPLE,
    addresses: population.addresses,
    faulty: 0,
    unreadableAddresses: 0,
  })
  assert.deepEqual([...steps].sort(), ['addresses', 'indexes', 'people'])
  assert.equal(await count('person'), PEOPLE)
  assert.equal(await count('address'), population.addresses)
  assert.ok((await count('road')) > 20)
  assert.deepEqual(await indexes(), indexesBefore)
})

test('P-05 P-07: everybody is found by number, with the status and protection the register says', async () => {
  const everybody = Array.from({ length: PEOPLE }, (_, i) => population.person(i))
  const found = await asPostOffice(open.house.db, (trx) => byNumbers(trx, everybody))
  everybody.forEach((person, i) => {
    assert.equal(found[i]?.status, person.status)
    assert.equal(found[i]?.protected, person.protected)
    assert.equal(found[i]?.mailboxState, 'none')
  })
  assert.equal(await find({ country: 'no', nationalNumber: everybody[0]!.nationalNumber }), undefined)
})

test('A-14 S-04: a KVHX key stands for the address as a sender would write it', async () => {
  const danish = Array.from({ length: 500 }, (_, i) => population.address(i)).filter(
    (a) => a.country === 'dk',
  )
  const forms = await asPostOffice(open.house.db, (trx) =>
    byKvhx(trx, [...danish.map((a) => a.kvhx!), '01010001___1_______']),
  )
  danish.forEach((a, i) => {
    const floor = a.floor ? `, ${a.floor}. ${a.door ?? ''}` : ''
    const written = `${a.road.toUpperCase()}  ${a.houseNumber}${floor}\n${a.postcode} ${a.city}`
    assert.equal(forms[i], addressFormOf('dk', written), written)
  })
  assert.equal(forms.at(-1), undefined)
})

test('P-05: changes are followed once, in order, and loading again keeps mailboxes', async () => {
  const { changes } = await simulate({ kind: 'protect', count: 3 })
  const born = (await simulate({ kind: 'birth' })).changes[0]!.person
  assert.deepEqual(await followOnce(open.house, port, { waitSeconds: 0 }), {
    kind: 'applied',
    changes: 4,
    faulty: 0,
  })
  assert.deepEqual(await followOnce(open.house, port, { waitSeconds: 0 }), {
    kind: 'applied',
    changes: 0,
    faulty: 0,
  })
  for (const { person } of changes) assert.equal((await find(person))?.protected, true)
  const child = await find(born)
  assert.equal(child?.status, 'active')
  const { mailboxId } = await openMailbox(open.house, {
    personId: child!.personId,
    language: 'nb',
    consents: { terms: '1', numberUse: '1' },
  })
  const again = await loadRegister(open.house, port)
  assert.equal(again.people, PEOPLE + 1)
  assert.equal(await count('person'), PEOPLE + 1)
  assert.equal((await find(born))?.mailboxId, mailboxId)
})

test('P-05: the loop puts a change into force at once, survives a register that is away, and ends when told', async () => {
  const stop = new AbortController()
  let away = 2
  const shaky: PopulationRegister = {
    ...port,
    changes: (cursor, options) =>
      away-- > 0 ? Promise.reject(new Error('away')) : port.changes(cursor, options),
  }
  const following = followRegister(open.house, shaky, { signal: stop.signal, waitSeconds: 5 })
  const { person } = (await simulate({ kind: 'die' })).changes[0]!
  const until = Date.now() + 60_000
  while ((await find(person))?.status !== 'deceased') {
    assert.ok(Date.now() < until, 'the change was not in force within a minute')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.ok(away < 0)
  stop.abort()
  await following
})

test('P-05: a load that breaks off leaves nothing behind, and the next one works', async () => {
  const other = await openHouse()
  try {
    const broken: PopulationRegister = {
      ...port,
      people: async function* () {
        for await (const page of port.people()) {
          yield page
          throw new Error('the line went dead')
        }
      },
    }
    await assert.rejects(loadRegister(other.house, broken), /line went dead/)
    const left = await asPostOffice(other.house.db, (trx) => byNumbers(trx, [population.person(0)]))
    assert.equal(left[0], undefined)
    assert.deepEqual(await followOnce(other.house, port, { waitSeconds: 0 }), { kind: 'start-anew' })
    assert.equal((await loadRegister(other.house, port)).people, PEOPLE + 1)
  } finally {
    await other.close()
  }
})

test('P-05: a register that was killed and started again is followed on from where it was', async () => {
  const other = await openHouse()
  const file = join(other.folder, 'register.ndjson')
  let first = await spawnRegister({ people: 200, file })
  const wanted = { people: 200, file, port: Number(new URL(first.url).port) }
  const follow = registerHttp({ url: first.url, token: first.token, retryAfterMs: 1, triesMax: 2 })
  const change = (kind: string) =>
    fetch(`${first.url}/simulate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${first.token}` },
      body: JSON.stringify({ kind }),
    })
  try {
    await loadRegister(other.house, follow)
    await change('move')
    first.process.kill('SIGKILL')
    await assert.rejects(followOnce(other.house, follow, { waitSeconds: 0 }), { name: 'RegisterUnavailable' })
    await first.stop()
    first = await spawnRegister(wanted)
    await change('rename')
    const caughtUp = await followOnce(other.house, follow, { waitSeconds: 0 })
    assert.deepEqual(caughtUp, { kind: 'applied', changes: 2, faulty: 0 })
  } finally {
    await first.stop()
    await other.close()
  }
})

test('P-05: two that follow the same register never both apply a change', async () => {
  const { person } = (await simulate({ kind: 'rename' })).changes[0]!
  const both = await Promise.allSettled([1, 2].map(() => followOnce(open.house, port, { waitSeconds: 0 })))
  const applied = both.flatMap((one) =>
    one.status === 'fulfilled' && one.value.kind === 'applied' ? [one.value.changes] : [],
  )
  assert.ok(applied.filter((changes) => changes > 0).length === 1, JSON.stringify(applied))
  assert.equal((await find(person))?.status, 'active')
})

test('P-05 O-06: a register that does not answer shows as a growing delay', async () => {
  const stop = new AbortController()
  const delay = async () => (await open.house.metrics.registerDelay.get()).values[0]?.value ?? 0
  open.house.metrics.registerDelay.set(0)
  const silent: PopulationRegister = { ...port, changes: () => Promise.reject(new Error('away')) }
  const following = followRegister(open.house, silent, { signal: stop.signal })
  open.clock.advance(61_000)
  for (const end = Date.now() + 30_000; (await delay()) < 61 && Date.now() < end; ) await sleep(20)
  stop.abort()
  await following
  assert.ok((await delay()) >= 61)
})
