/** Contact sheets: one of a page's widths and schemes, one of its languages on a phone, one of its languages on a wide screen. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { LANGUAGES } from '#rules/refusals.ts'
import { PATIENCE_MS } from './pages.ts'

type Shot = readonly [width: number, scheme: 'light' | 'dark', language: string, shown: number]

const SHEETS: Readonly<Record<string, readonly Shot[]>> = {
  wide: [
    [1440, 'light', 'da', 760],
    [1440, 'dark', 'da', 760],
  ],
  small: [
    [360, 'light', 'da', 330],
    [360, 'dark', 'da', 330],
    [768, 'light', 'da', 480],
    [768, 'dark', 'da', 480],
  ],
  phones: LANGUAGES.map((language) => [360, 'light', language, 390] as const),
  desks: LANGUAGES.map((language) => [1440, 'light', language, 760] as const),
}

/** @param taken the pictures there are: a sheet that fewer than two of them are for is not made */
export async function makeSheets(
  browser: Browser,
  folder: string,
  name: string,
  taken: readonly string[],
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 500 } })
  page.setDefaultTimeout(PATIENCE_MS)
  for (const [sheet, shots] of Object.entries(SHEETS)) {
    const file = join(folder, `sheet-${name}-${sheet}`)
    const pictures = shots
      .map(([width, scheme, language, shown]) => ({
        shown,
        picture: `${name}-${width}-${scheme}-${language}.png`,
      }))
      .filter(({ picture }) => taken.includes(picture))
      .map(({ shown, picture }) => `<img src="${picture}" width="${shown}" alt="">`)
    if (pictures.length < 2) continue
    await writeFile(
      `${file}.html`,
      `<!doctype html><body style="margin:6px;background:#888;display:flex;flex-wrap:wrap;gap:6px;align-items:flex-start;width:1580px">${pictures.join('')}`,
    )
    await page.goto(`file://${file}.html`)
    await page.screenshot({ path: `${file}.png`, fullPage: true })
  }
  await page.close()
}
