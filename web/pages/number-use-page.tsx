import { useState } from 'react'
import { Link } from 'react-router'
import type { NumberConsentWithdrawn, Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { EndingForm } from '../parts/ending-form.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { settingsTexts } from '../texts/settings-texts.ts'

/** P-12: says with numbers what ends, and then ends it. */
export function NumberUsePage() {
  const texts = useTexts(settingsTexts)
  const { answer, again } = useAnswer<Settings>('/api/settings')
  const [withdrawn, setWithdrawn] = useState<NumberConsentWithdrawn | null>(null)
  const title = withdrawn ? texts.numberDoneTitle : texts.numberTitle
  const heading = useArrival<HTMLHeadingElement>(title, withdrawn ? 'number-done' : 'number-use')
  const { formats } = useAccount()
  return (
    <div className="page">
      <header className="page-head">
        {!withdrawn && (
          <Link to="/settings" className="back">
            <Icon name="back" />
            {texts.title}
          </Link>
        )}
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {withdrawn && <p className="card">{texts.numberDone(formats.dayAndTime(withdrawn.erasedAt))}</p>}
      {!withdrawn && answer.state === 'failed' && (
        <Failure failure={answer.failure} onAgain={() => again()} />
      )}
      {!withdrawn && !answer.value && answer.state === 'loading' && <LineSkeletons count={6} />}
      {!withdrawn && answer.value && <WithdrawForm settings={answer.value} onWithdrawn={setWithdrawn} />}
    </div>
  )
}

function WithdrawForm(props: { settings: Settings; onWithdrawn: (done: NumberConsentWithdrawn) => void }) {
  const { endsLetters, erasedAfterMonths } = props.settings.numberConsent
  const texts = useTexts(settingsTexts)
  const { formats } = useAccount()
  return (
    <EndingForm<NumberConsentWithdrawn>
      path="/api/settings/withdraw-number-consent"
      letters={endsLetters}
      words={{
        title: texts.numberEnds,
        understood: texts.numberUnderstood,
        mustUnderstand: texts.numberMustUnderstand,
        keep: texts.numberKeep,
        end: texts.numberWithdraw,
      }}
      onEnded={props.onWithdrawn}
    >
      <ul className="ends">
        <li>{texts.numberEndsMailbox}</li>
        <li>{texts.numberEndsWallet}</li>
        <li>
          <strong>{texts.numberEndsLetters(endsLetters, formats.counted(endsLetters))}.</strong>{' '}
          {texts.numberErased(erasedAfterMonths)}
        </li>
      </ul>
      <p>{texts.numberDownload}</p>
    </EndingForm>
  )
}
