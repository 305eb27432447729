import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const check = (browser: Browser) => browser.ask('GET', '/api/session/check')

test('I-11 I-13: sessions asked for together are each answered their own, and who has none nothing', async () => {
  const browsers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const browser = room.browser()
      const somebody = await addSomebody(room)
      await browser.signIn(somebody)
      return { browser, personId: somebody.personId }
    }),
  )
  const asked = await Promise.all(
    [...browsers, ...browsers, ...browsers].map(async ({ browser, personId }) => ({
      personId,
      state: (await browser.ask('GET', '/api/session')).json,
    })),
  )
  for (const { personId, state } of asked) assert.equal(state.person.id, personId)
  assert.deepEqual(Object.keys((await check(browsers[0]!.browser)).json), ['level', 'endsAt'])
  const strangers = await Promise.all([
    check(room.browser()),
    ...browsers.map(({ browser }) => check(browser)),
  ])
  assert.deepEqual(
    strangers.map(({ status }) => status),
    [401, ...browsers.map(() => 200)],
  )
})

test('I-11: a session that has ended is found by no question that comes after, however many are under way', async () => {
  const karen = await addSomebody(room)
  const [here, elsewhere] = [room.browser(), room.browser()]
  await here.signIn(karen)
  await elsewhere.signIn(karen)
  const flood = Array.from({ length: 40 }, () => check(elsewhere))
  assert.equal((await here.ask('POST', '/api/session/sessions/end-others')).status, 200)
  const after = await Promise.all(Array.from({ length: 40 }, () => check(elsewhere)))
  assert.ok(after.every(({ status }) => status === 401))
  for (const { status } of await Promise.all(flood)) assert.ok(status === 200 || status === 401)
  assert.equal((await check(here)).status, 200)
})

test('I-11: looking does not keep a session awake', async () => {
  const browser = room.browser()
  await browser.signIn(await addSomebody(room))
  room.clock.advance(14 * 60_000)
  assert.equal((await check(browser)).status, 200)
  room.clock.advance(60_000)
  assert.equal((await check(browser)).status, 401)
})
