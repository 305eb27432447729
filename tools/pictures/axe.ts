/** What axe finds against WCAG 2.2 AA and its own good practice (O-07), as far as a machine can tell. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import type { Page } from 'playwright-core'
import { laidOut } from './laid-out.ts'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Findings in the state the page is in, once it has laid itself out, in words that say where. Runs in the page itself, once loaded into it: by way of
 * `@axe-core/playwright`, which opens a second page to sum up each time, the same took four times as long.
 */
export async function axeFinds(page: Page): Promise<string[]> {
  await laidOut(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE)
  const { passed, found } = await page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof Axe }
    // The letter in its sandboxed frame is the sender's document; script may not even look into it.
    const { passes, violations } = await axe.run(
      { exclude: [['iframe']] },
      { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], iframes: false },
    )
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? help}`),
    )
    return { passed: passes.length, found }
  }, TAGS)
  assert.ok(passed > 0, `${page.url()}: axe saw no page`)
  return found
}
