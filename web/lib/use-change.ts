import { useCallback, useRef, useState } from 'react'
import { CallFailed, leaveIfSignedOut } from './call-api.ts'

/**
 * One change a person makes: whether it is under way, what went wrong, and whether it needs a stronger sign-in first.
 * `run` answers whether it was done. After a step-up the same change is run again. A second click while the first is
 * under way waits for it: else the two answers could come the other way round, and the page show what no longer is.
 */
export function useChange<Input>(change: (input: Input) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [held, setHeld] = useState<{ input: Input } | null>(null)

  const last = useRef<Promise<unknown>>(Promise.resolve())
  const waiting = useRef(0)

  const runNow = useCallback(
    async (input: Input): Promise<boolean> => {
      setFailure(null)
      setHeld(null)
      try {
        await change(input)
        return true
      } catch (error) {
        if (leaveIfSignedOut(error)) return false
        if (error instanceof CallFailed && error.kind === 'level-too-low') setHeld({ input })
        else setFailure(error)
        return false
      }
    },
    [change],
  )
  const run = useCallback(
    (input: Input): Promise<boolean> => {
      waiting.current += 1
      setBusy(true)
      const turn = last.current.then(async () => {
        const done = await runNow(input)
        waiting.current -= 1
        if (waiting.current === 0) setBusy(false)
        return done
      })
      last.current = turn
      return turn
    },
    [runNow],
  )
  return { run, busy, failure, held, drop: () => setHeld(null) }
}
