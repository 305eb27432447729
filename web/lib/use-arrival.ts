import { useEffect, useRef } from 'react'

let firstPage = true

/**
 * A page has arrived: its name becomes the window's title, and focus goes to its heading, so that a screen reader reads it
 * and the next Tab goes on from there. Not on the very first page, where the browser's own start is right.
 * `place` changes when it is another page; until `title` is known nothing happens.
 */
export function useArrival<E extends HTMLElement>(title: string | null, place: string) {
  const heading = useRef<E>(null)
  const announced = useRef<string | null>(null)
  useEffect(() => {
    if (title === null) return
    document.title = `${title} · Brevhus`
    if (announced.current === place) return
    announced.current = place
    if (firstPage) {
      firstPage = false
      return
    }
    heading.current?.focus({ preventScroll: true })
  }, [title, place])
  return heading
}
