import { useCallback, useEffect, useState } from 'react'
import type { Letter, LetterOpened, LockedLetter, OpenableLetter } from '#api/mailbox.ts'
import { useAccount } from './account.tsx'
import { callApi, leaveIfSignedOut } from './call-api.ts'
import { useInbox, useInboxes } from './inbox.ts'

export type LetterState =
  | { state: 'loading' }
  | { state: 'open'; letter: OpenableLetter }
  | { state: 'locked'; letter: LockedLetter }
  | { state: 'failed'; failure: unknown }

type Marks = Partial<Pick<OpenableLetter, 'unread' | 'starred' | 'place' | 'goneAt'>>

/**
 * A letter, opened: its opening is on record before any of its content is asked for (B-16). A locked one
 * stays locked; `again` after a step-up opens exactly this letter.
 */
export function useLetter(letterId: string): {
  state: LetterState
  again: () => void
  setMarks: (marks: Marks) => void
} {
  const inboxes = useInboxes()
  const inbox = useInbox()
  const { setUnread: setUnreadTotal } = useAccount()
  const [turn, setTurn] = useState(0)
  const [held, setHeld] = useState<{ letterId: string; state: LetterState }>({
    letterId,
    state: { state: 'loading' },
  })

  useEffect(() => {
    void turn
    const stop = new AbortController()
    const open = async (): Promise<LetterState> => {
      const letter = await callApi<Letter>('GET', `/api/letters/${letterId}`, undefined, stop.signal)
      if (letter.locked) return { state: 'locked', letter }
      const opened = await callApi<LetterOpened>('POST', `/api/letters/${letterId}/open`, {}, stop.signal)
      inbox.setUnread(letterId, opened.unread, opened.unreadTotal)
      setUnreadTotal(opened.unreadTotal)
      if (letter.unread && letter.place !== 'inbox') inboxes.touched()
      return { state: 'open', letter: { ...letter, unread: opened.unread, openedAt: opened.openedAt } }
    }
    setHeld((before) => (before.letterId === letterId ? before : { letterId, state: { state: 'loading' } }))
    open().then(
      (state) => setHeld({ letterId, state }),
      (failure: unknown) => {
        if (stop.signal.aborted || leaveIfSignedOut(failure)) return
        setHeld({ letterId, state: { state: 'failed', failure } })
      },
    )
    return () => stop.abort()
  }, [letterId, turn, inbox, inboxes, setUnreadTotal])

  const again = useCallback(() => setTurn((n) => n + 1), [])
  const setMarks = useCallback(
    (marks: Marks) =>
      setHeld((before) =>
        before.state.state === 'open'
          ? { ...before, state: { state: 'open', letter: { ...before.state.letter, ...marks } } }
          : before,
      ),
    [],
  )
  return { state: held.letterId === letterId ? held.state : { state: 'loading' }, again, setMarks }
}
