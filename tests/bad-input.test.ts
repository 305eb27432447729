/**
 * Hostile input against every page and every session address there is, found by their routes, so that a new page is held to the same
 * without anybody remembering it: open redirects, reflected script, forged and broken forms, tampered cookies, replayed codes.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SIGN_IN_PAGES } from '#api/session.ts'
import type { Routes } from '#ground/routes.ts'
import { frontRooms } from '#http/front.ts'
import { openUpstreams } from '#identity/broker/upstreams.ts'
import { openIdentity } from '#identity/room.ts'
import { openElectronicIds, type SimulatedIds } from './e-id.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { type Answer, addSomebody, type Browser, openBrowser, type Somebody } from './visitor.ts'

type Route = { method: string; url: string }

/** Machines' addresses: senders, evidence, certificates, the OpenID endpoints, operations. They have tests of their own. */
const NOT_PAGES =
  /^\/(v1|evidence|health|ready|metrics|problems|pki|ocsp|crl|openid|\.well-known|assets|fonts)(\/|$)|\*/

let ids: SimulatedIds
let open: OpenHouse
let identity: ReturnType<typeof openIdentity>
let app: Awaited<ReturnType<OpenHouse['app']>>
const routes: Route[] = []

before(async () => {
  ids = await openElectronicIds({
    publicUrl: 'http://localhost:8080',
    clock: () => open?.clock.now() ?? new Date(),
  })
  open = await openHouse({ env: ids.env })
  const upstreams = openUpstreams(open.house.config, open.house.clock)
  identity = openIdentity(open.house, { secret: Buffer.alloc(32, 5), upstreams })
  const noting: Routes = (app) => {
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat())
        if (one !== 'HEAD' && !NOT_PAGES.test(url)) routes.push({ method: one, url })
    })
  }
  app = await open.app(noting, ...frontRooms(identity))
  await app.ready()
})
after(async () => {
  await open?.close()
  await ids?.close()
})

const ID = '0198c0de-1234-7abc-8def-0123456789ab'
const pages = () => routes.filter(({ method, url }) => method === 'GET' && !url.startsWith('/api/'))
const forms = () => routes.filter(({ method, url }) => method === 'POST' && !url.startsWith('/api/'))
const browserAt = (address = '192.0.2.77') => openBrowser(app, identity.site.origin, address)

/** What stands in the place of a parameter: usual, then hostile. */
const SEGMENTS = [
  ID,
  'idporten',
  '..%2f..%2fsign-out',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '__proto__',
  '%00',
  "'--",
]
const at = (url: string, segment: string) => url.replace(/:[^/]+/g, segment)

const SCRIPT = '"><script>alert(1)</script>'
const PLACES = [
  '//evil.example',
  'https://evil.example/',
  '/\\evil.example',
  '/%09/evil.example',
  'javascript:alert(1)',
  '/@evil.example',
  SCRIPT,
  '\u0000',
  'x'.repeat(4000),
]
const NAMES = [
  'return',
  'next',
  'letter',
  'token',
  'said',
  'with',
  'lang',
  'level',
  'hint',
  'way',
  'state',
  'code',
  'iss',
  'error',
  'redirect_uri',
]

