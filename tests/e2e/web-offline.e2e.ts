/** Without network, and where the house does not answer: nothing moves, the focus stays, and what did not come is fetched when it can be (B-19, O-07). */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, letterId, type OpenedPage, openPage } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize, resizeToWhole } from './resize.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

const PHONE = { width: 360, height: 740 }
const WIDE = { width: 1440, height: 900 }

async function network({ context, fake }: OpenedPage, there: boolean): Promise<void> {
  fake.away = !there
  await context.setOffline(!there)
}

const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement === document.body ? '' : document.activeElement!.textContent))

/** Where the reader's eyes and fingers are. */
const lies = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())!.y

for (const viewport of [PHONE, WIDE])
  test(`B-19 O-07: the network goes and comes at ${viewport.width} px: nothing moves under the finger, the focus stays, and what did not come is there by itself afterwards`, async () => {
    await using opened = await openPage(browser, '/', {
      fake: { level: 'substantial' },
      context: { viewport, serviceWorkers: 'block' },
    })
    const { page } = opened
    const row = `#row-${letterId(6)}`
    await page.locator(row).focus()
    const before = await lies(page, row)
    await network(opened, false)
    await page.getByText('Du er uden net.').waitFor()
    assert.equal(await lies(page, row), before, 'the row is where it was')
    await becomes(() => page.evaluate(() => document.activeElement!.id), row.slice(1))
    // As tall as the page: axe takes what is merely scrolled under the note for covered.
    await resizeToWhole(page)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await axeFinds(page), [], colorScheme)
    }
    await resize(page, viewport)

    const title = await page.locator(`#row-${letterId(5)} .row-title`).innerText()
    await page.locator(`#row-${letterId(5)}`).press('Enter')
    await page.getByRole('alert').getByText('Vi kan ikke nå Brevhus').waitFor()
    await becomes(() => focused(page), title, 'what the list knows of the letter stands')
    await becomes(() => page.title(), `${title} · Brevhus`)
    assert.deepEqual(await axeFinds(page), [])
    await network(opened, true)
    await page.locator('.letter-tools').waitFor()
    await becomes(() => page.getByRole('alert').count(), 0)
    await becomes(() => focused(page), title)

    await network(opened, false)
    if (viewport === PHONE) {
      await page.getByRole('link', { name: 'Mere' }).click()
      await page.getByRole('heading', { name: 'Overblik' }).waitFor()
    }
    await page.getByRole('link', { name: 'Hvem har set' }).first().click()
    await page.getByRole('alert').getByText('Vi kan ikke nå Brevhus').waitFor()
    await network(opened, true)
    await page.locator('.entries > li').first().waitFor()
    await network(opened, false)
    if (viewport === PHONE) await page.getByRole('link', { name: 'Mere' }).click()
    await page.getByRole('link', { name: 'Indstillinger' }).first().click()
    await page.getByRole('heading', { name: 'Siden kunne ikke hentes' }).waitFor()
    await network(opened, true)
    await page.getByRole('heading', { name: 'Indstillinger' }).waitFor()
  })

test('B-19: opened without network the app says so, and goes on to the very letter when the network is back', async () => {
  await using opened = await openPage(browser, '/', { fake: { level: 'substantial' } })
  const { page, fake } = opened
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await network(opened, false)
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  await page.getByRole('alert').getByText('Vi kan ikke nå Brevhus').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await network(opened, true)
  await page.locator('.letter-tools').waitFor()
})

test('O-07: asking again keeps the focus where it failed; a house that is busy says what is safe and for how long', async () => {
  await using opened = await openPage(browser, '/more', { fake: { level: 'substantial' } })
  const { page, fake } = opened
  const busy = { status: 503, headers: { 'retry-after': '42' }, body: '' }
  await page.route('**/api/settings', (route) => route.fulfill(busy))
  await page.route(`**/api/letters/${letterId(8)}`, (route) => route.fulfill(busy))
  const again = page.getByRole('button', { name: 'Prøv igen' })
  for (const [path, name] of [
    ['/settings', 'Indstillinger'],
    [`/letters/${letterId(8)}`, 'Årsopgørelse for vand og varme 2026'],
  ] as const) {
    await page.goto(fake.url + path)
    await page.getByText('Dine breve er i sikkerhed, og intet er ændret. Prøv igen om 42 sekunder.').waitFor()
    const asked = page.waitForResponse((response) => response.status() === 503)
    await again.press('Enter')
    await asked
    await again.waitFor()
    await becomes(() => focused(page), name)
  }
  await page.unroute(`**/api/letters/${letterId(8)}`)
  await again.press('Enter')
  await page.locator('.letter-tools').waitFor()
  await becomes(() => focused(page), /Årsopgørelse/)
})
