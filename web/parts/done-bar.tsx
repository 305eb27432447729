import { Button } from '@digdir/designsystemet-react'
import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, leaveIfSignedOut } from '../lib/call-api.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Icon } from './icons.tsx'

/** `undo` throws what it could not do. */
type Done = { words: string; undo: (() => Promise<void>) | null }
type Held = { done: Done | null; say: (done: Done | null) => void }
const DoneContext = createContext<Held | null>(null)

/** The last thing done to letters, for the whole visit: it can be undone from whatever page one is on by then. */
export function DoneProvider({ children }: { children: React.ReactNode }) {
  const [done, say] = useState<Done | null>(null)
  const held = useMemo(() => ({ done, say }), [done])
  return <DoneContext.Provider value={held}>{children}</DoneContext.Provider>
}

export function useDone(): Held {
  const held = useContext(DoneContext)
  if (!held) throw new Error('useDone outside the frame')
  return held
}

/** What was done, and its undo. It stays until something else is done or it is closed: nobody has to be quick. */
export function DoneBar() {
  const texts = useTexts(keepingTexts)
  const { done, say } = useDone()
  const [busy, setBusy] = useState(false)
  const undo = useCallback(async () => {
    if (!done?.undo || busy) return
    setBusy(true)
    try {
      await done.undo()
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      const code = error instanceof CallFailed ? (error.code ?? '') : ''
      // Without an answer nothing is known to have changed: the button stays.
      if (texts.problems[code]) say({ words: texts.problems[code], undo: null })
    } finally {
      setBusy(false)
      document.querySelector<HTMLElement>('.done-words')?.focus()
    }
  }, [busy, done, say, texts])
  return (
    <div className="done-bar" data-shown={done ? '' : undefined}>
      <p className="done-words" role="status" tabIndex={-1}>
        {done?.words ?? ''}
      </p>
      {done?.undo && (
        <Button variant="secondary" aria-disabled={busy} onClick={() => void undo()}>
          <Icon name="restore" />
          {texts.undo}
        </Button>
      )}
      {done && (
        <Button variant="tertiary" data-color="neutral" onClick={() => say(null)}>
          {texts.close}
        </Button>
      )}
    </div>
  )
}
