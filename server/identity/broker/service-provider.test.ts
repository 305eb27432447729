/** A service provider asks for a level or a fresh sign-in, and the person answers with an electronic ID of others (I-08, I-09). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openElectronicIds, type SimulatedIds, signInWith } from '#tests/e-id.ts'
import { type OpenidRoom, openOpenid, relyingParty, walk } from '#tests/relying-party.ts'
import { type Answer, addSomebody, type Browser, type Somebody } from '#tests/visitor.ts'

const HIGH = 'https://data.gov.dk/concept/core/nsis/loa/High'
const SUBSTANTIAL = 'https://data.gov.dk/concept/core/nsis/loa/Substantial'

let ids: SimulatedIds
let room: OpenidRoom
before(async () => {
  ids = await openElectronicIds({ publicUrl: 'http://localhost:8080' })
  room = await openOpenid({ env: ids.env })
})
after(async () => {
  await room?.close()
  await ids?.close()
})

/** Somebody who has shown MitID here before, now signed in by password. */
async function karenWithMitId(): Promise<{ karen: Somebody; browser: Browser }> {
  const karen = await addSomebody(room, { codeApp: false })
  await signInWith(room.browser(), 'mitid-signicat', { nationalNumber: karen.nationalNumber })
  const browser = room.browser()
  await browser.signIn(karen)
  return { karen, browser }
}

const confirmPathOf = (page: Answer) =>
  /action="(\/consent\/[^"]+)"/.exec(page.text)?.[1] ?? assert.fail(page.text.slice(0, 500))

test('I-08 I-09 D-01: a service provider that asks for high gets it by MitID, and the answer says by what', async () => {
  const { karen, browser } = await karenWithMitId()
  const party = await relyingParty(room)
  const begun = await party.begin({ acr_values: HIGH })
  const { last } = await walk(browser, begun.url, { who: karen })
  const path = confirmPathOf(last)
  assert.doesNotMatch(last.text, /id="code"/)
  const wanted = { nationalNumber: karen.nationalNumber }

  // Less than asked: the session and the question stay.
  const weak = await signInWith(browser, 'mitid-signicat', { ...wanted, level: 'SUBSTANTIAL', from: path })
  assert.match(String(weak.headers.location), /said=level-not-reached/)

  const strong = await signInWith(browser, 'mitid-signicat', { ...wanted, level: 'HIGH', from: path })
  assert.equal(strong.headers.location, path)
  const { back } = await walk(browser, new URL(path, 'http://localhost:8080'), { who: karen })
  const claims = (await party.finish(begun, back!)).claims()!
  assert.equal(claims.acr, HIGH)
  assert.deepEqual(claims.amr, ['mfa', 'pwd'])
})

test('I-08 D-01: who has shown no electronic ID here can not reach high, and the service provider is told at once', async () => {
  const karen = await addSomebody(room)
  const browser = room.browser()
  await browser.signIn(karen)
  const party = await relyingParty(room)
  const { url } = await party.begin({ acr_values: HIGH })
  const { back } = await walk(browser, url, { who: karen })
  assert.equal(back!.searchParams.get('error'), 'unmet_authentication_requirements')
})

test('I-08 I-09: prompt=login is answered by MitID as by a password, also by who has the level already', async () => {
  const { karen } = await karenWithMitId()
  const browser = room.browser()
  const wanted = { nationalNumber: karen.nationalNumber }
  await signInWith(browser, 'mitid-signicat', wanted)
  const party = await relyingParty(room)
  const begun = await party.begin({ acr_values: SUBSTANTIAL, prompt: 'login', max_age: '600' })
  // The moment of the sign-in is told in whole seconds: it must be another one.
  await new Promise((done) => setTimeout(done, 1100))
  const { last } = await walk(browser, begun.url, { who: karen })
  const path = confirmPathOf(last)
  const before = Math.floor(Date.now() / 1000)
  assert.equal(
    (await signInWith(browser, 'mitid-signicat', { ...wanted, from: path })).headers.location,
    path,
  )
  const { back } = await walk(browser, new URL(path, 'http://localhost:8080'), { who: karen })
  const claims = (await party.finish(begun, back!)).claims()!
  assert.ok(claims.auth_time! >= before)
  assert.equal(claims.acr, SUBSTANTIAL)
  assert.deepEqual(claims.amr, ['mfa'])
})
