import { useCallback, useRef, useState } from 'react'
import { CallFailed, leaveIfSignedOut } from './call-api.ts'

type Line = { last: Promise<unknown> }

/** Where the changes of the page stand in line. */
const common: Line = { last: Promise.resolve() }

/**
 * One change a person makes: whether it is under way, what went wrong, and whether it needs a stronger sign-in first.
 * `run` answers whether it was done. After a step-up the same change is run again. Quick changes are made one after the
 * other, in the order of the clicks, wherever on the page: over two connections the earlier one could arrive last, and would
 * stand. So a change must not wait for another one; and what carries files, or waits for a person's yes, goes `apart`, in a
 * line of its own. The very same a second time, a double click, is not done twice; so nothing has to
 * be disabled meanwhile, which would take the focus away from who presses by key: `aria-disabled` says it.
 */
export function useChange<Input>(change: (input: Input) => Promise<void>, { apart = false } = {}) {
  const own = useRef<Line>({ last: Promise.resolve() })
  const [underWay, setUnderWay] = useState(0)
  const newest = useRef<{ input: Input } | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [held, setHeld] = useState<{ input: Input } | null>(null)

  const run = useCallback(
    async (input: Input): Promise<boolean> => {
      if (newest.current && isSame(newest.current.input, input)) return false
      const mine = { input }
      newest.current = mine
      setUnderWay((count) => count + 1)
      setFailure(null)
      setHeld(null)
      const line = apart ? own.current : common
      const done = line.last.then(() => change(input))
      line.last = done.catch(() => undefined)
      try {
        await done
        return true
      } catch (error) {
        if (leaveIfSignedOut(error)) return false
        if (error instanceof CallFailed && error.kind === 'level-too-low') setHeld({ input })
        else setFailure(error)
        return false
      } finally {
        if (newest.current === mine) newest.current = null
        setUnderWay((count) => count - 1)
      }
    },
    [apart, change],
  )
  /** What went wrong is over: it was done in another way. */
  const forget = useCallback(() => {
    setHeld(null)
    setFailure(null)
  }, [])
  return { run, busy: underWay > 0, failure, held, forget }
}

/** What is wished for is plain data; two files are the same where they are one object. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false
  if (!Array.isArray(one) && Object.getPrototypeOf(one) !== Object.prototype) return false
  const [ours, theirs] = [Object.entries(one), Object.entries(other)]
  return (
    ours.length === theirs.length &&
    ours.every(([key, value]) => isSame(value, (other as Record<string, unknown>)[key]))
  )
}
