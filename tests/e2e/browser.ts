// A real Chromium for the browser tests, and the two checks every page must pass.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test'
import { axeFinds } from '#tools/pictures/axe.ts'
import { laidOut } from '#tools/pictures/laid-out.ts'
import { holdToLimits, PATIENCE_MS } from './patience.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

export type TestBrowser = {
  /**
   * A page of its own, signed in nowhere. Whatever a page says on its console as an error, throws, or asks of another
   * host makes `close()` fail: nobody looks at a console in a test run.
   */
  page(options?: BrowserContextOptions): Promise<Page>
  /** Closes everything; throws what the pages complained of. `expected` are complaints a test provoked. */
  close(expected?: RegExp): Promise<void>
}

/** Starts Chromium without a window. `origin` is the address under test, the only one pages may talk to. */
export async function openBrowser(origin: string): Promise<TestBrowser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `${CHROMIUM} is missing. Type: apt-get install -y chromium (or set CHROMIUM to where it is).`,
    )
  }
  const browser = await launch()
  const complaints: string[] = []
  return {
    page: async (options = {}) => {
      const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
      })
      page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
      page.on('request', (request) => {
        const url = new URL(request.url())
        if (url.protocol.startsWith('http') && url.origin !== new URL(origin).origin) {
          complaints.push(`foreign request: ${url.origin}`)
        }
      })
      return page
    },
    close: async (expected) => {
      await browser.close()
      assert.deepEqual(
        complaints.filter((complaint) => !expected?.test(complaint)),
        [],
      )
    },
  }
}

/** Chromium without a window, whose every step has a limit. */
export async function launch(): Promise<Browser> {
  // Chromium's own sandbox refuses to run as root, and small machines have a small /dev/shm.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...sandbox, '--disable-dev-shm-usage']
  return holdToLimits(await chromium.launch({ executablePath: CHROMIUM, args }))
}

/** WCAG 2.2 AA as far as a machine can tell, in the state the page is in now (O-07). */
export async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await axeFinds(page), [], `${page.url()} is not accessible`)
}

/** Nothing to scroll sideways (WCAG 1.4.10): call it at 320 px, which is also what 400 % zoom makes of 1280 px. */
export async function assertFitsWidth(page: Page): Promise<void> {
  await laidOut(page)
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ])
  assert.ok(content! <= window!, `${page.url()} is ${content} px wide in a window of ${window} px`)
}
