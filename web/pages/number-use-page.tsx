import { Button, Checkbox } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { NumberConsentWithdrawn, Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
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
  const { onWithdrawn } = props
  const { endsLetters, erasedAfterMonths } = props.settings.numberConsent
  const texts = useTexts(settingsTexts)
  const { formats } = useAccount()
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const shown = formats.counted(endsLetters)
  const change = useChange(
    useCallback(
      async (letters: number) => {
        const body = { understood: true, endsLetters: letters }
        onWithdrawn(
          await callApi<NumberConsentWithdrawn>('POST', '/api/settings/withdraw-number-consent', body),
        )
      },
      [onWithdrawn],
    ),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const understood = box.current?.checked ?? false
    setMissing(!understood)
    if (understood) void change.run(endsLetters)
    else box.current?.focus()
  }
  return (
    <div className="card">
      <form onSubmit={submit} noValidate>
        <h2>{texts.numberEnds}</h2>
        <ul className="ends">
          <li>{texts.numberEndsMailbox}</li>
          <li>{texts.numberEndsWallet}</li>
          <li>
            <strong>{texts.numberEndsLetters(endsLetters, shown)}.</strong>{' '}
            {texts.numberErased(erasedAfterMonths)}
          </li>
        </ul>
        <p>{texts.numberDownload}</p>
        <Checkbox
          ref={box}
          label={texts.numberUnderstood(endsLetters, shown)}
          value="understood"
          error={missing ? texts.numberMustUnderstand : undefined}
        />
        <div className="doings">
          <Button asChild>
            <Link to="/settings">{texts.numberKeep}</Link>
          </Button>
          <Button type="submit" variant="secondary" data-color="danger" loading={change.busy}>
            {texts.numberWithdraw(endsLetters, shown)}
          </Button>
        </div>
      </form>
      <Changed change={change} done={null} />
    </div>
  )
}
