import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { GeoPlace } from '#ground/ports.ts'
import type { Finding } from '#rules/fraud.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { forgetExpired } from '../forget-expired.ts'
import { watchSignIns } from './watch-sign-ins.ts'

const OSLO: GeoPlace = { country: 'NO', latitude: 59.91, longitude: 10.75, accuracyKm: 20 }
const LAGOS: GeoPlace = { country: 'NG', latitude: 6.45, longitude: 3.39, accuracyKm: 50 }

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn({
    geoIp: {
      find: (address) =>
        address.startsWith('192.0.2.') ? OSLO : address.startsWith('203.0.113.') ? LAGOS : null,
    },
  })
})
after(() => room.close())

const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function cases(personId: string): Promise<Finding[][]> {
  const { rows } = await sql<{ findings: Finding[] }>`
    select findings from fraud_case where person_id = ${personId}::uuid order by case_id`.execute(
    room.house.db,
  )
  return rows.map(({ findings }) => findings)
}

async function told(personId: string): Promise<Record<string, string>[]> {
  const { rows } = await sql<{ facts: Record<string, string> }>`
    select j.payload -> 'facts' as facts from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'tell-person' and j.payload ->> 'about' = 'suspicious-sign-in'
       and j.payload ->> 'personId' = ${personId} order by j.id`.execute(room.house.db)
  return rows.map(({ facts }) => facts)
}

const signIn = (who: Somebody, address: string) => room.browser(address).signIn(who)
const watch = () => watchSignIns(room.house)

test('I-07: an ordinary day opens no case: home, work, a new browser, a wrong password, a wrong code', async () => {
  const karen = await addSomebody(room)
  const home = room.browser('192.0.2.10')
  await home.signIn(karen)
  await home.ask('POST', '/api/session/step-up/totp', { json: { code: '000000' } })
  room.clock.advance(HOUR)
  await room.browser('192.0.2.11').fill('/sign-in', { name: karen.name, password: 'wrong' })
  await signIn(karen, '192.0.2.11')
  room.clock.advance(HOUR)
  await signIn(karen, '198.51.100.7')
  await watch()
  assert.deepEqual(await cases(karen.personId), [])
  assert.deepEqual(await told(karen.personId), [])
})

test('I-07: Oslo, and half an hour later Lagos on a new device: a case with its reasons, and the person is told why', async () => {
  const karen = await addSomebody(room, { language: 'en' })
  await signIn(karen, '192.0.2.20')
  await watch()
  room.clock.advance(30 * MINUTE)
  await signIn(karen, '203.0.113.20')
  assert.deepEqual(await watch().then(({ cases }) => cases), 1)
  const [findings] = await cases(karen.personId)
  assert.deepEqual(
    findings!.map(({ rule }) => rule),
    ['new-device-and-network', 'new-country', 'impossible-travel'],
  )
  const [facts] = await told(karen.personId)
  assert.equal(facts!.place, 'Nigeria')
  assert.match(
    facts!.reason!,
    /Two sign-ins 30 minutes apart lie \d+ km from each other \(Norway to Nigeria\)/,
  )
  assert.equal(facts!.browser, 'Firefox, Windows')
})

test('G7 I-07: nothing is decided by what was found: both sessions go on, nothing is blocked, and the next sign-in is as any other', async () => {
  const karen = await addSomebody(room)
  const [home, away] = [room.browser('192.0.2.25'), room.browser('203.0.113.25')]
  await home.signIn(karen, 'substantial')
  room.clock.advance(10 * MINUTE)
  await away.signIn(karen, 'substantial')
  const standing = async () => {
    const { rows } = await sql<{ blocked: boolean; devices: number; blocks: number; ended: number }>`
      select l.blocked_at is not null as blocked,
        (select count(*)::int from sign_in_device d where d.person_id = l.person_id and d.revoked_at is null) as devices,
        (select count(*)::int from id_block b where b.person_id = l.person_id) as blocks,
        (select count(*)::int from session s where s.person_id = l.person_id and s.ended_at is not null) as ended
        from login l where l.person_id = ${karen.personId}::uuid`.execute(room.house.db)
    return rows[0]!
  }
  const before = await standing()
  await watch()
  assert.ok((await cases(karen.personId)).length > 0, 'there is something to decide about')
  assert.deepEqual(await standing(), before)
  assert.deepEqual([before.blocked, before.blocks, before.ended], [false, 0, 0])
  for (const browser of [home, away]) {
    const { status, json } = await browser.ask('GET', '/api/session')
    assert.deepEqual([status, json.level], [200, 'substantial'])
  }
  await room.browser('203.0.113.26').signIn(karen, 'substantial')
})

