import { useEffect, useState } from 'react'
import type { ActingChoices, ChangeActing } from '#api/acting-for.ts'
import type { SESSION_PATHS } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { switchMailbox } from '../lib/switch-mailbox.ts'
import { actingTexts } from '../texts/acting-texts.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'

const ACTING: (typeof SESSION_PATHS)['actingFor'] = '/api/session/acting-for'

/** One's own mailbox, those of the enterprises one may act for, and those one was given access to; nothing at all where there is no choice. */
export function MailboxSwitcher() {
  const texts = useTexts(actingTexts)
  const { session } = useAccount()
  const sharing = useTexts(sharingTexts)
  const [{ enterprises, mailboxes }, setChoices] = useState<ActingChoices>({
    enterprises: session.actingFor ? [session.actingFor] : [],
    mailboxes: session.actingIn ? [session.actingIn] : [],
  })
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)

  useEffect(() => {
    const stop = new AbortController()
    // Asked beforehand, so that the menu opens complete. Without an answer it is merely shorter.
    callApi<ActingChoices>('GET', ACTING, undefined, stop.signal, true).then(setChoices, () => {})
    return () => stop.abort()
  }, [])

  const switchTo = async (wish: ChangeActing, again = '/id/acting-for') => {
    setLeaving(true)
    setFailure(null)
    try {
      await switchMailbox(wish, again)
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      setLeaving(false)
      setFailure(error)
    }
  }
  if (enterprises.length + mailboxes.length === 0) return null
  const present = session.actingFor?.employeeId ?? session.actingIn?.grantId ?? null
  return (
    <section aria-labelledby="mailboxes-title" className="mailboxes">
      <h2 id="mailboxes-title">{texts.mailboxes}</h2>
      <ul>
        {session.mailboxId && (
          <Choice here={present === null} busy={leaving} onChoose={() => void switchTo({ employeeId: null })}>
            {texts.own}
            <span className="block-line quiet small">{session.person.name}</span>
          </Choice>
        )}
        {enterprises.map((one) => (
          <Choice
            key={one.employeeId}
            here={present === one.employeeId}
            busy={leaving}
            onChoose={() => void switchTo({ employeeId: one.employeeId })}
          >
            {one.name}
            <span className="block-line quiet small">
              {one.number} · {texts.role[one.role]}
            </span>
          </Choice>
        ))}
        {mailboxes.map((one) => (
          <Choice
            key={one.grantId}
            here={present === one.grantId}
            busy={leaving}
            onChoose={() => void switchTo({ grantId: one.grantId }, '/shared')}
          >
            {one.name}
            <span className="block-line quiet small">
              {sharing.capacity[one.capacity]} · {sharing.parts[one.part]}
            </span>
          </Choice>
        ))}
      </ul>
      {enterprises.length > 0 && <a href="/id/employments">{texts.employments}</a>}
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
