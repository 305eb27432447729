import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import type { App } from '#ground/routes.ts'
import { buildFront, buildOperations } from '#http/front.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'

let open: OpenHouse
let front: App
let operations: App
before(async () => {
  open = await openHouse()
  front = await buildFront(open.house)
  operations = await buildOperations(open.house)
})
after(async () => {
  await front.close()
  await operations.close()
  await open.close()
})

test('O-06: the public port says alive and ready, and nothing about the house; metrics are not there', async () => {
  assert.deepEqual((await front.inject('/health')).json(), { status: 'alive' })
  assert.deepEqual((await front.inject('/ready')).json(), { status: 'ready' })
  const metrics = await front.inject('/metrics')
  assert.equal(metrics.statusCode, 404)
  assert.doesNotMatch(metrics.body, /brevhus_/)
})

test('O-06: the operations port has metrics, and says how jobs stand', async () => {
  await front.inject('/health')
  assert.match(
    (await operations.inject('/metrics')).body,
    /brevhus_http_request_seconds_count\{route="\/health"/,
  )
  const calm = (await operations.inject('/ready')).json()
  assert.equal(calm.status, 'ready')
  assert.equal(calm.scanner, 'none')
  assert.deepEqual([calm.jobsDue, calm.oldestJobSeconds, calm.jobsGivenUp], [0, 0, 0])
  await asPostOffice(open.house.db, async (trx) => {
    await addJob(trx, 'clear-expired', {}, { key: 'waits' })
    await addJob(trx, 'clear-expired', {}, { key: 'later', runAt: new Date(Date.now() + 60_000) })
    await addJob(trx, 'clear-expired', {}, { key: 'given-up' })
    await sql`update graphile_worker._private_jobs set run_at = now() - interval '90 seconds' where key = 'waits'`.execute(
      trx,
    )
    await sql`update graphile_worker._private_jobs set attempts = max_attempts where key = 'given-up'`.execute(
      trx,
    )
  })
  const busy = (await operations.inject('/ready')).json()
  assert.deepEqual([busy.jobsDue, busy.jobsGivenUp], [1, 1])
  assert.ok(busy.oldestJobSeconds >= 90 && busy.oldestJobSeconds < 150, `${busy.oldestJobSeconds}`)
  assert.equal((await operations.inject('/v1/openapi.json')).statusCode, 200)
  assert.equal((await operations.inject('/api/session')).statusCode, 404, 'no room is behind it')
})

test('O-06: while the database is away both say so; only the operator is told why', async () => {
  const away = await openHouse({
    wrap: (house) => ({
      db: new Proxy(house.db, {
        get: () => {
          throw Object.assign(new Error('connect to 10.1.2.3'), { code: 'ECONNREFUSED' })
        },
      }),
    }),
  })
  const apps = [await buildFront(away.house), await buildOperations(away.house)]
  try {
    const [outside, inside] = await Promise.all(apps.map((app) => app.inject('/ready')))
    assert.deepEqual([outside!.statusCode, outside!.json()], [503, { status: 'not-ready' }])
    assert.deepEqual([inside!.statusCode, inside!.json().waitingFor], [503, 'database'])
    assert.doesNotMatch(inside!.body, /10\.1\.2\.3/)
    // Whoever wants something is asked to come back, as by anybody who is busy, and the operator reads why.
    const asked = await apps[0]!.inject('/evidence/checkpoint')
    assert.deepEqual([asked.statusCode, asked.json().code], [503, 'unavailable'])
    assert.equal(asked.headers['retry-after'], '5')
    assert.doesNotMatch(asked.body, /10\.1\.2\.3/)
    assert.match(away.logged(), /"event":"unavailable".*"route":"\/evidence\/checkpoint".*ECONNREFUSED/)
  } finally {
    for (const app of apps) await app.close()
    await away.close()
  }
})

test('S-05 O-06: a method that an address does not take is told which it takes, wherever it is; nothing there is still nothing', async () => {
  const wrong = [
    ['GET', '/v1/letters', 'POST'],
    ['PUT', '/v1/letters/0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50', 'GET, HEAD'],
    ['GET', '/v1/letters/0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50/cancel?x=1', 'POST'],
    ['PATCH', '/v1/uploads', 'OPTIONS, POST'],
    ['DELETE', '/oauth/token', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
  ] as const
  for (const [method, url, allow] of wrong) {
    const answer = await front.inject({ method, url })
    assert.deepEqual([answer.statusCode, answer.json().code], [405, 'method-not-allowed'], `${method} ${url}`)
    assert.equal(answer.headers.allow, allow, `${method} ${url}`)
  }
  for (const url of ['/v1/nothing', '/v1/letters/x/y/z', '/metrics', '/%zz'])
    assert.equal((await front.inject({ method: 'POST', url })).statusCode < 405, true, url)
})
