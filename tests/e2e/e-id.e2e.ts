/** Signing in and stepping up with electronic IDs of others in a real browser: there, and back to the very place, with and without script. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Page } from '@playwright/test'
import type { Routes } from '#ground/routes.ts'
import { brokerRoutes } from '#identity/broker/broker.routes.ts'
import { openUpstreams } from '#identity/broker/upstreams.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { openIdentity } from '#identity/room.ts'
import { UPSTREAM_IDS, UPSTREAMS } from '#rules/upstream.ts'
import { openElectronicIds } from '#tests/e-id.ts'
import { freePort } from '#tests/free-port.ts'
import { openHouse } from '#tests/open-house.ts'
import { addSomebody } from '#tests/visitor.ts'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'
import { becomes } from './patience.ts'

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'

let room: Awaited<ReturnType<typeof openRoom>>
let browser: TestBrowser
before(async () => {
  room = await openRoom()
  browser = await openBrowser(room.origin)
})
after(async () => {
  // Going to an electronic ID is going to another host.
  try {
    await browser?.close(new RegExp(`foreign request: ${room.ids.origin}$|status of 403`))
  } finally {
    await room?.close()
  }
})

async function openRoom() {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  let now = () => new Date()
  const ids = await openElectronicIds({ publicUrl: origin, clock: () => now() })
  const open = await openHouse({ env: { PUBLIC_URL: origin, ...ids.env } })
  now = open.clock.now
  const upstreams = openUpstreams(open.house.config, open.house.clock)
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9), upstreams })
  const app = await open.app(identityRoutes(identity), pageRoutes(identity), brokerRoutes(identity), paper)
  await app.listen({ port, host: 'localhost' })
  const close = async () => {
    await open.close()
    await ids.close()
  }
  return { ...open, identity, origin, ids, close }
}

/** The theme, and places to arrive at. */
const paper: Routes = (app) => {
  const web = new URL('../../web/', import.meta.url)
  for (const name of ['theme.css', 'theme-parts.css'])
    app.get(`/${name}`, async (_request, reply) =>
      reply.type('text/css').send(await readFile(new URL(name, web))),
    )
  app.get('/scheme.js', async (_request, reply) =>
    reply.type('text/javascript').send(await readFile(new URL('public/scheme.js', web))),
  )
  app.get('/icon.svg', async (_request, reply) =>
    reply.type('image/svg+xml').send('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"/>'),
  )
  app.get('/fonts/*', async (_request, reply) => reply.type('font/woff2').send(''))
  for (const place of ['/', `/letters/${LETTER}`])
    app.get(place, async (_request, reply) =>
      reply
        .type('text/html')
        .send(
          '<!doctype html><html lang="en"><title>Arrived</title><link rel="icon" href="/icon.svg"><h1>Arrived</h1>',
        ),
    )
}

const button = (id: string) => `form[action="/sign-in/with/${id}"] button`
const levelOf = (page: Page) =>
  page.evaluate(
    async () => ((await (await fetch('/api/session')).json()) as { level?: string }).level ?? null,
  )

/** On the electronic ID's own page. */
async function confirmThere(page: Page, number: string, level?: string, answer = 'Confirm'): Promise<void> {
  await page.waitForURL(`${room.ids.origin}/**`)
  await page.fill('input[name=number]', number)
  if (level) await page.check(`input[name=level][value="${level}"]`)
  await page.click(`text=${answer}`)
}

for (const id of UPSTREAM_IDS)
  test(`I-09 B-06: ${id}: sign-in and step-up lead to the letter that was wanted, with script and without`, async () => {
    const somebody = await addSomebody(room, { country: UPSTREAMS[id].country })
    const place = `${room.origin}/letters/${LETTER}`
    for (const javaScriptEnabled of [true, false]) {
      const page = await browser.page({ javaScriptEnabled })
      await page.goto(`/sign-in/step-up?letter=${LETTER}`)
      await page.click(button(id))
      await confirmThere(page, somebody.nationalNumber)
      await page.waitForURL(place)
      await page.context().close()
    }
    const page = await browser.page()
    await page.goto('/sign-in')
    await page.fill('#name', somebody.name)
    await page.fill('#password', somebody.password)
    await page.click('form button')
    await page.waitForURL('**/sign-in/step-up*')
    await page.goto(`/sign-in/step-up?letter=${LETTER}`)
    assert.equal(await levelOf(page), 'low')
    await page.click(button(id))
    await confirmThere(page, somebody.nationalNumber)
    await page.waitForURL(place)
    assert.equal(await levelOf(page), 'substantial')
    await page.context().close()
  })

