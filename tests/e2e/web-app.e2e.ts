/** The installable app in a real browser: its worker, what it keeps and what it never keeps, its weight and its steadiness. */
import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { axeFinds } from '#tools/pictures/axe.ts'
import { laidOut } from '#tools/pictures/laid-out.ts'
import { launchBrowser, letterId, openPage } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize } from './resize.ts'

const DIST = fileURLToPath(new URL('../../web/dist/', import.meta.url))
/** Issue: the first load's script, compressed, in bytes. */
const SCRIPT_BYTES_MAX = 200_000
const CLS_MAX = 0.05

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

const workerActive = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller)
      await new Promise((done) =>
        navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
      )
  })

const cached = (page: Page) =>
  page.evaluate(async () => {
    const urls: string[] = []
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) urls.push(new URL(request.url).pathname)
    return urls
  })

test('B-19: the app can be installed: manifest, pictures and start are what browsers ask for', async () => {
  await using opened = await openPage(browser, '/')
  const { page, complaints } = opened
  const devtools = await page.context().newCDPSession(page)
  const { errors, data } = await devtools.send('Page.getAppManifest')
  assert.deepEqual(errors, [])
  const manifest = JSON.parse(data!) as { icons: { src: string; sizes: string; purpose?: string }[] }
  for (const { src, sizes } of manifest.icons) {
    // A PNG says its own size in bytes 16 to 24.
    const png = await readFile(join(DIST, src))
    assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes, src)
  }
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'))
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  assert.deepEqual(
    // A test's browser profile is a private window, where nothing can be installed.
    installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'),
    [],
  )
  assert.deepEqual(complaints, [])
})

test('B-19 N-32: the worker keeps the shell and nothing of a person; without network it says so; signing out empties it', async () => {
  await using opened = await openPage(browser, '/', { fake: { level: 'substantial' } })
  const { page, fake } = opened
  await workerActive(page)
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  await page.locator('.pdf-page canvas').first().waitFor()
  await page.goto(`${fake.url}/access-log`)
  await page.locator('.entries > li').first().waitFor()
  const kept = await cached(page)
  assert.ok(kept.includes('/app-shell') && kept.includes('/offline.html'), kept.join(' '))
  assert.deepEqual(
    kept.filter(
      (path) =>
        !/^\/(?:assets|fonts)\/|^\/(?:app-shell|offline\.(?:html|js)|theme(?:-parts)?\.css|scheme\.js|icon\.svg)$/.test(
          path,
        ),
    ),
    [],
    'nothing but the pages’ own code and type',
  )

  await page.getByRole('button', { name: /^Konto/ }).click()
  await page.getByRole('button', { name: 'Log ud' }).click()
  await page.waitForURL('**/sign-in')
  await becomes(() => cached(page), [], 'signing out empties it')

  fake.state.session.signedIn = true
  await page.goto(fake.url)
  await page.locator('.row').first().waitFor()
  await page.waitForFunction(async () => (await caches.keys()).length > 0)
  await page.waitForFunction(async () => await caches.match('/offline.html'))
  fake.away = true
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  await page.getByText('Vi kan ikke nå Brevhus').waitFor()
  await becomes(() => page.locator('.pdf-page').count(), 0)
  await page.goto(`${fake.url}/sign-in/app`)
  await page.getByRole('heading', { name: 'Du er uden net' }).waitFor()
  await becomes(() => page.getByText('Du är utan nät').isVisible(), false, 'in the language last used here')
})

test('B-19: a new version waits for a click', async () => {
  await using opened = await openPage(browser, '/')
  const { page, fake } = opened
  await workerActive(page)
  fake.workerEnd = '// another version'
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  const now = page.getByRole('button', { name: 'Hent den nu' })
  await now.waitFor()
  const loaded = page.waitForEvent('load')
  await now.click()
  await loaded
  await page.locator('.row').first().waitFor()
  await becomes(() => now.count(), 0)
  await becomes(() => new URL(page.url()).origin, fake.url)
})

test('B-19 O-07: a page left open across a deploy goes on where there is no worker: a place is gone to anew, what is on the page says so and waits; without network the way back stays', async () => {
  await using opened = await openPage(browser, '/', { context: { serviceWorkers: 'block' } })
  const { page, fake } = opened
  await page.locator('.row').first().waitFor()
  let newer = true
  await page.route(
    (url) => url.pathname === '/',
    (route, request) =>
      request.resourceType() === 'fetch'
        ? newer
          ? route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/newer.js">' })
          : route.abort('internetdisconnected')
        : route.fallback(),
  )
  const gone = (name: string) =>
    page.route(`**/assets/${name}-*.js`, (route) => route.fulfill({ status: 404 }))

  await gone('settings-page')
  const anew = page.waitForRequest((request) => request.isNavigationRequest())
  await page.getByRole('link', { name: 'Indstillinger' }).first().click()
  await becomes(async () => new URL((await anew).url()).pathname, '/settings')
  // Where it is gone for the new visit as well, nothing turns in a circle.
  await page.getByRole('heading', { name: 'Siden gik i stykker' }).waitFor()
  await page.getByRole('link', { name: 'Indbakke' }).first().click()
  await page.locator('.row').first().waitFor()

  // What is half written is not taken away: the reader says when.
  await gone('pdf')
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  await page.getByRole('status').getByText('Der er en ny udgave af Brevhus.').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Hent den nu' }).count(), 1)
  await page.goto(fake.url)
  await page.locator('.row').first().waitFor()
  await becomes(() => page.getByText('Der er en ny udgave af Brevhus.').count(), 0)

  newer = false
  await page.route('**/assets/calendar-page-*.js', (route) => route.abort('internetdisconnected'))
  await page.getByRole('link', { name: 'Kalender' }).first().click()
  await page.getByRole('alert').getByText('Vi kan ikke nå Brevhus').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.textContent), 'Siden kunne ikke hentes')
  await becomes(() => page.title(), 'Siden kunne ikke hentes · Brevhus')
  assert.deepEqual(await axeFinds(page), [])
  await page.getByRole('link', { name: 'Indbakke' }).first().click()
  await page.locator('.row').first().waitFor()
})

