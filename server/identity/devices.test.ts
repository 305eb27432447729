import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { Secret } from 'otpauth'
import { Devices, OwnSessions, SESSION_PATHS, SignInHistory, TotpEnrolment } from '#api/session.ts'
import { validate } from '#ground/validate.ts'
import { codeAt } from '#tests/code-app.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { forgetExpired } from './forget-expired.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const P = SESSION_PATHS

async function enrol(browser: Browser, name = 'Telefon') {
  const begun = await browser.ask('POST', P.totpBegin)
  if (begun.status !== 200) return { begun, done: begun, code: () => '' }
  const secret = new Uint8Array(Secret.fromBase32(begun.json.secret).buffer)
  const code = () => codeAt(secret, room.house.clock())
  const { enrolmentId } = begun.json
  const done = await browser.ask('POST', P.totpConfirm, { json: { enrolmentId, code: code(), name } })
  return { begun, done, code }
}

test('the very first device needs the password entered lately; it then raises the session', async () => {
  const karen = await addSomebody(room, { codeApp: false })
  const browser = room.browser()
  assert.equal((await browser.signIn(karen)).headers.location, '/')
  room.clock.advance(6 * 60_000)
  assert.equal((await browser.ask('GET', P.devices)).json.changing, 'password')
  assert.equal((await enrol(browser)).begun.json.code, 'level-too-low')

  assert.equal((await browser.ask('POST', P.confirmPassword, { json: { password: 'en anden' } })).status, 401)
  assert.equal(
    (await browser.ask('POST', P.confirmPassword, { json: { password: karen.password } })).status,
    200,
  )
  const { begun, done, code } = await enrol(browser)
  assert.equal(validate(TotpEnrolment, begun.json).kind, 'ok')
  assert.match(begun.json.uri, /^otpauth:\/\/totp\/Brevhus:karen/)
  assert.equal(validate(Devices, done.json).kind, 'ok')
  assert.equal(done.json.devices[0].name, 'Telefon')
  assert.equal((await browser.ask('GET', P.state)).json.level, 'low')

  // The code that confirmed the enrolment is used up.
  assert.equal((await browser.ask('POST', P.stepUpTotp, { json: { code: code() } })).status, 401)
  room.clock.advance(30_000)
  assert.equal(
    (await browser.ask('POST', P.stepUpTotp, { json: { code: code() } })).json.level,
    'substantial',
  )
})

