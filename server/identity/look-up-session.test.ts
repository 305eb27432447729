import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { lookUpSession } from './look-up-session.ts'
import { findSession } from './session.store.ts'
import { tokenHash } from './session-token.ts'

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
      const signedIn = await browser.signIn(somebody)
      assert.equal(signedIn.status, 303, signedIn.text)
      return { browser, personId: somebody.personId }
    }),
  )
  const asked = await Promise.all(
    [...browsers, ...browsers, ...browsers].map(async ({ browser, personId }) => ({
      personId,
      answer: await browser.ask('GET', '/api/session'),
    })),
  )
  for (const { personId, answer } of asked) assert.equal(answer.json?.person?.id, personId, answer.text)
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

test('I-05 I-11 D-05: what was remembered of a session is never said after a change is committed, however many ask meanwhile', async () => {
  const { db } = room.house
  const changes = {
    ended: (hash: Buffer) =>
      sql`update session set ended_at = now(), ended_why = 'signed-out' where token_hash = ${hash}`,
    'its token replaced': (hash: Buffer) =>
      sql`update session set token_hash = sha256(token_hash) where token_hash = ${hash}`,
    'owner blocked': (hash: Buffer) =>
      sql`update login set blocked_at = now() where person_id = (select person_id from session where token_hash = ${hash})`,
    'owner dead': (hash: Buffer) =>
      sql`update person set status = 'deceased' where person_id = (select person_id from session where token_hash = ${hash})`,
    'mailbox closed': (hash: Buffer) =>
      sql`update person set mailbox_state = 'closed' where person_id = (select person_id from session where token_hash = ${hash})`,
  }
  for (const [name, change] of Object.entries(changes)) {
    const hash = await sessionHash()
    for (let again = 0; again < 3; again++) assert.ok(await lookUpSession(db, hash), name)
    const [committed, flood] = [change(hash).execute(db), ask(hash, 30)]
    await committed
    assert.deepEqual(new Set(await ask(hash, 30)), new Set([null]), name)
    await flood
  }
  const seen = {
    level: ['high', sql`level = 'high', falls_at = now() + interval '1 hour'`],
    endsAt: [new Date('2026-01-02T03:04:05.678Z'), sql`ends_at = '2026-01-02T03:04:05.678Z'`],
    lastSeenAt: [new Date('2026-01-02T00:00:00Z'), sql`last_seen_at = '2026-01-02T00:00:00Z'`],
    language: ['sv', sql`language = 'sv'`],
    mailboxId: [null, sql`mailbox_id = null`],
  } as const
  const hash = await sessionHash()
  await lookUpSession(db, hash)
  for (const [column, [value, set]] of Object.entries(seen)) {
    const [committed, flood] = [
      sql`update session set ${set} where token_hash = ${hash}`.execute(db),
      ask(hash, 30),
    ]
    await committed
    for (const found of await ask(hash, 30))
      assert.deepEqual(found![column as keyof typeof seen], value, column)
    await flood
  }
  await sql`update login set first_device_at = now() where person_id = (select person_id from session where token_hash = ${hash})`.execute(
    db,
  )
  assert.equal((await lookUpSession(db, hash))!.hasDevice, true)

  async function sessionHash() {
    const browser = room.browser()
    await browser.signIn(await addSomebody(room))
    return tokenHash(browser.jar.get('brevhus'))!
  }
  function ask(hash: Buffer, times: number) {
    return Promise.all(Array.from({ length: times }, () => lookUpSession(db, hash)))
  }
})

test('I-11: a session as it is remembered is the session as one statement finds it, type by type', async () => {
  const browser = room.browser()
  await browser.signIn(await addSomebody(room))
  const hash = tokenHash(browser.jar.get('brevhus'))!
  const alone = await findSession(room.house.db, hash)
  assert.deepEqual(
    [await lookUpSession(room.house.db, hash), await lookUpSession(room.house.db, hash)],
    [alone, alone],
  )
})
