import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { tellPerson } from '#notices/tell-person.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { forgetExpired } from '../forget-expired.ts'
import { discloseData } from '../fraud/disclose-data.ts'
import { noteDisclosure } from '../provider/note-disclosure.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const session = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json

/** Sends one of the forms of `/id`. */
async function send(browser: Browser, path: string, fields: Record<string, string> = {}) {
  const form = /name="form" value="([^"]+)"/.exec((await browser.ask('GET', '/id')).text)![1]!
  return browser.ask('POST', path, { form: { form, ...fields } })
}
const choose = (browser: Browser, remember: string) => send(browser, '/id/services', { remember })

async function visit(browser: Browser, personId: string, service: string): Promise<void> {
  const { sessionId } = await session(browser)
  await noteDisclosure(room.identity, {
    personId,
    sessionId,
    service,
    claims: ['name'],
    level: 'low',
    numberGround: null,
  })
}

test('I-06 I-12 N-10: a person sees when, from where, by what device and at which level their ID was used', async () => {
  const karen = await addSomebody(room, { language: 'en' })
  const browser = room.browser('192.0.2.7')
  await browser.fill('/sign-in', { name: karen.name, password: 'wrong' })
  await browser.signIn(karen, 'substantial')
  const page = await browser.ask('GET', '/id?lang=en')
  assert.equal(page.status, 200)
  for (const words of [
    'Signed in',
    'Refused',
    'Confirmed',
    'level substantial',
    'Firefox, Windows · 192.0.2.7',
  ])
    assert.ok(page.text.includes(words), words)
  assert.doesNotMatch(page.text, /checksum/i)
  for (const lang of ['da', 'nb']) assert.equal((await browser.ask('GET', `/id?lang=${lang}`)).status, 200)
})

test('R6 R4: address and browser are gone from the history after six months, the use itself after five years', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser('192.0.2.8')
  await browser.signIn(karen)
  room.clock.advance(185 * 24 * 3_600_000)
  await forgetExpired(room.identity)
  const later = room.browser('192.0.2.9')
  await later.signIn(karen)
  const { text } = await later.ask('GET', '/id?lang=en')
  assert.match(text, /address and browser are deleted/)
  assert.doesNotMatch(text, /192\.0\.2\.8/)
  assert.match(text, /192\.0\.2\.9/)
})

test('I-06 N-22: service providers are remembered only for who asked for it; who changes their mind is forgotten', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  await visit(browser, karen.personId, 'Søndre Klinik')
  const before = await browser.ask('GET', '/id?lang=en')
  assert.match(before.text, /We do not remember/)
  assert.doesNotMatch(before.text, /Søndre Klinik/)

  assert.equal((await choose(browser, 'yes')).headers.location, '/id')
  await visit(browser, karen.personId, 'Nordbanken')
  const on = await browser.ask('GET', '/id?lang=en')
  assert.match(on.text, /Since [^<]* we remember which services you visit/)
  assert.match(on.text, /Nordbanken/)
  assert.doesNotMatch(on.text, /Søndre Klinik/, 'what was before the choice is not there')

  await choose(browser, 'no')
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from usage_service where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.equal(rows[0]!.n, 0)
})

test('I-07 I-11: security notices are listed with what happened and why, whatever a device calls itself', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const facts = { device: '<script>alert(1)</script>', browser: 'Firefox, Windows' }
  await tellPerson(
    room.house,
    { personId: karen.personId, about: 'new-device', facts },
    { jobId: '77000001' },
  )
  const { text } = await browser.ask('GET', '/id?lang=en')
  assert.match(text, /A device was added to your Brevhus ID/)
  assert.ok(text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'))
  assert.doesNotMatch(text, /<script>alert/)
})

test('B-10 I-03: whose mailbox or which enterprise a notice is about is told as that, and not as a service', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const told = [
    { about: 'access-offered', facts: { owner: 'Astrid Holm' } },
    { about: 'employee-id-ordered', facts: { enterprise: 'Fjordby Bageri ApS' } },
  ] as const
  for (const [index, notice] of told.entries())
    await tellPerson(room.house, { personId: karen.personId, ...notice }, { jobId: `7700001${index}` })
  const { text } = await browser.ask('GET', '/id?lang=da')
  const words = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  assert.match(words, /Fra Astrid Holm/)
  assert.match(words, /Virksomhed Fjordby Bageri ApS/)
  assert.doesNotMatch(words, /Tjeneste (Astrid|Fjordby)/)
})

test('I-12 I-13 N-10 G1: everything held about one’s ID, as a page and as a file, as often as one likes, after a step-up', async () => {
  const karen = await addSomebody(room)
  const stranger = await addSomebody(room)
  await room.browser('198.51.100.200').signIn(stranger)
  const browser = room.browser('192.0.2.55')
  await browser.signIn(karen)
  const low = await browser.ask('GET', '/id/data')
  assert.deepEqual([low.status, low.headers.location], [303, '/sign-in/step-up?return=%2Fid%2Fdata'])
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  for (let i = 0; i < 5; i++) {
    const file = await browser.ask('GET', '/id/data/json')
    assert.equal(file.status, 200)
    assert.match(String(file.headers['content-disposition']), /attachment; filename="brevhus-id.json"/)
    const data = JSON.parse(file.text)
    assert.equal(data.person.nationalNumber, karen.nationalNumber)
    assert.equal(data.person.userId, karen.name)
    assert.deepEqual(
      data.uses.map(({ outcome }: { outcome: string }) => outcome),
      ['raised', 'signed-in'],
    )
    assert.equal(data.devices[0].kind, 'totp')
  }
  const file = (await browser.ask('GET', '/id/data/json')).text
  assert.ok(!file.includes(stranger.nationalNumber) && !file.includes('198.51.100.200'))
  assert.doesNotMatch(file, /hash|secret|sealed|checksum|argon2/i)
  const page = await browser.ask('GET', '/id/data?lang=en')
  assert.equal(page.status, 200)
  assert.ok(page.text.includes(karen.nationalNumber))
})

