import { useCallback, useEffect, useRef, useState } from 'react'
import { callApi, leaveIfSignedOut } from './call-api.ts'

export type Answer<T> =
  | { state: 'loading'; value: T | null }
  | { state: 'here'; value: T }
  | { state: 'failed'; value: T | null; failure: unknown }

/** Puts what is held in the place of what was. A function is given what is held by then: two changes under way at once each keep what the other one did. */
export type Put<T> = (value: T | ((now: T) => T)) => void

/** GETs `path` (null: nothing yet), again when it changes or on `again()` (`again(true)`: a timer asks, not a person). What was there before stays while it is asked again. */
export function useAnswer<T>(path: string | null): {
  answer: Answer<T>
  again: (background?: boolean) => void
  set: Put<T>
} {
  const [turn, setTurn] = useState({ background: false })
  const [held, setHeld] = useState<{ path: string | null; answer: Answer<T> }>({
    path,
    answer: { state: 'loading', value: null },
  })
  const asking = useRef(false)
  useEffect(() => {
    if (path === null) return
    const stop = new AbortController()
    asking.current = true
    setHeld((before) => ({
      path,
      answer: { state: 'loading', value: before.path === path ? before.answer.value : null },
    }))
    callApi<T>('GET', path, undefined, stop.signal, turn.background).then(
      (value) => {
        if (stop.signal.aborted) return
        asking.current = false
        setHeld({ path, answer: { state: 'here', value } })
      },
      (failure: unknown) => {
        if (stop.signal.aborted || leaveIfSignedOut(failure)) return
        asking.current = false
        setHeld((before) => ({ path, answer: { state: 'failed', value: before.answer.value, failure } }))
      },
    )
    return () => stop.abort()
  }, [path, turn])
  const again = useCallback((background = false) => setTurn({ background }), [])
  const set: Put<T> = useCallback(
    (value) => {
      // What is being asked may be answered as it was before this change: it is asked once more.
      if (asking.current) again(true)
      setHeld((before) => {
        if (typeof value !== 'function') return { path, answer: { state: 'here', value } }
        if (before.path !== path || before.answer.value === null) return before
        return { path, answer: { state: 'here', value: (value as (now: T) => T)(before.answer.value) } }
      })
    },
    [again, path],
  )
  // In the very render where the path changed the old answer is not yet taken away.
  return { answer: held.path === path ? held.answer : { state: 'loading', value: null }, again, set }
}
