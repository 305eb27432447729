import { useCallback, useEffect, useState } from 'react'
import type { Letter, LetterOpened, LockedLetter, OpenableLetter } from '#api/mailbox.ts'
import { LINK_TYPE } from '#rules/link-letter.ts'
import { useAccount } from './account.tsx'
import { callApi, leaveIfSignedOut } from './call-api.ts'
import { useInbox, useInboxes } from './inbox.ts'

export type LetterState =
  | { state: 'loading' }
  | { state: 'open'; letter: OpenableLetter }
  | { state: 'locked'; letter: LockedLetter }
  | { state: 'failed'; failure: unknown }

type Marks = Partial<Pick<OpenableLetter, 'unread' | 'starred' | 'place' | 'goneAt' | 'openedAt'>>

/**
 * A letter, opened: its opening is on record before any of its content is asked for (B-16). A locked one
 * stays locked; `again` after a step-up opens exactly this letter. One that is a link is opened by whoever goes there (B-07), who says so by `opened`.
 */
export function useLetter(letterId: string): {
  state: LetterState
  again: () => void
  setMarks: (marks: Marks) => void
  opened: (letter: OpenableLetter, opened: LetterOpened) => void
} {
  const inboxes = useInboxes()
  const inbox = useInbox()
  const { setUnread: setUnreadTotal } = useAccount()
  const [turn, setTurn] = useState(0)
  const [held, setHeld] = useState<{ letterId: string; state: LetterState }>({
    letterId,
    state: { state: 'loading' },
  })

  const told = useCallback(
    (letter: OpenableLetter, { unread, unreadTotal }: LetterOpened) => {
      inbox.setUnread(letter.letterId, unread, unreadTotal)
      setUnreadTotal(unreadTotal)
      if (letter.unread && letter.place !== 'inbox') inboxes.touched()
    },
    [inbox, inboxes, setUnreadTotal],
  )

  useEffect(() => {
    void turn
    const stop = new AbortController()
    const open = async (): Promise<LetterState> => {
      const letter = await callApi<Letter>('GET', `/api/letters/${letterId}`, undefined, stop.signal)
      if (letter.locked) return { state: 'locked', letter }
      if (isLink(letter)) return { state: 'open', letter }
      const opened = await callApi<LetterOpened>('POST', `/api/letters/${letterId}/open`, {}, stop.signal)
      told(letter, opened)
      return { state: 'open', letter: { ...letter, unread: opened.unread, openedAt: opened.openedAt } }
    }
    // A locked letter stands there until it is open; what failed makes room for what is asked again.
    setHeld((before) =>
      before.letterId === letterId && before.state.state !== 'failed'
        ? before
        : { letterId, state: { state: 'loading' } },
    )
    open().then(
      (state) => setHeld({ letterId, state }),
      (failure: unknown) => {
        if (stop.signal.aborted || leaveIfSignedOut(failure)) return
        setHeld({ letterId, state: { state: 'failed', failure } })
      },
    )
    return () => stop.abort()
  }, [letterId, turn, told])

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
  const opened = useCallback(
    (letter: OpenableLetter, answer: LetterOpened) => {
      told(letter, answer)
      setMarks({ unread: answer.unread, openedAt: answer.openedAt })
    },
    [told, setMarks],
  )
  return { state: held.letterId === letterId ? held.state : { state: 'loading' }, again, setMarks, opened }
}

export const isLink = ({ documents }: OpenableLetter): boolean => documents[0]?.mediaType === LINK_TYPE
