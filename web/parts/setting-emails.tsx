import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import type { EmailAddress, EmailAddresses } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { type Put, useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { noticesTexts } from '../texts/notices-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { LineSkeletons } from './skeletons.tsx'

const EMAILS = '/api/settings/emails'

/** Good enough to catch a slip of the finger; whether an address exists is shown by its verification mail alone. */
const LOOKS_LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/

/** The person's e-mail addresses, or at another path an enterprise's. */
export function EmailSettings({ path = EMAILS }: { path?: string }) {
  const texts = useTexts(settingsTexts)
  const { answer, again, set } = useAnswer<EmailAddresses>(path)
  const held = answer.value
  return (
    <section className="card" aria-labelledby="email-title" aria-busy={answer.state === 'loading'}>
      <h2 id="email-title">{texts.email}</h2>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={again} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={4} />}
      {held && <Emails path={path} held={held} onChange={set} />}
    </section>
  )
}

const without = ({ emails }: EmailAddresses, { emailId }: EmailAddress) =>
  emails.filter((other) => other.emailId !== emailId)

function Emails(props: { path: string; held: EmailAddresses; onChange: Put<EmailAddresses> }) {
  const { path, held, onChange } = props
  const texts = useTexts(settingsTexts)
  const [done, setDone] = useState<string | null>(null)
  const put = useCallback(
    (email: EmailAddress) => {
      onChange((now) => ({ ...now, emails: [...without(now, email), email] }))
      setDone(texts.emailSent(email.address))
    },
    [onChange, texts],
  )
  const send = useChange(
    useCallback(
      async (address: string) => put(await callApi<EmailAddress>('POST', path, { address })),
      [path, put],
    ),
  )
  const remove = useChange(
    useCallback(
      async (email: EmailAddress) => {
        await callApi('DELETE', `${path}/${email.emailId}`)
        onChange((now) => ({ ...now, emails: without(now, email) }))
        setDone(texts.emailRemoved(email.address))
      },
      [onChange, path, texts],
    ),
  )
  const full = held.emails.length >= held.most
  return (
    <>
      <p>
        {texts.emailWhy(held.most)}
        {/* A person is found by it; an enterprise by its number alone. */}
        {path === EMAILS && ` ${texts.emailFinds}`}
      </p>
      {held.emails.length === 0 && <p className="quiet">{texts.emailNone}</p>}
      <ul className="emails">
        {held.emails.map((email) => (
          <li key={email.emailId}>
            <span className="email-words">
              <strong>{email.address}</strong>
              <EmailState email={email} />
            </span>
            <span className="doings">
              {email.state !== 'verified' && (
                <Button
                  variant="tertiary"
                  aria-label={texts.emailSendAgainNamed(email.address)}
                  aria-disabled={send.busy}
                  onClick={() => void send.run(email.address)}
                >
                  {texts.emailSendAgain}
                </Button>
              )}
              <Button
                variant="tertiary"
                data-color="danger"
                aria-label={texts.emailRemoveNamed(email.address)}
                aria-disabled={remove.busy}
                onClick={() => void remove.run(email)}
              >
                {texts.emailRemove}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {full ? (
        <p className="quiet">{texts.emailFull(held.most)}</p>
      ) : (
        <AddEmail busy={send.busy} onAdd={send.run} />
      )}
      <Changed change={remove} done={null} />
      <Changed change={send} done={done} />
    </>
  )
}

function EmailState({ email }: { email: EmailAddress }) {
  const texts = useTexts(settingsTexts)
  const notices = useTexts(noticesTexts)
  const { formats } = useAccount()
  if (email.state === 'verified')
    return (
      <span className="small verified-line">
        <Icon name="check" />
        {texts.emailVerified(email.verifiedAt ? formats.day(email.verifiedAt) : '')}
      </span>
    )
  const expires = email.linkExpiresAt
  const alive = expires !== null && Date.parse(expires) > Date.now()
  if (email.state === 'failing' && !alive) return <span className="small bh-error">{notices.failing}</span>
  return (
    <span className="small quiet">
      {alive ? texts.emailWaiting(formats.dayAndTime(expires)) : texts.emailExpired}
    </span>
  )
}

function AddEmail({ busy, onAdd }: { busy: boolean; onAdd: (address: string) => Promise<boolean> }) {
  const texts = useTexts(settingsTexts)
  const [wrong, setWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const address = field.current?.value.trim() ?? ''
    const fits = LOOKS_LIKE_EMAIL.test(address)
    setWrong(!fits)
    if (!fits) field.current?.focus()
    else if ((await onAdd(address)) && field.current) field.current.value = ''
  }
  return (
    <form className="add-email" onSubmit={(event) => void submit(event)} noValidate>
      <Textfield
        ref={field}
        type="email"
        name="email"
        autoComplete="email"
        label={texts.emailAdd}
        description={texts.emailAddHint}
        error={wrong ? texts.emailShape : undefined}
      />
      <Button type="submit" variant="secondary" loading={busy}>
        {texts.emailAddButton}
      </Button>
    </form>
  )
}
