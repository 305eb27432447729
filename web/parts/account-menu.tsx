import { Button } from '@digdir/designsystemet-react'
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import type { SESSION_PATHS } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { forgetOnDevice } from '../lib/installed-app.ts'
import { actingTexts } from '../texts/acting-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { MailboxSwitcher } from './mailbox-switcher.tsx'

const SIGN_OUT: (typeof SESSION_PATHS)['signOut'] = '/api/session/sign-out'

/** Signs out and leaves; the next page is the server's to say. */
export async function signOut(): Promise<void> {
  const { next } = await callApi<{ next: string }>('POST', SIGN_OUT)
  await forgetOnDevice()
  location.assign(next)
}

const initialsOf = (name: string) => {
  const words = name.split(/\s+/).filter(Boolean)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? words.at(-1)![0] : ''}`.toUpperCase()
}

export function AccountMenu() {
  const texts = useTexts(frameTexts)
  const acting = useTexts(actingTexts)
  const { me, session } = useAccount()
  const [open, setOpen] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()

  const leave = async () => {
    setLeaving(true)
    setFailure(null)
    try {
      await signOut()
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      setLeaving(false)
      setFailure(error)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes when Escape is pressed or focus leaves; its button is the control
    <div className="account" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className="account-button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={texts.account(me.name)}
        onClick={() => setOpen(!open)}
      >
        <span className="mark" data-hue="d" aria-hidden="true">
          {initialsOf(me.name)}
        </span>
        <span className="account-name">{me.name}</span>
        <Icon name="chevron" />
      </button>
      {/* Focusable by click, so that a press inside does not count as focus leaving. */}
      <div className="account-panel" id={id} hidden={!open} tabIndex={-1}>
        <p>
          <strong>{me.name}</strong>
          {me.digitalAddress && <span className="block-line quiet">{me.digitalAddress}</span>}
          {(session.actingFor || session.actingIn) && (
            <span className="block-line quiet">{acting.signedInAs(session.person.name)}</span>
          )}
        </p>
        <MailboxSwitcher />
        <p className="small quiet">
          <Icon name={me.sessionLevel === 'low' ? 'lock' : 'verified'} /> {texts.level[me.sessionLevel]}
        </p>
        <Button variant="secondary" data-color="neutral" loading={leaving} onClick={() => void leave()}>
          <Icon name="leave" />
          {leaving ? texts.signingOut : texts.signOut}
        </Button>
        {failure !== null && <Failure failure={failure} />}
      </div>
    </div>
  )
}
