/** The letter lists of this visit, one for each place, shared by the list and the letter pages. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { useLocation, useParams } from 'react-router'
import type { LettersChanged } from '#api/keeping.ts'
import type { LetterPage } from '#api/mailbox.ts'
import { callAgain, callApi, type Known, leaveIfSignedOut } from './call-api.ts'
import { createLetterList, type LetterList } from './letter-list.ts'

const PAGE_ROWS = 50

export type Inboxes = {
  of(place: string): LetterList
  /** What became of letters: rows change or leave where they are shown, and every other list begins anew when it is looked at. */
  changed(here: string, letters: LettersChanged['letters'], unread: number): void
  /** Letters came back to wherever they were: every list begins anew. */
  anew(): void
  /** A letter is read or unread now, in whatever place. */
  touched(): void
  /** Called after anything became of letters. Returns how to stop it. */
  follow(listener: () => void): () => void
}

export function createInboxes(): Inboxes {
  const lists = new Map<string, LetterList>()
  const listeners = new Set<() => void>()
  const touched = () => {
    for (const listener of listeners) listener()
  }
  return {
    of(place) {
      const known = lists.get(place)
      if (known) return known
      const made = createList(place)
      lists.set(place, made)
      return made
    },
    changed(here, letters, unread) {
      for (const [place, list] of lists)
        if (place === here) list.changed(place, letters, unread)
        else list.anew()
      touched()
    },
    anew() {
      for (const list of lists.values()) list.anew()
      touched()
    },
    touched,
    follow(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function createList(place: string): LetterList {
  // The newest page is asked for again every minute, and is nearly always the same.
  let newest: Known<LetterPage> | null = null
  return createLetterList(async (after, background) => {
    const query = new URLSearchParams({
      limit: String(PAGE_ROWS),
      ...(place !== 'inbox' && { in: place }),
      ...(after && { after }),
    })
    try {
      if (after !== null) return await callApi<LetterPage>('GET', `/api/letters?${query}`)
      newest = await callAgain(`/api/letters?${query}`, newest, background)
      return newest.answer
    } catch (error) {
      leaveIfSignedOut(error)
      throw error
    }
  })
}

export const InboxesContext = createContext<Inboxes | null>(null)

export function useInboxes(): Inboxes {
  const inboxes = useContext(InboxesContext)
  if (!inboxes) throw new Error('useInboxes outside the frame')
  return inboxes
}

/** The place the address names, and where it is: `/in/archive`, `/search`, or nothing for the inbox. */
export function usePlace(): { place: string; base: string } {
  const { place = 'inbox' } = useParams()
  const { pathname } = useLocation()
  // What was found is a place to come back to, though no letter lies there.
  if (pathname.startsWith('/search')) return { place: 'search', base: '/search' }
  return { place, base: place === 'inbox' ? '' : `/in/${place}` }
}

export function useInbox(): LetterList {
  return useInboxes().of(usePlace().place)
}

export function useInboxState() {
  const inbox = useInbox()
  return useSyncExternalStore(inbox.subscribe, inbox.state)
}
