import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { CallFailed, callAgain, callApi } from './call-api.ts'

const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  globalThis.fetch = async () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
}
const failure = async () => {
  const error = await callApi('GET', '/api/me').catch((e: unknown) => e)
  assert.ok(error instanceof CallFailed)
  return error
}

test('D-03: a letter or a change that needs a stronger sign-in is told apart from a session that is over', async () => {
  for (const code of ['level-too-low', 'letter-locked']) {
    answer(403, { code, status: 403 })
    assert.equal((await failure()).kind, 'level-too-low')
  }
  answer(401, { code: 'sign-in-needed' })
  assert.equal((await failure()).kind, 'signed-out')
})

test('I-11: a wrong code at step-up does not look like a session that is over', async () => {
  answer(401, { code: 'sign-in-failed' })
  assert.equal((await failure()).kind, 'refused')
})

test('waiting times, trace ids and answers that are not ours travel along', async () => {
  answer(429, { code: 'sign-in-wait' }, { 'retry-after': '30' })
  const slow = await failure()
  assert.deepEqual([slow.kind, slow.retryAfterSeconds], ['too-many', 30])
  answer(500, { code: 'internal-error', traceId: 'abc' })
  assert.equal((await failure()).traceId, 'abc')
  answer(502, '<html>bad gateway</html>')
  assert.equal((await failure()).kind, 'server')
  answer(200, '<html>a login page of a café</html>')
  assert.equal((await failure()).kind, 'server')
})

test('no answer at all is offline', async () => {
  globalThis.fetch = async () => {
    throw new TypeError('failed to fetch')
  }
  assert.equal((await failure()).kind, 'offline')
})

test('B-01: what has not changed is what is known already; without the tag it is asked for whole, and a session that is over is told', async () => {
  const asked: (string | null)[] = []
  const answers = [
    new Response('{"letters":[1]}', { headers: { etag: 'W/"a"' } }),
    new Response(null, { status: 304, headers: { etag: 'W/"a"' } }),
    new Response('{"letters":[2]}'),
    new Response('{"letters":[2]}'),
    new Response('{"code":"sign-in-needed"}', { status: 401 }),
  ]
  globalThis.fetch = async (_url, options) => {
    asked.push(new Headers(options?.headers).get('if-none-match'))
    return answers.shift()!
  }
  const first = await callAgain('/api/letters', null)
  assert.deepEqual(first, { tag: 'W/"a"', answer: { letters: [1] } })
  assert.equal(await callAgain('/api/letters', first, true), first)
  const second = await callAgain('/api/letters', first)
  assert.deepEqual(second, { tag: null, answer: { letters: [2] } })
  const third = await callAgain('/api/letters', second)
  await assert.rejects(callAgain('/api/letters', third), (e) => (e as CallFailed).kind === 'signed-out')
  assert.deepEqual(asked, [null, 'W/"a"', 'W/"a"', null, null])
})
