import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { SessionState, SignInHistory } from '#api/session.ts'
import { validate } from '#ground/validate.ts'
import { UPSTREAM_IDS, UPSTREAMS, type UpstreamId } from '#rules/upstream.ts'
import { answerThere, comeBack, pressButton, signInWith } from '#tests/e-id.ts'
import { ids, room } from '#tests/e-id-room.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'
const countryOf = (id: UpstreamId) => UPSTREAMS[id].country
const stateOf = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json

const SHOWN: [UpstreamId, string, string][] = [
  ['idporten', 'idporten-loa-substantial', 'substantial'],
  ['idporten', 'idporten-loa-high', 'high'],
  ['bankid-no', 'urn:bankid:bis;LOA=3', 'substantial'],
  ['bankid-no', 'urn:bankid:bid;LOA=4', 'high'],
  ['mitid-signicat', 'LOW', 'low'],
  ['mitid-signicat', 'SUBSTANTIAL', 'substantial'],
  ['mitid-signicat', 'HIGH', 'high'],
  ['mitid-signaturgruppen', 'https://data.gov.dk/concept/core/nsis/Low', 'low'],
  ['mitid-signaturgruppen', 'https://data.gov.dk/concept/core/nsis/Substantial', 'substantial'],
  ['mitid-signaturgruppen', 'https://data.gov.dk/concept/core/nsis/High', 'high'],
]
for (const [id, level, worth] of SHOWN) {
  test(`I-09 D-01: ${id} at ${level} signs in at ${worth}, at the very place, and the history says by what`, async () => {
    const somebody = await addSomebody(room, { country: countryOf(id) })
    const browser = room.browser()
    const { nationalNumber } = somebody
    const back = await signInWith(browser, id, {
      nationalNumber,
      level,
      from: `/sign-in?return=/letters/${LETTER}`,
    })
    assert.equal(back.status, 303)
    assert.equal(back.headers.location, `/letters/${LETTER}`)
    assert.equal(back.headers['cache-control'], 'no-store')
    const state = await stateOf(browser)
    assert.equal(validate(SessionState, state).kind, 'ok')
    assert.equal(state.level, worth)
    assert.equal(state.person.id, somebody.personId)
    const history = (await browser.ask('GET', '/api/session/history')).json
    assert.equal(validate(SignInHistory, history).kind, 'ok')
    assert.deepEqual(
      history.records.map(({ method, outcome, level }: Record<string, string>) => [method, outcome, level]),
      [[UPSTREAMS[id].eId, 'signed-in', worth]],
    )
  })
}

test('I-09 D-03: a level from elsewhere falls to low after four hours, as every other', async () => {
  const { nationalNumber } = await addSomebody(room, { country: 'no' })
  const browser = room.browser()
  await signInWith(browser, 'bankid-no', { nationalNumber, level: 'urn:bankid:bid;LOA=4' })
  for (let i = 0; i < 4 * 6; i++) {
    assert.equal((await browser.ask('POST', '/api/session/extend')).json.level, 'high')
    room.clock.advance(10 * 60_000)
  }
  assert.equal((await stateOf(browser)).level, 'low')
})

for (const id of UPSTREAM_IDS) {
  test(`I-09 B-06 D-01: ${id} raises the present session in place, under a new token, at the letter it was asked for`, async () => {
    const somebody = await addSomebody(room, { country: countryOf(id) })
    const browser = room.browser()
    await browser.signIn(somebody)
    const low = await stateOf(browser)
    const token = browser.jar.get('brevhus')
    const from = `/sign-in/step-up?letter=${LETTER}`
    const raised = await signInWith(browser, id, { nationalNumber: somebody.nationalNumber, from })
    assert.equal(raised.headers.location, `/letters/${LETTER}`)
    const state = await stateOf(browser)
    assert.equal(state.level, 'substantial')
    assert.equal(state.sessionId, low.sessionId)
    assert.notEqual(browser.jar.get('brevhus'), token)
    const old = room.browser()
    old.jar.set('brevhus', token!)
    assert.equal((await stateOf(old)).signedIn, false)
  })
}

