import { useEffect, useState } from 'react'
import type { ActingChoices, ActingFor } from '#api/acting-for.ts'
import type { SESSION_PATHS, SignedIn } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { actingTexts } from '../texts/acting-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'

const ACTING: (typeof SESSION_PATHS)['actingFor'] = '/api/session/acting-for'

/** One's own mailbox and those of the enterprises one may act for; nothing at all where there is no choice. */
export function MailboxSwitcher() {
  const texts = useTexts(actingTexts)
  const { session } = useAccount()
  const [enterprises, setEnterprises] = useState<readonly ActingFor[]>(
    session.actingFor ? [session.actingFor] : [],
  )
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)

  useEffect(() => {
    const stop = new AbortController()
    // Asked beforehand, so that the menu opens complete. Without an answer it is merely shorter.
    callApi<ActingChoices>('GET', ACTING, undefined, stop.signal, true).then(
      (choices) => setEnterprises(choices.enterprises),
      () => {},
    )
    return () => stop.abort()
  }, [])

  const switchTo = async (employeeId: string | null) => {
    setLeaving(true)
    setFailure(null)
    try {
      await callApi<SignedIn>('POST', ACTING, { employeeId })
      // A new page: nothing of one mailbox stays beside the other.
      location.assign('/')
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      if (error instanceof CallFailed && error.kind === 'level-too-low') {
        location.assign(`/sign-in/step-up?return=${encodeURIComponent('/id/acting-for')}`)
        return
      }
      setLeaving(false)
      setFailure(error)
    }
  }
  if (enterprises.length === 0) return null
  const present = session.actingFor?.employeeId ?? null
  return (
    <section aria-labelledby="mailboxes-title" className="mailboxes">
      <h2 id="mailboxes-title">{texts.mailboxes}</h2>
      <ul>
        {session.mailboxId && (
          <Choice here={present === null} busy={leaving} onChoose={() => void switchTo(null)}>
            {texts.own}
            <span className="block-line quiet small">{session.person.name}</span>
          </Choice>
        )}
        {enterprises.map((one) => (
          <Choice
            key={one.employeeId}
            here={present === one.employeeId}
            busy={leaving}
            onChoose={() => void switchTo(one.employeeId)}
          >
            {one.name}
            <span className="block-line quiet small">
              {one.number} · {texts.role[one.role]}
            </span>
          </Choice>
        ))}
      </ul>
      <a href="/id/employments">{texts.employments}</a>
      {failure !== null && <Failure failure={failure} />}
    </section>
  )
}

function Choice(props: { here: boolean; busy: boolean; onChoose: () => void; children: React.ReactNode }) {
  const texts = useTexts(actingTexts)
  return (
    <li>
      <button
        type="button"
        aria-current={props.here ? 'true' : undefined}
        disabled={props.busy}
        onClick={() => !props.here && props.onChoose()}
      >
        <span>
          {props.children}
          {props.here && <span className="bh-hidden"> ({texts.here})</span>}
        </span>
        {props.here && <Icon name="check" />}
      </button>
    </li>
  )
}
