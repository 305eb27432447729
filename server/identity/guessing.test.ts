import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { LOCK_OUT } from '#rules/lock-out.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { type Answer, addSomebody, type Browser } from '#tests/visitor.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const WRONG = 'ikke den rigtige'
const guess = (browser: Browser, name: string): Promise<Answer> =>
  browser.fill('/sign-in', { name, password: WRONG })
const waitOf = (answer: Answer) => (answer.status === 429 ? Number(answer.headers['retry-after']) : 0)

/** Everything a stranger can see of an answer, without what is random by design. */
const seen = (answer: Answer, name: string) => ({
  status: answer.status,
  text: answer.text.replaceAll(name, 'NAME').replace(/(name="form" value|data-form)="[^"]+"/g, ''),
  headers: Object.keys(answer.headers)
    .filter((header) => header !== 'content-length')
    .sort(),
})

test('three wrong passwords are free, then the wait doubles up to fifteen minutes and the clock alone ends it', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.1')
  for (let i = 0; i < 3; i++) assert.equal((await guess(browser, karen.name)).status, 401)
  for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
    assert.equal(waitOf(await guess(browser, karen.name)), seconds)
    // Neither trying on nor the right password shortens the wait, and waiting tries do not lengthen it.
    assert.equal((await browser.signIn(karen)).status, 429)
    room.clock.advance(seconds * 1000 - 1000)
    assert.equal(waitOf(await guess(browser, karen.name)), 1)
    room.clock.advance(1000)
    assert.equal((await guess(browser, karen.name)).status, 401)
  }
  room.clock.advance(900_000)
  assert.equal((await browser.signIn(karen)).status, 303)
})

test('the page says how long to wait, in words and in Retry-After', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.2')
  for (let i = 0; i < 4; i++) await guess(browser, karen.name)
  room.clock.advance(30_000)
  await guess(browser, karen.name)
  assert.match((await guess(browser, karen.name)).text, /Prøv igen om 1 minut\./)
  room.clock.advance(60_000)
  await guess(browser, karen.name)
  const answer = await guess(browser, karen.name)
  assert.match(answer.text, /Prøv igen om 2 minutter/)
  assert.equal(answer.headers['retry-after'], '120')
})

test('an attacker who knows the user ID can not lock its owner out of a browser they have used before', async () => {
  const karen = await addSomebody(room)
  const home = room.browser('192.0.2.3')
  await home.signIn(karen)
  await home.ask('POST', '/api/session/sign-out')
  for (let i = 0; i < 25; i++) await guess(room.browser(`198.51.100.${i}`), karen.name)
  const stranger = room.browser('203.0.113.9')
  assert.equal((await stranger.signIn(karen)).status, 429)
  assert.equal((await home.signIn(karen)).status, 303)
})

test('many networks together are slowed, by five minutes at most; then also the owner with a new phone comes in', async () => {
  const karen = await addSomebody(room)
  let guesses = 0
  for (let i = 0; i < 40; i++) {
    const answer = await guess(room.browser(`198.51.101.${i}`), karen.name)
    if (answer.status === 401) guesses += 1
  }
  assert.equal(guesses, 20)
  room.clock.advance(5 * 60_000)
  assert.equal((await room.browser('203.0.113.10').signIn(karen)).status, 303)
})

test('one password tried on many names from one network is slowed as well', async () => {
  const browser = room.browser('192.0.2.66')
  for (let i = 0; i < LOCK_OUT.networkFree; i++)
    assert.equal((await guess(browser, `nobody.${i}`)).status, 401)
  assert.equal(waitOf(await guess(browser, 'nobody.at.all')), LOCK_OUT.networkFirstWaitSeconds)
  assert.equal((await guess(room.browser('192.0.2.67'), 'nobody.at.all')).status, 401)
})

test('a hundred guesses at the same moment are not a hundred guesses', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.4')
  const page = await browser.ask('GET', '/sign-in')
  const token = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  const form = { form: token, return: '/', name: karen.name, password: WRONG }
  const before = room.runs.checks
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => browser.ask('POST', '/sign-in', { form })),
  )
  assert.equal(answers.filter((answer) => answer.status === 401).length, 3)
  assert.equal(answers.filter((answer) => answer.status === 429).length, 97)
  assert.equal(room.runs.checks - before, 3)
})

test('right passwords that come at the same moment all come in, and leave no failure and no credit too many behind', async () => {
  for (let round = 0; round < 4; round++) {
    await sql`delete from sign_in_throttle`.execute(room.house.db)
    const people = [await addSomebody(room), await addSomebody(room)]
    const network = `192.0.2.${60 + round}`
    const twice = [...people, ...people].map((who) => room.browser(network).signIn(who))
    for (const { status } of await Promise.all(twice)) assert.equal(status, 303)
    const left = await sql<{ scope: string; counted: number }>`
      select scope, sum(cardinality(failed_at))::int as counted from sign_in_throttle group by scope order by scope`.execute(
      room.house.db,
    )
    // Each person takes a failure back here once a day, however often they come in.
    assert.deepEqual(left.rows, [
      { scope: 'credit-anywhere', counted: 2 },
      { scope: 'credit-here', counted: 2 },
      { scope: 'network', counted: 0 },
    ])
    for (const { personId } of people) {
      const { rows } = await sql<{ sessions: number; events: number }>`
        select (select count(*) from session where person_id = ${personId}::uuid and ended_at is null)::int as sessions,
               (select count(*) from sign_in_event where person_id = ${personId}::uuid)::int as events`.execute(
        room.house.db,
      )
      assert.deepEqual(rows[0], { sessions: 2, events: 2 })
    }
  }
})

