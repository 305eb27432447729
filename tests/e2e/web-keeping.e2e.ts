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
  await becomes(() => page.locator(`#row-${letterId(8)}`).count(), 0)
  await becomes(() => focused(page), 'Indbakke', 'focus is not lost with the tools')
  assert.deepEqual(await axeFinds(page), [])
  await page.getByRole('button', { name: 'Fortryd' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Fortrudt. Alt er, som det var.').waitFor()
  await page.locator(`#row-${letterId(8)}`).waitFor()
  await page.locator(`#row-${letterId(6)}`).waitFor()
  await becomes(() => focused(page), /Fortrudt/)
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
  // Said aloud, because the focus stays where it was.
  await page.getByRole('alert').filter({ hasText: 'Der er allerede en mappe med det navn her.' }).waitFor()
  await page.getByRole('link', { name: 'Indbakke' }).first().click()
  await page.locator(`#row-${letterId(8)}`).click()
  await page.getByRole('button', { name: 'Flyt til …' }).click()
  await page.getByRole('option', { name: 'Vand & varme' }).click()
  await page.getByText('Brevet er flyttet til Vand & varme.').waitFor()
  await becomes(() => new URL(page.url()).pathname, '/')
  await page.getByRole('link', { name: 'Mapper' }).click()
  await page.locator('#main').getByRole('link', { name: 'Vand & varme' }).click()
  await page.locator(`#row-${letterId(8)}`).click()
  await page.locator('.pdf-page canvas').first().waitFor()
  await becomes(() => new URL(page.url()).pathname, /^\/in\/[0-9a-f-]{36}\/letters\//)
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
  await becomes(() => focused(page), 'Annullér', 'the safe answer is where the keyboard is')
  assert.deepEqual(await axeFinds(page), [])
  await page.getByRole('button', { name: 'Tøm papirkurven' }).click()
  await page.locator('input[name=code]').fill('123456')
  await page.keyboard.press('Enter')
  await page.getByText('1 brev er slettet for altid.').waitFor()
  await page.getByText('Papirkurven er tom').waitFor()
})

/** The mailbox of somebody who files everything. */
function fileAway({ state }: OpenedPage['fake']): void {
  const parents = Array.from({ length: 100 }, (_, n) => state.addFolder(`Sag ${n + 1}`, null).folderId)
  for (let n = 0; n < 9_900; n++) state.addFolder(`Bilag ${n + 1}`, parents[n % 100]!)
}

test('B-01 O-07: of ten thousand folders one is found by keyboard alone, in the list, in the dialog and for a search', async () => {
  await using opened = await openPage(browser, '/settings', { fake: { level: 'substantial' } })
  const { page, fake, complaints } = opened
  fileAway(fake)
  await page.goto(`${fake.url}/folders`)
  await page.getByText('10000 mapper').waitFor()
  await becomes(() => page.locator('.folders > li').count(), 100)
  assert.ok((await page.locator('.own-folders li').count()) < 50, 'the rail stays short')
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'folders-full-1440')
  const more = page.getByRole('button', { name: 'Vis 100 mere' })
  await more.focus()
  await page.keyboard.press('Enter')
  await page.locator('.folders > li').nth(199).waitFor()
  const next = await page.locator('.folders > li').nth(100).locator('a').textContent()
  await becomes(() => focused(page), next, 'focus is on the first that came')
  await page.getByRole('searchbox', { name: 'Find en mappe' }).fill('sag 7 bilag 4507')
  await page.getByText('1 mappe', { exact: true }).waitFor()
  await page.getByText('i Sag 7').waitFor()

  // Into another folder, without a mouse.
  await page.getByRole('button', { name: 'Flyt mappen Bilag 4507' }).focus()
  await page.keyboard.press('Enter')
  const field = page.getByRole('combobox', { name: 'Find en mappe' })
  await field.waitFor()
  await page.getByRole('option').first().waitFor()
  await becomes(() => page.getByRole('option').first().getAttribute('aria-setsize'), '9999')
  assert.deepEqual(await axeFinds(page), [])
  await picture(page, 'choose-folder-1440')
  await page.keyboard.press('Enter')
  await becomes(() => field.isVisible(), true, 'the key that opened it chooses nothing')
  await page.keyboard.press('End')
  for (let n = 0; n < 30; n++) await page.keyboard.press('PageDown')
  await becomes(() => page.locator('[role=option][aria-selected=true]').getAttribute('aria-posinset'), '240')
  await field.fill('SAG 42')
  const meant = page.locator('[role=option][aria-selected=true]')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await becomes(() => meant.textContent(), 'Sag 42')
  await becomes(() => field.getAttribute('aria-activedescendant'), await meant.getAttribute('id'))
  await page.keyboard.press('Enter')
  await page.getByText('Mappen Bilag 4507 ligger nu i Sag 42.').waitFor()
  const byName = (name: string) => fake.state.folders().folders.find((folder) => folder.name === name)!
  assert.equal(byName('Bilag 4507').parentId, byName('Sag 42').folderId)
  await page.getByRole('button', { name: 'Fortryd' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Fortrudt. Mappen Bilag 4507 ligger, hvor den lå før.').waitFor()
  assert.equal(byName('Bilag 4507').parentId, byName('Sag 7').folderId)

  // Somebody moves it from another window meanwhile: nothing is overridden, and what is there is shown.
  await page.getByRole('searchbox', { name: 'Find en mappe' }).fill('bilag 4507')
  fake.state.moveFolder(byName('Bilag 4507').folderId, byName('Sag 9').folderId)
  await page.getByRole('button', { name: 'Flyt mappen Bilag 4507' }).click()
  await page.getByRole('combobox', { name: 'Find en mappe' }).fill('sag 42')
  await page.getByRole('option', { name: 'Sag 42', exact: true }).click()
  await page.getByText('Mappen er flyttet fra et andet vindue imens.').waitFor()
  await page.getByText('i Sag 9').waitFor()

  await page.goto(`${fake.url}/search`)
  await page.locator('.narrow summary').click()
  await page.getByRole('button', { name: /Overalt/ }).click()
  await page.getByRole('combobox', { name: 'Find en mappe' }).fill('bilag 77 ')
  await page.getByRole('option', { name: 'Bilag 77 i Sag 77', exact: true }).click()
  await becomes(() => page.locator('input[name=in]').inputValue(), byName('Bilag 77').folderId)
  await becomes(() => focused(page), /Bilag 77/, 'focus is back where it was')
  assert.deepEqual(
    complaints.filter((text) => !/409/.test(text)),
    [],
  )
})

test('B-01: a folder is dragged into another and to the top, never into its own; and it tells its unread letters', async () => {
  await using opened = await openPage(browser, '/settings', { fake: { level: 'substantial' } })
  const { page, fake, complaints } = opened
  const made = (name: string, parent: string | null = null) => fake.state.addFolder(name, parent).folderId
  const home = made('Bolig')
  const water = made('Vand')
  made('Målere', water)
  fake.state.change({ letterIds: [letterId(8), letterId(1)], change: { kind: 'move', to: water } })
  await page.goto(`${fake.url}/folders`)
  const row = (name: string) => page.locator('.folders > li', { has: page.getByRole('link', { name }) })
  await row('Vand').getByText('1 ulæst').waitFor()
  await page.locator('.own-folders').getByText('1 ulæst').waitFor()
  await picture(page, 'folders-some-1440')
  await row('Vand').dragTo(row('Bolig'))
  await page.getByText('Mappen Vand ligger nu i Bolig.').waitFor()
  const parentOf = (id: string) =>
    fake.state.folders().folders.find(({ folderId }) => folderId === id)!.parentId
  assert.equal(parentOf(water), home)
  await page.getByRole('button', { name: 'Luk beskeden' }).click()
  await row('Bolig').dragTo(row('Målere'))
  assert.equal(parentOf(home), null)
  await row('Vand').dragTo(page.locator('.drag-top'))
  await page.getByText('Mappen Vand ligger nu øverst.').waitFor()
  assert.equal(parentOf(water), null)
  // Read there, it is counted no longer.
  await page.locator('.own-folders').getByRole('link', { name: /^Vand/ }).click()
  await page.locator(`#row-${letterId(8)}`).click()
  await page.locator('.own-folders').getByText('1 ulæst').waitFor({ state: 'detached' })
  assert.deepEqual(complaints, [])
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
      await resize(page, { width, height: 900 })
      await page.locator(shows).first().waitFor()
      await picture(page, `${name}-${width}`)
      await resizeToWhole(page)
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
  const tools = page.locator('.tools > :is(.ds-button, .more-tools)')
  await tools.nth(3).waitFor()
  const boxes = await tools.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()))
  assert.ok(boxes.length >= 4 && boxes.every((box) => box.y === boxes[0]!.y && box.right <= 360), 'one row')
  await page.getByRole('button', { name: 'Mere', exact: true }).click()
  await page.getByRole('button', { name: 'Giv stjerne' }).click()
  await page.getByText('Brevet har fået stjerne.').waitFor()
  await picture(page, 'starred-360')
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.ok(overflowPx <= 0, `${overflowPx} px too wide`)
})

test('O-07 B-01: choosing several is answered before the rows have their boxes, and so is its end', async () => {
  await using opened = await openPage(browser, '/', { fake: { letters: 60 } })
  const { page } = opened
  await page.locator('.row').first().waitFor()
  const press = (words: string) =>
    page.evaluate(async (words) => {
      const button = [...document.querySelectorAll('button')].find(
        ({ textContent }) => textContent === words,
      )!
      const answered = new Promise<number>((done) => {
        const watch = new MutationObserver(() => {
          if (button.textContent === words) return
          watch.disconnect()
          done(document.querySelectorAll('.row-select').length)
        })
        watch.observe(document.querySelector('.list-pane')!, {
          subtree: true,
          childList: true,
          characterData: true,
        })
      })
      button.click()
      return answered
    }, words)
  const boxes = () => page.locator('.row-select').count()
  assert.equal(await press('Vælg flere'), 0)
  await becomes(boxes, 50)
  assert.equal(await press('Færdig med at vælge'), 50)
  await becomes(boxes, 0)
})
