import { useCallback, useState } from 'react'
import { CallFailed, leaveIfSignedOut } from './call-api.ts'

/**
 * One change a person makes: whether it is under way, what went wrong, and whether it needs a stronger sign-in first.
 * `run` answers whether it was done. After a step-up the same change is run again.
 */
export function useChange<Input>(change: (input: Input) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [held, setHeld] = useState<{ input: Input } | null>(null)

  const run = useCallback(
    async (input: Input): Promise<boolean> => {
      setBusy(true)
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
      } finally {
        setBusy(false)
      }
    },
    [change],
  )
  return { run, busy, failure, held, drop: () => setHeld(null) }
}
