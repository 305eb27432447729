import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { SESSION_PATHS } from '#api/session.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody } from '#tests/visitor.ts'
import { actorOf, sessionOf } from './session-of.ts'
import { siteOf } from './site.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const FOREIGN = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'http://other.localhost:8080' },
  { 'sec-fetch-site': '', origin: 'https://evil.example' },
]

test('a state-changing request from another site is refused on every address, and changes nothing', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const changing = [
    ['POST', SESSION_PATHS.extend],
    ['POST', SESSION_PATHS.signOut],
    ['POST', SESSION_PATHS.stepUpPasskeyOptions],
    ['POST', SESSION_PATHS.totpBegin],
    ['POST', SESSION_PATHS.passkeyOptions],
    ['POST', SESSION_PATHS.endOthers],
    ['DELETE', SESSION_PATHS.session.replace(':sessionId', karen.personId)],
    ['DELETE', SESSION_PATHS.device.replace(':deviceId', karen.personId)],
    ['POST', '/sign-out'],
    ['POST', '/sign-in'],
    ['POST', '/sign-in/step-up'],
  ] as const
  for (const [method, path] of changing) {
    for (const headers of FOREIGN) {
      const answer = await browser.ask(method, path, {
        headers,
        ...(path.startsWith('/sign') ? { form: {} } : {}),
      })
      assert.equal(answer.status, 403, `${method} ${path}`)
    }
  }
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
})

