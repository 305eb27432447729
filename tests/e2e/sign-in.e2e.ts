/** The sign-in pages in a real browser: with script and without, by code and by passkey, in four languages, light and dark. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CDPSession, Page } from '@playwright/test'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'
import { becomes, send } from './patience.ts'
import { openSignInPages } from './sign-in-pages.ts'

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'

let room: Awaited<ReturnType<typeof openSignInPages>>
let browser: TestBrowser
before(async () => {
  room = await openSignInPages(`/letters/${LETTER}`)
  browser = await openBrowser(room.origin)
})
after(async () => {
  // Refusals are what some tests provoke: Chromium reports them as failed loads.
  try {
    await browser.close(/status of (401|403|404|409|422|429)/)
  } finally {
    await room.close()
  }
})

async function signIn(page: Page, who: Somebody): Promise<void> {
  await page.fill('#name', who.name)
  await page.fill('#password', who.password)
  await page.click('form button')
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/sign-out')
  if (await page.isVisible('form button')) await page.click('form button')
  await page.waitForSelector('a.bh-button')
}

const placeOf = (page: Page) => new URL(page.url()).pathname
const levelOf = (page: Page) =>
  page.evaluate(
    async () => ((await (await fetch('/api/session')).json()) as { level?: string }).level ?? null,
  )

/** A platform authenticator with a fingerprint that is always right, as Chromium's own test tool offers it. */
async function giveAuthenticator(page: Page, userVerifies = true): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: userVerifies,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}

