/**
 * No step in a browser waits for ever, and one that fails says where. Playwright gives no limit to what is evaluated in a page,
 * said to its debugger, opened or closed: such a step once hung until the run ended it, and nobody was told which one it was.
 * Whatever is asked of a browser goes through one function of its connection; here it is held to a limit. That function is
 * Playwright's own: browser.e2e.ts would say if a newer one had none.
 */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, beforeEach } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'

/** How long a step may take that has a limit of its own, in ms: a busy machine is slow, not wrong. */
export const PATIENCE_MS = 60_000
/** How long any other step may take, in ms; changed by nobody but the test of this. */
export const limits = { stepMs: 120_000 }
/** How long a test may take, in ms: some 20 s are the longest on a machine that has nothing else to do. */
const TEST_MAX_MS = 240_000
/** Time is counted in looks, so that a machine that slept does not count as one that hung. */
const LOOK_EVERY_MS = 250
/** How soon what is not yet as wanted is read again, in ms. */
const AGAIN_AFTER_MS = 50
const MOMENT_MS = 1000
/** What a failure tells of a page. */
const LINES = 10
const WORDS = 400
const LOOK_MAX_MS = 5000

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PICTURES = join(ROOT, '.cache/failures')

type Step = { what: string; looks: number; maxMs: number; giveUp: (said: string) => void }

const underWay = new Set<Step>()
let last = 'nothing yet'
setInterval(() => {
  for (const step of underWay) {
    step.looks += 1
    if (step.looks * LOOK_EVERY_MS < step.maxMs) continue
    underWay.delete(step)
    step.giveUp(`${step.what} has taken more than ${step.maxMs / 1000} s`)
  }
}, LOOK_EVERY_MS).unref()

const tests = new Map<string, Step>()
// Only within a test run: programs that measure use this browser too.
if (process.env.NODE_TEST_CONTEXT) {
  beforeEach((t) => {
    if (!('fullName' in t)) return
    const step = { what: `“${t.fullName}”`, looks: 0, maxMs: TEST_MAX_MS, giveUp: giveUpAll }
    tests.set(t.fullName, step)
    underWay.add(step)
  })
  afterEach((t) => {
    if (!('fullName' in t)) return
    underWay.delete(tests.get(t.fullName)!)
    tests.delete(t.fullName)
  })
}

/** A test is over its time: whatever it waits for in a browser fails now, and says so. */
function giveUpAll(said: string): void {
  const ofTests = new Set(tests.values())
  const steps = [...underWay].filter((step) => !ofTests.has(step))
  const waits = steps.map(({ what, looks }) => `${what}, for ${(looks * LOOK_EVERY_MS) / 1000} s`)
  console.error(`${said}. Under way in browsers: ${waits.join('; ') || `nothing; the last was ${last}`}.`)
  for (const step of steps) {
    underWay.delete(step)
    step.giveUp(`${said}, by now over ${step.what}`)
  }
}

/** What Playwright sends to its server half. */
type Owner = { _type: string; _parent?: Owner }
type Sent = {
  apiName?: string
  frames?: readonly { file: string; line: number }[]
  timeout?: number
}
type Connection = {
  sendMessageToServer(owner: Owner, method: string, params: unknown, options: Sent): Promise<unknown>
}

/**
 * Resolves once what is read of a page is as wanted; fails with what it was last. What follows a click (an address, a focus, a
 * count) follows it a little later: read once, straight after, it is as it was before.
 */
export async function becomes<T>(
  read: () => T | Promise<T>,
  wanted: T | RegExp,
  message?: string,
): Promise<void> {
  for (let looks = 0; ; looks += 1) {
    let is: T | undefined
    try {
      is = await read()
    } catch (error) {
      // The page that was asked is on its way to another one.
      if (!/context was destroyed|navigat/i.test(String(error))) throw error
    }
    const right = wanted instanceof RegExp ? wanted.test(String(is)) : isDeepStrictEqual(is, wanted)
    if (right) return
    if (looks * AGAIN_AFTER_MS > PATIENCE_MS) {
      if (wanted instanceof RegExp) assert.match(String(is), wanted, message)
      assert.deepEqual(is, wanted, message)
    }
    await wait(AGAIN_AFTER_MS)
  }
}

