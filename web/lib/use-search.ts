import { useCallback, useEffect, useRef, useState } from 'react'
import type { SearchAnswer, SearchAsked, SearchHit } from '#api/search.ts'
import { callApi, leaveIfSignedOut } from './call-api.ts'

export type Found = {
  asked: SearchAsked
  hits: readonly SearchHit[]
  next: string | null
  /** Letters that are still being read. */
  waiting: number
  /** Words near to those that were typed: these hits are for them, or they would find more. */
  instead: SearchAnswer['instead']
}

export type SearchState = {
  /** What is on screen; it stays until the next answer is there. */
  found: Found | null
  looking: boolean
  failure: unknown
  /** Letters were still being read when this answer was given; now they are. */
  complete: boolean
}

/** How often to ask whether the letters are read by now, in ms. */
const ASK_EVERY_MS = 3000

const isEmpty = (asked: SearchAsked): boolean => Object.keys(asked).length === 0

const ask = (asked: SearchAsked, signal?: AbortSignal) =>
  callApi<SearchAnswer>('POST', '/api/search', asked, signal)

/** Searches on demand; a later search ends an earlier one. Nothing that is on screen is reordered by itself. */
export function useSearch() {
  const [state, setState] = useState<SearchState>({
    found: null,
    looking: false,
    failure: null,
    complete: false,
  })
  const under = useRef<AbortController | null>(null)
  useEffect(() => () => under.current?.abort(), [])

  const run = useCallback(async (asked: SearchAsked, before: Found | null) => {
    under.current?.abort()
    const mine = new AbortController()
    under.current = mine
    setState((state) => ({ ...state, looking: true, failure: null }))
    try {
      const answer = await ask(asked, mine.signal)
      if (mine.signal.aborted) return
      // A page of what is found for other words is asked for by those.
      const found = {
        ...answer,
        asked: answer.instead?.shown ? { ...asked, words: answer.instead.words } : asked,
      }
      const whole = before && {
        ...before,
        ...answer,
        instead: before.instead,
        hits: [...before.hits, ...answer.hits],
      }
      setState({ found: whole ?? found, looking: false, failure: null, complete: false })
    } catch (failure) {
      if (mine.signal.aborted || leaveIfSignedOut(failure)) return
      // What was found for other words is no answer to these.
      setState((state) => ({ ...state, found: before, looking: false, failure }))
    }
  }, [])

  const search = useCallback(
    (asked: SearchAsked) => {
      if (!isEmpty(asked)) return run(asked, null)
      under.current?.abort()
      setState({ found: null, looking: false, failure: null, complete: false })
    },
    [run],
  )
  const { found } = state
  const more = useCallback(() => {
    if (found?.next) return run({ ...found.asked, after: found.next }, found)
  }, [found, run])

  // Asks for no letters, only how many are left.
  const waits = (found?.waiting ?? 0) > 0 && !state.complete
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(async () => {
      if (document.visibilityState !== 'visible') return
      const left = await ask({}).catch(() => null)
      if (left?.waiting === 0) setState((before) => ({ ...before, complete: true }))
    }, ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [waits])

  return { ...state, search, more }
}
