/** Takes the pictures of one page in one state, and notes what can be measured while it is open. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ConsoleMessage, Page, Route } from 'playwright-core'
import { LANGUAGES, type Language } from '#rules/refusals.ts'
import { axeFinds } from './axe.ts'
import type { Visit } from './demo-visit.ts'
import { lookAround, lookAtFocus, wordsAround } from './look.ts'
import { HARD_STATES, type PictureOf, type State } from './pages.ts'

export const WIDTHS = [1440, 768, 360] as const
const SCHEMES = ['light', 'dark'] as const
const HEIGHTS = { 1440: 900, 768: 1024, 360: 740 } as const
/** The bound of the web app (layout shift, tests/e2e/web-app.e2e.ts). */
const SHIFT_MAX = 0.05
const TALLEST_PX = 2600
/** How late each answer is in the slow state: long after the first picture of the page, in ms. */
const LATE_MS = 700
const REFUSALS: Partial<Record<State, readonly [status: number, code: string]>> = {
  failing: [500, 'internal-error'],
  refused: [403, 'not-allowed'],
  gone: [404, 'not-found'],
}
const HARD: ReadonlySet<State> = new Set(HARD_STATES)
const HARD_WIDTHS: readonly number[] = [1440, 360]
/** What a template leaves behind when a text or a value is missing. */
const HOLES = /\bundefined\b|\bNaN\b|\[object |\bnull\b|\$\{|Invalid Date/
const FOCUS_STEPS = 45

export type Noted = {
  page: string
  state: State
  language: Language
  width: number
  scheme: string
  kind: string
  where: string
  detail: string
}
export type Taken = { pictures: string[]; noted: Noted[]; words: Partial<Record<Language, string[]>> }

/** What a page asks for is emptied, held back or failed; who is signed in stays, or there would be no page. */
const ALWAYS = /\/api\/(?:me$|session(?:$|\?|\/(?:acting-for|check)))/

async function bend(route: Route, state: State): Promise<void> {
  const request = route.request()
  if (ALWAYS.test(request.url())) return route.fallback()
  if (request.method() !== 'GET' && state === 'empty') return route.fallback()
  if (state === 'loading') return
  if (state === 'offline') return route.abort('internetdisconnected')
  if (state === 'slow') {
    await wait(LATE_MS)
    return route.fallback()
  }
  const refusal = REFUSALS[state]
  if (refusal) {
    const [status, code] = refusal
    return route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'about:blank',
        title: code,
        status,
        code,
        remedy: '',
        traceId: 'a1b2c3d4e5f60718',
      }),
    })
  }
  const answer = await route.fetch()
  if (!/json/.test(answer.headers()['content-type'] ?? '')) return route.fulfill({ response: answer })
  return route.fulfill({ response: answer, json: emptied(await answer.json()) })
}

/** The same answer with nothing in its lists. */
export function emptied(answer: unknown): unknown {
  if (Array.isArray(answer)) return []
  if (answer === null || typeof answer !== 'object') return answer
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [
      key,
      Array.isArray(value) ? [] : key === 'next' ? null : key === 'unread' ? 0 : value,
    ]),
  )
}

