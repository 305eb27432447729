/** Another size of the window, and the page as it is laid out in it. */
import type { Page } from 'playwright-core'
import { laidOut } from '#tools/pictures/laid-out.ts'

/**
 * Resolves when the page has laid itself out in a window of this size: the window has it, whatever listens to the width was
 * told (that comes before a frame), nothing moves, and some frames in a row found page and sizes as they were. What the new
 * layout only then asks the house for is awaited by its own words. Without it a test measures the wide page in a narrow window.
 */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  await laidOut(page)
}

/** As tall as the page, because axe takes what is merely scrolled under a bar for covered. */
export async function resizeToWhole(page: Page, width = page.viewportSize()!.width): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await resize(page, { width, height })
}