test('other rooms get the same guard with the session: nobody can forget it', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const request = {
    method: 'POST',
    ip: '192.0.2.1',
    headers: { cookie: `brevhus=${browser.jar.get('brevhus')}`, 'sec-fetch-site': 'cross-site' },
  }
  assert.throws(() => sessionOf(room.identity, request), { code: 'origin-foreign' })
  const own = await sessionOf(room.identity, {
    ...request,
    headers: { ...request.headers, 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(own?.personId, karen.personId)
})

test('other rooms learn who asks, in which mailbox and at which level', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  const ask = actorOf(room.identity)
  const request = () =>
    ({
      method: 'GET',
      ip: '192.0.2.1',
      headers: { cookie: `brevhus=${browser.jar.get('brevhus') ?? ''}` },
    }) as never
  await assert.rejects(ask(request()), { code: 'sign-in-needed' })
  await browser.signIn(karen, 'substantial')
  const { stillIn, secret, ...actor } = await ask(request())
  assert.equal(await stillIn?.(), true)
  assert.equal(secret?.().length, 64)
  assert.deepEqual((await ask(request())).secret?.(), secret?.(), 'the session’s, not the request’s')
  assert.deepEqual(actor, {
    personId: karen.personId,
    mailboxId: karen.mailboxId,
    level: 'substantial',
    reach: 'substantial',
    idShownAt: room.clock.now(),
    sessionEndsAt: new Date(room.clock.now().getTime() + 8 * 3_600_000),
  })
  await sql`update session set mailbox_id = null where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  await assert.rejects(ask(request()), { code: 'mailbox-not-open' })
})

test('a form is good only in the browser and the session it was made for', async () => {
  const karen = await addSomebody(room)
  const mine = room.browser()
  const other = room.browser()
  const page = await other.ask('GET', '/sign-in')
  const theirs = /name="form" value="([^"]+)"/.exec(page.text)![1]!
  await mine.ask('GET', '/sign-in')
  for (const form of [theirs, '', 'x'.repeat(43)]) {
    const answer = await mine.ask('POST', '/sign-in', {
      form: { form, name: karen.name, password: karen.password },
    })
    assert.equal(answer.status, 403)
    assert.match(answer.text, /Siden har stået åben for længe/)
  }
  // Signed in, the sign-out form is bound to the session: a form from before doesn't fit.
  const before = /name="form" value="([^"]+)"/.exec((await mine.ask('GET', '/sign-in')).text)![1]!
  await mine.signIn(karen)
  assert.equal((await mine.ask('POST', '/sign-out', { form: { form: before } })).status, 403)
  assert.equal((await mine.ask('GET', '/api/session')).json.signedIn, true)
})

test('cookies on https are __Host-, Secure, HttpOnly, SameSite=Lax, and the session one goes with the browser', async () => {
  const https = await openSignIn({ env: { PUBLIC_URL: 'https://post.example' } })
  try {
    const karen = await addSomebody(https)
    const browser = https.browser()
    const page = await browser.ask('GET', '/sign-in')
    const signedIn = await browser.signIn(karen)
    const lines = [...page.cookies, ...signedIn.cookies]
    assert.deepEqual(lines.map((line) => line.split('=')[0]).sort(), [
      '__Host-brevhus',
      '__Host-brevhus-browser',
      '__Host-brevhus-form',
    ])
    for (const line of lines) {
      for (const flag of ['; Path=/', '; HttpOnly', '; SameSite=Lax', '; Secure'])
        assert.ok(line.includes(flag), line)
      assert.doesNotMatch(line, /Domain/i)
    }
    const session = lines.find((line) => line.startsWith('__Host-brevhus='))!
    assert.doesNotMatch(session, /Max-Age|Expires/)
    assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  } finally {
    await https.close()
  }
})

test('plain http is for loopback only', () => {
  assert.deepEqual(siteOf('http://localhost:8080'), {
    origin: 'http://localhost:8080',
    rpId: 'localhost',
    secure: false,
  })
  assert.equal(siteOf('https://post.example/').origin, 'https://post.example')
  assert.throws(() => siteOf('http://post.example'), /https/)
})

test('what is typed into a page comes back as text, never as HTML', async () => {
  const browser = room.browser()
  const evil = `"><script>alert(1)</script>'`
  const answer = await browser.fill('/sign-in', { name: evil, password: 'hvad som helst' })
  assert.equal(answer.status, 401)
  assert.doesNotMatch(answer.text, /<script>alert/)
  assert.match(answer.text, /value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&#39;"/)
})

test('pages come in the language asked for, and a chosen one stays', async () => {
  const browser = room.browser()
  const ask = async (language: string) =>
    (await browser.ask('GET', '/sign-in', { headers: { 'accept-language': language } })).text
  assert.match(await ask('da'), /<html lang="da">[\s\S]*<h1>Log ind<\/h1>/)
  assert.match(await ask('nb-NO,en;q=0.5'), /<html lang="nb">[\s\S]*<h1>Logg inn<\/h1>/)
  assert.match(await ask('fr'), /<html lang="en">[\s\S]*<h1>Sign in<\/h1>/)
  assert.match((await browser.ask('GET', '/sign-in?lang=en')).text, /<html lang="en">/)
  assert.match(await ask('da'), /<html lang="en">/)
})

test('pages are never cached, framed or indexed, and load nothing from elsewhere', async () => {
  const page = await room.browser().ask('GET', '/sign-in')
  assert.equal(page.headers['cache-control'], 'no-store')
  assert.match(String(page.headers['content-security-policy']), /frame-ancestors 'none'/)
  assert.match(page.text, /<meta name="robots" content="noindex">/)
  for (const [, address] of page.text.matchAll(/(?:src|href|action)="([^"]+)"/g))
    assert.match(address!, /^[/#][^/]?/)
  assert.doesNotMatch(page.text, /<script>|\sstyle=|\son[a-z]+="/)
})

test('a form that is too large or of another kind is refused with a page', async () => {
  const browser = room.browser()
  const large = await browser.ask('POST', '/sign-in', { form: { name: 'x'.repeat(20_000) } })
  assert.equal(large.status, 413)
  assert.match(String(large.headers['content-type']), /text\/html/)
  const xml = await browser.ask('POST', '/sign-in', {
    form: { a: 'b' },
    headers: { 'content-type': 'text/xml' },
  })
  assert.equal(xml.status, 415)
})
