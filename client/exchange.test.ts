import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrevhusProblem } from './brevhus-problem.ts'
import { openExchange, retryAfterMs } from './exchange.ts'

function scripted(...answers: (number | Error | Response)[]) {
  const asked: number[] = []
  const startMs = performance.now()
  const exchange = openExchange({
    fetch: async () => {
      asked.push(performance.now() - startMs)
      const next = answers.shift() ?? 200
      if (next instanceof Error) throw next
      return next instanceof Response ? next : new Response('{}', { status: next })
    },
    triesMax: 4,
    patienceMs: 5_000,
  })
  return { asked, exchange }
}
const soon = (status: number, after: string, body = '{}') =>
  new Response(body, { status, headers: { 'retry-after': after } })

test('a network that fails and a post office that is busy are tried again, and no other answer is', async () => {
  const { exchange, asked } = scripted(new TypeError('fetch failed'), soon(503, '0'), soon(429, '0'), 200)
  assert.equal((await exchange('http://localhost/', () => ({}))).status, 200)
  assert.equal(asked.length, 4)
  for (const status of [400, 401, 404, 409, 422, 500]) {
    const { exchange, asked } = scripted(status)
    assert.equal((await exchange('http://localhost/', () => ({}))).status, status)
    assert.equal(asked.length, 1)
  }
})

test('tries are bounded in number and in time, and the last failure is told', async () => {
  const failing = scripted(...Array.from({ length: 9 }, () => soon(503, '0')))
  assert.equal((await failing.exchange('http://localhost/', () => ({}))).status, 503)
  assert.equal(failing.asked.length, 4)
  const patient = scripted(soon(429, '3600'))
  assert.equal((await patient.exchange('http://localhost/', () => ({}))).status, 429)
  assert.equal(patient.asked.length, 1)
  const dead = scripted(...Array.from({ length: 9 }, () => new TypeError('fetch failed')))
  await assert.rejects(
    dead.exchange('http://localhost/', () => ({})),
    (problem: BrevhusProblem) => problem instanceof BrevhusProblem && problem.code === 'unreachable',
  )
})

test('Retry-After is waited for', async () => {
  const { exchange, asked } = scripted(soon(503, '1'), 200)
  await exchange('http://localhost/', () => ({}))
  assert.ok(asked[1]! >= 990, `${asked[1]}`)
  assert.equal(retryAfterMs(soon(503, '7')), 7000)
  assert.equal(retryAfterMs(soon(503, 'nonsense')), undefined)
  const inTenMinutes = retryAfterMs(soon(503, new Date(Date.now() + 600_000).toUTCString()))!
  assert.ok(inTenMinutes > 300_000 && inTenMinutes <= 600_000, `${inTenMinutes}`)
})

test('S-07: a spent daily quota is told at once: waiting a little does not help', async () => {
  const body = JSON.stringify({
    code: 'dry-run-quota-spent',
    title: 'x',
    status: 429,
    remedy: 'y',
    traceId: 'z',
  })
  const { exchange, asked } = scripted(soon(429, '0', body))
  assert.equal((await exchange('http://localhost/', () => ({}))).status, 429)
  assert.equal(asked.length, 1)
})

test('whoever stops it stops the waiting as well', async () => {
  const { exchange, asked } = scripted(soon(503, '4'))
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('enough')), 50)
  await assert.rejects(exchange('http://localhost/', () => ({}), { signal: stop.signal }))
  assert.equal(asked.length, 1, 'it is not asked again')
})

test('S-05: what stops the client stops its waiting too, and whoever waits is told why', async () => {
  const stop = new AbortController()
  const told: (number | undefined)[] = []
  const exchange = openExchange({
    fetch: async () => {
      if (told.length === 0) throw new TypeError('fetch failed')
      return soon(503, '3600')
    },
    triesMax: 4,
    patienceMs: 7_200_000,
    signal: stop.signal,
    onWait: (_waitMs, status) => {
      told.push(status)
      if (status === 503) setImmediate(() => stop.abort(new Error('Stopped.')))
    },
  })
  await assert.rejects(exchange('http://localhost/', () => ({})))
  assert.deepEqual(told, [undefined, 503])
})
