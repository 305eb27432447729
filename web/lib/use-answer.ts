import { useCallback, useEffect, useState } from 'react'
import { callApi, leaveIfSignedOut } from './call-api.ts'

export type Answer<T> =
  | { state: 'loading'; value: T | null }
  | { state: 'here'; value: T }
  | { state: 'failed'; value: T | null; failure: unknown }

/** GETs `path` (null: nothing yet), again when it changes or on `again()` (`again(true)`: a timer asks, not a person). What was there before stays while it is asked again. */
export function useAnswer<T>(path: string | null): {
  answer: Answer<T>
  again: (background?: boolean) => void
  set: (value: T | ((now: T) => T)) => void
} {
  const [turn, setTurn] = useState({ background: false })
  const [held, setHeld] = useState<{ path: string | null; answer: Answer<T> }>({
    path,
    answer: { state: 'loading', value: null },
  })
  useEffect(() => {
    if (path === null) return
    const stop = new AbortController()
    setHeld((before) => ({
      path,
      answer: { state: 'loading', value: before.path === path ? before.answer.value : null },
    }))
    callApi<T>('GET', path, undefined, stop.signal, turn.background).then(
      (value) => setHeld({ path, answer: { state: 'here', value } }),
      (failure: unknown) => {
        if (stop.signal.aborted || leaveIfSignedOut(failure)) return
        setHeld((before) => ({ path, answer: { state: 'failed', value: before.answer.value, failure } }))
      },
    )
    return () => stop.abort()
  }, [path, turn])
  const again = useCallback((background = false) => setTurn({ background }), [])
  // A function is given what is held by then: two changes under way at once each keep what the other one did.
  const set = useCallback(
    (value: T | ((now: T) => T)) =>
      setHeld((before) => {
        if (typeof value !== 'function') return { path, answer: { state: 'here', value } }
        if (before.path !== path || before.answer.value === null) return before
        return { path, answer: { state: 'here', value: (value as (now: T) => T)(before.answer.value) } }
      }),
    [path],
  )
  // In the very render where the path changed the old answer is not yet taken away.
  return { answer: held.path === path ? held.answer : { state: 'loading', value: null }, again, set }
}
