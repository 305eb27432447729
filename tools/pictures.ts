/**
 * Pictures of every page of the web app, to be looked at: `node tools/bootstrap.mjs tools/pictures.ts FOLDER [WORD…]`, WORDs choosing
 * pages by name. Widths 1440, 768 and 360 px, light and dark; Danish, and the other languages light at 360 and 1440 px. The mailbox is
 * the tests' own fake, so that empty, loading and failing can be shown at will. Nothing of it is kept in the repository.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, letterId, openPage } from '../tests/e2e/open-web.ts'

type Prepared = {
  name: string
  path: string
  fake?: Parameters<typeof openPage>[2]
  before?: (page: Page) => Promise<unknown>
}

const hold = (pattern: string) => (page: Page) => page.route(pattern, () => {})
const read = async (page: Page) =>
  page.on('load', () => {
    const open = async () => {
      await page.getByRole('button', { name: /Læsevisning|Lesevisning|Läsvy|Reading view/ }).click()
      await page.locator('.reading-ask button').click()
    }
    open().catch(() => {})
  })
const fail = (pattern: string) => (page: Page) =>
  page.route(pattern, (route) => route.fulfill({ status: 500, body: '' }))

const PAGES: readonly Prepared[] = [
  { name: 'inbox', path: '/' },
  { name: 'inbox-empty', path: '/', fake: { fake: { letters: 0 } } },
  { name: 'inbox-loading', path: '/', before: hold('**/api/letters?**') },
  { name: 'inbox-failing', path: '/', before: fail('**/api/letters?**') },
  { name: 'letter', path: `/letters/${letterId(8)}` },
  { name: 'reading', path: `/letters/${letterId(8)}`, before: read },
  { name: 'letter-html', path: `/letters/${letterId(5)}` },
  { name: 'letter-locked', path: `/letters/${letterId(7)}` },
  {
    name: 'letter-loading',
    path: `/letters/${letterId(8)}`,
    before: hold(`**/api/letters/${letterId(8)}/open`),
  },
  {
    name: 'letter-failing',
    path: `/letters/${letterId(8)}`,
    before: fail(`**/api/letters/${letterId(8)}/open`),
  },
  { name: 'seen', path: `/letters/${letterId(8)}/seen` },
  { name: 'proof', path: `/letters/${letterId(8)}/proof` },
  { name: 'archive-empty', path: '/in/archive' },
  { name: 'trash', path: '/in/trash' },
  { name: 'search', path: '/search' },
  { name: 'documents', path: '/in/documents' },
  { name: 'write', path: '/write' },
  { name: 'sent', path: '/sent' },
  { name: 'shared', path: '/shared' },
  { name: 'folders', path: '/folders' },
  { name: 'access-log', path: '/access-log' },
  { name: 'more', path: '/more' },
  { name: 'settings', path: '/settings' },
  { name: 'settings-loading', path: '/settings', before: hold('**/api/settings') },
  { name: 'settings-failing', path: '/settings', before: fail('**/api/settings') },
  { name: 'devices', path: '/settings/devices' },
  { name: 'number-use', path: '/settings/number-use' },
  { name: 'not-found', path: '/nothing' },
]

const WIDTHS = [1440, 768, 360] as const

async function main([folder, ...words]: readonly string[]): Promise<void> {
  if (!folder) throw new Error('Name the folder for the pictures.')
  await mkdir(folder, { recursive: true })
  const browser = await launchBrowser()
  try {
    for (const page of PAGES)
      if (words.length === 0 || words.some((word) => page.name.includes(word)))
        await pictures(page, folder, browser)
  } finally {
    await browser.close()
  }
}

async function pictures(
  { name, path, fake, before }: Prepared,
  folder: string,
  browser: Awaited<ReturnType<typeof launchBrowser>>,
): Promise<void> {
  for (const language of ['da', 'nb', 'sv', 'en'] as const) {
    await using opened = await openPage(browser, '/icon.svg', {
      ...fake,
      fake: { ...fake?.fake, language },
    })
    const { page, fake: mailbox } = opened
    await before?.(page)
    await page.goto(mailbox.url + path, { waitUntil: before ? 'load' : 'networkidle' })
    for (const width of WIDTHS) {
      if (language !== 'da' && width === 768) continue
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 })
      for (const colorScheme of language === 'da' ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme })
        await page.waitForTimeout(250)
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}-${language}.png`) })
      }
    }
  }
}

await main(process.argv.slice(2))
