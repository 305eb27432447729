import { Button, Dialog } from '@digdir/designsystemet-react'
import { useEffect, useState } from 'react'
import type { SESSION_PATHS, SessionState, SignedIn } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut, signInAgainPath } from '../lib/call-api.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { signOut } from './account-menu.tsx'
import { Failure } from './failure.tsx'

const STATE: (typeof SESSION_PATHS)['state'] = '/api/session'
const EXTEND: (typeof SESSION_PATHS)['extend'] = '/api/session/extend'

/** WCAG 2.2.1 asks for at least 20 seconds to react; two minutes leave time to come back from the kettle. */
const WARN_BEFORE_MS = 120_000
/** setTimeout counts at most 2^31 ms; a later end is simply looked at again. */
const WAIT_MOST_MS = 2_000_000_000

type Ends = Pick<SignedIn, 'idleEndsAt' | 'endsAt'>
const endOf = (session: Ends) => Math.min(Date.parse(session.idleEndsAt), Date.parse(session.endsAt))

/** Warns before the session ends, lets the reader stay where that is possible, and leaves when it is over. */
export function SessionEnd() {
  const texts = useTexts(frameTexts)
  const { session, formats } = useAccount()
  const [known, setKnown] = useState<Ends>(session)
  const [warned, setWarned] = useState(false)
  const [read, setRead] = useState(false)
  const [staying, setStaying] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)

  useEffect(() => setKnown(session), [session])

  useEffect(() => {
    // What the reader does meanwhile moves the end on the server, so it is asked before anyone is alarmed.
    const look = async () => {
      try {
        const state = await callApi<SessionState>('GET', STATE)
        if (!state.signedIn) return location.assign(signInAgainPath())
        setKnown({ idleEndsAt: state.idleEndsAt, endsAt: state.endsAt })
        setWarned(endOf(state) - Date.now() <= WARN_BEFORE_MS + 1000)
      } catch (error) {
        if (leaveIfSignedOut(error)) return
        // No answer: warn by what was known last rather than not at all.
        setWarned(endOf(known) - Date.now() <= WARN_BEFORE_MS + 1000)
      }
    }
    const left = endOf(known) - Date.now()
    const wait = warned ? left + 1000 : left - WARN_BEFORE_MS
    const timer = setTimeout(() => void look(), Math.min(Math.max(wait, 1000), WAIT_MOST_MS))
    return () => clearTimeout(timer)
  }, [known, warned])

  const stay = async () => {
    setStaying(true)
    setFailure(null)
    try {
      const state = await callApi<SignedIn>('POST', EXTEND)
      setKnown({ idleEndsAt: state.idleEndsAt, endsAt: state.endsAt })
      setWarned(false)
    } catch (error) {
      if (!leaveIfSignedOut(error)) setFailure(error)
    } finally {
      setStaying(false)
    }
  }
  // When the whole visit is over soon, staying is not on offer.
  const forGood = Date.parse(known.endsAt) <= Date.parse(known.idleEndsAt)
  const time = formats.time(new Date(endOf(known)).toISOString())
  return (
    <Dialog
      open={warned && !read}
      closeButton={false}
      role="alertdialog"
      aria-labelledby="ending-title"
      onClose={() => (forGood ? setRead(true) : void stay())}
    >
      <h2 id="ending-title">{texts.endingTitle}</h2>
      <p>{forGood ? texts.endingForGood(time) : texts.ending(time)}</p>
      <div className="doings">
        {forGood ? (
          <Button onClick={() => setRead(true)}>{texts.understood}</Button>
        ) : (
          <Button loading={staying} onClick={() => void stay()}>
            {texts.stay}
          </Button>
        )}
        <Button variant="secondary" data-color="neutral" onClick={() => void signOut().catch(setFailure)}>
          {texts.signOutNow}
        </Button>
      </div>
      {failure !== null && <Failure failure={failure} />}
    </Dialog>
  )
}
