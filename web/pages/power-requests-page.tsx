import { Button } from '@digdir/designsystemet-react'
import { useCallback, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { AskedConsent, POWER_REQUEST_PATHS, PowerRequest, PowerRequests } from '#api/power-requests.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { AskOnce } from '../parts/ask-once.tsx'
import { AskPowerForm } from '../parts/ask-power.tsx'
import { Changed } from '../parts/changed.tsx'
import { asksForMore, ConfirmFirst } from '../parts/confirm-first.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { powerTexts } from '../texts/power-texts.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'
import { dayBefore } from './shared-page.tsx'

const REQUESTS: (typeof POWER_REQUEST_PATHS)['requests'] = '/api/power-requests'

/** B-11, B-12: asking to act in another's mailbox, and what became of it. */
export function PowerRequestsPage() {
  const texts = useTexts(powerTexts)
  const sharing = useTexts(sharingTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'power-requests')
  const { answer, again, set } = useAnswer<PowerRequests>(REQUESTS)
  const [said, setSaid] = useState('')
  const held = answer.value
  // Others' names stand in it.
  const locked = asksForMore(answer)
  const show = useCallback(async () => set(await callApi<PowerRequests>('GET', REQUESTS)), [set])
  const told = useRef<HTMLParagraphElement>(null)
  const say = (words: string) => {
    setSaid(words)
    again(true)
  }
  // What was answered is gone, and the focus would be gone with it.
  const sayGone = (words: string) => {
    setSaid(words)
    told.current?.focus()
  }
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings/access" className="back">
          <Icon name="back" />
          {sharing.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      {locked && <ConfirmFirst title={texts.mine} why={texts.confirmFirst} show={texts.show} ask={show} />}
      {answer.state === 'failed' && !locked && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && (
        <div className="card">
          <LineSkeletons count={4} />
        </div>
      )}
      {held && (
        <>
          {held.consents.length > 0 && (
            <section className="card" aria-labelledby="consents-title">
              <h2 id="consents-title">{texts.consents}</h2>
              <ul className="emails">
                {held.consents.map((one) => (
                  <Consent
                    key={one.requestId}
                    one={one}
                    onAnswered={(now) => {
                      set(now)
                      sayGone(texts.answered)
                    }}
                  />
                ))}
              </ul>
            </section>
          )}
          <section className="card" aria-labelledby="mine-title">
            <h2 id="mine-title">{texts.mine}</h2>
            {held.requests.length === 0 && <p className="quiet">{texts.none}</p>}
            <ul className="emails">
              {held.requests.map((one) => (
                <Asked
                  key={one.requestId}
                  one={one}
                  say={(words) => {
                    again(true)
                    sayGone(words)
                  }}
                />
              ))}
            </ul>
            <p className="done" role="status" ref={told} tabIndex={-1}>
              {said}
            </p>
          </section>
          <AskPowerForm onSent={() => say(texts.sent)} />
        </>
      )}
    </div>
  )
}

const OPEN: readonly PowerRequest['state'][] = ['begun', 'waiting', 'submitted']

function Asked({ one, say }: { one: PowerRequest; say: (words: string) => void }) {
  const texts = useTexts(powerTexts)
  const { formats } = useAccount()
  const withdraw = useChange(
    useCallback(
      async (_: undefined) => {
        await callApi<PowerRequest>('DELETE', `${REQUESTS}/${one.requestId}`)
        say(texts.withdrawn)
      },
      [one.requestId, say, texts],
    ),
  )
  return (
    <li>
      <span className="email-words">
        <strong>
          <bdi>{one.subjectName}</bdi>
        </strong>
        <span className="small">{texts.kinds[one.kind]}</span>
        <span className="small quiet">
          {[texts.states[one.state], one.decideBy && texts.decideBy(formats.day(dayBefore(one.decideBy)))]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {one.state === 'granted' && <Link to="/shared">{texts.shared}</Link>}
      </span>
      {OPEN.includes(one.state) && (
        <AskOnce
          words={texts.withdraw}
          named={texts.withdrawNamed(one.subjectName)}
          variant="tertiary"
          color="danger"
          sure={texts.withdrawSure}
          yes={texts.withdraw}
          change={withdraw}
        />
      )}
    </li>
  )
}

function Consent({ one, onAnswered }: { one: AskedConsent; onAnswered: (now: PowerRequests) => void }) {
  const texts = useTexts(powerTexts)
  const { formats } = useAccount()
  const answer = useCallback(
    async (consent: boolean) =>
      onAnswered(await callApi<PowerRequests>('POST', `${REQUESTS}/${one.requestId}/consent`, { consent })),
    [one.requestId, onAnswered],
  )
  const yes = useChange(useCallback((_: undefined) => answer(true), [answer]))
  const no = useChange(useCallback((_: undefined) => answer(false), [answer]))
  return (
    <li>
      <span className="email-words">
        <span>{texts.consentAsks(one.applicantName, one.subjectName)}</span>
        <span className="small quiet">{texts.consentBy(formats.day(dayBefore(one.answerBy)))}</span>
      </span>
      <div className="doings">
        <Button aria-disabled={yes.busy || no.busy} onClick={() => !no.busy && void yes.run(undefined)}>
          {texts.yes}
        </Button>
        <AskOnce
          words={texts.no}
          variant="secondary"
          color="neutral"
          sure={texts.noSure}
          yes={texts.noYes}
          change={no}
        />
      </div>
      <Changed change={yes} done={null} />
    </li>
  )
}
