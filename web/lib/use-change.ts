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
 * line of its own.
 */
export function useChange<Input>(change: (input: Input) => Promise<void>, { apart = false } = {}) {
  const own = useRef<Line>({ last: Promise.resolve() })
  const [underWay, setUnderWay] = useState(0)
  const [failure, setFailure] = useState<unknown>(null)
  const [held, setHeld] = useState<{ input: Input } | null>(null)

  const run = useCallback(
    async (input: Input): Promise<boolean> => {
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
        setUnderWay((count) => count - 1)
      }
    },
    [apart, change],
  )
  return { run, busy: underWay > 0, failure, held, drop: () => setHeld(null) }
}
