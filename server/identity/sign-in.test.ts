import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { BACKGROUND_HEADER, SessionState } from '#api/session.ts'
import { validate } from '#ground/validate.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'

test('D-01 I-14: a Danish account signs in by user ID and password, and is at level low', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const answer = await browser.signIn(karen)
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.location, '/sign-in/step-up?return=%2F')
  const state = await browser.ask('GET', '/api/session')
  assert.equal(validate(SessionState, state.json).kind, 'ok')
  assert.equal(state.json.level, 'low')
  assert.equal(state.json.person.id, karen.personId)
  assert.equal(state.json.mailboxId, karen.mailboxId)
  assert.deepEqual(state.json.stepUp, { totp: true, passkey: false, card: false, electronicIds: [] })
  assert.equal(state.headers['cache-control'], 'no-store')
})

test('I-14: a Norwegian account signs in by national number; the number of a Danish one opens nothing', async () => {
  const ola = await addSomebody(room, { country: 'no' })
  const spaced = `${ola.nationalNumber.slice(0, 6)} ${ola.nationalNumber.slice(6)}`
  const browser = room.browser()
  assert.equal((await browser.fill('/sign-in', { name: spaced, password: ola.password })).status, 303)
  assert.equal((await browser.ask('GET', '/api/session')).json.profile, 'no')
  assert.equal((await browser.ask('GET', '/api/session')).json.language, 'nb')

  const karen = await addSomebody(room, { nationalNumber: '0702610001' })
  const other = room.browser()
  assert.equal((await other.fill('/sign-in', { name: '070261-0001', password: karen.password })).status, 401)
})

test('B-06 D-01 D-03: a code raises the present session in place, and after four hours it falls to low again', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const before = (await browser.ask('GET', '/api/session')).json
  const raised = await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  assert.equal(raised.status, 200)
  assert.equal(validate(SessionState, raised.json).kind, 'ok')
  assert.equal(raised.json.level, 'substantial')
  assert.equal(raised.json.sessionId, before.sessionId)

  for (let i = 0; i < 4 * 6; i++) {
    assert.equal((await browser.ask('POST', '/api/session/extend')).json.level, 'substantial')
    room.clock.advance(10 * 60_000)
  }
  assert.equal((await browser.ask('GET', '/api/session')).json.level, 'low')
  await browser.ask('POST', '/api/session/extend')
  const again = await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  assert.equal(again.json.level, 'substantial')
})

test('B-06: without script the step-up leads to exactly the letter it was asked for', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const asked = await browser.ask('GET', `/sign-in/step-up?letter=${LETTER}`)
  assert.equal(asked.status, 303)
  assert.equal(asked.headers.location, `/sign-in?return=%2Fletters%2F${LETTER}`)

  const signedIn = await browser.fill(String(asked.headers.location), {
    name: karen.name,
    password: karen.password,
  })
  assert.equal(signedIn.headers.location, `/sign-in/step-up?return=%2Fletters%2F${LETTER}`)
  const confirmed = await browser.fill(String(signedIn.headers.location), { code: karen.code() })
  assert.equal(confirmed.status, 303)
  assert.equal(confirmed.headers.location, `/letters/${LETTER}`)
  assert.equal((await browser.ask('GET', '/api/session')).json.level, 'substantial')
  const direct = await browser.ask('GET', `/sign-in/step-up?letter=${LETTER}`)
  assert.equal(direct.headers.location, `/letters/${LETTER}`)
})

test('an open redirect leads home, at every step', async () => {
  const karen = await addSomebody(room)
  const evil = encodeURIComponent('//evil.example/inbox')
  const browser = room.browser()
  const page = await browser.ask('GET', `/sign-in?return=${evil}`)
  assert.doesNotMatch(page.text, /evil/)
  const form = { name: karen.name, password: karen.password, return: 'https://evil.example' }
  const low = await browser.fill('/sign-in', form)
  assert.equal(low.headers.location, '/sign-in/step-up?return=%2F')
  const raised = await browser.fill('/sign-in/step-up', { code: karen.code(), return: '/\\evil.example' })
  assert.equal(raised.headers.location, '/')
  assert.equal((await browser.ask('GET', `/sign-in?return=${evil}`)).headers.location, '/')
})

test('a code is good once, also for a second session and for two requests at the same moment', async () => {
  const karen = await addSomebody(room)
  const [one, two] = [room.browser('192.0.2.10'), room.browser('192.0.2.11')]
  await one.signIn(karen)
  await two.signIn(karen)
  const code = { json: { code: karen.code() } }
  const answers = await Promise.all([
    one.ask('POST', '/api/session/step-up/totp', code),
    two.ask('POST', '/api/session/step-up/totp', code),
  ])
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 401])
  assert.equal((await two.ask('POST', '/api/session/step-up/totp', code)).json?.code, 'sign-in-failed')
})

