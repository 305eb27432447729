import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { axeFinds } from '#tools/pictures/axe.ts'
import { lookAround } from '#tools/pictures/look.ts'
import { resize, resizeToWhole } from '#tools/pictures/resize.ts'
import { launchBrowser, letterId, openPage } from './open-web.ts'
import { becomes } from './patience.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

/** Of eight fixture letters 8 is the newest: a PDF with attachments; 7 is locked and sensitive; 5 is HTML. */
const PAGES: [name: string, path: string, shows: string][] = [
  ['inbox', '/', '.row'],
  ['letter', `/letters/${letterId(8)}`, '.pdf-page canvas'],
  ['attachment as text', `/letters/${letterId(8)}?document=3`, '.text-sheet'],
  ['HTML letter', `/letters/${letterId(5)}`, 'iframe'],
  ['locked letter', `/letters/${letterId(7)}`, '.locked form'],
  ['who has seen this', `/letters/${letterId(8)}/seen`, '.entries > li'],
  ['proof', `/letters/${letterId(8)}/proof`, '.fingerprints code'],
  ['access log', '/access-log', '.entries > li'],
  ['settings', '/settings', '.emails > li'],
  ['number use', '/settings/number-use', '.ends'],
  ['consents', '/settings/consents', '[role=switch]'],
  ['folders', '/folders', 'h1'],
  ['trash', '/in/trash', 'h1'],
  ['search', '/search', 'h1'],
  ['more', '/more', 'h1'],
  ['write', '/write', '.find-person'],
  ['pause or close', '/settings/leaving', '.ends'],
  ['devices', '/settings/devices', '.emails > li'],
  ['no such page', '/nothing/here', 'h1'],
]

const LANGUAGES = ['da', 'nb', 'sv', 'en'] as const

/** axe judges every page in both schemes and at both widths, the pages taking turns at which with which: it is what takes the time. */
for (const [turn, [name, path, shows]] of PAGES.entries())
  test(`O-07: ${name}: axe and the eye find nothing, nothing scrolls sideways, at 1440, 360 and 320 px, light and dark`, async () => {
    const language = LANGUAGES[turn % LANGUAGES.length]!
    await using opened = await openPage(browser, path, { fake: { language } })
    const { page, complaints } = opened
    for (const width of [1440, 360, 320]) {
      await resize(page, { width, height: 900 })
      await page.locator(shows).first().waitFor()
      assert.deepEqual(await page.evaluate(lookAround, { phone: false }), [], `${name} ${language} ${width}`)
      if (width === 320) continue
      await resizeToWhole(page)
      const colorScheme = (turn % 2 === 0) === (width === 1440) ? 'light' : 'dark'
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await axeFinds(page), [], `${name} ${colorScheme} ${width}`)
    }
    const own = complaints.filter((complaint) => !complaint.includes("'allow-scripts' permission"))
    assert.deepEqual(own, [], `${name}: the browser complains`)
  })

test('O-07: every language has its own words on every page, and says which language it is', async () => {
  const titles = new Set<string>()
  for (const language of ['da', 'nb', 'sv', 'en'] as const) {
    await using opened = await openPage(browser, '/settings', { fake: { language } })
    await becomes(() => opened.page.locator('html').getAttribute('lang'), language)
    titles.add((await opened.page.locator('h1').textContent()) ?? '')
  }
  assert.equal(titles.size, 4)
})

test('the check itself: what axe must find, it finds', async () => {
  await using opened = await openPage(browser, '/settings')
  const { page } = opened
  await page.locator('h1').evaluate((heading) => {
    heading.style.color = '#cccccc'
    heading.after(document.createElement('img'))
  })
  const found = (await axeFinds(page)).map((finding) => finding.split(':')[0])
  assert.deepEqual([...new Set(found)].sort(), ['color-contrast', 'image-alt'])
})

test('the check itself: what the eye must find, it finds', async () => {
  await using opened = await openPage(browser, '/settings')
  const { page } = opened
  await page.locator('h1').waitFor()
  await page.evaluate(() => {
    // The page takes no style that stands in its markup.
    const plant = (into: Element, name: string, words: string, style: string) => {
      const element = document.createElement(name)
      element.textContent = words
      element.style.cssText = `flex:none;${style}`
      into.prepend(element)
      return element
    }
    const main = document.querySelector('main')!
    plant(main, 'p', 'Words cut off by their box', 'width:40px;overflow:hidden;white-space:nowrap')
    plant(main, 'p', 'Words over the edge of it', 'width:40px;white-space:nowrap')
    plant(main, 'div', 'Too wide', 'width:3000px')
    plant(main, 'button', '', 'width:10px;height:10px;min-height:0;padding:0')
    const pile = plant(main, 'div', '', 'position:relative')
    plant(pile, 'div', 'Under', '')
    plant(pile, 'div', 'Over it', 'position:absolute;top:0')
    plant(main, 'h1', 'Again', '')
  })
  const found = (await page.evaluate(lookAround, { phone: false })).map(({ kind }) => kind)
  assert.deepEqual([...new Set(found)].sort(), [
    'clipped',
    'headings',
    'overlap',
    'spills',
    'tap-24',
    'too-wide',
  ])
})

