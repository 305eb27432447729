/** A real browser on the built web app, for the page tests. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { type MailboxFake, startMailboxFake } from '#tests/fakes/mailbox-api.ts'

const WEB = fileURLToPath(new URL('../../web/', import.meta.url))
const LOCK = join(WEB, '../.cache/web-build.lock')
const LOCK_STALE_MS = 120_000

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

const changedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const newestSource = () =>
  Math.max(
    ...readdirSync(WEB, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(WEB, 'dist')))
      .map((entry) => changedAt(join(entry.parentPath, entry.name))),
  )

/** Builds the app unless what is there is newer than every source; one builder at a time, whoever comes first. */
async function buildOnce(): Promise<void> {
  mkdirSync(join(WEB, '../.cache'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch {
      const since = changedAt(LOCK)
      if (since > 0 && Date.now() - since > LOCK_STALE_MS) rmSync(LOCK, { recursive: true, force: true })
      await wait(200)
    }
  }
  try {
    if (changedAt(join(WEB, 'dist/index.html')) < newestSource())
      await build({ root: WEB, configFile: join(WEB, 'vite.config.ts'), logLevel: 'error' })
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

export async function launchBrowser(): Promise<Browser> {
  await buildOnce()
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: CHROMIUM_ARGS,
  })
}

export type OpenedPage = AsyncDisposable & {
  page: Page
  fake: MailboxFake
  /** What the browser complained about: script errors, refused content, failed requests. */
  complaints: string[]
}

type OpenOptions = { fake?: Parameters<typeof startMailboxFake>[0]; context?: BrowserContextOptions }

/** A fresh mailbox, a fresh browser profile and the page at `path`, with everything loaded. */
export async function openPage(
  browser: Browser,
  path: string,
  options: OpenOptions = {},
): Promise<OpenedPage> {
  const fake = await startMailboxFake(options.fake)
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    ...options.context,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(fake.url + path, { waitUntil: 'networkidle' })
  return {
    page,
    fake,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close()
      await fake.close()
    },
  }
}

/** What axe finds against WCAG 2.2 AA and its own good practice, in words that say where. */
export async function axeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // The letter in its sandboxed frame is the sender's document; script may not even look into it.
    .exclude('iframe')
    .analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  )
}

export const letterId = (n: number) => `0193b0a2-0000-7000-8000-${String(n).padStart(12, '0')}`
