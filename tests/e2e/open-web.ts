/** A real browser on the built web app, for the page tests. */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { type MailboxFake, startMailboxFake } from '#tests/fakes/mailbox-api.ts'
import { buildWeb } from '#tools/build-web.ts'
import { holdToLimits, PATIENCE_MS } from './patience.ts'

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url))
const LOCK = join(CACHE, 'web-build.lock')
const LOCK_STALE_MS = 600_000

const CHROMIUM_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Builds the app as it is served, unless what is there is of these sources; one builder at a time, whoever comes first. */
async function buildOnce(): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch {
      const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (since > 0 && Date.now() - since > LOCK_STALE_MS) rmSync(LOCK, { recursive: true, force: true })
      await wait(200)
    }
  }
  try {
    if (!(await buildWeb.isFresh())) await buildWeb.run()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

export async function launchBrowser(): Promise<Browser> {
  await buildOnce()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: CHROMIUM_ARGS,
  })
  return holdToLimits(browser)
}

export type BrowserWindow = {
  context: BrowserContext
  page: Page
  /** Script errors. */
  errors: string[]
  /** Whatever the browser complained about: script errors, refused content, failed requests. */
  complaints: string[]
}

/** A fresh browser profile in Denmark, and a page in it. */
export async function newWindow(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserWindow> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const errors: string[] = []
  const complaints: string[] = []
  context.on('weberror', (found) => {
    const { message } = found.error()
    errors.push(message)
    complaints.push(message)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { context, page: await context.newPage(), errors, complaints }
}

export type OpenedPage = AsyncDisposable & BrowserWindow & { fake: MailboxFake }

type OpenOptions = { fake?: Parameters<typeof startMailboxFake>[0]; context?: BrowserContextOptions }

/** A fresh mailbox, a fresh browser profile and the page at `path`, with everything loaded. With `fake.now` the browser's day is
 * that one too: what a page says of today must not hang on the hour at which somebody runs its test. */
export async function openPage(
  browser: Browser,
  path: string,
  options: OpenOptions = {},
): Promise<OpenedPage> {
  const fake = await startMailboxFake(options.fake)
  const window = await newWindow(browser, options.context)
  if (options.fake?.now) await window.context.clock.setFixedTime(options.fake.now)
  await window.page.goto(fake.url + path, { waitUntil: 'networkidle' })
  return {
    ...window,
    fake,
    async [Symbol.asyncDispose]() {
      await window.context.close()
      await fake.close()
    },
  }
}

export const letterId = (n: number) => `0193b0a2-0000-7000-8000-${String(n).padStart(12, '0')}`
