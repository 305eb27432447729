/** The one letter list of this visit, shared by the list and the letter pages. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LetterPage } from '#api/mailbox.ts'
import { callApi, leaveIfSignedOut } from './call-api.ts'
import { createLetterList, type LetterList } from './letter-list.ts'

const PAGE_ROWS = 50

export function createInbox(): LetterList {
  return createLetterList(async (after, background) => {
    const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...(after && { after }) })
    try {
      return await callApi<LetterPage>('GET', `/api/letters?${query}`, undefined, undefined, background)
    } catch (error) {
      leaveIfSignedOut(error)
      throw error
    }
  })
}

export const InboxContext = createContext<LetterList | null>(null)

export function useInbox(): LetterList {
  const inbox = useContext(InboxContext)
  if (!inbox) throw new Error('useInbox outside the frame')
  return inbox
}

export function useInboxState() {
  const inbox = useInbox()
  return useSyncExternalStore(inbox.subscribe, inbox.state)
}
