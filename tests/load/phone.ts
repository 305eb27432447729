/**
 * O-07 B-19: the inbox on a slow phone, against its budget: 1.6 Mbit/s, 150 ms to the server, a processor four times slower, nothing
 * cached, a mailbox of 200 letters, the real pages from the real server. The baseline is the budget itself, so a ratio of 1 is just met.
 */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '../e2e/open-web.ts'
import { openWholeHouse } from '../e2e/whole-house.ts'
import { seedLetter } from '../seed-letters.ts'
import { seedSender } from '../seed-people.ts'
import { addSomebody, type Somebody } from '../visitor.ts'
import { type Figure, figureOf, mustBe, number, type Rounds, type Say } from './measure.ts'

export type Phone = { letters: number; rounds: number }

const BUDGET = { interactiveMs: 3000, inpMs: 200 } as const
const SLOW = { bytesASecond: 1_600_000 / 8, latencyMs: 150, cpu: 4 } as const
/** A main thread that answers within this is free (a long task is longer). */
const FREE_WITHIN_MS = 50

export async function phone(say: Say, { letters, rounds }: Phone): Promise<Figure[]> {
  const browser = await launchBrowser()
  const room = await openWholeHouse()
  try {
    const karen = await addSomebody(room, { userId: 'karen.phone' })
    const sender = await seedSender(room.house)
    for (let no = 1; no <= letters; no++)
      await seedLetter(room.house, {
        mailboxId: karen.mailboxId,
        senderId: sender.senderId,
        title: `Brev ${no}`,
      })
    const kept = await signIn(browser, room.origin, karen)
    const interactive: Rounds = { product: [], baseline: [] }
    const inp: Rounds = { product: [], baseline: [] }
    const notes: string[] = []
    // The first round warms the server and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const seen = await openOnPhone(browser, room.origin, kept)
      if (round === 0) continue
      interactive.product.push(seen.interactiveMs)
      interactive.baseline.push(BUDGET.interactiveMs)
      inp.product.push(seen.inpMs)
      inp.baseline.push(BUDGET.inpMs)
      notes.push(`${number(seen.kilobytes)} kB fetched, layout shift ${seen.shift.toFixed(3)}`)
      say(
        `phone: round ${round} of ${rounds}, interactive ${number(seen.interactiveMs)} ms, INP ${number(seen.inpMs)} ms`,
      )
    }
    const about = `1.6 Mbit/s, 150 ms, processor slowed 4 ×, nothing cached, ${letters} letters`
    return [
      figureOf(
        {
          name: 'phone, inbox interactive',
          target: 1,
          better: 'lower',
          unit: 'ms',
          about: `First load of the inbox until its rows are there and the page answers at once (${about}), against the budget of 3 s.`,
          notes,
        },
        interactive,
      ),
      figureOf(
        {
          name: 'phone, interaction to next paint',
          target: 1,
          better: 'lower',
          unit: 'ms',
          about: `The slowest of opening a letter, going back, choosing several and the menu (${about}), against the budget of 200 ms.`,
        },
        inp,
      ),
    ]
  } finally {
    await room.close()
    await browser.close()
  }
}

type Kept = Awaited<ReturnType<BrowserContext['storageState']>>

async function signIn(browser: Browser, origin: string, who: Somebody): Promise<Kept> {
  const context = await browser.newContext({ locale: 'da-DK' })
  const page = await context.newPage()
  await page.goto(`${origin}/sign-in`)
  await page.fill('#name', who.name)
  await page.fill('#password', who.password)
  await page.click('form button')
  await page.goto(`${origin}/`)
  await page.locator('.row:not(.row-skeleton)').first().waitFor()
  const kept = await context.storageState()
  await context.close()
  return kept
}

type Seen = { interactiveMs: number; inpMs: number; kilobytes: number; shift: number }

async function openOnPhone(browser: Browser, origin: string, kept: Kept): Promise<Seen> {
  const context = await browser.newContext({
    storageState: kept,
    locale: 'da-DK',
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    serviceWorkers: 'block',
  })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    const fetched = await slowDown(devtools)
    await page.addInitScript(watch, FREE_WITHIN_MS)
    await page.goto(`${origin}/`)
    await page.waitForFunction(() => (globalThis as unknown as Watched).interactiveMs > 0, null, {
      timeout: 60_000,
    })
    const kilobytes = fetched() / 1000
    await use(page)
    const seen = await page.evaluate(() => {
      const { interactiveMs, slowestMs, shift } = globalThis as unknown as Watched
      return { interactiveMs, inpMs: slowestMs, shift }
    })
    mustBe('letters in the inbox that was measured', Math.min(await page.locator('.row').count(), 1), 1)
    return { ...seen, kilobytes }
  } finally {
    await context.close()
  }
}

async function slowDown(devtools: CDPSession): Promise<() => number> {
  let bytes = 0
  await devtools.send('Network.enable')
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW.latencyMs,
    downloadThroughput: SLOW.bytesASecond,
    uploadThroughput: SLOW.bytesASecond,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu })
  return () => bytes
}

type Watched = { interactiveMs: number; slowestMs: number; shift: number }

/** Runs in the page before anything else: when rows are there and timers come on time, and how slow the slowest tap was. */
function watch(freeWithinMs: number): void {
  const seen = Object.assign(globalThis, { interactiveMs: 0, slowestMs: 0, shift: 0 })
  const free = (since: number): void => {
    setTimeout(() => {
      const now = performance.now()
      if (now - since <= freeWithinMs) seen.interactiveMs = now
      else free(now)
    }, 0)
  }
  const rows = new MutationObserver(() => {
    if (!document.querySelector('.row:not(.row-skeleton)')) return
    rows.disconnect()
    free(performance.now())
  })
  rows.observe(document, { childList: true, subtree: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[])
      if (entry.interactionId) seen.slowestMs = Math.max(seen.slowestMs, entry.duration)
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
    })[])
      if (!entry.hadRecentInput) seen.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
}

async function use(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Konto/ }).tap()
  await page.getByRole('button', { name: /^Konto/ }).tap()
  await page.getByRole('button', { name: 'Vælg flere' }).tap()
  await page.getByRole('button', { name: 'Færdig med at vælge' }).tap()
  await page.locator('.row').first().tap()
  await page.locator('.letter-title').waitFor()
  await page.locator('.back').tap()
  await page.locator('.row').first().waitFor()
  // The browser tells of an interaction only after its next picture.
  await page.waitForTimeout(500)
}
