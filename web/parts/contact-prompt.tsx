import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { CONTACT_PATH, Contact } from '#api/contact.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { noticesTexts } from '../texts/notices-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'

const CONTACT: typeof CONTACT_PATH = '/api/settings/contact'

/** D-13: asks in place, and stops nothing. Known before the page is drawn, so that nothing moves. */
export function ContactPrompt() {
  const texts = useTexts(noticesTexts)
  const { me } = useAccount()
  const [asked] = useState(me.contact)
  const [open, setOpen] = useState(false)
  if (asked === undefined) return null
  const failing = asked === 'failing'
  return (
    <section className="banner contact-prompt" aria-labelledby="contact-title">
      <h2 id="contact-title">{failing ? texts.failingTitle : texts.confirmTitle}</h2>
      <p className="small">{failing ? texts.failingWhy : texts.confirmWhy}</p>
      {failing ? (
        <Button asChild variant="secondary">
          <Link to="/settings">{texts.confirmChange}</Link>
        </Button>
      ) : open ? (
        <Details />
      ) : (
        <Button variant="secondary" onClick={() => setOpen(true)}>
          {texts.confirmLook}
        </Button>
      )}
    </section>
  )
}

function Details() {
  const texts = useTexts(noticesTexts)
  const { answer, again, set } = useAnswer<Contact>(CONTACT)
  const contact = answer.value
  const [done, setDone] = useState<string | null>(null)
  const confirm = useChange(
    useCallback(
      async ({ emails, phone }: Contact) => {
        const body = { emailIds: emails.map(({ emailId }) => emailId), phone: phone?.number ?? null }
        set(await callApi<Contact>('POST', `${CONTACT}/confirm`, body))
        setDone(texts.confirmed)
      },
      [set, texts],
    ),
  )
  return (
    <>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {contact && (
        <ul className="ends">
          {contact.emails.map(({ emailId, address }) => (
            <li key={emailId}>{address}</li>
          ))}
          {contact.phone && <li>{contact.phone.number}</li>}
        </ul>
      )}
      {contact?.due && (
        <div className="doings">
          <Button loading={confirm.busy} onClick={() => void confirm.run(contact)}>
            {texts.confirmYes}
          </Button>
          <Button asChild variant="secondary">
            <Link to="/settings">{texts.confirmChange}</Link>
          </Button>
        </div>
      )}
      <Changed change={confirm} done={done} />
    </>
  )
}
