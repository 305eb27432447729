import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { assertAccessible, assertFitsWidth, openBrowser, type TestBrowser } from './browser.ts'
import { limits } from './patience.ts'

const GOOD = `<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1><p>Text.</p></main></html>`
const BAD = `<!doctype html><html><title>Bad</title><body style="width: 500px"><img src="data:,"><button></button></html>`
const LOUD = `<!doctype html><html lang="en"><title>Loud</title><script>throw new Error('planted')</script>
  <script>fetch('http://127.0.0.1:9/').catch(() => {})</script></html>`

let server: Server
let origin = ''
let browser: TestBrowser
before(async () => {
  const pages: Record<string, string> = { '/good': GOOD, '/bad': BAD, '/loud': LOUD }
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(pages[request.url ?? ''] ?? '')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser(origin)
})
after(async () => {
  server.closeAllConnections()
  server.close()
})

test('a step that never ends fails, and says which it was and where; so does one that waits in vain', async () => {
  const page = await browser.page()
  await page.goto('/good')
  await page.evaluate(() => console.info('planted line'))
  const where = /good[\s\S]*picture: \.cache\/failures\/[\s\S]*words: Good Text\.[\s\S]*planted line/
  const { stepMs } = limits
  limits.stepMs = 500
  const hung = page.evaluate(() => new Promise(() => {}))
  limits.stepMs = stepMs
  await assert.rejects(hung, (error: Error) => {
    assert.match(
      error.message,
      /page\.evaluate \(tests\/e2e\/browser\.e2e\.ts:\d+\) has taken more than 0\.5 s/,
    )
    assert.match(error.message, where)
    return true
  })
  for (const vain of [
    page.waitForURL('**/nowhere', { timeout: 100 }),
    page.click('#nowhere', { timeout: 1000 }),
  ])
    await assert.rejects(vain, ({ stack }: Error) => where.test(stack!))
  await page.context().close()
})

test('the checks see what they are for: a page without faults passes, planted faults are found', async () => {
  const page = await browser.page({ viewport: { width: 320, height: 640 } })
  await page.goto('/good')
  await assertAccessible(page)
  await assertFitsWidth(page)
  await page.goto('/bad')
  await assert.rejects(assertAccessible(page), /html-has-lang[\s\S]*image-alt|button-name/)
  await assert.rejects(assertFitsWidth(page), /500 px wide|px wide in a window of 320 px/)
  await page.goto('/loud')
  await page.waitForLoadState('networkidle')
  await assert.rejects(browser.close(), /page: planted[\s\S]*foreign request: http:\/\/127\.0\.0\.1:9/)
})
