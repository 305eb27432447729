/** Swiping a row sideways on a touch screen. Every swipe has a button that does the same: "choose several", and the letter's own tools. */
import { type PointerEvent, useRef } from 'react'

/** How far the finger must go, in CSS pixels. */
const FAR_PX = 96
/** Below this nobody meant anything. */
const MEANT_PX = 12

type Way = 'back' | 'on'
type Held = { x: number; y: number; sideways: boolean; moved: boolean }

/**
 * @param onSwipe `back` is towards where the reading began, `on` the other way. The row follows the finger and shows `data-swipe`
 * once letting go would do it; a swipe that turns back does nothing.
 */
export function useSwipe(onSwipe: ((way: Way) => void) | null) {
  const held = useRef<Held | null>(null)
  if (!onSwipe) return {}
  const rest = (row: HTMLElement) => {
    row.style.removeProperty('--swipe')
    delete row.dataset.swipe
    delete row.dataset.swiping
    held.current = null
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      held.current = { x: event.clientX, y: event.clientY, sideways: false, moved: false }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = held.current
      if (!from || !event.isPrimary) return
      const [x, y] = [event.clientX - from.x, event.clientY - from.y]
      if (!from.sideways) {
        // The page scrolls up and down; only what clearly goes sideways is a swipe.
        if (Math.abs(y) > MEANT_PX && Math.abs(y) > Math.abs(x)) return rest(event.currentTarget)
        if (Math.abs(x) < MEANT_PX) return
        from.sideways = true
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      from.moved = true
      const row = event.currentTarget
      row.style.setProperty('--swipe', `${x}px`)
      row.dataset.swiping = x < 0 ? 'back' : 'on'
      if (Math.abs(x) >= FAR_PX) row.dataset.swipe = ''
      else delete row.dataset.swipe
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const from = held.current
      const x = from?.sideways ? event.clientX - from.x : 0
      rest(event.currentTarget)
      if (Math.abs(x) >= FAR_PX) onSwipe(x < 0 ? 'back' : 'on')
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => rest(event.currentTarget),
  }
}
