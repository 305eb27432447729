import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { AppSession, AppSessions } from '#api/session.ts'
import { validate } from '#ground/validate.ts'
import { PROFILES } from '#rules/profiles.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { forgetExpired } from '../forget-expired.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PIN = '482915'

/** Somebody signed in with a code, who keeps the device. */
async function kept(pin: string | null = PIN) {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  const answer = await browser.ask('POST', '/api/session/apps', { json: { name: 'My phone', pin } })
  assert.equal(answer.status, 200)
  return { karen, browser, app: answer.json }
}

/** As after a restart of the browser: the session's cookie is gone, the device's is not. */
const restart = (browser: Browser) => void browser.jar.delete('brevhus')
const reopen = (browser: Browser, pin = PIN) => browser.fill('/sign-in/pin', { pin })
const state = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json

async function told(personId: string): Promise<string[]> {
  const { rows } = await sql<{ about: string }>`
    select j.payload ->> 'about' as about from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'tell-person' and j.payload ->> 'personId' = ${personId} order by j.id`.execute(
    room.house.db,
  )
  return rows.map(({ about }) => about)
}

test('I-11: a web session idles out after fifteen minutes and ends after eight hours, busy or not', async () => {
  const karen = await addSomebody(room)
  const { idleMinutes, absoluteHours } = PROFILES.dk.session
  assert.deepEqual([idleMinutes, absoluteHours], [15, 8])
  const idle = room.browser()
  await idle.signIn(karen)
  room.clock.advance(15 * 60_000 - 1)
  assert.equal((await state(idle)).signedIn, true)
  room.clock.advance(1)
  assert.equal((await state(idle)).signedIn, false)

  const busy = room.browser()
  await busy.signIn(karen)
  for (let minutes = 10; minutes < 8 * 60; minutes += 10) {
    room.clock.advance(10 * 60_000)
    assert.equal((await busy.ask('POST', '/api/session/extend')).status, 200)
  }
  room.clock.advance(10 * 60_000 - 1)
  assert.equal((await state(busy)).signedIn, true)
  room.clock.advance(1)
  assert.equal((await state(busy)).signedIn, false)
})

test('I-11: a browser that is new to a person is told of, one they used before is not', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  assert.deepEqual(await told(karen.personId), ['new-sign-in'])
  await browser.ask('POST', '/api/session/sign-out')
  await browser.signIn(karen)
  assert.deepEqual(await told(karen.personId), ['new-sign-in'])
  await room.browser().signIn(karen)
  assert.deepEqual(await told(karen.personId), ['new-sign-in', 'new-sign-in'])
})

test('I-11 D-02: a kept device is reopened by PIN for sixty days since its last use, and not a moment longer', async () => {
  const { browser, app } = await kept()
  assert.equal(validate(AppSession, app).kind, 'ok')
  restart(browser)
  assert.equal((await browser.ask('GET', '/sign-in')).headers.location, '/sign-in/pin?return=%2F')
  assert.equal((await browser.ask('GET', '/sign-in?way=other')).status, 200)

  room.clock.advance(60 * DAY - 1)
  const answer = await reopen(browser)
  assert.equal(answer.status, 303)
  assert.match(
    answer.cookies.join('\n'),
    /brevhus-device=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=5184000/,
  )
  assert.equal((await state(browser)).signedIn, true)

  restart(browser)
  room.clock.advance(60 * DAY)
  assert.equal((await browser.ask('GET', '/sign-in')).status, 200, 'not led to the PIN any more')
  assert.match((await browser.ask('GET', '/sign-in/pin')).text, /huskes ikke længere/)
  assert.equal((await state(browser)).signedIn, false)
})

test('D-03 I-11: a kept device holds its level for 24 hours since it was raised, then it is at low until a step-up', async () => {
  const { browser, karen } = await kept()
  restart(browser)
  room.clock.advance(24 * HOUR - 1)
  await reopen(browser)
  assert.equal((await state(browser)).level, 'substantial')
  room.clock.advance(1)
  assert.equal((await state(browser)).level, 'low', 'the level falls in the open session as well')
  const apps = (await browser.ask('GET', '/api/session/apps')).json
  assert.equal(validate(AppSessions, apps).kind, 'ok')
  assert.deepEqual([apps.apps[0].level, apps.apps[0].current], ['low', true])

  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  restart(browser)
  room.clock.advance(23 * HOUR)
  await reopen(browser)
  assert.equal((await state(browser)).level, 'substantial', 'raised anew, it holds for another day')
})