test('O-07: at 400 % zoom the bar of places gives way to the letter, and nothing scrolls sideways', async () => {
  // 1280 × 1024 at 400 % is a window of 320 × 256 CSS pixels (WCAG 1.4.10).
  await using opened = await openPage(browser, `/letters/${letterId(8)}`, {
    context: { viewport: { width: 320, height: 256 } },
  })
  const { page } = opened
  await page.locator('.pdf-page canvas').first().waitFor()
  const bar = await page.locator('.places').evaluate((element) => getComputedStyle(element).position)
  assert.equal(bar, 'static')
  const overflowPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(overflowPx <= 0, `${overflowPx} px too wide`)
})

test('touch targets on a phone are at least 44 px, links within text excepted', async () => {
  for (const path of ['/', `/letters/${letterId(8)}`, `/letters/${letterId(7)}`, '/settings']) {
    await using opened = await openPage(browser, path, {
      context: { viewport: { width: 360, height: 780 }, hasTouch: true },
    })
    await opened.page.locator('h1').first().waitFor()
    const small = await opened.page
      .locator('main :is(button, a, input[type=text], input[type=email]), nav a, header button')
      .evaluateAll((elements) =>
        elements
          .filter((element) => !element.closest('p, .textLayer, .entries') && !element.matches('.pdf-link'))
          .map((element) => ({ words: element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
          .map(({ words, box }) => `${words}: ${box.width} × ${box.height}`),
      )
    assert.deepEqual(small, [], path)
  }
})

test('the first load is at most 200 KB of script, compressed, and pdf.js is not in it', async () => {
  await using opened = await openPage(browser, '/')
  const loaded = await opened.page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname),
  )
  const scripts = loaded.filter((path) => path.endsWith('.js') || path.endsWith('.mjs'))
  assert.ok(!scripts.some((path) => path.includes('pdf')), scripts.join(' '))
  const sizes = await Promise.all(
    scripts.map(async (path) => gzipSync(await (await fetch(opened.fake.url + path)).bytes()).length),
  )
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(totalBytes > 0 && totalBytes <= 200_000, `${totalBytes} bytes`)
})

test('P-02 B-09 O-07: a closed enterprise stands with what is shared, and is opened again from there into its mailbox', async () => {
  const employeeId = '01890a5d-ac96-774b-bcce-b302099a8057'
  await using opened = await openPage(browser, '/', { fake: { language: 'en' } })
  const { page } = opened
  const asked: string[] = []
  let refusals = 1
  await page.route('**/api/access/held', (route) => route.fulfill({ json: { held: [] } }))
  await page.route('**/api/enterprises/closed**', (route) => {
    const { pathname } = new URL(route.request().url())
    if (route.request().method() === 'GET')
      return route.fulfill({
        json: {
          enterprises: [{ employeeId, name: 'Nordhavn El ApS', erasedAt: '2027-05-01T10:00:00.000Z' }],
        },
      })
    asked.push(pathname)
    return refusals-- > 0 ? route.abort() : route.fulfill({ json: { enterprises: [] } })
  })
  await page.route('**/api/session/acting-for', (route) => {
    if (route.request().method() === 'GET') return route.fallback()
    asked.push(JSON.stringify(route.request().postDataJSON()))
    return route.fallback()
  })
  await page.goto(new URL('/shared', page.url()).href)
  const button = page.getByRole('button', { name: 'Open Nordhavn El ApS again' })
  await button.waitFor()
  for (const width of [1440, 360]) {
    await resize(page, { width, height: 900 })
    assert.deepEqual(await axeFinds(page), [])
    assert.deepEqual(await page.evaluate(lookAround, { phone: false }), [])
  }
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await button.focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.pathname !== '/shared' || document.querySelector('[role=alert]'))
  assert.deepEqual(asked, [
    `/api/enterprises/closed/${employeeId}/reopen`,
    `/api/enterprises/closed/${employeeId}/reopen`,
    JSON.stringify({ employeeId }),
  ])
})
