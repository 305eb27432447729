/** A demo house as its people see it: signed in through its own pages, with the letters and folders it really holds. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { ActingChoices } from '#api/acting-for.ts'
import type { Language, LetterPage } from '#api/mailbox.ts'
import type { DemoLogin } from '../demo/demo-people.ts'
import { PATIENCE_MS, type Viewer } from './pages.ts'

export type Visit = {
  context: BrowserContext
  page: Page
  /** The path with what the house holds filled in; null where it holds no such thing. */
  fill(path: string): string | null
  speak(language: Language): Promise<void>
  close(): Promise<void>
}

const STEP_SECONDS = 30

export async function openVisits(browser: Browser, origin: string, dataDir: string) {
  const { logins } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as { logins: DemoLogin[] }
  const shown = logins.find(({ totpSecret }) => totpSecret)!
  const bare = logins.find(({ totpSecret }) => !totpSecret)!
  let usedStep = 0

  /** A code is good once: the next one has to be waited for. */
  async function code(): Promise<string> {
    const step = () => Math.floor(Date.now() / 1000 / STEP_SECONDS)
    while (step() <= usedStep) await sleep(1000)
    usedStep = step()
    return new TOTP({ secret: Secret.fromBase32(shown.totpSecret!) }).generate()
  }

  async function signIn(page: Page, viewer: Viewer): Promise<void> {
    const login = viewer === 'password' ? bare : shown
    await page.goto(`${origin}/sign-in`)
    await page.fill('#name', login.signInAs)
    await page.fill('#password', login.password)
    await page.click('form button[type=submit]')
    await page.waitForLoadState()
    if (viewer === 'password') return
    await page.goto(`${origin}/sign-in/step-up?return=/`)
    await page.fill('#code', await code())
    await page.click('form button[type=submit]')
    await page.waitForURL(`${origin}/`)
    if (viewer !== 'company') return
    const { enterprises } = await ask<ActingChoices>(page, 'GET', '/api/session/acting-for')
    await ask(page, 'POST', '/api/session/acting-for', { employeeId: enterprises[0]!.employeeId })
  }

  return {
    async open(viewer: Viewer): Promise<Visit> {
      const context = await browser.newContext({
        timezoneId: 'Europe/Copenhagen',
        locale: 'da-DK',
        serviceWorkers: 'block',
      })
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      await page.addInitScript(watchShifts)
      let spoken: Language = 'da'
      await page.route('**/api/me', async (route) => {
        const answer = await route.fetch({ timeout: PATIENCE_MS })
        if (!answer.ok()) return route.fulfill({ response: answer })
        await route.fulfill({ response: answer, json: { ...(await answer.json()), language: spoken } })
      })
      if (viewer !== 'guest') await signIn(page, viewer)
      await page.goto(`${origin}/icon.svg`)
      const held = viewer === 'guest' ? {} : await whatIsHeld(page)
      return {
        context,
        page,
        fill: (path) => {
          let missing = false
          const filled = path.replace(/:([a-z]+)/g, (_, name: string) => {
            missing ||= !held[name]
            return held[name] ?? ''
          })
          return missing ? null : filled
        },
        // The app speaks its mailbox's language: what the server says of it is bent on its way, and nobody's settings change.
        speak: async (language) => {
          await context.addCookies([{ name: 'brevhus-language', value: language, url: origin }])
          spoken = language
        },
        close: () => context.close(),
      }
    },
  }
}

/** Layout shifts since the page began, as the browser scores them. */
function watchShifts(): void {
  const seen = window as unknown as { shift: number; shifted: string[] }
  seen.shift = 0
  seen.shifted = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
      sources: { node?: Node }[]
    })[])
      if (!entry.hadRecentInput) {
        seen.shift += entry.value
        for (const { node } of entry.sources)
          if (node instanceof Element) seen.shifted.push(`${node.localName}.${node.className}`)
      }
  }).observe({ type: 'layout-shift', buffered: true })
}

function ask<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path as string, {
        method: method as string,
        ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.status === 204 ? null : await answer.json()
    },
    [method, path, body] as const,
  )
}

/** The letter that is a web page and not a PDF, as `<folder>/letters/<letter>`: the demo has put it into a folder. */
async function htmlLetter(
  look: <Answer>(path: string) => Promise<Answer | null>,
  folders: readonly { folderId: string }[],
): Promise<string | undefined> {
  for (const { folderId } of folders)
    for (const { letterId, locked } of (await look<LetterPage>(`/api/letters?in=${folderId}`))?.letters ??
      []) {
      if (locked) continue
      const letter = await look<{ documents?: { mediaType: string }[] }>(`/api/letters/${letterId}`)
      if (letter?.documents?.[0]?.mediaType.startsWith('text/html')) return `${folderId}/letters/${letterId}`
    }
  return undefined
}

async function whatIsHeld(page: Page): Promise<Record<string, string | undefined>> {
  const look = <Answer>(path: string) => ask<Answer>(page, 'GET', path).catch(() => null)
  const inbox = await look<LetterPage>('/api/letters?limit=50')
  const sent = await look<{ letters: { letterId: string }[] }>('/api/sent')
  const folders = await look<{ folders: { folderId: string }[] }>('/api/folders')
  const letters = inbox?.letters ?? []
  const open = letters.filter((letter) => !letter.locked)
  const links = await page.request
    .get('/id/company')
    .then((answer) => answer.text())
    .catch(() => '')
  return {
    letter: (
      open.find((letter) => letter.wants?.kind === 'pay') ??
      open.find((letter) => letter.attachments > 0) ??
      open[0]
    )?.letterId,
    html: await htmlLetter(look, folders?.folders ?? []),
    locked: letters.find((letter) => letter.locked)?.letterId,
    sent: sent?.letters[0]?.letterId,
    folder: folders?.folders[0]?.folderId,
    employee: /\/id\/company\/employees\/([0-9a-f-]{36})/.exec(links)?.[1],
  }
}
