import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { Outlet, useParams } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { SIDE_BY_SIDE, useMedia } from '../lib/use-media.ts'
import { Icon } from '../parts/icons.tsx'
import { LetterListPane } from '../parts/letter-list.tsx'
import { letterTexts } from '../texts/letter-texts.ts'

/**
 * List and reading pane. Side by side on wide screens; on narrower ones the letter takes the list's place, and
 * going back finds the list where it was left, with focus on the letter one came from.
 */
export function MailboxPage() {
  const { letterId, place } = useParams()
  return (
    <ListAndLetter>
      <LetterListPane key={place ?? 'inbox'} chosen={letterId} />
    </ListAndLetter>
  )
}

/** The same for whatever list letters are read from. */
export function ListAndLetter({ children }: { children: ReactNode }) {
  const { letterId } = useParams()
  const sideBySide = useMedia(SIDE_BY_SIDE)
  const listScrollY = useRef(0)
  const cameFrom = useRef<string | undefined>(undefined)

  useLayoutEffect(() => {
    if (letterId) {
      cameFrom.current = letterId
      if (!sideBySide) window.scrollTo(0, 0)
      return
    }
    if (!sideBySide && cameFrom.current) window.scrollTo(0, listScrollY.current)
    const remember = () => {
      listScrollY.current = window.scrollY
    }
    addEventListener('scroll', remember, { passive: true })
    return () => removeEventListener('scroll', remember)
  }, [letterId, sideBySide])

  // After the list's own heading has had its turn to take focus.
  useEffect(() => {
    if (!letterId && cameFrom.current) return focusWhenThere(`row-${cameFrom.current}`)
  }, [letterId])

  return (
    <div className="mailbox" data-open={letterId ? 'letter' : 'list'}>
      {children}
      <div className="reading-pane">
        <Outlet />
      </div>
    </div>
  )
}

/**
 * Rows far from view are not in the document; this one comes back within a few frames. Until then, and for good where it has left the
 * list, focus is on the list's name. Returns how to stop waiting.
 */
function focusWhenThere(id: string): () => void {
  let frames = 20
  let waiting = 0
  if (!document.getElementById(id))
    document.querySelector<HTMLElement>('.list-pane .page-title')?.focus({ preventScroll: true })
  const attempt = () => {
    const element = document.getElementById(id)
    if (element) element.focus({ preventScroll: true })
    else if (frames-- > 0) waiting = requestAnimationFrame(attempt)
  }
  attempt()
  return () => cancelAnimationFrame(waiting)
}

/** The reading pane before a letter is chosen; narrower screens never show it. */
export function ChooseLetter() {
  const texts = useTexts(letterTexts)
  return (
    <div className="empty choose">
      <Icon name="brand" />
      <p className="empty-title">{texts.chooseTitle}</p>
      <p className="quiet">{texts.choose}</p>
    </div>
  )
}