test('B-19: a notice leads an open window to the letter', async () => {
  await using opened = await openPage(browser, '/settings')
  const { page } = opened
  await workerActive(page)
  await page.evaluate(() =>
    navigator.serviceWorker.dispatchEvent(
      new MessageEvent('message', { data: { kind: 'go', to: '/access-log' } }),
    ),
  )
  await page.waitForURL('**/access-log')
})

test('B-19 D-02: the device is remembered by a PIN that is hard to guess, and forgotten again', async () => {
  await using opened = await openPage(browser, '/settings', { fake: { level: 'substantial' } })
  const { page } = opened
  const device = page.getByRole('region', { name: 'Appen på denne enhed' })
  await device.getByRole('button', { name: 'Husk enheden' }).click()
  await device.getByText('Skriv et navn.').waitFor()
  await becomes(() => page.evaluate(() => document.activeElement?.getAttribute('name')), 'name')
  await device.getByLabel('Enhedens navn').fill('Min telefon')
  await device.getByLabel('PIN-kode', { exact: true }).fill('123456')
  await device.getByLabel('PIN-koden igen').fill('123457')
  await device.getByRole('button', { name: 'Husk enheden' }).click()
  await device.getByText('De to PIN-koder er ikke ens.').waitFor()
  await device.getByLabel('PIN-koden igen').fill('123456')
  await device.getByRole('button', { name: 'Husk enheden' }).click()
  await device.getByText('Den PIN-kode er for let at gætte.').waitFor()
  await device.getByLabel('PIN-kode', { exact: true }).fill('482915')
  await device.getByLabel('PIN-koden igen').fill('482915')
  await device.getByRole('button', { name: 'Husk enheden' }).click()
  await device.getByText('Min telefon huskes.').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await device.getByRole('button', { name: 'Glem enheden' }).click()
  await device.getByText('Enheden er glemt.', { exact: true }).waitFor()
})

test('B-19: a row is swiped to the archive and back by undo; a short or an upright swipe does nothing', async () => {
  await using opened = await openPage(browser, '/', {
    context: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  })
  const { page, fake } = opened
  const devtools = await page.context().newCDPSession(page)
  const swipe = async (byX: number, byY: number) => {
    const box = (await page.locator(`#row-${letterId(8)}`).boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: x + byX * share, y: y + byY * share }],
      })
    await touch('touchStart', 0)
    for (const share of [0.2, 0.4, 0.6, 0.8, 1]) await touch('touchMove', share)
    await touch('touchEnd', 1)
  }
  const changes = () => fake.requests.filter((request) => request === 'POST /api/letters/changes').length
  await swipe(-50, 0)
  await swipe(-20, 110)
  await page.evaluate(() => scrollTo(0, 0))
  await laidOut(page)
  assert.equal(changes(), 0)
  await swipe(-150, 4)
  await page.getByText('Brevet er arkiveret.').waitFor()
  assert.equal(changes(), 1)
  await becomes(() => new URL(page.url()).pathname, '/', 'a swipe is no click')
  await page.getByRole('button', { name: 'Fortryd' }).click()
  await page.locator(`#row-${letterId(8)}`).waitFor()
})

test('O-07: the first load’s script is at most 200 KB compressed, and nothing jumps while the inbox comes', async () => {
  await using opened = await openPage(browser, '/icon.svg')
  const { page, fake } = opened
  fake.delayMs = 300
  const scripts = new Set<string>()
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.add(new URL(response.url()).pathname)
  })
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) shifts.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  for (const width of [360, 1440]) {
    await resize(page, { width, height: 800 })
    await page.goto(fake.url, { waitUntil: 'networkidle' })
    await page.locator('.row:not(.row-skeleton)').first().waitFor()
    const shift = await page.evaluate(() =>
      (globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
    )
    assert.ok(shift <= CLS_MAX, `${width} px: ${shift}`)
  }
  const sizes = await Promise.all(
    [...scripts].map(async (path) => {
      const file = join(DIST, path)
      // Small files are not worth compressing twice: the plain one counts.
      return (await stat(`${file}.br`).catch(() => stat(file))).size
    }),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(scripts.size >= 2 && total > 50_000, [...scripts].join(' '))
  assert.ok(total <= SCRIPT_BYTES_MAX, `${total} bytes: ${[...scripts].join(' ')}`)
  console.log(`first load: ${total} bytes of script in ${scripts.size} files`)
})
