import { useCallback, useRef, useState } from 'react'
import { CallFailed, leaveIfSignedOut } from './call-api.ts'

/**
 * One change a person makes: whether it is under way, what went wrong, and whether it needs a stronger sign-in first.
 * `run` answers whether it was done. After a step-up the same change is run again. Quick changes are made one after the
 * other, in the order of the clicks: over two connections the earlier one could arrive last, and would stand.
 */
export function useChange<Input>(change: (input: Input) => Promise<void>) {
  const [underWay, setUnderWay] = useState(0)
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const [failure, setFailure] = useState<unknown>(null)
  const [held, setHeld] = useState<{ input: Input } | null>(null)

  const run = useCallback(
    async (input: Input): Promise<boolean> => {
      setUnderWay((count) => count + 1)
      setFailure(null)
      setHeld(null)
      const done = last.current.then(() => change(input))
      last.current = done.catch(() => undefined)
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
    [change],
  )
  return { run, busy: underWay > 0, failure, held, drop: () => setHeld(null) }
}
