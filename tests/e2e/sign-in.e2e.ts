/** The sign-in pages in a real browser: with script and without, by code and by passkey, in three languages, light and dark. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CDPSession, Page } from '@playwright/test'
import type { Routes } from '#ground/routes.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { openIdentity } from '#identity/room.ts'
import { openHouse } from '#tests/open-house.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'

let room: Awaited<ReturnType<typeof openRoom>>
let browser: TestBrowser
before(async () => {
  room = await openRoom()
  browser = await openBrowser(room.origin)
})
after(async () => {
  // Refusals are what some tests provoke: Chromium reports them as failed loads.
  try {
    await browser.close(/status of (401|403|409|429)/)
  } finally {
    await room.close()
  }
})

async function openRoom() {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const open = await openHouse({ env: { PUBLIC_URL: origin } })
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9) })
  const app = await open.app(identityRoutes(identity), pageRoutes(identity), paper)
  await app.listen({ port, host: 'localhost' })
  return { ...open, identity, origin }
}

/** Below the range of ports the system hands out by itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false)).listen(port, 'localhost', () => done(true))
    })
    await new Promise((done) => probe.close(done))
    if (free) return port
  }
}

/** What the web app's build serves beside the pages: the theme, its type, and a place to arrive at. */
const paper: Routes = (app) => {
  const require = createRequire(import.meta.url)
  const folderOf = (name: string) => join(dirname(require.resolve(`${name}/package.json`)), 'files')
  const web = new URL('../../web/', import.meta.url)
  const file = (address: string, type: string, path: string | URL) =>
    app.get(address, async (_request, reply) => reply.type(type).send(await readFile(path)))
  for (const name of ['theme.css', 'theme-parts.css']) file(`/${name}`, 'text/css', new URL(name, web))
  file('/scheme.js', 'text/javascript', new URL('public/scheme.js', web))
  app.get('/icon.svg', async (_request, reply) =>
    reply.type('image/svg+xml').send('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"/>'),
  )
  for (const subset of ['latin', 'latin-ext']) {
    for (const [folder, name] of [
      [
        '@fontsource-variable/atkinson-hyperlegible-next',
        `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`,
      ],
      ['@fontsource/source-serif-4', `source-serif-4-${subset}-600-normal.woff2`],
    ] as const) {
      file(`/fonts/${name}`, 'font/woff2', join(folderOf(folder), name))
    }
  }
  for (const place of ['/', `/letters/${LETTER}`]) {
    app.get(place, async (_request, reply) =>
      reply
        .type('text/html')
        .send(
          `<!doctype html><html lang="en"><title>Arrived</title><link rel="icon" href="/icon.svg"><h1>Arrived</h1></html>`,
        ),
    )
  }
}

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

test('O-07: every sign-in page is accessible and fits 320 px, in three languages, light and dark', async () => {
  const karen = await addSomebody(room)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.page({ viewport: { width: 320, height: 640 }, colorScheme })
    const check = async () => {
      await assertAccessible(page)
      await assertFitsWidth(page)
    }
    // Colours do not depend on words: the dark pages are looked at in one language.
    for (const language of colorScheme === 'light' ? ['da', 'nb', 'en'] : ['en']) {
      await page.goto(`/sign-in?lang=${language}`)
      assert.equal(await page.getAttribute('html', 'lang'), language)
      await page.waitForSelector('[data-passkey] button:visible')
      await check()
      await page.fill('#name', karen.name)
      await page.fill('#password', 'det er forkert')
      await page.click('form button')
      await page.waitForSelector('#failure')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'failure')
      await check()
      await signIn(page, karen)
      await page.waitForURL('**/sign-in/step-up*')
      await check()
      await page.goto(`/sign-in/step-up?letter=${LETTER}`)
      await check()
      for (const path of ['/id/enrol', '/id/recover', '/id/activate']) {
        await page.goto(path)
        await check()
      }
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
  assert.equal(placeOf(page), '/sign-in')
  assert.equal(await page.isVisible('[data-passkey]'), false)
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
  assert.equal(placeOf(page), '/sign-in')
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
