import { useCallback } from 'react'
import type { ChangeLetters, LettersChanged } from '#api/keeping.ts'
import { useDone } from '../parts/done-bar.tsx'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { useAccount, useTexts } from './account.tsx'
import { callApi } from './call-api.ts'
import { useInboxes, usePlace } from './inbox.ts'
import { useChange } from './use-change.ts'

export type Arranging = {
  letterIds: readonly string[]
  change: ChangeLetters['change']
  /** Name of the folder it goes to. */
  to?: string
}

/** Moves, stars, marks and throws away; tells what was done, with its undo. A step-up in between does the same again. */
export function useArrange(onDone: (changed: LettersChanged, asked: Arranging) => void) {
  const texts = useTexts(keepingTexts)
  const inboxes = useInboxes()
  const { place } = usePlace()
  const { setUnread } = useAccount()
  const { say } = useDone()
  return useChange(
    useCallback(
      async (asked: Arranging) => {
        const { letterIds, change } = asked
        const changed = await callApi<LettersChanged>('POST', '/api/letters/changes', { letterIds, change })
        inboxes.changed(place, changed.letters, changed.unreadTotal)
        setUnread(changed.unreadTotal)
        const count = changed.letters.length
        const words = count === 0 ? texts.done.nothing : wordsFor(texts, asked, count)
        const { changeId } = changed
        const undo = async () => {
          const back = await callApi<LettersChanged>('POST', `/api/letters/changes/${changeId}/undo`)
          inboxes.anew()
          setUnread(back.unreadTotal)
          say({ words: texts.undone, undo: null })
        }
        say({ words, undo: changeId === null ? null : undo })
        onDone(changed, asked)
      },
      [inboxes, onDone, place, say, setUnread, texts],
    ),
  )
}

function wordsFor(texts: (typeof keepingTexts)['da'], { change, to }: Arranging, count: number): string {
  const { done } = texts
  if (change.kind === 'star') return change.starred ? done.star(count) : done.unstar(count)
  if (change.kind === 'unread') return change.unread ? done.unread(count) : done.read(count)
  if (change.kind !== 'move') return done[change.kind](count)
  if (change.to === 'archive' || change.to === 'inbox') return done[change.to](count)
  return done.move(count, to ?? '')
}
