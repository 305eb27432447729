import { type RefObject, useEffect, useState } from 'react'

/** How far outside the view something counts as near, in px: far enough that scrolling does not outrun it. */
const NEAR_PX = 1200

/** Is the element in or near the view of `root` (null: the window)? */
export function useNear(element: RefObject<Element | null>, root: Element | null, atFirst = false): boolean {
  const [near, setNear] = useState(atFirst)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)!.isIntersecting), {
      root,
      rootMargin: `${NEAR_PX}px 0px`,
    })
    observer.observe(target)
    return () => observer.disconnect()
  }, [element, root])
  return near
}