test('I-09: the request asks in the way each documents: level, language, PKCE, and anew for a step-up', async () => {
  const somebody = await addSomebody(room, { country: 'no' })
  const browser = room.browser()
  const signIn = new URL(String((await pressButton(browser, 'bankid-no')).headers.location)).searchParams
  assert.equal(signIn.get('acr_values'), 'urn:bankid:bis')
  assert.equal(signIn.get('ui_locales'), 'nb')
  assert.equal(signIn.get('code_challenge_method'), 'S256')
  assert.equal(signIn.get('redirect_uri'), 'http://localhost:8080/sign-in/with/bankid-no/return')
  assert.equal(signIn.has('max_age'), false)
  await browser.signIn(somebody)
  const sent = await pressButton(browser, 'bankid-no', '/sign-in/step-up')
  const stepUp = new URL(String(sent.headers.location)).searchParams
  assert.equal(stepUp.get('prompt'), 'login')
  assert.equal(stepUp.get('max_age'), '0')
  assert.notEqual(stepUp.get('state'), signIn.get('state'))
  assert.notEqual(stepUp.get('nonce'), signIn.get('nonce'))
  // RFC 9126: of a pushed request the browser carries a handle only.
  const pushed = new URL(String((await pressButton(room.browser(), 'idporten')).headers.location))
    .searchParams
  assert.deepEqual([...pushed.keys()].sort(), ['client_id', 'request_uri'])
})

test('I-09 D-01: an answer below what the step-up asked leaves the session as it was, and says so', async () => {
  const somebody = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(somebody)
  const { nationalNumber } = somebody
  const back = await signInWith(browser, 'mitid-signicat', {
    nationalNumber,
    level: 'LOW',
    from: '/sign-in/step-up',
  })
  assert.match(String(back.headers.location), /^\/sign-in\/step-up\?.*said=level-not-reached/)
  assert.equal((await stateOf(browser)).level, 'low')
  const page = await browser.ask('GET', String(back.headers.location))
  assert.match(page.text, /role="alert"[^>]*><p>MitID svarede på et niveau/)
})

test('I-09 D-01: an unknown, a missing and a documented but unasked level sign nobody in', async () => {
  const { nationalNumber } = await addSomebody(room, { country: 'no' })
  const browser = room.browser()
  for (const level of ['selfregistered-email', 'idporten-loa-low', 'Level4', 'idporten-loa-HIGH']) {
    const back = await signInWith(browser, 'idporten', { nationalNumber, level })
    assert.match(String(back.headers.location), /said=level-not-reached/, level)
  }
  ids.bend({ idToken: ({ acr, ...claims }) => claims })
  try {
    const back = await signInWith(browser, 'idporten', { nationalNumber })
    assert.match(String(back.headers.location), /said=level-not-reached/)
  } finally {
    ids.bend({})
  }
  assert.equal((await stateOf(browser)).signedIn, false)
})

test("I-09: somebody else's electronic ID does not raise my session, and mine goes on", async () => {
  const [karen, eve] = [await addSomebody(room), await addSomebody(room)]
  const browser = room.browser()
  await browser.signIn(karen)
  const back = await signInWith(browser, 'mitid-signicat', {
    nationalNumber: eve.nationalNumber,
    from: '/sign-in/step-up',
  })
  assert.match(String(back.headers.location), /said=somebody-else/)
  const state = await stateOf(browser)
  assert.equal(state.level, 'low')
  assert.equal(state.person.id, karen.personId)
})

test('I-09: no account: one page, whether the register knows the number or not, in any state', async () => {
  const known = await addSomebody(room, { country: 'no' })
  for (const table of ['known_browser', 'sign_in_event', 'sign_in_device', 'login'])
    await sql`delete from ${sql.table(table)} where person_id = ${known.personId}::uuid`.execute(
      room.house.db,
    )
  const pages = []
  for (const nationalNumber of [known.nationalNumber, '01019099999']) {
    const browser = room.browser()
    const back = await signInWith(browser, 'idporten', { nationalNumber })
    assert.equal(back.headers.location, '/sign-in/with/idporten/no-account')
    assert.deepEqual(back.cookies, [])
    pages.push((await browser.ask('GET', String(back.headers.location))).text)
    assert.equal((await stateOf(browser)).signedIn, false)
  }
  assert.match(pages[0]!, /aktiveringskode/)
  assert.equal(pages[0], pages[1])
})

test('I-09 B-09: the owner of a closed mailbox signs in with an electronic ID too, to have it back', async () => {
  const gone = await addSomebody(room, { mailboxState: 'closed' })
  const browser = room.browser()
  await signInWith(browser, 'mitid-signicat', { nationalNumber: gone.nationalNumber })
  assert.equal((await stateOf(browser)).signedIn, true)
})

test('I-09 I-03: an identity for work opens no private mailbox, and the page says which to choose', async () => {
  const karen = await addSomebody(room)
  ids.bend({
    idToken: (claims) => ({ ...claims, identity_type: 'professional', idp: 'mitid_erhverv' }),
    userinfo: (claims) => ({ ...claims, 'nemlogin.cvr': '12345678' }),
  })
  try {
    const browser = room.browser()
    const back = await signInWith(browser, 'mitid-signaturgruppen', { nationalNumber: karen.nationalNumber })
    assert.match(String(back.headers.location), /said=work/)
    assert.equal((await stateOf(browser)).signedIn, false)
  } finally {
    ids.bend({})
  }
})