test('I-07: looked at twice, by two workers or again, a use has one case; its person is told once a day', async () => {
  const karen = await addSomebody(room)
  await signIn(karen, '192.0.2.30')
  room.clock.advance(10 * MINUTE)
  await signIn(karen, '203.0.113.30')
  await Promise.all([watch(), watch()])
  await watch()
  assert.equal((await cases(karen.personId)).length, 1)
  room.clock.advance(10 * MINUTE)
  await signIn(karen, '192.0.2.30')
  await watch()
  assert.equal((await cases(karen.personId)).length, 2, 'staff see every one')
  assert.equal((await told(karen.personId)).length, 1)
  room.clock.advance(25 * HOUR)
  await signIn(karen, '192.0.2.30')
  room.clock.advance(10 * MINUTE)
  await signIn(karen, '203.0.113.31')
  await watch()
  assert.equal((await told(karen.personId)).length, 2)
})

test('I-07: codes pushed on a person are found while they go on', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.40')
  await browser.signIn(karen)
  for (let i = 0; i < 5; i++) {
    await browser.ask('POST', '/api/session/step-up/totp', { json: { code: `00000${i}` } })
    room.clock.advance(90_000)
  }
  await watch()
  assert.deepEqual(await cases(karen.personId), [[{ rule: 'code-pushing', wrongCodes: 5 }]])
})

test('I-07: a stolen list is tried from one network: the one whose password was right gets the case, the others none', async () => {
  const people: Somebody[] = []
  for (let i = 0; i < 11; i++) people.push(await addSomebody(room))
  const [hit, ...missed] = people as [Somebody, ...Somebody[]]
  for (const [i, one] of missed.entries())
    await room.browser(`198.51.100.${50 + i}`).fill('/sign-in', { name: one.name, password: 'wrong' })
  await signIn(hit, '198.51.100.99')
  await watch()
  assert.deepEqual(
    (await cases(hit.personId))[0]!.map(({ rule }) => rule),
    ['new-device-and-network', 'credential-stuffing'],
  )
  for (const one of missed) assert.deepEqual(await cases(one.personId), [])
})

test('I-07: what happened while no worker ran is looked at when one does, within the day', async () => {
  const karen = await addSomebody(room)
  await watch()
  await signIn(karen, '192.0.2.60')
  room.clock.advance(10 * MINUTE)
  await signIn(karen, '203.0.113.60')
  room.clock.advance(20 * HOUR)
  await watch()
  assert.equal((await cases(karen.personId)).length, 1)
})

test('R6 N-22: device facts go after six months, but not while a case of that person is open', async () => {
  const [quiet, watched] = [await addSomebody(room), await addSomebody(room)]
  await signIn(quiet, '192.0.2.70')
  await signIn(watched, '192.0.2.71')
  room.clock.advance(MINUTE)
  await signIn(watched, '203.0.113.71')
  await watch()
  const kept = async ({ personId }: Somebody) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from sign_in_origin where person_id = ${personId}::uuid`.execute(
      room.house.db,
    )
    return rows[0]!.n
  }
  room.clock.advance(190 * 24 * HOUR)
  await forgetExpired(room.identity)
  assert.deepEqual([await kept(quiet), await kept(watched)], [0, 2])
  await sql`update fraud_case set outcome = 'nothing', closed_at = ${room.clock.now()}`.execute(room.house.db)
  await forgetExpired(room.identity)
  assert.equal(await kept(watched), 0)
})

test('N-21 N-22: technical facts are a keyed fingerprint, the same for one browser, another for the next', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.80')
  await browser.signIn(karen)
  await browser.ask('POST', '/api/session/sign-out')
  await browser.signIn(karen)
  const page = await browser.ask('GET', '/sign-out')
  assert.equal(page.status, 200)
  const other = room.browser('192.0.2.80')
  const form = /name="form" value="([^"]+)"/.exec((await other.ask('GET', '/sign-in')).text)![1]!
  await other.ask('POST', '/sign-in', {
    form: { form, return: '/', name: karen.name, password: karen.password },
    headers: { 'accept-language': 'nb', 'user-agent': 'Mozilla/5.0 (X11; Linux) Chrome/140' },
  })
  const { rows } = await sql<{ sum: Buffer }>`
    select device_checksum as sum from sign_in_origin where person_id = ${karen.personId}::uuid
     order by event_id`.execute(room.house.db)
  const sums = rows.map(({ sum }) => sum.toString('hex'))
  assert.equal(sums.length, 3)
  assert.equal(sums[0], sums[1])
  assert.notEqual(sums[0], sums[2])
})
