import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Browser, Page } from 'playwright-core'
import { axeFinds } from '#tools/pictures/axe.ts'
import { launchBrowser, letterId, type OpenedPage, openPage } from './open-web.ts'
import { becomes, PATIENCE_MS } from './patience.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

/** A letter, and a browser whose dialogue says what it was asked to put on paper: no person is there to close a real one. */
async function openLetter(n: number): Promise<OpenedPage & { printed: string[] }> {
  const opened = await openPage(browser, '/')
  const printed: string[] = []
  const { page } = opened
  await page.exposeBinding('tellPrinted', ({ frame }, said: string) => {
    printed.push(`${frame === page.mainFrame() ? 'page' : 'frame'}: ${said}`)
  })
  await page.addInitScript(() => {
    const { tellPrinted } = window as unknown as { tellPrinted: (said: string) => Promise<void> }
    window.print = () => void tellPrinted(document.body.textContent.replace(/\s+/g, ' ').trim())
  })
  await page.goto(`${opened.fake.url}/letters/${letterId(n)}`, { waitUntil: 'networkidle' })
  return Object.assign(opened, { printed })
}

async function until(look: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !look(); await new Promise((done) => setTimeout(done, 20)))
    if (Date.now() > end) throw new Error('waited in vain')
}

const printButton = (page: Page) => page.getByRole('button', { name: /^Udskriv/ })
const paperOf = async (page: Page) => PDFDocument.load(await page.pdf({ preferCSSPageSize: true }))

test('B-01 O-07: a PDF letter is printed page by page, whole, and nothing of the app with it', async () => {
  await using opened = await openLetter(8)
  const { page, printed } = opened
  await page.locator('.pdf-page canvas').first().waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await printButton(page).click()
  await until(() => printed.length === 1)
  const pages = await page.locator('.pdf-page').count()
  await becomes(() => page.locator('.print-sheets img').count(), pages)
  await becomes(() => page.locator('.print-sheets').isVisible(), false, 'not on the screen')
  const seen = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLImageElement>('.print-sheets img')].map((image) => image.naturalWidth),
  )
  for (const width of seen) assert.ok(width > 1500, 'sharp enough for paper')
  await page.emulateMedia({ media: 'print' })
  await becomes(() => page.locator('.print-sheets').isVisible(), true)
  await becomes(() => page.locator('#app').isVisible(), false)
  assert.equal((await paperOf(page)).getPageCount(), pages)
  await page.emulateMedia({ media: 'screen' })
  // The browser said that it is over: what was laid out for paper is gone, and the letter is where it was.
  await page.locator('.print-sheets').waitFor({ state: 'detached' })
  await becomes(() => page.locator('#app').isVisible(), true)
  await printButton(page).click()
  await until(() => printed.length === 2)
  assert.deepEqual(opened.complaints, [])
})

test('B-01 S-14 O-07: an HTML letter is printed from a frame of its own in which nothing of it runs', async () => {
  await using opened = await openLetter(5)
  const { page, printed } = opened
  await page.frameLocator('iframe.html-sheet').locator('body').waitFor()
  assert.deepEqual(await axeFinds(page), [])
  await printButton(page).click()
  await until(() => printed.length === 1)
  assert.match(printed[0]!, /^frame: .*Fra 1\. januar gælder nye vilkår/)
  assert.doesNotMatch(printed[0]!, /Indbakke/)
  await page.locator('iframe.print-frame').waitFor({ state: 'detached' })
  // The letter's own script is refused where it is read; nothing is where it is printed.
  assert.deepEqual(
    opened.complaints.filter(
      (complaint) => !/Blocked script execution in '[^']*\/documents\/1'/.test(complaint),
    ),
    [],
  )
})

test('S-14: a hostile letter does nothing in the frame it is printed from', async () => {
  await using opened = await openLetter(5)
  const { page, printed } = opened
  await page.evaluate(() => {
    const html = `<meta http-equiv="refresh" content="0;url=https://elsewhere.example/"><base href="https://elsewhere.example/">
      <p>the letter</p><script>document.body.textContent = 'ran'</script>
      <img src="data:image/png;base64,AAAA" onerror="document.body.textContent = 'ran'">
      <svg onload="document.body.textContent = 'ran'"></svg><img src="https://elsewhere.example/seen.png">
      <iframe src="https://elsewhere.example/"></iframe><form action="https://elsewhere.example/"><button>Go</button></form>`
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts allow-modals')
    frame.src = '/print-frame'
    addEventListener('message', ({ source, data }) => {
      if (source === frame.contentWindow && data === 'ready')
        frame.contentWindow!.postMessage({ html, title: 'x' }, '*')
    })
    document.body.append(frame)
  })
  await until(() => printed.length === 1)
  assert.match(printed[0]!, /^frame: the letter/)
  assert.doesNotMatch(printed[0]!.replace(/document\.body\.textContent = 'ran'/g, ''), /ran/)
  assert.ok(!page.frames().some((frame) => frame.url().includes('elsewhere.example')))
})

test('B-01: without the print button the letter goes on paper as well, without the app around it', async () => {
  await using opened = await openLetter(8)
  const { page } = opened
  await page.locator('.pdf-page canvas').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  for (const away of [
    '.top',
    '.places',
    '.list-pane',
    '.letter-tools',
    '.pdf-tools',
    '.reading-switch',
    '.letter-after',
  ])
    await becomes(() => page.locator(away).first().isVisible(), false, away)
  await becomes(() => page.locator('.letter-title').isVisible(), true)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const ink = await page.evaluate(() => getComputedStyle(document.querySelector('.letter-title')!).color)
  assert.equal(ink, 'rgb(0, 0, 0)', 'dark on white, whichever scheme the screen has')
  // Of the inbox the list.
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('link', { name: 'Indbakke' }).first().click()
  await page.emulateMedia({ media: 'print' })
  await becomes(() => page.locator('.row').first().isVisible(), true)
  await becomes(() => page.locator('.choose').isVisible(), false)
})