test('D-01: who has only the password can not add a second device, however freshly it was entered', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  await browser.ask('POST', P.confirmPassword, { json: { password: karen.password } })
  const devices = (await browser.ask('GET', P.devices)).json
  assert.equal(devices.changing, 'step-up')
  assert.equal((await enrol(browser)).begun.json.code, 'level-too-low')
  assert.equal((await browser.ask('POST', P.passkeyOptions)).json.code, 'level-too-low')
  const path = P.device.replace(':deviceId', devices.devices[0].id)
  assert.equal(
    (await browser.ask('PATCH', path, { json: { name: 'Min', from: '' } })).json.code,
    'level-too-low',
  )
  assert.equal((await browser.ask('DELETE', path)).json.code, 'level-too-low')

  // Nor when every device is revoked behind their back: "first" means the first ever.
  await sql`update sign_in_device set revoked_at = now() where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await browser.ask('GET', P.devices)).json.changing, 'step-up')
})

test('devices are several, named, renamed and revoked; the last one stays', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  const first = (await browser.ask('GET', P.devices)).json.devices[0]
  assert.equal(first.revocable, false)
  const last = await browser.ask('DELETE', P.device.replace(':deviceId', first.id))
  assert.equal(last.json.code, 'device-not-usable')
  assert.match(last.json.detail, /last device/)

  const { done, code } = await enrol(browser, '  Tablet ')
  const second = done.json.devices[1]
  assert.equal(second.name, 'Tablet')
  const rename = (name: string, from: string) =>
    browser.ask('PATCH', P.device.replace(':deviceId', second.id), { json: { name, from } })
  assert.equal((await rename('Ny tablet', 'Tablet')).json.devices[1].name, 'Ny tablet')
  assert.equal((await rename('Min', 'Tablet')).json.code, 'changed-meanwhile', 'from what another window saw')
  assert.equal((await rename('Ny tablet', 'Tablet')).json.devices[1].name, 'Ny tablet', 'as it is already')
  assert.equal((await browser.ask('DELETE', P.device.replace(':deviceId', first.id))).json.devices.length, 1)

  room.clock.advance(60_000)
  assert.equal((await browser.ask('POST', P.stepUpTotp, { json: { code: karen.code() } })).status, 401)
  assert.equal((await browser.ask('POST', P.stepUpTotp, { json: { code: code() } })).status, 200)
})

test("nobody touches somebody else's device or session", async () => {
  const [karen, ola] = [await addSomebody(room), await addSomebody(room, { country: 'no' })]
  const [mine, theirs] = [room.browser('192.0.2.81'), room.browser('192.0.2.82')]
  await mine.signIn(karen, 'substantial')
  await theirs.signIn(ola, 'substantial')
  const device = (await theirs.ask('GET', P.devices)).json.devices[0].id
  const session = (await theirs.ask('GET', P.state)).json.sessionId
  for (const answer of [
    await mine.ask('PATCH', P.device.replace(':deviceId', device), { json: { name: 'Min', from: '' } }),
    await mine.ask('DELETE', P.device.replace(':deviceId', device)),
    await mine.ask('DELETE', P.session.replace(':sessionId', session)),
  ]) {
    assert.equal(answer.json.code, 'not-found')
  }
  const begun = (await theirs.ask('POST', P.totpBegin)).json
  const stolen = { enrolmentId: begun.enrolmentId, code: '123456', name: 'Min' }
  assert.equal((await mine.ask('POST', P.totpConfirm, { json: stolen })).json.code, 'link-used-up')
})

test('an enrolment is over after five minutes, and a mistyped first code may be typed again', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  const { enrolmentId, secret } = (await browser.ask('POST', P.totpBegin)).json
  const bytes = new Uint8Array(Secret.fromBase32(secret).buffer)
  const confirm = (code: string) =>
    browser.ask('POST', P.totpConfirm, { json: { enrolmentId, code, name: 'Ur' } })
  assert.equal((await confirm('000000')).json.code, 'sign-in-failed')
  room.clock.advance(5 * 60_000)
  assert.equal((await confirm(codeAt(bytes, room.house.clock()))).json.code, 'link-used-up')
})

test('a code app secret is sealed in the database and opens in its own row only', async () => {
  const [karen, eve] = [await addSomebody(room), await addSomebody(room)]
  // Eve can write to the database but has not the installation's secret: Karen's sealed secret in her row is of no use.
  await sql`
    update sign_in_device set secret_sealed = (select secret_sealed from sign_in_device where person_id = ${karen.personId}::uuid)
     where person_id = ${eve.personId}::uuid`.execute(room.house.db)
  const browser = room.browser()
  await browser.signIn(eve)
  assert.equal((await browser.ask('POST', P.stepUpTotp, { json: { code: karen.code() } })).status, 500)
})

test('E-10 I-13: a new password ends every other session and must be a good one', async () => {
  const karen = await addSomebody(room)
  const [here, there] = [room.browser('192.0.2.91'), room.browser('192.0.2.92')]
  await here.signIn(karen)
  await there.signIn(karen)
  const change = (current: string, next: string) =>
    here.ask('PUT', P.changePassword, { json: { current, next } })
  const low = await change(karen.password, 'syv små svaner')
  assert.equal(low.json.code, 'level-too-low', 'a thief of the password does not shut its owner out')
  await here.ask('POST', P.stepUpTotp, { json: { code: karen.code() } })
  const weak = await change(karen.password, `kort ${karen.nationalNumber}`)
  assert.equal(weak.json.code, 'password-too-weak')
  assert.deepEqual(
    weak.json.faults.map((fault: { field: string; reason: string }) => [fault.field, fault.reason]),
    [['next', 'national-number-inside']],
  )
  assert.equal((await change('forkert kode', 'syv små svaner')).json.code, 'sign-in-failed')
  assert.equal((await change(karen.password, 'syv små svaner')).status, 200)
  assert.equal((await here.ask('GET', P.state)).json.signedIn, true)
  assert.equal((await there.ask('GET', P.state)).json.signedIn, false)
  assert.equal((await there.fill('/sign-in', { name: karen.name, password: karen.password })).status, 401)
  assert.equal((await there.fill('/sign-in', { name: karen.name, password: 'syv små svaner' })).status, 303)
})

test('I-11: own sessions are listed and ended, one by one and all others', async () => {
  const karen = await addSomebody(room)
  const browsers = [room.browser('192.0.2.101'), room.browser('192.0.2.102'), room.browser('192.0.2.103')]
  for (const browser of browsers) await browser.signIn(karen)
  const [one, two, three] = browsers as [Browser, Browser, Browser]
  const list = await one.ask('GET', P.sessions)
  assert.equal(validate(OwnSessions, list.json).kind, 'ok')
  assert.equal(list.json.sessions.length, 3)
  assert.equal(list.json.sessions[2].current, true)
  assert.equal(list.json.sessions[0].device, 'Firefox, Windows')
  const left = await one.ask('DELETE', P.session.replace(':sessionId', list.json.sessions[0].id))
  assert.equal(left.json.sessions.length, 2)
  assert.equal((await three.ask('GET', P.state)).json.signedIn, false)
  assert.equal((await one.ask('POST', P.endOthers)).json.sessions.length, 1)
  assert.equal((await two.ask('GET', P.state)).json.signedIn, false)
})

test('E-13 N-22: a person sees their own sign-ins, refused ones too, with address and browser', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('203.0.113.5')
  await browser.fill('/sign-in', { name: karen.name, password: 'det er forkert' })
  await browser.signIn(karen, 'substantial')
  const history = await browser.ask('GET', P.history)
  assert.equal(validate(SignInHistory, history.json).kind, 'ok')
  const short = history.json.records.map((row: Record<string, unknown>) => [
    row.outcome,
    row.method,
    row.level,
    row.address,
  ])
  assert.deepEqual(short, [
    ['raised', 'totp', 'substantial', '203.0.113.5'],
    ['signed-in', 'password', 'low', '203.0.113.5'],
    ['refused', 'password', null, '203.0.113.5'],
  ])
})

test('E-20 R6 R4: address and browser go after six months, the sign-in itself after five years', async () => {
  const own = await openSignIn({ now: '2026-08-31T12:00:00Z' })
  try {
    const karen = await addSomebody(own)
    const browser = own.browser('203.0.113.6')
    await browser.signIn(karen)
    const count = async (table: string) =>
      Number(
        (await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(own.house.db))
          .rows[0]!.n,
      )

    // Six months after 31 August is the last day of February.
    own.clock.set('2027-02-28T11:59:59Z')
    await forgetExpired(own.identity)
    assert.deepEqual([await count('sign_in_origin'), await count('known_browser')], [1, 1])
    own.clock.set('2027-02-28T12:00:01Z')
    assert.equal((await forgetExpired(own.identity)).origins, 1)
    assert.deepEqual([await count('sign_in_origin'), await count('known_browser')], [0, 0])
    assert.deepEqual([await count('sign_in_event'), await count('session')], [1, 0])

    own.clock.set('2031-08-31T11:59:59Z')
    assert.equal((await forgetExpired(own.identity)).events, 0)
    own.clock.set('2031-08-31T12:00:01Z')
    assert.equal((await forgetExpired(own.identity)).events, 1)
    assert.equal((await forgetExpired(own.identity)).events, 0)
  } finally {
    await own.close()
  }
})

test('E-18 I-14: a user ID belongs to one person, whatever its case, and always holds a letter', async () => {
  const { setLogin } = await import('./set-password.ts')
  const karen = await addSomebody(room, { userId: 'Karen.B' })
  const eve = await addSomebody(room)
  const set = (userId: string) =>
    setLogin(room.identity, { personId: eve.personId, userId, password: 'syv små svaner' })
  await assert.rejects(set('KAREN.b'), { code: 'request-invalid' })
  for (const bad of [
    'abc',
    '1234567',
    'a b c d',
    'å'.repeat(8),
    'x'.repeat(41),
    'k0101901234',
    'k-010190-1234',
  ]) {
    await assert.rejects(set(bad), { code: 'request-invalid' }, bad)
  }
  const ola = await addSomebody(room, { country: 'no' })
  await assert.rejects(
    setLogin(room.identity, { personId: ola.personId, userId: 'ola.n', password: 'syv små svaner' }),
    {
      code: 'request-invalid',
    },
  )
  const browser = room.browser('192.0.2.111')
  assert.equal((await browser.fill('/sign-in', { name: ' karen.B ', password: karen.password })).status, 303)
})

test('a password stored under weaker parameters is hashed anew at its sign-in', async () => {
  const { hash } = await import('@node-rs/argon2')
  const karen = await addSomebody(room)
  const weak = await hash(karen.password.normalize('NFKC'), { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  await sql`update login set password_hash = ${weak} where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal((await room.browser('192.0.2.112').signIn(karen)).status, 303)
  const { rows } = await sql<{ h: string }>`
    select password_hash as h from login where person_id = ${karen.personId}::uuid`.execute(room.house.db)
  assert.match(rows[0]!.h, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal((await room.browser('192.0.2.112').signIn(karen)).status, 303)
})