/** Registers by the settings' wire, as the web app does. Returns the problem code, or null. */
function registerPasskey(page: Page, name: string): Promise<string | null> {
  return page.evaluate(async (name) => {
    const post = async (path: string, body?: unknown) => {
      const answer = await fetch(path, {
        method: 'POST',
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
      return { ok: answer.ok, body: await answer.json() }
    }
    const asked = await post('/api/session/devices/passkey/options')
    if (!asked.ok) return asked.body.code
    // biome-ignore lint/suspicious/noExplicitAny: the DOM types of this TypeScript lack these two
    const credentials = PublicKeyCredential as any
    const publicKey = credentials.parseCreationOptionsFromJSON(asked.body.options)
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const made = (await navigator.credentials.create({ publicKey })) as any
    const { id, rawId, type, response } = made.toJSON()
    const attestation = {
      id,
      rawId,
      type,
      response: {
        clientDataJSON: response.clientDataJSON,
        attestationObject: response.attestationObject,
        transports: response.transports,
      },
    }
    const done = await post('/api/session/devices/passkey', {
      challengeId: asked.body.challengeId,
      name,
      attestation,
    })
    return done.ok ? null : done.body.code
  }, name)
}

test('O-07: every sign-in page is accessible and fits 320 px, in four languages, light and dark', async () => {
  const karen = await addSomebody(room)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.page({ viewport: { width: 320, height: 640 }, colorScheme })
    const check = async () => {
      await assertAccessible(page)
      await assertFitsWidth(page)
    }
    // Colours do not depend on words: the dark pages are looked at in one language.
    for (const language of colorScheme === 'light' ? ['da', 'nb', 'sv', 'en'] : ['en']) {
      await page.goto(`/sign-in?lang=${language}`)
      await becomes(() => page.getAttribute('html', 'lang'), language)
      await page.waitForSelector('[data-passkey] button:visible')
      await check()
      await page.fill('#name', karen.name)
      await page.fill('#password', 'det er forkert')
      await page.click('form button')
      await page.waitForSelector('#failure')
      await becomes(() => page.evaluate(() => document.activeElement?.id), 'failure')
      await check()
      await signIn(page, karen)
      await page.waitForURL('**/sign-in/step-up*')
      await check()
      await page.goto(`/sign-in/step-up?letter=${LETTER}`)
      await check()
      for (const path of [
        '/id/enrol',
        '/id/recover',
        '/id/activate',
        '/id/temporary-password',
        '/id/block',
        '/id/nothing/here',
      ]) {
        await page.goto(path)
        await check()
      }
      // A mistyped address is no dead end: one key and Enter lead to the mail.
      await page.focus('.bh-brand')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${room.origin}/`)
      await page.goto('/sign-out')
      await check()
      await page.click('form button')
      await page.waitForSelector('a.bh-button')
      await check()
    }
    await page.context().close()
  }
})

test('B-06 D-01: without script, by keyboard alone: password, code, and exactly the letter', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page({ javaScriptEnabled: false })
  await page.goto(`/sign-in/step-up?letter=${LETTER}`)
  await becomes(() => placeOf(page), '/sign-in')
  await becomes(() => page.isVisible('[data-passkey]'), false)
  await page.focus('#name')
  await page.keyboard.type(karen.name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(karen.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in/step-up*')
  await page.focus('#code')
  await page.keyboard.type(karen.code())
  await page.keyboard.press('Enter')
  await page.waitForURL(`${room.origin}/letters/${LETTER}`)
  await signOut(page)
  await page.goto(`/sign-in/step-up?letter=${LETTER}`)
  await becomes(() => placeOf(page), '/sign-in')
})

test('B-06: a passkey is registered, raises the session in place, and signs in directly', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page()
  const { cdp, id } = await giveAuthenticator(page)
  await page.goto('/sign-in')
  await signIn(page, karen)
  await page.waitForURL('**/sign-in/step-up*')
  assert.equal(await registerPasskey(page, 'Computer'), 'level-too-low')
  await page.fill('#code', karen.code())
  await page.click('form button')
  await page.waitForURL(`${room.origin}/`)
  assert.equal(await registerPasskey(page, 'Computer'), null)

  // In place, from a low session, to exactly the letter.
  await signOut(page)
  await page.goto(`/sign-in?return=/letters/${LETTER}`)
  await signIn(page, karen)
  await page.waitForURL('**/sign-in/step-up*')
  assert.equal(await levelOf(page), 'low')
  await page.click('[data-passkey] button')
  await page.waitForURL(`${room.origin}/letters/${LETTER}`)
  assert.equal(await levelOf(page), 'substantial')

  // Directly: the passkey says who. What was answered once can't be sent again.
  await signOut(page)
  const answers: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/passkey/verify')) answers.push(request.postData() ?? '')
  })
  await page.goto(`/sign-in?return=/letters/${LETTER}`)
  await page.click('[data-passkey] button')
  await page.waitForURL(`${room.origin}/letters/${LETTER}`)
  assert.equal(await levelOf(page), 'substantial')
  assert.equal(answers.length, 1)
  const replayed = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch('/sign-in/passkey/verify', { method: 'POST', headers, body })).status
  }, answers[0]!)
  assert.equal(replayed, 401)
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
  assert.equal(credentials.length, 1)
  assert.equal(credentials[0]!.signCount, 3)
})

test('a passkey without fingerprint or PIN is not enough, and a copied one is found by its counter', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page()
  const { cdp, id } = await giveAuthenticator(page)
  await page.goto('/sign-in')
  await signIn(page, karen)
  await page.fill('#code', karen.code())
  await page.click('form button')
  await page.waitForURL(`${room.origin}/`)
  await registerPasskey(page, 'Computer')
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
  const copy = credentials[0]!
  const confirmDirectly = async () => {
    await signOut(page)
    await page.goto('/sign-in')
    await page.click('[data-passkey] button')
  }
  await confirmDirectly()
  await page.waitForURL(`${room.origin}/`)

  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
  await confirmDirectly()
  await page.waitForFunction(() =>
    /not (used|accepted)/.test(document.querySelector('[role=status]')?.textContent ?? ''),
  )
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: true })

  // The copy still stands at the count the original had when it was copied.
  await cdp.send('WebAuthn.removeCredential', { authenticatorId: id, credentialId: copy.credentialId })
  await cdp.send('WebAuthn.addCredential', { authenticatorId: id, credential: { ...copy, signCount: 1 } })
  await confirmDirectly()
  await page.waitForFunction(() =>
    /not accepted/.test(document.querySelector('[role=status]')?.textContent ?? ''),
  )
  assert.equal(await levelOf(page), null)
})

test("somebody else's passkey does not raise my session, even when it answers my own challenge", async () => {
  const [karen, eve] = [await addSomebody(room), await addSomebody(room)]
  const page = await browser.page()
  const { cdp, id } = await giveAuthenticator(page)
  for (const who of [eve, karen]) {
    await page.goto('/sign-in')
    await signIn(page, who)
    await page.fill('#code', who.code())
    await page.click('form button')
    await page.waitForURL(`${room.origin}/`)
    assert.equal(await registerPasskey(page, 'Shared computer'), null)
    await signOut(page)
  }
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
  const handle = Buffer.from(eve.personId.replaceAll('-', ''), 'hex').toString('base64')
  const evesKey = credentials.find((credential) => credential.userHandle === handle)!

  await page.goto('/sign-in')
  await signIn(page, karen)
  await page.waitForURL('**/sign-in/step-up*')
  const outcome = await page.evaluate(async (credentialId) => {
    const post = async (path: string, body?: unknown) =>
      (
        await fetch(path, {
          method: 'POST',
          ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
        })
      ).json()
    const asked = await post('/api/session/step-up/passkey/options')
    // biome-ignore lint/suspicious/noExplicitAny: the DOM types of this TypeScript lack these two
    const publicKey = (PublicKeyCredential as any).parseRequestOptionsFromJSON(asked.options)
    publicKey.allowCredentials = [
      { type: 'public-key', id: Uint8Array.from(atob(credentialId), (character) => character.charCodeAt(0)) },
    ]
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const assertion = ((await navigator.credentials.get({ publicKey })) as any).toJSON()
    return post('/api/session/step-up/passkey/verify', { challengeId: asked.challengeId, assertion })
  }, evesKey.credentialId)
  assert.equal(outcome.code, 'sign-in-failed')
  assert.equal(await levelOf(page), 'low')
})

test('I-11 D-02: a device is kept on the way in, without script, and opened by its PIN; later by passkey', async () => {
  const karen = await addSomebody(room)
  const plain = await browser.page({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await plain.goto(`/sign-in?return=/letters/${LETTER}`)
  await signIn(plain, karen)
  await plain.waitForURL('**/sign-in/step-up*')
  await plain.click('a[href*="keep-device"]')
  await plain.fill('#code', karen.code())
  await plain.click('form button')
  await plain.waitForURL('**/id/keep-device/letters/*')
  await assertFitsWidth(plain)
  for (const [pin, again] of [
    ['123456', '123456'],
    ['482915', '482916'],
  ] as const) {
    await plain.fill('#pin', pin)
    await plain.fill('#again', again)
    await send(plain)
    await plain.waitForSelector('#failure')
  }
  await plain.fill('#pin', '482915')
  await plain.fill('#again', '482915')
  await plain.click('form button')
  await plain.waitForURL(`**/letters/${LETTER}`)
  await plain.context().clearCookies({ name: 'brevhus' })
  await plain.goto(`/sign-in?return=/letters/${LETTER}`)
  await plain.fill('#pin', '482915')
  await plain.click('form button')
  await plain.waitForURL(`**/letters/${LETTER}`)
  await plain.context().close()

  const page = await browser.page({ viewport: { width: 360, height: 740 } })
  await giveAuthenticator(page)
  room.clock.advance(60_000)
  await page.goto('/sign-in?return=/settings/devices')
  await signIn(page, karen)
  await page.fill('#code', karen.code())
  await page.click('form button')
  await page.waitForURL('**/settings/devices')
  assert.equal(await registerPasskey(page, 'Telefonen'), null)
  await page.goto('/id')
  await page.click('a[href^="/id/keep-device"]')
  await page.waitForURL('**/id/keep-device**')
  await assertAccessible(page)
  await page.click('form button')
  await page.waitForURL('**/id')
  await page.context().clearCookies({ name: 'brevhus' })
  room.clock.advance(25 * 3_600_000)
  await page.goto('/sign-in?return=/settings')
  await page.click('[data-passkey] button')
  await page.waitForURL(({ pathname }) => pathname === '/settings')
  assert.equal(await levelOf(page), 'substantial')
  const { apps } = await page.evaluate(async () => (await fetch('/api/session/apps')).json())
  assert.ok(
    apps.some((app: { current: boolean; byPin: boolean }) => app.current && !app.byPin),
    'the kept device itself was opened again',
  )
  await page.context().close()
})