/**
 * Sends a form by its button, and resolves when the document that answers is there. By what stands in it alone it cannot be
 * told from the one before, where both say the same: what was typed then went into the old one.
 */
export async function send(page: Page, button = 'form button'): Promise<void> {
  const answered = page.waitForEvent('domcontentloaded')
  await page.click(button)
  await answered
}

const consoles = new WeakMap<Page, string[]>()
/** While a page is looked at for a failure, what fails of that is not looked at again. */
let looking = 0

export function holdToLimits(browser: Browser): Browser {
  browser.on('context', listen)
  const connection = (browser as unknown as { _connection: Connection })._connection
  const send = connection.sendMessageToServer.bind(connection)
  connection.sendMessageToServer = (owner, method, params, options) => {
    const at = options.frames?.find(({ file }) => !file.includes('node_modules'))
    const what = `${options.apiName ?? method}${at ? ` (${relative(ROOT, at.file)}:${at.line})` : ''}`
    const maxMs = limits.stepMs + (options.timeout ?? 0)
    if (options.apiName) last = what
    const answer = new Promise<unknown>((resolve, reject) => {
      const step = { what, looks: 0, maxMs, giveUp: (said: string) => reject(new Error(said)) }
      underWay.add(step)
      send(owner, method, params, options)
        .finally(() => underWay.delete(step))
        .then(resolve, reject)
    })
    // A test that gives a step a moment only is prepared for its failing.
    const meant = options.timeout && options.timeout < MOMENT_MS
    return meant ? answer : answer.catch((error: Error) => told(error, pagesOf(owner, browser)))
  }
  return browser
}

function listen(context: BrowserContext): void {
  context.on('page', (page) => {
    const lines: string[] = []
    consoles.set(page, lines)
    const say = (line: string) => {
      lines.push(line)
      if (lines.length > LINES) lines.shift()
    }
    page.on('console', (message) => say(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => say(`thrown: ${error.message}`))
    for (const wait of ['waitForURL', 'waitForEvent', 'waitForRequest', 'waitForResponse'] as const) {
      const own = page[wait].bind(page) as (...args: unknown[]) => Promise<unknown>
      const telling = (...args: unknown[]) => own(...args).catch((error: Error) => told(error, [page]))
      Object.assign(page, { [wait]: telling })
    }
  })
}

/** The pages a step is about: its own, or all that are open. */
function pagesOf(owner: Owner, browser: Browser): Page[] {
  const open = browser.contexts().flatMap((context) => context.pages())
  for (let at: Owner | undefined = owner; at; at = at._parent) {
    const own = open.find((page) => (page as unknown as Owner) === at)
    if (own) return [own]
    if (at._type === 'Frame') return [(at as unknown as { page(): Page }).page()]
  }
  return open
}

/** What took too long fails with where the page was by then. */
async function told(error: Error, pages: readonly Page[]): Promise<never> {
  const late = error.name === 'TimeoutError' || error.message.includes('has taken more than')
  if (!late || looking > 0) throw error
  looking += 1
  try {
    const looks = await Promise.all(pages.map(lookAt))
    const before = error.message
    error.message = [before, ...looks].join('\n')
    // What is printed of an error is its stack, which begins with what its message was when it was made.
    if (error.stack) error.stack = error.stack.replace(before, () => error.message)
  } finally {
    looking -= 1
  }
  throw error
}

async function lookAt(page: Page): Promise<string> {
  mkdirSync(PICTURES, { recursive: true })
  const path = join(PICTURES, `${process.pid}-${Date.now()}.png`)
  const [picture, words] = await Promise.allSettled([
    page.screenshot({ path, timeout: LOOK_MAX_MS, caret: 'initial' }),
    page.locator('body').innerText({ timeout: LOOK_MAX_MS }),
  ])
  const shown = words.status === 'fulfilled' ? words.value.replace(/\s+/g, ' ').slice(0, WORDS) : undefined
  return [
    `  The page was ${page.url()}${page.isClosed() ? ' (closed)' : ''}`,
    `  picture: ${picture.status === 'fulfilled' ? relative(ROOT, path) : 'it gave none'}`,
    `  words: ${shown ?? 'it gave none'}`,
    `  console: ${consoles.get(page)?.join('\n    ') || 'silent'}`,
  ].join('\n')
}
