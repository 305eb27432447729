import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { LANGUAGES } from '#rules/refusals.ts'
import { axeFinds } from '#tools/pictures/axe.ts'
import { lookAround } from '#tools/pictures/look.ts'
import { launchBrowser, letterId, openPage } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize, resizeToWhole } from './resize.ts'

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
  const fits = async (what: string) => {
    const overPx = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(overPx <= 0, `${what} is ${overPx} px too wide`)
  }
  await fits('the letter')
  assert.equal(await page.locator('.list-pane').isVisible(), false, 'one column')
  // Only the page of the document grows out of the window, and it has its own place to scroll in.
  await page.getByRole('button', { name: 'Større' }).click()
  await becomes(
    () => page.locator('.pdf-pages').evaluate((box) => box.scrollWidth > box.clientWidth),
    true,
    'the page is larger',
  )
  await fits('the letter with a larger page')
  await page.locator('.letter .back').click()
  await page.locator('.row').first().waitFor()
  await fits('the inbox')
  // A wide window that is as low keeps the list, the letter and the way between them.
  await resize(page, { width: 1280, height: 256 })
  await page.locator('.row').first().click()
  await page.getByRole('heading', { level: 1, name: 'Årsopgørelse for vand og varme 2026' }).waitFor()
  await page.locator('.pdf-page canvas').first().waitFor()
  await becomes(() => page.locator('.list-pane').isVisible(), true)
  await fits('the low window')
})

test('O-07: the tools of a letter are one row in the language of the longest words, beside the list and without it', async () => {
  await using opened = await openPage(browser, `/letters/${letterId(8)}`, { fake: { language: 'sv' } })
  const { page } = opened
  const tools = page.locator('.letter-tools .tools')
  await tools.waitFor()
  for (const width of [1920, 1600, 1599, 1440, 1380, 1379, 1200, 1199, 1000, 999, 850, 849, 700]) {
    await resize(page, { width, height: 900 })
    const heightPx = await tools.evaluate((row) => row.getBoundingClientRect().height)
    assert.ok(heightPx > 0 && heightPx <= 52, `${heightPx} px high at ${width}`)
  }
})

test('O-07: names that nothing breaks and names from right to left stay within their rows, their letter and the rail', async () => {
  const sender = 'Styrelsenforarbejdsmarkedrekrutteringuddannelseogbeskæftigelse'.repeat(2)
  const title = `Afgørelse ${'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3)}`
  await using opened = await openPage(browser, '/icon.svg')
  const { page, fake } = opened
  for (let n = 0; n < 60; n++)
    fake.state.addFolder(
      n % 3 === 0 ? `${n}${'Mappe'.repeat(12)}` : n % 3 === 1 ? `ضرائب ${n}` : `Sag ${n}`,
      null,
    )
  const renamed = (letter: Record<string, unknown>, at: number) => ({
    ...letter,
    title: at % 2 === 0 ? title : 'إشعار بشأن الضرائب لعام 2026 — kr. 1.284,50',
    sender: letter.sender && {
      ...letter.sender,
      name: at % 2 === 0 ? sender : 'مكتب البريد الرقمي للخدمات الحكومية',
    },
  })
  await page.route(/\/api\/letters(?:\?|\/[0-9a-f-]{36}$)/, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback()
    const response = await route.fetch()
    const answer = await response.json()
    const json = answer.letters ? { ...answer, letters: answer.letters.map(renamed) } : renamed(answer, 0)
    return route.fulfill({ response, json })
  })
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  await page.locator('.letter-tools').waitFor()
  for (const [width, height] of [
    [1440, 900],
    [1280, 256],
    [768, 900],
    [320, 640],
  ] as const) {
    await resize(page, { width, height })
    const found = await page.evaluate(lookAround, { phone: false })
    // Cut off is what is meant to be: the third line of a name in a list.
    const wrong = found.filter(({ kind, where }) => kind !== 'clipped' || !/row-|place-name/.test(where))
    assert.deepEqual(
      wrong.filter(({ kind, where }) => kind !== 'overlap' || !/row-|place-name/.test(where)),
      [],
      `${width} × ${height}`,
    )
    const times = await page.locator('.row-time').evaluateAll((all) =>
      all.map((time) => {
        const { right } = time.getBoundingClientRect()
        return right <= time.closest('.row')!.getBoundingClientRect().right
      }),
    )
    assert.ok(times.every(Boolean), `a time is pushed out of its row at ${width} × ${height}`)
  }
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
