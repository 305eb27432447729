/** What an attacker, or a broken upstream, sends back. Whatever it is: nobody is signed in, and nothing is told of why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UPSTREAM_IDS, UPSTREAM_LIMITS, VISIT_LIMIT } from '#rules/upstream.ts'
import { assertRefused, type Claims, isSignedIn, karen, ola, seconds } from '#tests/bent-answers.ts'
import { answerThere, comeBack, pressButton, signInWith } from '#tests/e-id.ts'
import { ids, room } from '#tests/e-id-room.ts'

test('I-09 RFC 9207: an answer in the name of another issuer, or of none where one was promised', async () => {
  const other = `${ids.origin}/bankid-no`
  await assertRefused({ back: (parameters) => parameters.set('iss', other) })
  await assertRefused({ back: (parameters) => parameters.delete('iss') })
  // BankID promises none; a foreign one is refused all the same.
  await assertRefused(
    { back: (parameters) => parameters.set('iss', `${ids.origin}/idporten`) },
    'not-genuine',
    'bankid-no',
  )
})

test("I-09: an answer at another upstream's way back is nobody's (mix-up)", async () => {
  const browser = room.browser()
  const back = await answerThere(await pressButton(browser, 'idporten'), {
    nationalNumber: ola.nationalNumber,
  })
  back.pathname = '/sign-in/with/bankid-no/return'
  assert.match(String((await comeBack(browser, back)).headers.location), /said=over&with=bankid-no/)
  assert.equal(await isSignedIn(browser), false)
})

test('I-09: a code of one visit with the state of another', async () => {
  const [mine, eves] = [room.browser(), room.browser('192.0.2.66')]
  const sent = await pressButton(mine, 'bankid-no')
  const evesBack = await answerThere(await pressButton(eves, 'bankid-no'), {
    nationalNumber: ola.nationalNumber,
  })
  const myState = new URL(String(sent.headers.location)).searchParams.get('state')!
  const mixed = new URL(evesBack)
  mixed.searchParams.set('state', myState)
  // PKCE: her code needs the verifier of her visit.
  assert.match(String((await comeBack(mine, mixed)).headers.location), /said=not-genuine/)
  assert.equal(await isSignedIn(mine), false)
})

test("I-09: an attacker's finished visit, handed to a victim, signs the victim in as nobody (login CSRF)", async () => {
  const [victim, eve] = [room.browser(), room.browser('192.0.2.66')]
  await victim.ask('GET', '/sign-in')
  const back = await answerThere(await pressButton(eve, 'idporten'), { nationalNumber: ola.nationalNumber })
  assert.match(String((await comeBack(victim, back)).headers.location), /said=over/)
  assert.equal(await isSignedIn(victim), false)
  const bare = room.browser()
  assert.match(String((await comeBack(bare, back)).headers.location), /said=over/)
  // The one it belongs to is not robbed of it.
  await comeBack(eve, back)
  assert.equal(await isSignedIn(eve), true)
})

test('I-09: an answer is good once: a second time, after signing out, and twice at the same moment', async () => {
  const browser = room.browser()
  const back = await answerThere(await pressButton(browser, 'idporten'), {
    nationalNumber: ola.nationalNumber,
  })
  const twice = await Promise.all([comeBack(browser, back), comeBack(browser, back)])
  assert.deepEqual(twice.map(({ headers }) => headers.location === '/').sort(), [false, true])
  await browser.ask('POST', '/api/session/sign-out')
  assert.match(String((await comeBack(browser, back)).headers.location), /said=over/)
  assert.equal(await isSignedIn(browser), false)
})

test('I-09: a visit is over after ten minutes', async () => {
  const browser = room.browser()
  const sent = await pressButton(browser, 'bankid-no')
  room.clock.advance(UPSTREAM_LIMITS.minutes * 60_000 - 1000)
  const back = await answerThere(sent, { nationalNumber: ola.nationalNumber })
  room.clock.advance(1000)
  assert.match(String((await comeBack(browser, back)).headers.location), /said=over/)
  const late = await pressButton(browser, 'bankid-no')
  room.clock.advance(UPSTREAM_LIMITS.minutes * 60_000 - 1000)
  await comeBack(browser, await answerThere(late, { nationalNumber: ola.nationalNumber }))
  assert.equal(await isSignedIn(browser), true)
})

test('I-09: state and cookies in every broken form lead nowhere', async () => {
  const browser = room.browser()
  const back = await answerThere(await pressButton(browser, 'idporten'), {
    nationalNumber: ola.nationalNumber,
  })
  const state = back.searchParams.get('state')!
  const flipped = (state[0] === 'A' ? 'B' : 'A') + state.slice(1)
  for (const bad of ['', 'x', flipped, `${state}x`, state.slice(1), `${state}%00`, "' or 1=1--"]) {
    const bent = new URL(back)
    bent.searchParams.set('state', bad)
    assert.match(String((await comeBack(browser, bent)).headers.location), /said=over/, bad)
  }
  const doubled = new URL(back)
  doubled.searchParams.append('state', state)
  assert.match(String((await comeBack(browser, doubled)).headers.location), /said=over/)
  const form = browser.jar.get('brevhus-form')!
  for (const bad of [
    `${form.slice(0, -2)}${form.endsWith('AA') ? 'BB' : 'AA'}`,
    form.slice(1),
    '',
    `${form}; brevhus-form=${form}`,
  ]) {
    browser.jar.set('brevhus-form', bad)
    assert.match(String((await comeBack(browser, back)).headers.location), /said=over/, bad)
  }
  browser.jar.set('brevhus-form', form)
  await comeBack(browser, back)
  assert.equal(await isSignedIn(browser), true)
})

test('I-09: a step-up begun in one session raises no other, and none that has ended', async () => {
  const browser = room.browser()
  await browser.signIn(karen)
  const begin = async () => {
    const sent = await pressButton(browser, 'mitid-signicat', '/sign-in/step-up')
    return answerThere(sent, { nationalNumber: karen.nationalNumber })
  }
  const back = await begin()
  await browser.ask('POST', '/api/session/sign-out')
  await browser.signIn(karen)
  assert.match(String((await comeBack(browser, back)).headers.location), /said=over/)
  assert.equal((await browser.ask('GET', '/api/session')).json.level, 'low')
  const second = await begin()
  await browser.ask('POST', '/api/session/sign-out')
  assert.match(String((await comeBack(browser, second)).headers.location), /^\/sign-in\?.*said=over/)
  assert.equal(await isSignedIn(browser), false)
})

test('I-09: a step-up takes no sign-in that is older than its question, nor one without a time', async () => {
  const bends: ((claims: Claims) => Claims)[] = [
    (claims) => ({ ...claims, auth_time: seconds() - UPSTREAM_LIMITS.clockSeconds - 60 }),
    ({ auth_time, ...claims }) => claims,
    (claims) => ({ ...claims, auth_time: seconds() + 3600 }),
    (claims) => ({ ...claims, auth_time: String(seconds()) }),
  ]
  for (const idToken of bends) {
    const browser = room.browser()
    await browser.signIn(karen)
    ids.bend({ idToken })
    const wanted = { nationalNumber: karen.nationalNumber, from: '/sign-in/step-up' }
    const back = await signInWith(browser, 'mitid-signaturgruppen', wanted)
    assert.match(String(back.headers.location), /^\/sign-in\/step-up\?.*said=not-genuine/)
    assert.equal((await browser.ask('GET', '/api/session')).json.level, 'low')
  }
})

test('I-09: no way through an electronic ID leads to another site (open redirect)', async () => {
  const evil = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'javascript:alert(1)',
    '/sign-in/with/idporten',
  ]
  for (const place of evil) {
    const browser = room.browser()
    const from = `/sign-in?return=${encodeURIComponent(place)}`
    const back = await signInWith(browser, 'idporten', { nationalNumber: ola.nationalNumber, from })
    assert.equal(back.headers.location, '/', place)
    const stopped = await browser.ask(
      'GET',
      `/sign-in/with/idporten/return?return=${encodeURIComponent(place)}`,
    )
    assert.match(String(stopped.headers.location), /^\/sign-in\?return=%2F&said=over/)
  }
  const browser = room.browser()
  await browser.ask('GET', '/sign-in')
  const hidden = /name="form" value="([^"]+)"/.exec((await browser.ask('GET', '/sign-in')).text)![1]!
  for (const return_ of evil) {
    const sent = await browser.ask('POST', '/sign-in/with/bankid-no', {
      form: { form: hidden, return: return_ },
    })
    const back = await answerThere(sent, { nationalNumber: ola.nationalNumber, answer: 'no' })
    const stopped = await comeBack(browser, back)
    assert.equal(stopped.headers.location, '/sign-in?return=%2F&said=cancelled&with=bankid-no')
  }
})

test('I-09: another site can not press the button, and a form of another session does not count', async () => {
  const browser = room.browser()
  const page = await browser.ask('GET', '/sign-in')
  const form = { form: /name="form" value="([^"]+)"/.exec(page.text)![1]!, return: '/' }
  const foreign = { form, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }
  assert.equal((await browser.ask('POST', '/sign-in/with/idporten', foreign)).status, 403)
  const bare = { form: { ...form, form: 'A'.repeat(43) } }
  assert.equal((await browser.ask('POST', '/sign-in/with/idporten', bare)).status, 403)
  await browser.signIn(ola)
  const stepUp = { form: { ...form, purpose: 'step-up' } }
  assert.equal((await browser.ask('POST', '/sign-in/with/idporten', stepUp)).status, 403)
})

test('I-09: what an address says of an upstream is one of our own sentences, or nothing', async () => {
  const browser = room.browser()
  for (const [said, name] of [
    ['<script>', 'idporten'],
    ['cancelled', '<script>alert(1)</script>'],
    ['__proto__', 'idporten'],
    ['constructor', 'idporten'],
    ['no-account', 'idporten'],
  ]) {
    const page = await browser.ask('GET', `/sign-in?${new URLSearchParams({ said: said!, with: name! })}`)
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text, /role="alert"|<script>alert/)
  }
  for (const path of ['/sign-in/with/unheard-of/return', '/sign-in/with/__proto__/no-account'])
    assert.equal((await browser.ask('GET', path)).status, 404)
})

test('I-09: every error an upstream may send back ends at a sentence, never in an error of ours', async () => {
  const said: Record<string, string> = {
    access_denied: 'cancelled',
    login_required: 'cancelled',
    unmet_authentication_requirements: 'level-not-reached',
    temporarily_unavailable: 'unavailable',
    server_error: 'unavailable',
    invalid_request: 'not-genuine',
    '<b>': 'not-genuine',
  }
  for (const [error, word] of Object.entries(said))
    for (const id of UPSTREAM_IDS)
      await assertRefused(
        {
          back: (parameters) => {
            parameters.delete('code')
            parameters.set('error', error)
          },
        },
        word,
        id,
      )
  await assertRefused({ back: (parameters) => parameters.delete('code') })
})

test('I-09: one network can not turn us against an upstream: the sixty-first press within a minute asks nobody', async () => {
  const eve = room.browser('198.51.100.7')
  const pressed = () => pressButton(eve, 'idporten')
  for (let i = 0; i < VISIT_LIMIT.perNetwork; i++)
    assert.match(String((await pressed()).headers.location), /request_uri/)
  const asked = ids.asked.length
  const refused = await pressed()
  assert.equal(refused.headers.location, '/sign-in?return=%2F&said=too-many&with=idporten')
  assert.equal(ids.asked.length, asked)
  assert.match(
    (await eve.ask('GET', String(refused.headers.location))).text,
    /for mange forsøg hos ID-porten/,
  )
  assert.match(
    String((await pressButton(room.browser('198.51.100.8'), 'idporten')).headers.location),
    /request_uri/,
  )
  room.clock.advance(VISIT_LIMIT.seconds * 1000)
  assert.match(String((await pressed()).headers.location), /request_uri/)
})

test('I-09: while the token endpoint is down the page says so, and the password works as ever', async () => {
  for (const path of ['/token', '/userinfo'])
    await assertRefused(
      { stall: async (asked) => (asked.endsWith(path) ? 503 : null) },
      'unavailable',
      'mitid-signicat',
    )
  ids.bend({ stall: async () => 503 })
  const browser = room.browser()
  const sent = await pressButton(browser, 'idporten')
  assert.equal(sent.headers.location, '/sign-in?return=%2F&said=unavailable&with=idporten')
  assert.match(
    (await browser.ask('GET', String(sent.headers.location))).text,
    /ID-porten svarer ikke lige nu/,
  )
  assert.equal((await browser.signIn(karen)).status, 303)
  assert.equal(await isSignedIn(browser), true)
})