test('I-12: a foreign page can’t change the choice, and the choice needs the form of this very session', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const foreign = await browser.ask('POST', '/id/services', {
    form: { remember: 'yes' },
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  })
  assert.equal(foreign.status, 403)
  assert.equal((await browser.ask('POST', '/id/services', { form: { remember: 'yes' } })).status, 403)
  assert.match((await browser.ask('GET', '/id?lang=en')).text, /We do not remember/)
})

test('I-07 N-16: a disclosure the law lets us tell of is in the person’s data, one it forbids is not', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen, 'substantial')
  for (const [recipient, told] of [
    ['Nordbanken', true],
    ['Politiet', false],
  ] as const)
    await sql`
      insert into disclosure (disclosure_id, person_id, what, recipient_kind, recipient, legal_ground, reference, told,
                              given_sha256, at)
      values (gen_random_uuid(), ${karen.personId}::uuid, 'previous-use-ip', 'bank', ${recipient}, 'n-17', 'A-1', ${told},
              '\\x00', ${room.clock.now()})`.execute(room.house.db)
  const file = (await browser.ask('GET', '/id/data/json')).text
  assert.match(file, /Nordbanken/)
  assert.doesNotMatch(file, /Politiet/)
  await assert.rejects(
    sql`update disclosure set told = false`.execute(room.house.db),
    /append-only/,
    'what was disclosed stays on record as it was',
  )
})

test('I-19 N-11: personal data is blocked apart from the ID: nothing goes to the bank, its owner signs in as before', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const asked = {
    personId: karen.personId,
    what: 'previous-use-ip',
    ground: 'bank-against-fraud',
    recipient: 'Nordbanken',
    reference: 'NB-1',
    untold: false,
  } as const
  const by = { staff: 'Inger Holm', reason: 'Request of the bank' }
  assert.equal((await send(browser, '/id/block-data')).headers.location, '/id')
  assert.match((await browser.ask('GET', '/id?lang=en')).text, /has been blocked since/)
  await assert.rejects(discloseData(room.identity, by, asked), { code: 'request-invalid' })
  await room.browser().signIn(karen)
  assert.equal((await session(browser)).signedIn, true)

  const low = await send(browser, '/id/unblock-data')
  assert.match(
    String(low.headers.location),
    /^\/sign-in\/step-up/,
    'a thief of the password does not take it back',
  )
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  assert.equal((await send(browser, '/id/unblock-data')).headers.location, '/id')
  assert.ok((await discloseData(room.identity, by, asked)).given)
})

test('I-11: sessions and kept devices are listed and ended one by one and all others, without script; nobody’s but one’s own', async () => {
  const [karen, stranger] = [await addSomebody(room), await addSomebody(room)]
  const [here, there, third, foreign] = [room.browser(), room.browser(), room.browser(), room.browser()]
  await here.signIn(karen, 'substantial')
  for (const one of [there, third]) await one.signIn(karen)
  await foreign.signIn(stranger)
  const { sessionId } = await session(there)
  const page = (await here.ask('GET', '/id?lang=en')).text
  assert.match(page, /Firefox, Windows \(here\)/)
  assert.equal(page.match(/name="end" value="session"/g)!.length, 2)

  const alien = (await session(foreign)).sessionId
  for (const id of [alien, 'x', ''])
    assert.equal((await send(here, '/id/sessions', { end: 'session', id })).status, 404)
  assert.equal((await session(foreign)).signedIn, true)
  assert.equal((await send(here, '/id/sessions', { end: 'session', id: sessionId })).headers.location, '/id')
  assert.equal((await session(there)).signedIn, false)
  assert.equal((await session(third)).signedIn, true)
  await send(here, '/id/sessions', { end: 'others' })
  assert.equal((await session(third)).signedIn, false)
  assert.equal((await session(here)).signedIn, true)

  const app = await here.ask('POST', '/api/session/apps', { json: { name: 'My phone', pin: '482915' } })
  assert.match((await here.ask('GET', '/id?lang=en')).text, /Kept device: My phone \(here\)/)
  await send(here, '/id/sessions', { end: 'app', id: app.json.id })
  assert.equal((await session(here)).signedIn, false, 'what ran on it is over')
})

test('I-15 N-30 G8: what was agreed to is listed with the version of its text; public services are chosen and taken back later', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const low = await send(browser, '/id/public-services/accept')
  assert.match(String(low.headers.location), /^\/sign-in\/step-up/, 'a password alone does not widen the ID')
  await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
  for (let twice = 0; twice < 2; twice++)
    assert.equal((await send(browser, '/id/public-services/accept')).headers.location, '/id')
  const page = (await browser.ask('GET', '/id?lang=en')).text
  assert.match(
    page,
    /Public services and signature<\/strong>\s*<span>Accepted \(<a href="\/id\/texts\/public-services-and-signature\/public-services-and-signature-2">text public/,
  )
  assert.equal(page.match(/Accepted \(</g)!.length, 1)
  const later = room.browser()
  room.clock.advance(60_000)
  await later.signIn(karen)
  assert.equal((await send(later, '/id/public-services/withdraw')).headers.location, '/id', 'at any level')
  const after = (await later.ask('GET', '/id?lang=en')).text
  assert.match(after, /Taken back \(</)
  assert.match(after, /Accepted \(</, 'what was before stays on record')
})