test('I-11: a session idles out after fifteen minutes; looking at it does not keep it, being active does', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  room.clock.advance(14 * 60_000)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  room.clock.advance(60_000)
  assert.deepEqual((await browser.ask('GET', '/api/session')).json, {
    signedIn: false,
    signInPath: '/sign-in',
  })
  assert.equal((await browser.ask('POST', '/api/session/extend')).json.code, 'sign-in-needed')

  await browser.signIn(karen)
  room.clock.advance(14 * 60_000)
  await browser.ask('POST', '/api/session/extend')
  room.clock.advance(14 * 60_000)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
})

test('I-11: a page left open idles out, however often it looks for new letters by itself', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const look = (headers: Record<string, string>) => browser.ask('GET', '/api/session/devices', { headers })
  for (let minutes = 0; minutes < 15; minutes += 1) {
    assert.equal((await look({ [BACKGROUND_HEADER]: '1' })).status, 200)
    room.clock.advance(60_000)
  }
  assert.equal((await look({ [BACKGROUND_HEADER]: '1' })).json.code, 'sign-in-needed')
})

test('I-11: after eight hours a session is over, however active', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
    room.clock.advance(10 * 60_000)
    assert.equal((await browser.ask('POST', '/api/session/extend')).status, 200)
  }
  room.clock.advance(10 * 60_000)
  assert.equal((await browser.ask('POST', '/api/session/extend')).status, 401)
})

test('no fixation: a sign-in and a step-up each give a new token, and the old one opens nothing', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const planted = 'A'.repeat(43)
  browser.jar.set('brevhus', planted)
  await browser.signIn(karen)
  const low = browser.jar.get('brevhus')!
  assert.notEqual(low, planted)
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  const high = browser.jar.get('brevhus')!
  assert.notEqual(high, low)
  for (const [token, signedIn] of [
    [low, false],
    [planted, false],
    [high, true],
  ] as const) {
    const other = room.browser()
    other.jar.set('brevhus', token)
    assert.equal((await other.ask('GET', '/api/session')).json.signedIn, signedIn)
  }
  const { rows } = await sql<{ held: string }>`select encode(token_hash, 'hex') as held from session`.execute(
    room.house.db,
  )
  const stored = rows.map((row) => row.held).join()
  assert.ok(!stored.includes(Buffer.from(high, 'base64url').toString('hex')))
})

test('I-11 I-14: a password that is changed while it is looked at opens nothing, and neither comes back nor changes the new one', async () => {
  const hasher = room.identity.hasher as { check: typeof room.identity.hasher.check }
  const { check } = hasher
  /** Does this once, after the next password was looked at and before anything comes of it. */
  const meanwhile = (outdated: boolean, work: () => Promise<unknown>) => {
    hasher.check = async (stored, password) => {
      hasher.check = check
      const found = await check(stored, password)
      await work()
      return { ...found, outdated }
    }
  }
  for (const outdated of [false, true]) {
    const karen = await addSomebody(room)
    const next = 'blå stol ved vinduet'
    const owner = room.browser()
    await owner.signIn(karen, 'substantial')
    const thief = room.browser('198.51.100.7')
    const change = () =>
      owner.ask('PUT', '/api/session/password', { json: { current: karen.password, next } })
    meanwhile(outdated, async () => assert.equal((await change()).status, 200))
    const entered = await thief.fill('/sign-in', { name: karen.name, password: karen.password })
    assert.equal(entered.status, 401)
    assert.equal((await thief.ask('GET', '/api/session')).json.signedIn, false)
    assert.equal((await room.browser().signIn({ ...karen, password: next })).status, 303)

    const kept = room.browser('198.51.100.8')
    room.clock.advance(30_000)
    await kept.signIn({ ...karen, password: next }, 'substantial')
    const evil = { current: next, next: 'seks lys i vinduet' }
    meanwhile(false, () =>
      owner.ask('PUT', '/api/session/password', { json: { current: next, next: karen.password } }),
    )
    assert.equal((await kept.ask('PUT', '/api/session/password', { json: evil })).status, 401)
    assert.equal((await room.browser().signIn(karen)).status, 303)
  }
})

test('a tampered cookie is nobody', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const token = browser.jar.get('brevhus')!
  const flipped = (token[0] === 'A' ? 'B' : 'A') + token.slice(1)
  for (const bad of [flipped, token.slice(1), `${token}x`, '', `${token}; brevhus=${token}`]) {
    browser.jar.set('brevhus', bad)
    assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false, bad)
  }
})