/** Nothing of ours fails, nobody is led away, nothing comes back as it was sent. */
function assertHeld(answer: Answer, what: string): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status}`)
  const { location } = answer.headers
  if (location !== undefined) {
    const to = new URL(String(location), identity.site.origin)
    assert.equal(to.origin, identity.site.origin, `${what} leads to ${location}`)
    assert.doesNotMatch(String(location), /^\/[/\\]|evil\.example|[\r\n]/, what)
  }
  assert.doesNotMatch(answer.text, /<script>alert\(1\)/, `${what} reflects script`)
  assert.doesNotMatch(
    answer.text,
    /(?:href|action|src)="(?:javascript:|[^"]*evil\.example)/,
    `${what} links away`,
  )
  for (const line of answer.cookies)
    assert.match(line, /; HttpOnly; SameSite=(Lax|Strict)/, `${what}: ${line}`)
}

async function everybody(): Promise<[string, Browser, Somebody][]> {
  const all: [string, Browser, Somebody][] = []
  for (const level of ['nobody', 'low', 'substantial'] as const) {
    const somebody = await addSomebody({ house: open.house, identity })
    const browser = browserAt()
    if (level !== 'nobody') await browser.signIn(somebody, level)
    all.push([level, browser, somebody])
  }
  return all
}

test('the pages are found: sign-in, step-up, sign-out, mail links, electronic IDs, consent and enrolment among them', () => {
  const found = new Set(pages().map(({ url }) => url))
  for (const url of [
    '/sign-in',
    '/sign-in/step-up',
    '/sign-in/pin',
    '/sign-in/with/:upstream/return',
    '/sign-in/with/:upstream/no-account',
    '/sign-out',
    '/verify-email',
    '/consent/:uid',
  ])
    assert.ok(found.has(url), `${url} is among ${[...found].join(' ')}`)
  assert.ok(forms().length >= 6)
})

test('open redirects and reflected script: no page leads away or gives back what an address holds', async () => {
  for (const [level, browser] of await everybody())
    for (const { url } of pages()) {
      for (const segment of url.includes(':') ? SEGMENTS : [''])
        assertHeld(await browser.ask('GET', at(url, segment)), `${level}: GET ${at(url, segment)}`)
      for (const place of PLACES) {
        const query = new URLSearchParams(NAMES.map((name) => [name, place]))
        assertHeld(
          await browser.ask('GET', `${at(url, ID)}?${query}`),
          `${level}: GET ${url} with ${place.slice(0, 40)}`,
        )
      }
      const twice = 'return=/settings&return=//evil.example&lang=da&lang=<script>alert(1)</script>'
      assertHeld(
        await browser.ask('GET', `${at(url, ID)}?${twice}`),
        `${level}: GET ${url} with doubled names`,
      )
    }
})

test('forged forms: without its token, with another one, from another site, no form of any page does anything', async () => {
  for (const [level, browser, somebody] of await everybody()) {
    await browser.ask('GET', '/sign-in')
    for (const { url } of forms()) {
      const path = at(url, ID)
      const fields = {
        name: somebody.name,
        password: somebody.password,
        code: '123456',
        return: '//evil.example',
      }
      const before = browser.jar.get('brevhus')
      for (const form of [{}, fields, { ...fields, form: 'A'.repeat(43) }, { ...fields, form: SCRIPT }]) {
        const answer = await browser.ask('POST', path, { form })
        assertHeld(answer, `${level}: POST ${path}`)
        assert.ok(answer.status >= 300, `${level}: POST ${path} without its token was ${answer.status}`)
      }
      const foreign = await browser.ask('POST', path, {
        form: fields,
        headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      })
      assert.ok(
        foreign.status >= 400 && foreign.status < 500,
        `${level}: foreign POST ${path}: ${foreign.status}`,
      )
      // Nobody was signed in by it, or raised; at most signed out.
      assert.ok(
        [before, undefined].includes(browser.jar.get('brevhus')),
        `${level}: POST ${path} gave a session`,
      )
    }
  }
})

test('broken forms: wrong type, doubled fields, bytes that are none, more than a form holds: refused, never a fault of ours', async () => {
  const form = 'application/x-www-form-urlencoded'
  const bodies: [string, string][] = [
    [form, 'form=a&form=b&return=/&return=//evil.example'],
    [form, 'name=%FF%FE&password=%00&form=%'],
    [form, '__proto__=1&constructor=1&form[a]=1'],
    [form, `name=${'x'.repeat(40_000)}`],
    ['application/json', '{"__proto__":{"x":1}}'],
    ['application/json', '{'],
    ['text/plain', 'form=a'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', `<!DOCTYPE x SYSTEM "${['file:', '', '', 'etc', 'passwd'].join('/')}"><x/>`],
  ]
  for (const { url } of forms())
    for (const [type, payload] of bodies) {
      const answer = await app.inject({
        method: 'POST',
        url: at(url, ID),
        headers: {
          'content-type': type,
          'sec-fetch-site': 'same-origin',
          origin: identity.site.origin,
        },
        payload,
      })
      assert.ok(
        answer.statusCode >= 300 && answer.statusCode < 500,
        `POST ${url} as ${type}: ${answer.statusCode}`,
      )
      assert.doesNotMatch(answer.body, /root:/)
    }
})

test('tampered cookies: flipped, cut, doubled, swapped or endless, a cookie is none, and no page fails over it', async () => {
  const karen = await addSomebody({ house: open.house, identity })
  const eve = await addSomebody({ house: open.house, identity })
  const [browser, other] = [browserAt(), browserAt()]
  await browser.signIn(karen, 'substantial')
  await other.signIn(eve, 'substantial')
  const genuine = new Map(browser.jar)
  assert.ok(genuine.has('brevhus') && genuine.has('brevhus-form') && genuine.has('brevhus-browser'))
  const reading = routes.filter(
    // The installed app's beginning ends the session, and is meant to (B-19).
    ({ method, url }) =>
      method === 'GET' && /^\/(sign|verify|consent|id|api)/.test(url) && url !== SIGN_IN_PAGES.app,
  )
  for (const [name, value] of genuine) {
    const flipped = (value[0] === 'A' ? 'B' : 'A') + value.slice(1)
    const bent = [
      flipped,
      value.slice(1),
      `${value}A`,
      `${value.slice(0, -1)}=`,
      '',
      `${value}; ${name}=${value}`,
      'x'.repeat(9000),
      SCRIPT,
    ]
    for (const bad of bent) {
      for (const [each, right] of genuine) browser.jar.set(each, right)
      browser.jar.set(name, bad)
      const state = await browser.ask('GET', '/api/session')
      assert.equal(state.status, 200)
      if (name === 'brevhus') assert.equal(state.json.signedIn, false, bad.slice(0, 60))
      else if (state.json.signedIn) assert.equal(state.json.person.id, karen.personId)
    }
    for (const [each, right] of genuine) browser.jar.set(each, right)
    browser.jar.set(name, flipped)
    for (const { url } of reading)
      assertHeld(await browser.ask('GET', at(url, ID)), `${name} flipped: GET ${url}`)
  }
  // Somebody else's form cookie and token do nothing in my session.
  for (const [each, right] of genuine) browser.jar.set(each, right)
  const page = await other.ask('GET', '/sign-out')
  const token = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  browser.jar.set('brevhus-form', other.jar.get('brevhus-form')!)
  assert.equal((await browser.ask('POST', '/sign-out', { form: { form: token } })).status, 403)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
})

test('I-02: replayed codes: used on one page, a code is worth nothing on any other, in no other session, and not beside itself', async () => {
  const karen = await addSomebody({ house: open.house, identity })
  const code = karen.code()
  const [one, two, three] = [browserAt('192.0.2.1'), browserAt('192.0.2.2'), browserAt('192.0.2.3')]
  for (const browser of [one, two, three]) await browser.signIn(karen)
  const first = await one.fill('/sign-in/step-up', { code })
  assert.equal(first.headers.location, '/')
  for (const browser of [two, three]) {
    const page = await browser.fill('/sign-in/step-up', { code })
    assert.equal(page.status, 401)
    const wire = await browser.ask('POST', '/api/session/step-up/totp', { json: { code } })
    assert.equal(wire.json.code, 'sign-in-failed')
    assert.equal((await browser.ask('GET', '/api/session')).json.level, 'low')
  }
  open.clock.advance(60_000)
  const next = karen.code()
  const both = await Promise.all([
    two.fill('/sign-in/step-up', { code: next }),
    three.ask('POST', '/api/session/step-up/totp', { json: { code: next } }),
  ])
  assert.equal(both.filter(({ status }) => status === 200 || status === 303).length, 1)
})

test('an old form of a page: after signing out and in again, and after its session was raised', async () => {
  const karen = await addSomebody({ house: open.house, identity })
  const browser = browserAt()
  await browser.signIn(karen)
  const tokenOf = async (path: string) =>
    /name="form" value="([^"]+)"/.exec((await browser.ask('GET', path)).text)![1]!
  const old = await tokenOf('/sign-out')
  await browser.ask('POST', '/api/session/sign-out')
  await browser.signIn(karen)
  assert.equal((await browser.ask('POST', '/sign-out', { form: { form: old } })).status, 403)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  const fresh = await tokenOf('/sign-out')
  assert.equal((await browser.ask('POST', '/sign-out', { form: { form: fresh } })).status, 303)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, false)
})

test('I-13: no answer to a session is kept by anything on the way, on whatever address', async () => {
  const browser = browserAt('192.0.2.90')
  await browser.signIn(await addSomebody({ house: open.house, identity }), 'substantial')
  const read = routes.filter(({ method, url }) => method === 'GET' && url.startsWith('/api/'))
  assert.ok(read.length > 40, String(read.length))
  for (const { url } of read) {
    const { status, headers } = await browser.ask('GET', url.replace(/:[A-Za-z]+/g, ID))
    assert.match(String(headers['cache-control']), /no-store/, `${url} ${status}`)
  }
})

test('a NUL, which no text of the database holds, is the doing of who sends it and no fault of ours', async () => {
  const faults = () =>
    open.logged().split('"level":"error"').length + open.logged().split('"level":50').length
  const before = faults()
  let sent = 0
  for (const { url } of forms().filter((form) => !form.url.includes(':'))) {
    const browser = browserAt(`198.51.100.${1 + (sent++ % 250)}`)
    const page = await browser.ask('GET', url)
    const form = /name="form" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const nul = {
      name: 'kare\0n',
      password: 'a\0b',
      code: 'AAAA\0',
      number: '01\0',
      channel: 'sms',
      return: '/\0',
    }
    const { status } = await browser.ask('POST', url, { form: { form, ...nul } })
    assert.ok(status < 500, `${url} ${status}`)
  }
  const browser = browserAt('192.0.2.91')
  await browser.signIn(await addSomebody({ house: open.house, identity }), 'substantial')
  const kept = await browser.ask('POST', '/api/session/apps', { json: { name: 'a\0b', pin: '482915' } })
  assert.deepEqual([kept.status, kept.json.code], [400, 'request-malformed'])
  assert.equal(faults(), before)
})