test('nobody learns whether a user ID or a number exists: same answers, same waits, same work', async () => {
  const karen = await addSomebody(room, { userId: 'karen.known' })
  const ola = await addSomebody(room, { country: 'no', nationalNumber: '07016199901' })
  await sql`update login set password_hash = null where person_id = ${ola.personId}::uuid`.execute(
    room.house.db,
  )
  const names = [karen.name, 'karen.unkno', ola.nationalNumber, '07016199902']
  const look = async (name: string, address: string) => {
    const browser = room.browser(address)
    const answers = []
    const before = room.runs.checks
    for (let i = 0; i < 5; i++) answers.push(seen(await guess(browser, name), name))
    return { answers, runs: room.runs.checks - before }
  }
  const [known, unknown, number, unknownNumber] = [
    await look(names[0]!, '192.0.2.21'),
    await look(names[1]!, '192.0.2.22'),
    await look(names[2]!, '192.0.2.23'),
    await look(names[3]!, '192.0.2.24'),
  ]
  assert.equal(known.runs, 3)
  assert.deepEqual(known, unknown)
  assert.deepEqual(number, unknownNumber)
  assert.equal(known.answers[3]!.status, 429)
})

test('a refusal does the same statements and commits whether or not anybody has the name', async (t) => {
  const karen = await addSomebody(room)
  const written = async (name: string, address: string) => {
    const { signInWithPassword } = await import('./sign-in-with-password.ts')
    const visit = {
      address,
      userAgent: null,
      sessionHash: null,
      browserHash: null,
      deviceHash: null,
      devicePepper: null,
      checksum: Buffer.alloc(16),
    }
    const said = t.mock.method(pg.Client.prototype, 'query')
    await assert.rejects(signInWithPassword(room.identity, visit, { name, password: WRONG }), {
      code: 'sign-in-failed',
    })
    said.mock.restore()
    return said.mock.callCount()
  }
  await written('warming.up', '192.0.2.30')
  const known = await written(karen.name, '192.0.2.31')
  assert.ok(known > 4, 'the statements were counted')
  assert.equal(await written('nobody.here', '192.0.2.32'), known)
})

test('a national number that was typed is not shown again, a user ID is', async () => {
  const browser = room.browser('192.0.2.70')
  assert.match((await guess(browser, 'karen.typed')).text, /value="karen.typed"/)
  assert.doesNotMatch((await guess(browser, '07016199903')).text, /07016199903/)
  assert.doesNotMatch((await guess(browser, '070161-4321')).text, /4321/)
})

test('I-05 I-07: three wrong codes are free; ten in a row block the app but not the passkeys, and never the person', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.5')
  await browser.signIn(karen)
  const wrong = { json: { code: '000000' } }
  const step = (ask: { json: unknown }) => browser.ask('POST', '/api/session/step-up/totp', ask)
  for (let i = 0; i < 3; i++) assert.equal((await step(wrong)).status, 401)
  const waits = [30, 60, 120, 240, 480, 900, 900]
  for (const seconds of waits) {
    assert.equal(waitOf(await step(wrong)), seconds)
    room.clock.advance(seconds * 1000)
    await browser.signIn(karen)
    assert.equal((await step(wrong)).status, 401)
  }
  room.clock.advance(900_000)
  await browser.signIn(karen)
  const blocked = await step({ json: { code: karen.code() } })
  assert.equal(blocked.json.code, 'device-not-usable')
  const state = (await browser.ask('GET', '/api/session')).json
  assert.equal(state.signedIn, true)
  assert.deepEqual(state.stepUp, { totp: false, passkey: false, card: false, electronicIds: [] })
  assert.equal((await browser.ask('GET', '/api/session/devices')).json.devices[0].blocked, true)
  const { rows: told } = await sql<{ facts: unknown }>`
    select payload -> 'facts' as facts from graphile_worker._private_jobs
     where payload ->> 'about' = 'device-blocked' and payload ->> 'personId' = ${karen.personId}`.execute(
    room.house.db,
  )
  assert.deepEqual(told, [{ facts: { device: 'Phone' } }], 'its owner is told, once')
})

test('a known browser gets no fresh guesses at codes: it became known by the password alone', async () => {
  const karen = await addSomebody(room)
  const address = '192.0.2.6'
  for (let i = 0; i < 3; i++) {
    const browser = room.browser(address)
    await browser.signIn(karen)
    assert.equal(
      (await browser.ask('POST', '/api/session/step-up/totp', { json: { code: '000000' } })).status,
      401,
    )
  }
  const browser = room.browser(address)
  await browser.signIn(karen)
  assert.equal(
    (await browser.ask('POST', '/api/session/step-up/totp', { json: { code: '000000' } })).status,
    429,
  )
})

test('after a day failures are forgotten', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.7')
  for (let i = 0; i < 3; i++) await guess(browser, karen.name)
  room.clock.advance(24 * 3_600_000)
  for (let i = 0; i < 3; i++) assert.equal((await guess(browser, karen.name)).status, 401)
})
