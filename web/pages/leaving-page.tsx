import { Button } from '@digdir/designsystemet-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { MailboxClosed, MailboxLife, Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { EndingForm } from '../parts/ending-form.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { PauseForm } from '../parts/pause-form.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { leavingTexts } from '../texts/leaving-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'

/** B-09, B-22: a pause first, then others who may help, then the end. */
export function LeavingPage() {
  const texts = useTexts(leavingTexts)
  const { title: settingsTitle } = useTexts(settingsTexts)
  const { answer, again, set } = useAnswer<Settings>('/api/settings')
  const [closed, setClosed] = useState<MailboxClosed | null>(null)
  const title = closed ? texts.doneTitle : texts.title
  const heading = useArrival<HTMLHeadingElement>(title, closed ? 'closed' : 'leaving')
  const { formats } = useAccount()
  const settings = answer.value
  return (
    <div className="page">
      <header className="page-head">
        {!closed && (
          <Link to="/settings" className="back">
            <Icon name="back" />
            {settingsTitle}
          </Link>
        )}
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {closed && (
        <p className="card">
          {(closed.erasedAt === closed.closedAt ? texts.done : texts.doneBack)(
            formats.dayAndTime(closed.erasedAt),
          )}
        </p>
      )}
      {!closed && answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!closed && !settings && answer.state === 'loading' && <LineSkeletons count={8} />}
      {!closed && settings && !settings.mailbox.canChange && <p className="card">{texts.notNow}</p>}
      {!closed && settings?.mailbox.canChange && (
        <>
          <PauseForm
            paused={settings.mailbox.paused}
            onChange={async (paused) => {
              const mailbox = await callApi<MailboxLife>('PUT', '/api/settings/paused', { paused })
              set((now) => ({ ...now, mailbox }))
            }}
          />
          <section className="card" aria-labelledby="share-title">
            <h2 id="share-title">{texts.shareTitle}</h2>
            <p>{texts.shareWhy}</p>
            <div className="doings">
              <Button asChild variant="secondary">
                <Link to="/settings/access">{texts.shareGo}</Link>
              </Button>
            </div>
          </section>
          <CloseForm settings={settings} onClosed={setClosed} />
        </>
      )}
    </div>
  )
}

function CloseForm(props: { settings: Settings; onClosed: (closed: MailboxClosed) => void }) {
  const { endsLetters, erasedAfterMonths } = props.settings.numberConsent
  const texts = useTexts(leavingTexts)
  const { formats } = useAccount()
  return (
    <EndingForm<MailboxClosed>
      path="/api/settings/close-mailbox"
      letters={endsLetters}
      words={{ ...texts, title: texts.closeTitle, end: () => texts.close }}
      onEnded={props.onClosed}
    >
      <ul className="ends">
        <li>{texts.closeNow}</li>
        <li>
          <strong>{texts.closeLetters(endsLetters, formats.counted(endsLetters))}.</strong>{' '}
          {erasedAfterMonths === 0 ? texts.erasedAtOnce : texts.erasedAfter(erasedAfterMonths)}
        </li>
        <li>{texts.idStays}</li>
      </ul>
      <p>
        {texts.takeWhy} <Link to="/settings/take-out">{texts.takeGo}</Link>
      </p>
    </EndingForm>
  )
}
