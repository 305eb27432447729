/** Another size of the window, and the page as it is laid out in it. */
import type { Page } from 'playwright-core'

/** How many frames in a row a page must look the same in. */
const STILL_FRAMES = 3

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

/** Resolves when the page has laid itself out: also after another scheme of colours. */
export async function laidOut(page: Page): Promise<void> {
  const size = page.viewportSize()!
  const scripted = await page.evaluate(() => !matchMedia('(scripting: none)').matches)
  // Without script nothing answers to the width but the browser, which lays out before it is asked anything.
  if (!scripted) return
  await page.evaluate(
    ({ width, height, frames }) =>
      new Promise<void>((resolve) => {
        let before = ''
        let still = 0
        const look = () => {
          const { scrollWidth, scrollHeight } = document.documentElement
          const moves = document
            .getAnimations()
            .some(
              (one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity,
            )
          const now = `${scrollWidth} ${scrollHeight} ${document.documentElement.innerHTML}`
          still = now === before && !moves && innerWidth === width && innerHeight === height ? still + 1 : 0
          before = now
          if (still < frames) requestAnimationFrame(look)
          else resolve()
        }
        requestAnimationFrame(look)
      }),
    { ...size, frames: STILL_FRAMES },
  )
}