test('I-11: five wrong PINs in a row end the device session, and its person is told', async () => {
  const { browser, karen } = await kept()
  restart(browser)
  for (let i = 0; i < 4; i++) assert.equal((await reopen(browser, '111112')).status, 401)
  assert.equal((await reopen(browser)).status, 303, 'the right one starts the count anew')
  restart(browser)
  for (let i = 0; i < 4; i++) assert.equal((await reopen(browser, '111112')).status, 401)
  assert.equal((await reopen(browser, '111112')).status, 410)
  assert.doesNotMatch((await browser.ask('GET', '/sign-in/pin')).text, /name="pin"/)
  assert.ok((await told(karen.personId)).includes('device-blocked'))
})

test('I-11: a hundred PINs at once are five', async () => {
  const { browser } = await kept()
  restart(browser)
  const page = await browser.ask('GET', '/sign-in/pin')
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  room.runs.checks = 0
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      browser.ask('POST', '/sign-in/pin', { form: { form, return: '/', pin: String(100_200 + i) } }),
    ),
  )
  assert.ok(answers.every(({ status }) => status === 401 || status === 410))
  assert.equal(room.runs.checks, 5)
})

test('I-11: the PIN is worth nothing in another browser, and the device nothing without the PIN', async () => {
  const { browser } = await kept()
  const other = room.browser()
  assert.match((await other.ask('GET', '/sign-in/pin')).text, /huskes ikke længere/)
  restart(browser)
  assert.equal((await reopen(browser, '')).status, 401)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app_session where pin_hash like ${`%${PIN}%`}`.execute(room.house.db)
  assert.equal(rows[0]!.n, 0)
})

test('D-02: without a PIN the device is reopened by another way only', async () => {
  const { browser, app } = await kept(null)
  assert.equal(app.byPin, false)
  restart(browser)
  assert.equal((await browser.ask('GET', '/sign-in')).status, 200)
})

test('I-13 D-02: a password alone keeps no device for who has a code app; a PIN that is tried first is not taken', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const low = await browser.ask('POST', '/api/session/apps', { json: { name: 'Phone', pin: PIN } })
  assert.equal(low.json.code, 'level-too-low')
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  const weak = await browser.ask('POST', '/api/session/apps', { json: { name: 'Phone', pin: '123456' } })
  assert.equal(weak.status, 422)
  assert.equal(weak.json.faults[0].reason, 'sequence')
})

test('I-11: ending a kept device ends what runs on it; nobody ends somebody else’s', async () => {
  const { browser, app, karen } = await kept()
  const stranger = await kept()
  const foreign = await stranger.browser.ask('DELETE', `/api/session/apps/${app.id}`)
  assert.equal(foreign.status, 404)
  const elsewhere = room.browser()
  room.clock.advance(60_000)
  await elsewhere.signIn(karen, 'substantial')
  const left = await elsewhere.ask('DELETE', `/api/session/apps/${app.id}`)
  assert.deepEqual(left.json, { apps: [] })
  assert.equal((await state(browser)).signedIn, false)
  assert.match((await browser.ask('GET', '/sign-in/pin')).text, /huskes ikke længere/)
  assert.deepEqual((await told(karen.personId)).slice(-2), ['new-sign-in', 'device-removed'])
})

test('I-11: a new password ends the devices kept under the old one, but this one', async () => {
  const { browser, karen } = await kept()
  const other = room.browser()
  room.clock.advance(60_000)
  await other.signIn(karen, 'substantial')
  await other.ask('POST', '/api/session/apps', { json: { name: 'Other', pin: PIN } })
  const changed = await other.ask('PUT', '/api/session/password', {
    json: { current: karen.password, next: 'blå stol ved vinduet' },
  })
  assert.equal(changed.status, 200)
  restart(browser)
  restart(other)
  assert.match((await browser.ask('GET', '/sign-in/pin')).text, /huskes ikke længere/)
  assert.equal((await reopen(other)).status, 303)
})

test('R6 E-10: a kept device that ran out is forgotten', async () => {
  await kept()
  room.clock.advance(91 * DAY)
  await forgetExpired(room.identity)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from app_session`.execute(room.house.db)
  assert.equal(rows[0]!.n, 0)
})

