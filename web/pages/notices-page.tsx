import { Button, Switch } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { ChangeNotices, NOTICE_PATHS, NoticeSettings } from '#api/notices.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, isMeanwhile } from '../lib/call-api.ts'
import { canPush, subscribeHere } from '../lib/push.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { NoticeTimes } from '../parts/notice-times.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { noticesTexts } from '../texts/notices-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'

const NOTICES: (typeof NOTICE_PATHS)['notices'] = '/api/settings/notices'

/** D-14: what one is told, where, when, and of whom. */
export function NoticesPage() {
  const texts = useTexts(noticesTexts)
  const words = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'notices')
  const { answer, again, set } = useAnswer<NoticeSettings>(NOTICES)
  const [done, setDone] = useState<string | null>(null)
  const change = useChange(
    useCallback(
      async (wanted: ChangeNotices) => {
        try {
          set(await callApi<NoticeSettings>('PUT', NOTICES, wanted))
          setDone(texts.saved)
        } catch (error) {
          // Another window ended or began the quiet hours: what stands now is shown beside the words.
          if (isMeanwhile(error)) set(await callApi<NoticeSettings>('GET', NOTICES))
          throw error
        }
      },
      [set, texts],
    ),
  )
  const held = answer.value
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings" className="back">
          <Icon name="back" />
          {words.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && (
        <div className="card">
          <LineSkeletons count={6} />
        </div>
      )}
      {held && (
        <>
          <section className="card" aria-labelledby="channels-title">
            <h2 id="channels-title">{texts.channels}</h2>
            {(['byEmail', 'bySms', 'byPush'] as const).map((way) => (
              <Switch
                key={way}
                label={texts[way]}
                checked={held[way]}
                aria-disabled={change.busy}
                onChange={(event) => void change.run({ [way]: event.target.checked })}
              />
            ))}
          </section>
          <section className="card" aria-labelledby="reminders-title">
            <h2 id="reminders-title">{texts.reminders}</h2>
            <p className="small quiet">{texts.remindersWhy}</p>
            {(['byEmail', 'bySms', 'byPush'] as const).map((way) => (
              <Switch
                key={way}
                label={texts.reminderBy[way]}
                checked={held.reminders[way]}
                disabled={change.busy}
                onChange={(event) => void change.run({ reminders: { [way]: event.target.checked } })}
              />
            ))}
          </section>
          <NoticeTimes held={held} busy={change.busy} onChange={(wanted) => void change.run(wanted)} />
          <Changed change={change} done={done} />
          <PushDevices held={held} onChange={set} />
          <Senders held={held} onChange={set} />
        </>
      )}
    </div>
  )
}

type Held = { held: NoticeSettings; onChange: (held: NoticeSettings) => void }

function PushDevices({ held, onChange }: Held) {
  const texts = useTexts(noticesTexts)
  const { formats } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  const [denied, setDenied] = useState(false)
  const add = useChange(
    useCallback(
      async (pushKey: string) => {
        const given = await subscribeHere(pushKey)
        setDenied(given === null)
        if (!given) return
        onChange(await callApi<NoticeSettings>('POST', `${NOTICES}/push`, given))
        setDone(texts.pushAdded)
      },
      [onChange, texts],
    ),
    { apart: true },
  )
  const remove = useChange(
    useCallback(
      async (deviceId: string) => {
        onChange(await callApi<NoticeSettings>('DELETE', `${NOTICES}/push/${deviceId}`))
        setDone(null)
      },
      [onChange],
    ),
  )
  return (
    <section className="card" aria-labelledby="push-title">
      <h2 id="push-title">{texts.push}</h2>
      {held.pushDevices.length === 0 && <p className="quiet">{texts.pushNone}</p>}
      <ul className="emails">
        {held.pushDevices.map(({ deviceId, name, addedAt }) => (
          <li key={deviceId}>
            <span className="email-words">
              <strong>{name || texts.pushSome}</strong>
              <span className="small quiet">{texts.pushSince(formats.day(addedAt))}</span>
            </span>
            <Button
              variant="tertiary"
              data-color="danger"
              aria-label={texts.removeNamed(name || texts.pushSome)}
              aria-disabled={remove.busy}
              onClick={() => void remove.run(deviceId)}
            >
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      {canPush() ? (
        <Button variant="secondary" loading={add.busy} onClick={() => void add.run(held.pushKey)}>
          {texts.pushAdd}
        </Button>
      ) : (
        <p className="small quiet">{texts.pushNever}</p>
      )}
      <div role="alert">{denied && <p className="bh-error">{texts.pushDenied}</p>}</div>
      <Changed change={remove} done={null} />
      <Changed change={add} done={done} />
    </section>
  )
}

function Senders({ held, onChange }: Held) {
  const texts = useTexts(noticesTexts)
  const drop = useChange(
    useCallback(
      async (choiceId: string) =>
        onChange(await callApi<NoticeSettings>('DELETE', `${NOTICES}/senders/${choiceId}`)),
      [onChange],
    ),
  )
  return (
    <section className="card" aria-labelledby="senders-title">
      <h2 id="senders-title">{texts.senders}</h2>
      {held.senders.length === 0 && <p className="quiet">{texts.sendersNone}</p>}
      <ul className="emails">
        {held.senders.map((sender) => (
          <li key={sender.choiceId}>
            <span className="email-words">
              <strong>{sender.name}</strong>
              <span className="small quiet">
                {texts.heard([
                  ...(sender.byEmail ? [texts.email] : []),
                  ...(sender.bySms ? [texts.sms] : []),
                  ...(sender.byPush ? [texts.pushShort] : []),
                ])}
              </span>
            </span>
            <Button
              variant="tertiary"
              aria-label={texts.asOthersNamed(sender.name)}
              aria-disabled={drop.busy}
              onClick={() => void drop.run(sender.choiceId)}
            >
              {texts.asOthers}
            </Button>
          </li>
        ))}
      </ul>
      <Changed change={drop} done={null} />
    </section>
  )
}
