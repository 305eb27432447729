/** The reading tools in a real browser: asked for first, on the device only, gone with the visit. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, letterId, openPage } from './open-web.ts'
import { becomes } from './patience.ts'
import { resize, resizeToWhole } from './resize.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

/** The browser's speech with these voices; what it was given to say is in `said`. */
const withVoices = (page: Page, voices: { lang: string; localService: boolean }[]) =>
  page.addInitScript((given) => {
    const said: string[] = []
    let paused = false
    const speech = Object.assign(new EventTarget(), {
      getVoices: () => given.map((voice) => ({ ...voice, default: false, name: voice.lang })),
      speak: (words: { text: string; onend: () => void }) => {
        // As the specification has it: what is spoken while it is paused waits, and cancelling does not end the pause.
        if (paused) return
        said.push(words.text)
        // The second passage is where a test stops it.
        if (said.length < 2) setTimeout(() => words.onend(), 0)
      },
      cancel: () => {},
      pause: () => {
        paused = true
      },
      resume: () => {
        paused = false
      },
    })
    Object.defineProperty(window, 'speechSynthesis', { value: speech })
    Object.defineProperty(window, 'SpeechSynthesisUtterance', {
      value: class {
        text: string
        constructor(text: string) {
          this.text = text
        }
      },
    })
    Object.assign(window, { said })
  }, voices)

const said = (page: Page) => page.evaluate(() => (window as unknown as { said: string[] }).said)

test('B-13 E-15 R7: a PDF’s words in large type after a yes that a reload forgets, read by a voice of the device', async () => {
  await using opened = await openPage(browser, '/icon.svg')
  const { page, fake } = opened
  await withVoices(page, [
    { lang: 'da-DK', localService: false },
    { lang: 'da-DK', localService: true },
  ])
  await page.goto(`${fake.url}/letters/${letterId(8)}`)
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(fake.url)) foreign.push(request.url())
  })
  await page.getByRole('button', { name: 'Læsevisning' }).click()
  // Focus follows to the view's heading.
  const onTitle = () =>
    page.waitForFunction(
      () => document.activeElement?.matches('h2') && document.activeElement.textContent === 'Læsevisning',
    )
  await onTitle()
  await page.getByText('intet gemmes').waitFor()
  await page.getByRole('button', { name: 'Ja, vis brevet sådan' }).press('Enter')
  await onTitle()
  const words = page.getByRole('region', { name: 'Brevets ord' })
  await words.waitFor()
  await words.locator('p, h3').nth(1).waitFor()
  const size = () => words.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  const before = await size()
  assert.ok(before >= 20, `${before} px`)
  await page.getByRole('button', { name: 'Større skrift' }).click()
  await becomes(async () => (await size()) > before, true, 'larger')

  await page.getByRole('button', { name: 'Linjefokus' }).click()
  await page.keyboard.press('ArrowDown')
  await becomes(() => words.locator('[aria-current]').count(), 1)
  await page.getByRole('button', { name: 'Linjefokus' }).click()

  await becomes(
    () => page.getByRole('button', { name: 'Ja, send ordene' }).count(),
    0,
    'the device has a voice',
  )
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await page.getByRole('button', { name: 'Læs op' }).press('Enter')
  await becomes(focused, 'Pause', 'focus stays on the button that is called so now')
  await page.waitForFunction(() => (window as unknown as { said: string[] }).said.length === 2)
  assert.deepEqual(await said(page), (await words.locator('p, h3').allTextContents()).slice(0, 2))
  await page.getByRole('button', { name: 'Pause' }).press('Enter')
  await page.getByRole('button', { name: 'Læs videre' }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).press('Enter')
  await becomes(focused, 'Læs op', 'focus is not lost with the button that goes')
  await page.getByRole('button', { name: 'Læs op' }).press('Enter')
  await page.waitForFunction(() => (window as unknown as { said: string[] }).said.length > 2)
  await page.getByRole('button', { name: 'Stop' }).press('Enter')
  assert.deepEqual(await axeFinds(page), [])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await resize(page, { width: 320, height: 700 })
    await resizeToWhole(page)
    assert.deepEqual(await axeFinds(page), [])
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.ok(over <= 0, `${over} px too wide`)
  }
  assert.deepEqual(foreign, [])
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  assert.doesNotMatch(stored, /read|remote|tools|ord/i)

  await page.reload()
  await page.getByRole('button', { name: 'Læsevisning' }).click()
  await page.getByRole('button', { name: 'Ja, vis brevet sådan' }).waitFor()
})

test('B-13 E-15: a voice elsewhere is silent until its own yes', async () => {
  await using opened = await openPage(browser, '/icon.svg')
  const { page, fake } = opened
  await withVoices(page, [{ lang: 'da-DK', localService: false }])
  await page.goto(`${fake.url}/letters/${letterId(5)}`)
  await page.getByRole('button', { name: 'Læsevisning' }).click()
  await page.getByRole('button', { name: 'Ja, vis brevet sådan' }).click()
  await page.getByText('sendes brevets ord til den, der laver browseren').waitFor()
  await becomes(() => page.getByRole('button', { name: 'Læs op' }).count(), 0)
  assert.deepEqual(await said(page), [])
  await page.getByRole('button', { name: 'Ja, send ordene i dette besøg' }).click()
  await page.getByRole('button', { name: 'Læs op' }).click()
  await page.waitForFunction(() => (window as unknown as { said: string[] }).said.length > 0)
})