test('D-02: whichever way a kept device signs in, its cookie lives sixty days from then; nobody else’s sign-in renews it', async () => {
  const { karen, browser } = await kept()
  restart(browser)
  const renewed = (answer: { headers: Record<string, unknown> }) =>
    [answer.headers['set-cookie']].flat().filter((line) => String(line).startsWith('brevhus-device='))
  const [again] = renewed(
    await browser.fill('/sign-in?way=other', { name: karen.name, password: karen.password }),
  )
  assert.match(
    String(again),
    new RegExp(`^brevhus-device=${browser.jar.get('brevhus-device')};.*Max-Age=${60 * 24 * 3600}`),
  )
  restart(browser)
  const other = await addSomebody(room)
  assert.deepEqual(
    renewed(await browser.fill('/sign-in?way=other', { name: other.name, password: other.password })),
    [],
  )
})

test('B-19 D-02: the installed app begins with the PIN every time, and no foreign page can end what is open', async () => {
  const { browser } = await kept()
  const foreign = await browser.ask('GET', '/sign-in/app', { headers: { 'sec-fetch-site': 'cross-site' } })
  assert.equal(foreign.headers.location, '/')
  assert.equal((await state(browser)).signedIn, true)

  const letter = '/letters/0199d6a0-0000-7000-8000-000000000000'
  const opened = await browser.ask('GET', `/sign-in/app?return=${encodeURIComponent(letter)}`, {
    headers: { 'sec-fetch-site': 'none' },
  })
  assert.equal(opened.headers.location, `/sign-in?return=${encodeURIComponent(letter)}`)
  assert.equal((await state(browser)).signedIn, false)
  const led = await browser.ask('GET', opened.headers.location)
  assert.equal(led.headers.location, `/sign-in/pin?return=${encodeURIComponent(letter)}`)
  const page = await browser.ask('GET', led.headers.location)
  const form = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  const back = await browser.ask('POST', '/sign-in/pin', { form: { form, return: letter, pin: PIN } })
  assert.equal(back.headers.location, letter)
  assert.equal((await state(browser)).signedIn, true)
})

test('D-03 I-11: keeping a device anew shows nothing new: its level falls when it would have, and one device is kept', async () => {
  const { browser } = await kept()
  restart(browser)
  room.clock.advance(20 * HOUR)
  await reopen(browser)
  const again = () => browser.ask('POST', '/api/session/apps', { json: { name: 'My phone', pin: PIN } })
  assert.equal((await again()).status, 200)
  assert.equal((await browser.ask('GET', '/api/session/apps')).json.apps.length, 1)
  // Without its cookie the device is taken for another one, in the same session.
  browser.jar.delete('brevhus-device')
  assert.equal((await again()).status, 200)
  restart(browser)
  room.clock.advance(4 * HOUR)
  await reopen(browser)
  assert.equal((await state(browser)).level, 'low')
})

test('I-11 D-02: who has the device and the password gets no fresh guesses at its PIN', async () => {
  const { browser, karen } = await kept()
  restart(browser)
  for (let i = 0; i < 4; i++) assert.equal((await reopen(browser, '111112')).status, 401)
  await browser.fill('/sign-in?way=other', { name: karen.name, password: karen.password })
  assert.equal((await state(browser)).level, 'low')
  restart(browser)
  assert.equal((await reopen(browser, '111113')).status, 410)
})

test('I-11: ten kept devices are ten, also of many kept at once', async () => {
  const { browser, karen } = await kept()
  const keep = (name: string) => browser.ask('POST', '/api/session/apps', { json: { name, pin: null } })
  const cookies = new Map(browser.jar)
  const answers = []
  for (let i = 0; i < 3; i++)
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 4 }, (_, j) => {
          browser.jar.delete('brevhus-device')
          return keep(`Device ${i} ${j}`)
        }),
      )),
    )
  for (const [name, value] of cookies) browser.jar.set(name, value)
  assert.ok(answers.every(({ status }) => status === 200 || status === 409))
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from app_session where person_id = ${karen.personId}::uuid and ended_at is null`.execute(
    room.house.db,
  )
  assert.equal(rows[0]!.n, 10)
})