test('I-09 D-01 D-20: what asks for high is reached by an electronic ID alone, and only if it shows high', async () => {
  const ola = await addSomebody(room, { country: 'no' })
  const browser = room.browser()
  await browser.signIn(ola, 'substantial')
  const from = `/sign-in/step-up?letter=${LETTER}&level=high`
  const page = await browser.ask('GET', from)
  assert.doesNotMatch(page.text, /id="code"/)
  assert.match(page.text, /høyeste nivået/)
  const sent = await pressButton(browser, 'bankid-no', from)
  assert.equal(new URL(String(sent.headers.location)).searchParams.get('acr_values'), 'urn:bankid:bid')
  const { nationalNumber } = ola
  const weak = await comeBack(
    browser,
    await answerThere(sent, { nationalNumber, level: 'urn:bankid:bis;LOA=3' }),
  )
  assert.match(String(weak.headers.location), /^\/sign-in\/step-up\?.*level=high&said=level-not-reached/)
  assert.equal((await stateOf(browser)).level, 'substantial')
  assert.match((await browser.ask('GET', String(weak.headers.location))).text, /role="alert"/)
  const strong = await signInWith(browser, 'bankid-no', {
    nationalNumber,
    level: 'urn:bankid:bid;LOA=4',
    from,
  })
  assert.equal(strong.headers.location, `/letters/${LETTER}`)
  assert.equal((await stateOf(browser)).level, 'high')
  assert.equal((await browser.ask('GET', from)).headers.location, `/letters/${LETTER}`)
  // Shown again at less, it takes nothing away.
  const back = await signInWith(room.browser(), 'bankid-no', {
    nationalNumber,
    level: 'urn:bankid:bis;LOA=3',
  })
  assert.equal(back.headers.location, '/')
  assert.equal((await stateOf(browser)).level, 'high')
})

test('I-09: who turned back at the electronic ID finds the page, a word about it, and the password as ever', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const from = `/sign-in?return=/letters/${LETTER}`
  const { nationalNumber } = karen
  const back = await signInWith(browser, 'mitid-signaturgruppen', { nationalNumber, answer: 'no', from })
  const location = String(back.headers.location)
  assert.equal(location, `/sign-in?return=%2Fletters%2F${LETTER}&said=cancelled&with=mitid-signaturgruppen`)
  const page = await browser.ask('GET', location)
  assert.equal(page.status, 200)
  assert.match(page.text, /Du afbrød hos MitID/)
  const signedIn = await browser.fill(location, { name: karen.name, password: karen.password })
  assert.equal(signedIn.headers.location, `/sign-in/step-up?return=%2Fletters%2F${LETTER}`)
})

test('I-09: sign-in by an electronic ID ends the session the browser had, and takes a fresh token', async () => {
  const [karen, ola] = [await addSomebody(room), await addSomebody(room, { country: 'no' })]
  const browser = room.browser()
  const sent = await pressButton(browser, 'bankid-no')
  await browser.signIn(karen)
  const before = browser.jar.get('brevhus')!
  await comeBack(browser, await answerThere(sent, { nationalNumber: ola.nationalNumber }))
  assert.equal((await stateOf(browser)).person.id, ola.personId)
  const old = room.browser()
  old.jar.set('brevhus', before)
  assert.equal((await stateOf(old)).signedIn, false)
})

test('I-09: forms may lead to the upstreams and nowhere else; other pages stay as strict as they were', async () => {
  const page = await room.browser().ask('GET', '/sign-in')
  assert.match(
    String(page.headers['content-security-policy']),
    new RegExp(`form-action 'self' ${ids.origin};`),
  )
  const other = await room.browser().ask('GET', '/api/session')
  assert.match(String(other.headers['content-security-policy']), /form-action 'self';/)
})

test('nothing of a person, a code or a token is logged', async () => {
  const { nationalNumber } = await addSomebody(room, { country: 'no' })
  const browser = room.browser()
  const back = await answerThere(await pressButton(browser, 'idporten'), {
    nationalNumber,
    level: 'unheard-of',
  })
  await comeBack(browser, back)
  const logged = room.logged()
  assert.match(logged, /"event":"upstream-stopped","upstream":"idporten","why":"level-not-reached"/)
  for (const secret of [nationalNumber, back.searchParams.get('code')!, back.searchParams.get('state')!])
    assert.ok(!logged.includes(secret))
})
