import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axeFinds, launchBrowser, letterId, openPage } from './open-web.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')
/** Where a run leaves its pictures, for whoever wants to look. */
const picture = async (page: Page, name: string) => {
  const folder = process.env.PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: false })
}

test('B-01 O-07: several letters chosen by keyboard, archived at once, undone; focus and words follow', async () => {
  await using opened = await openPage(browser, '/', { fake: { level: 'substantial' } })
  const { page, complaints } = opened
  await page.locator('.row').first().waitFor()
  await page.getByRole('button', { name: 'Vælg flere' }).focus()
  await page.keyboard.press('Enter')
  const boxes = page.getByRole('checkbox')
  await boxes.first().waitFor()
  await boxes.nth(0).focus()
  await page.keyboard.press('Space')
  await boxes.nth(2).focus()
  await page.keyboard.press('Space')
  await page.getByText('2 valgt').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'select-1440')
  await page.getByRole('button', { name: 'Arkivér' }).focus()
  await page.keyboard.press('Enter')
  const status = page.getByRole('status').filter({ hasText: '2 breve er arkiveret.' })
  await status.waitFor()
  assert.equal(await page.locator(`#row-${letterId(8)}`).count(), 0)
  assert.equal(await focused(page), 'Indbakke', 'focus is not lost with the tools')
  assert.deepEqual(await axeFinds(page), [])
  await page.getByRole('button', { name: 'Fortryd' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Fortrudt. Alt er, som det var.').waitFor()
  await page.locator(`#row-${letterId(8)}`).waitFor()
  await page.locator(`#row-${letterId(6)}`).waitFor()
  assert.match(await focused(page), /Fortrudt/)
  assert.deepEqual(complaints, [])
})

test('B-01: a folder is made, a letter moved into it and read there, and the folder is not deleted while it is filled', async () => {
  await using opened = await openPage(browser, '/folders', { fake: { level: 'substantial' } })
  const { page } = opened
  await page.getByRole('textbox', { name: 'Mappens navn' }).fill('Vand & varme')
  await page.getByRole('button', { name: 'Opret mappe' }).click()
  await page.getByText('Mappen Vand & varme er oprettet.').waitFor()
  await page.getByRole('textbox', { name: 'Mappens navn' }).fill('Vand & varme')
  await page.getByRole('button', { name: 'Opret mappe' }).click()
  await page.getByText('Der er allerede en mappe med det navn her.').waitFor()
  await page.getByRole('link', { name: 'Indbakke' }).first().click()
  await page.locator(`#row-${letterId(8)}`).click()
  const move = page.getByRole('combobox', { name: 'Flyt til …' })
  await move.focus()
  await page.locator('.move-to option', { hasText: 'Vand & varme' }).waitFor({ state: 'attached' })
  await move.selectOption({ label: 'Vand & varme' })
  await page.getByRole('button', { name: 'Flyt', exact: true }).click()
  await page.getByText('Brevet er flyttet til Vand & varme.').waitFor()
  assert.equal(new URL(page.url()).pathname, '/')
  await page.getByRole('link', { name: 'Mapper' }).click()
  await page.locator('#main').getByRole('link', { name: 'Vand & varme' }).click()
  await page.locator(`#row-${letterId(8)}`).click()
  await page.locator('.pdf-page canvas').first().waitFor()
  assert.match(new URL(page.url()).pathname, /^\/in\/[0-9a-f-]{36}\/letters\//)
  await page.getByRole('link', { name: 'Mapper' }).click()
  await page.getByRole('button', { name: 'Slet mappen Vand & varme' }).click()
  await page.getByText('Der ligger noget i mappen.').waitFor()
})

test('B-02 D-24: to the trash, which says when it is gone; emptied only after a second word and a stronger sign-in', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(8)}`)
  const { page, fake } = opened
  await page.getByRole('button', { name: 'Læg i papirkurven' }).click()
  await page.getByText('Brevet er i papirkurven.').waitFor()
  await page.getByRole('link', { name: 'Papirkurv' }).click()
  await page.getByText(/Væk for altid/).waitFor()
  await page.getByRole('button', { name: 'Tøm papirkurven' }).click()
  assert.ok(!fake.requests.includes('POST /api/trash/empty'))
  assert.equal(await focused(page), 'Annullér', 'the safe answer is where the keyboard is')
  assert.deepEqual(await axeFinds(page), [])
  await page.getByRole('button', { name: 'Tøm papirkurven' }).click()
  await page.locator('input[name=code]').fill('123456')
  await page.keyboard.press('Enter')
  await page.getByText('1 brev er slettet for altid.').waitFor()
  await page.getByText('Papirkurven er tom').waitFor()
})

const PAGES: [name: string, path: string, shows: string][] = [
  ['folders', '/folders', '.new-folder'],
  ['archive', '/in/archive', '.empty'],
  ['trash', '/in/trash', '.empty'],
  ['letter', `/letters/${letterId(8)}`, '.arrange'],
]
for (const [name, path, shows] of PAGES)
  test(`O-07: ${name}: axe finds nothing, nothing scrolls sideways, at 1440, 768 and 360 px, light and dark`, async () => {
    await using opened = await openPage(browser, path, { fake: { level: 'substantial' } })
    const { page } = opened
    for (const width of [1440, 768, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await page.locator(shows).first().waitFor()
      await picture(page, `${name}-${width}`)
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width, height })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        assert.deepEqual(await axeFinds(page), [], `${name} ${colorScheme} ${width}`)
      }
      const overflowPx = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.ok(overflowPx <= 0, `${name} ${width}: ${overflowPx} px too wide`)
    }
  })

test('O-07: on a phone letters are chosen and arranged without scrolling sideways', async () => {
  await using opened = await openPage(browser, '/', {
    fake: { level: 'substantial' },
    context: { viewport: { width: 360, height: 740 } },
  })
  const { page } = opened
  await page.getByRole('button', { name: 'Vælg flere' }).click()
  await page.getByRole('checkbox').nth(1).check()
  await picture(page, 'select-360')
  await page.getByRole('button', { name: 'Giv stjerne' }).click()
  await page.getByText('Brevet har fået stjerne.').waitFor()
  await picture(page, 'starred-360')
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.ok(overflowPx <= 0, `${overflowPx} px too wide`)
})