export async function takePictures(
  visit: Visit,
  picture: PictureOf,
  state: State,
  path: string,
  origin: string,
  folder: string,
  wanted: { languages: readonly Language[]; widths: readonly (typeof WIDTHS)[number][] },
): Promise<Taken> {
  const { page } = visit
  const taken: Taken = { pictures: [], noted: [], words: {} }
  const bent = (route: Route) => bend(route, state).catch(() => {})
  if (state !== 'full') await page.route('**/api/**', bent)
  const complaints: string[] = []
  const complain = (message: ConsoleMessage) => {
    // What the network was made to answer is no fault of the page.
    const said = message.text()
    // Nor that a letter's frame runs no script, not even the one that watches for shifts.
    if (/'allow-scripts' permission/.test(said)) return
    if (message.type() === 'error' && !(state !== 'full' && /Failed to load resource/.test(said)))
      complaints.push(said)
  }
  const crash = (error: Error) => complaints.push(error.message)
  page.on('console', complain).on('pageerror', crash)
  const hard = HARD.has(state)
  const widths = hard ? wanted.widths.filter((width) => HARD_WIDTHS.includes(width)) : wanted.widths
  // A hard state is loaded cold at each of its widths and spoken in one language.
  const turns = hard
    ? widths.map((width) => ({ language: wanted.languages[0]!, first: width, widths: [width] }))
    : // Each language begins at another width, so that every width is loaded cold once.
      wanted.languages.map((language, turn) => ({ language, first: widths[turn % widths.length]!, widths }))
  try {
    for (const { language, first, widths } of turns) {
      await visit.speak(language)
      await page.setViewportSize({ width: first, height: HEIGHTS[first] })
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(origin + path, { waitUntil: 'load' })
      await settle(page, picture, state)
      if (picture.seek) await seek(page, picture.seek, state)
      const note = (kind: string, where: string, detail: string, width: number = first, scheme = 'light') =>
        taken.noted.push({ page: picture.name, state, language, width, scheme, kind, where, detail })
      const { shift, shifted } = await page.evaluate(
        () => window as unknown as { shift: number; shifted: string[] },
      )
      if (shift > SHIFT_MAX) note('shift', [...new Set(shifted)].slice(0, 4).join(', '), shift.toFixed(3))
      if (picture.press) await page.locator(picture.press).first().click()
      const words = await page.evaluate(wordsAround)
      if (state === 'full' || state === 'empty') taken.words[language] = words
      for (const text of words) if (HOLES.test(text)) note('hole', text, '')
      for (const said of complaints.splice(0)) note('console', said.slice(0, 200), '')
      for (const width of widths) {
        await page.setViewportSize({ width, height: HEIGHTS[width] })
        for (const scheme of hard ? (['light'] as const) : SCHEMES) {
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
          await page.waitForTimeout(60)
          const file = `${picture.name}.${state}-${width}-${scheme}-${language}.png`
          const tall = await page.evaluate(() => document.documentElement.scrollHeight)
          await page.screenshot({
            path: join(folder, file),
            clip: { x: 0, y: 0, width, height: Math.min(Math.max(tall, HEIGHTS[width]), TALLEST_PX) },
            fullPage: true,
          })
          taken.pictures.push(file)
          if (scheme === 'light')
            for (const { kind, where, detail } of await page.evaluate(lookAround, { phone: width === 360 }))
              note(kind, where, detail, width, scheme)
          if (
            !hard &&
            (axeTurn(width, scheme) === language || (wanted.languages.length === 1 && width !== 768))
          )
            for (const finding of await axe(page)) note('axe', finding, '', width, scheme)
        }
      }
      if (language === 'da' && state === 'full')
        for (const width of [1440, 360] as const)
          await tabThrough(page, width, (where, detail) => note('focus', where, detail, width))
    }
  } finally {
    page.off('console', complain).off('pageerror', crash)
    await page.unroute('**/api/**', bent)
  }
  return taken
}

/** Colours and roles don't change with the language: each width and scheme is judged once, each in another. */
const axeTurn = (width: number, scheme: string): Language | null =>
  width === 1440
    ? scheme === 'light'
      ? 'da'
      : 'nb'
    : width === 360
      ? scheme === 'light'
        ? 'sv'
        : 'en'
      : null

async function axe(page: Page): Promise<string[]> {
  // As tall as the page, because axe takes what is merely scrolled under a bar for covered.
  const size = page.viewportSize()!
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: size.width, height })
  const found = await axeFinds(page)
  await page.setViewportSize(size)
  return found
}

async function tabThrough(
  page: Page,
  width: (typeof WIDTHS)[number],
  say: (where: string, detail: string) => void,
): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHTS[width] })
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    scrollTo(0, 0)
  })
  for (let step = 0; step < FOCUS_STEPS; step += 1) {
    await page.keyboard.press('Tab')
    // What slides away from under it is gone by then.
    await page.waitForTimeout(40)
    const seen = await page.evaluate(lookAtFocus)
    if (!seen) return
    if (!seen.ring) say(seen.where, 'nothing shows that it has the focus')
    if (seen.covered) say(seen.where, 'something lies over it')
  }
}

async function seek(page: Page, words: string, state: State): Promise<void> {
  const field = page.locator('main input[type=search]').first()
  if (!(await field.isVisible())) return
  await field.fill(words)
  await field.press('Enter')
  await field.blur()
  await page.waitForTimeout(state === 'slow' ? LATE_MS * 2 : 500)
  await page.waitForLoadState('networkidle')
}

async function settle(page: Page, picture: PictureOf, state: State): Promise<void> {
  if (state === 'loading') await page.waitForTimeout(500)
  else await page.waitForLoadState('networkidle')
  if (state === 'full' && picture.shows)
    await page
      .locator(picture.shows)
      .first()
      .waitFor()
      .catch(() => {})
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(80)
}

/** Words of the house that stand the same in English and another language, although they are sentences: somebody forgot them. */
export function untranslated(words: Taken['words']): { language: Language; text: string }[] {
  const english = new Set(words.en)
  return LANGUAGES.filter((language) => language !== 'en').flatMap((language) =>
    (words[language] ?? [])
      .filter((text) => english.has(text) && text.split(' ').length >= 2)
      .map((text) => ({ language, text })),
  )
}
