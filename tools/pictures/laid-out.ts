import type { Page } from 'playwright-core'

/** How many frames in a row a page must look the same in. */
const STILL_FRAMES = 3

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