test('signing out ends the session for good, by script and by form', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const token = browser.jar.get('brevhus')!
  const out = await browser.ask('POST', '/api/session/sign-out')
  assert.deepEqual(out.json, { signedIn: false, next: '/sign-out' })
  assert.equal(browser.jar.has('brevhus'), false)
  browser.jar.set('brevhus', token)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)

  await browser.signIn(karen)
  assert.equal((await browser.ask('GET', '/sign-out')).status, 200)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  assert.equal((await browser.fill('/sign-out', {})).headers.location, '/sign-out')
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
})

test('B-09: the ID of a closed mailbox lives on and reaches into no mailbox; that somebody died is told only to who knows the password', async () => {
  const gone = await addSomebody(room, { mailboxState: 'closed' })
  const browser = room.browser('192.0.2.40')
  await browser.signIn(gone)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  const { rows } = await sql<{ mailboxId: string | null }>`
    select mailbox_id as "mailboxId" from session where person_id = ${gone.personId}::uuid`.execute(
    room.house.db,
  )
  assert.deepEqual(rows, [{ mailboxId: null }])
  await sql`update person set status = 'deceased' where person_id = ${gone.personId}::uuid`.execute(
    room.house.db,
  )
  const wrong = await browser.fill('/sign-in', { name: gone.name, password: 'noget andet her' })
  assert.equal(wrong.status, 401)
  assert.equal((await browser.signIn(gone)).status, 403)

  const karen = await addSomebody(room)
  await browser.signIn(karen)
  await sql`update person set status = 'deceased' where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
})

test('P-07: nothing of a person reaches the log, whatever they type', async () => {
  const ola: Somebody = await addSomebody(room, { country: 'no' })
  const browser = room.browser('198.51.100.77')
  await browser.fill('/sign-in', { name: ola.nationalNumber, password: 'forkert men hemmelig' })
  await browser.signIn(ola, 'substantial')
  await browser.ask('GET', `/sign-in?return=/${ola.nationalNumber}`)
  const log = room.logged()
  for (const secret of [
    ola.nationalNumber,
    ola.password,
    'forkert men',
    'Karen',
    '198.51.100.77',
    ola.personId,
  ]) {
    assert.ok(!log.includes(secret), secret)
  }
})

test('P-07 I-14: a number typed where the user ID belongs is never shown again, however it is broken up, and who typed it is told what to do', async () => {
  const browser = room.browser('198.51.100.78')
  for (const typed of [
    '0101901234',
    '010190-1234',
    '01 01 90 1234',
    '0101.90.1234',
    '０１０１９０１２３４',
  ]) {
    const again = await browser.fill('/sign-in', { name: typed, password: 'ikke den rigtige' })
    assert.equal(again.status, 401)
    assert.ok(!again.text.includes(typed), typed)
    assert.match(
      again.text,
      /Danske konti logger ind med bruger-ID, ikke med personnummer\. .*Mistet adgangskode/,
    )
  }
  const other = await room.browser('198.51.100.79').fill('/sign-in', { name: 'karen.b', password: 'forkert' })
  assert.match(other.text, /value="karen\.b"/)
  assert.doesNotMatch(other.text, /Danske konti logger/)
})

test('I-02 D-20: who has nothing to confirm with is led to a code card, and who has but needs more is not told they have nothing', async () => {
  const poor = await addSomebody(room, { codeApp: false })
  const browser = room.browser()
  await browser.signIn(poor)
  const { text } = await browser.ask('GET', '/sign-in/step-up?return=/')
  assert.match(text, /intet at bekræfte med/)
  assert.match(text, /<a class="bh-button" href="\/id\/devices">Vælg din enhed<\/a>/)
  const devices = await browser.fill('/id/devices', {})
  assert.equal(devices.headers.location, '/id/devices', 'without script')
  const karen = await addSomebody(room)
  const hers = room.browser()
  await hers.signIn(karen, 'substantial')
  const high = await hers.ask('GET', '/sign-in/step-up?return=/&level=high')
  assert.doesNotMatch(high.text, /intet at bekræfte med|href="\/id\/devices"/)
  assert.match(high.text, /højeste niveau/)
  await sql`update code_card set ended_at = now(), ended_why = 'revoked' where person_id = ${poor.personId}::uuid`.execute(
    room.house.db,
  )
  const soon = await browser.fill('/id/devices', {})
  assert.equal(soon.status, 429)
  assert.match(soon.text, /bestilt for nylig.*Prøv igen i morgen/)
})
