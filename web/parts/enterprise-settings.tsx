import { Button, Switch } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { ChangeEnterprise, ENTERPRISE_PATHS, EnterpriseSettings } from '#api/enterprise.ts'
import type { MailboxClosed } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, isMeanwhile } from '../lib/call-api.ts'
import { onceOfTwo } from '../lib/once-of-two.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { enterpriseTexts } from '../texts/enterprise-texts.ts'
import { leavingTexts } from '../texts/leaving-texts.ts'
import { Changed } from './changed.tsx'
import { ChooseLanguage } from './choose-language.tsx'
import { EndingForm } from './ending-form.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { PauseForm } from './pause-form.tsx'
import { EmailSettings } from './setting-emails.tsx'
import { PhoneSetting } from './setting-phone.tsx'
import { LineSkeletons } from './skeletons.tsx'

const ALL: (typeof ENTERPRISE_PATHS)['all'] = '/api/enterprise'
const EMAILS: (typeof ENTERPRISE_PATHS)['emails'] = '/api/enterprise/emails'
const PHONE: (typeof ENTERPRISE_PATHS)['phone'] = '/api/enterprise/phone'
const PAUSED: (typeof ENTERPRISE_PATHS)['paused'] = '/api/enterprise/paused'
const CLOSING: (typeof ENTERPRISE_PATHS)['closing'] = '/api/enterprise/closing'
const CONFIRM: (typeof ENTERPRISE_PATHS)['confirm'] = '/api/enterprise/closing/confirm'

type Held = { held: EnterpriseSettings; set: (held: EnterpriseSettings) => void }

/** P-02: what whoever administers an enterprise decides for all of it. */
export function EnterpriseSettingsParts() {
  const { answer, again, set } = useAnswer<EnterpriseSettings>(ALL)
  const pause = useCallback(
    async (paused: boolean) => set(await callApi<EnterpriseSettings>('PUT', PAUSED, { paused })),
    [set],
  )
  const held = answer.value
  if (!held)
    return (
      <div className="card" aria-busy={answer.state === 'loading'}>
        {answer.state === 'failed' ? (
          <Failure failure={answer.failure} onAgain={() => again()} />
        ) : (
          <LineSkeletons count={8} />
        )}
      </div>
    )
  return (
    <>
      <ClosingAsked held={held} />
      <Common held={held} set={set} />
      <EmailSettings path={EMAILS} />
      <PhoneSetting path={PHONE} />
      <Administrators held={held} set={set} />
      <PauseForm paused={held.paused} onChange={pause} />
      <Closing held={held} set={set} again={again} />
    </>
  )
}

function Common({ held, set }: Held) {
  const texts = useTexts(enterpriseTexts)
  const [done, setDone] = useState(false)
  const change = useChange(
    useCallback(
      async (wanted: ChangeEnterprise) => {
        try {
          set(await callApi<EnterpriseSettings>('PUT', ALL, wanted))
          setDone(true)
        } catch (error) {
          // A colleague was quicker: what stands now is shown beside the words.
          if (isMeanwhile(error)) set(await callApi<EnterpriseSettings>('GET', ALL))
          throw error
        }
      },
      [set],
    ),
  )
  return (
    <section className="card">
      <ChooseLanguage
        title={texts.language}
        why={texts.languageWhy}
        language={held.language}
        onChoose={(to) => change.run({ language: { from: held.language, to } })}
      />
      <Switch
        label={texts.notices}
        checked={held.noticesByEmail}
        onChange={(event) => void change.run({ noticesByEmail: event.target.checked })}
      />
      <Switch
        label={texts.noticesBySms}
        checked={held.noticesBySms}
        onChange={(event) => void change.run({ noticesBySms: event.target.checked })}
      />
      <Changed change={change} done={done ? texts.saved : null} />
    </section>
  )
}

function Administrators({ held }: Held) {
  const texts = useTexts(enterpriseTexts)
  return (
    <section className="card" aria-labelledby="administrators-title">
      <h2 id="administrators-title">{texts.administrators}</h2>
      <ul>
        {held.administrators.map(({ employeeId, name, me }) => (
          <li key={employeeId}>{me ? texts.you(name) : name}</li>
        ))}
      </ul>
      <div className="doings">
        <Button asChild variant="secondary">
          <a href="/id/company">{texts.employees}</a>
        </Button>
        <Button asChild variant="secondary">
          <Link to="/departments">{texts.departments}</Link>
        </Button>
      </div>
    </section>
  )
}

/** Above everything else, for those who did not ask themselves: what waits for them is far down. */
function ClosingAsked({ held: { closing, administrators } }: { held: EnterpriseSettings }) {
  const texts = useTexts(enterpriseTexts)
  const { formats } = useAccount()
  const mine = administrators.some(({ me, name }) => me && name === closing?.askedBy)
  if (!closing || mine) return null
  return (
    <p className="banner" data-kind="warning">
      <Icon name="alert" />
      <a href="#closing-title">{texts.asked(closing.askedBy, formats.dayAndTime(closing.askedAt))}</a>
    </p>
  )
}

/** Asked by one, confirmed by another; taken back by any. */
function Closing({ held, set, again }: Held & { again: () => void }) {
  const texts = useTexts(enterpriseTexts)
  const leaving = useTexts(leavingTexts)
  const { formats } = useAccount()
  const { closing, endsLetters, erasedAfterMonths } = held
  const [failed, setFailed] = useState(false)
  // A colleague may have taken it back, or a letter come: what is so now is shown.
  const look = useCallback(() => {
    setFailed(true)
    again()
  }, [again])
  const change = useChange(
    useCallback(
      async (how: 'POST' | 'DELETE') => {
        setFailed(false)
        try {
          set(await callApi<EnterpriseSettings>(how, CLOSING))
        } catch (error) {
          const gone = error instanceof CallFailed && error.kind === 'not-found'
          if (!gone) throw error
          look()
        }
      },
      [set, look],
    ),
  )
  return (
    <>
      <section className="card" aria-labelledby="closing-title">
        <h2 id="closing-title" tabIndex={-1}>
          {texts.closing}
        </h2>
        <p>{texts.closingWhy}</p>
        <p role="status">
          {closing && texts.asked(closing.askedBy, formats.dayAndTime(closing.askedAt))}{' '}
          {closing?.may === 'needs-another' && texts.needsAnother}
          {closing?.readyAt && texts.waits(formats.dayAndTime(closing.readyAt))}
          {!closing && failed && texts.takenBack}
        </p>
        <div className="doings">
          <Button
            variant="secondary"
            {...(closing ? {} : { 'data-color': 'danger' as const })}
            loading={change.busy}
            onClick={onceOfTwo(() => void change.run(closing ? 'DELETE' : 'POST'))}
          >
            {closing ? texts.takeBack : texts.ask}
          </Button>
        </div>
        <Changed change={change} done={null} />
      </section>
      {closing?.may === 'confirm' && (
        <EndingForm<MailboxClosed>
          path={CONFIRM}
          keepTo="/"
          letters={endsLetters}
          words={{ ...leaving, title: leaving.closeTitle, end: () => leaving.close }}
          // The account is asked for anew, and that leads back to one's own mailbox.
          onEnded={() => location.assign('/')}
          onFailed={look}
        >
          <ul className="ends">
            <li>
              <strong>{leaving.closeLetters(endsLetters, formats.counted(endsLetters))}.</strong>{' '}
              {erasedAfterMonths === 0 ? leaving.erasedAtOnce : texts.erasedAfter(erasedAfterMonths)}
            </li>
          </ul>
        </EndingForm>
      )}
    </>
  )
}