test('I-09: turning back, a level too low, and no account: each is said where one can go on', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page({ locale: 'da-DK' })
  await page.goto(`/sign-in?return=/letters/${LETTER}`)
  await page.click(button('mitid-signicat'))
  await confirmThere(page, karen.nationalNumber, undefined, 'Cancel')
  await page.waitForSelector('#failure')
  await becomes(() => page.evaluate(() => document.activeElement?.id), 'failure')
  await becomes(() => page.textContent('#failure'), /Du afbrød hos MitID/)
  assert.ok(!page.url().includes('state='))
  await page.fill('#name', karen.name)
  await page.fill('#password', karen.password)
  await page.click('form button')
  await page.waitForURL('**/sign-in/step-up*')
  await page.click(button('mitid-signicat'))
  await confirmThere(page, karen.nationalNumber, 'LOW')
  await page.waitForSelector('#failure')
  await becomes(() => page.textContent('#failure'), /et niveau, der ikke er nok/)
  await page.context().close()

  const stranger = await browser.page({ locale: 'nb-NO' })
  await stranger.goto('/sign-in')
  await stranger.click(button('bankid-no'))
  await confirmThere(stranger, '01019088888')
  await stranger.waitForURL('**/sign-in/with/bankid-no/no-account')
  await becomes(() => stranger.textContent('h1'), /Her er det ingen postkasse ennå/)
  await stranger.context().close()
})

test('I-09: going back in the browser and pressing again is no dead end; an answer used up says so', async () => {
  const karen = await addSomebody(room)
  const page = await browser.page()
  let wayBack = ''
  page.on('request', (request) => {
    if (request.url().includes('/return?')) wayBack = request.url()
  })
  await page.goto('/sign-in')
  await page.click(button('mitid-signicat'))
  await page.waitForURL(`${room.ids.origin}/**`)
  await page.goBack()
  await page.click(button('mitid-signicat'))
  await confirmThere(page, karen.nationalNumber)
  await page.waitForURL(`${room.origin}/`)
  assert.equal(await levelOf(page), 'substantial')
  await page.goto('/sign-out')
  await page.click('form button')
  await page.waitForSelector('a.bh-button')
  await page.goto(wayBack)
  await becomes(() => page.textContent('#failure'), /took too long or belonged to another page/)
  await page.context().close()
})

test('O-07: the pages with electronic IDs are accessible and fit 320 px, in four languages, light and dark', async () => {
  const karen = await addSomebody(room)
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.page({ viewport: { width: 320, height: 640 }, colorScheme })
    for (const language of colorScheme === 'light' ? ['da', 'nb', 'sv', 'en'] : ['en']) {
      for (const place of [
        `/sign-in?lang=${language}`,
        '/sign-in?said=unavailable&with=idporten',
        '/sign-in/with/mitid-signicat/no-account',
      ]) {
        await page.goto(place)
        await becomes(() => page.getAttribute('html', 'lang'), language)
        await assertAccessible(page)
        await assertFitsWidth(page)
      }
      await page.goto('/sign-in')
      await page.fill('#name', karen.name)
      await page.fill('#password', karen.password)
      await page.click('form button')
      await page.waitForURL('**/sign-in/step-up*')
      await assertAccessible(page)
      await assertFitsWidth(page)
      await page.goto('/sign-out')
      await page.click('form button')
      await page.waitForSelector('a.bh-button')
    }
    await page.context().close()
  }
})
