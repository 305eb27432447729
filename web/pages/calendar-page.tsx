import { Checkbox, Select } from '@digdir/designsystemet-react'
import { useCallback, useMemo } from 'react'
import { Link } from 'react-router'
import type { Calendar, CalendarEntry, EntryMarked, MarkEntry } from '#api/calendar.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { CalendarFeed } from '../parts/calendar-feed.tsx'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { calendarTexts } from '../texts/calendar-texts.ts'

const PATH = '/api/calendar'

/** B-17: what letters want by which day. */
export function CalendarPage() {
  const texts = useTexts(calendarTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'calendar')
  const { answer, again, set } = useAnswer<Calendar>(PATH)
  const held = answer.value
  return (
    <div className="page" aria-busy={!held && answer.state === 'loading'}>
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">
          {texts.why} {held && !held.reminded && `${texts.remindersNowhere} `}
          <Link to="/settings/notices">{texts.remindersWhere}</Link>
        </p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={6} />}
      {held && (
        <>
          <Entries held={held} onChange={set} />
          <CalendarFeed held={held} onChange={set} />
        </>
      )}
    </div>
  )
}

type HeldProps = { held: Calendar; onChange: (change: (now: Calendar) => Calendar) => void }

function Entries({ held, onChange }: HeldProps) {
  const texts = useTexts(calendarTexts)
  const { formats } = useAccount()
  const days = useMemo(() => Map.groupBy(held.entries, ({ on }) => on), [held.entries])
  const change = useChange(
    useCallback(
      async ({ entry, mark }: { entry: CalendarEntry; mark: MarkEntry }) => {
        const marked = await callApi<EntryMarked>('PATCH', `${PATH}/${entry.letterId}`, mark)
        onChange((now) => ({
          ...now,
          entries: now.entries.map((one) => (one.letterId === entry.letterId ? { ...one, ...marked } : one)),
        }))
      },
      [onChange],
    ),
  )
  if (held.entries.length === 0) return <p className="card">{texts.none}</p>
  const today = formats.today()
  return (
    <>
      {[...days].map(([day, entries]) => (
        <section key={day} className="card" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>
            <time dateTime={day}>{formats.weekdayAndDay(day)}</time>{' '}
            {day < today && <span className="small quiet">{texts.past}</span>}
          </h2>
          <ul className="emails">
            {entries.map((entry) => (
              <EntryRow
                key={entry.letterId}
                entry={entry}
                busy={change.busy}
                onMark={(mark) => void change.run({ entry, mark })}
              />
            ))}
          </ul>
        </section>
      ))}
      <Changed change={change} done={null} />
    </>
  )
}

function EntryRow(props: { entry: CalendarEntry; busy: boolean; onMark: (mark: MarkEntry) => void }) {
  const { entry } = props
  const texts = useTexts(calendarTexts)
  const title = entry.title ?? texts.hidden
  const done = entry.doneAt !== null
  return (
    <li>
      <span className="email-words">
        <Link to={`/letters/${entry.letterId}`} className="line-link">
          <strong>
            <bdi>{title}</bdi>
          </strong>
        </Link>
        {entry.sender && <span className="small">{entry.sender.name}</span>}
        <span className="small quiet">
          <Wanted entry={entry} />
        </span>
        <span className="small quiet" role="status">
          <Reminded entry={entry} />
        </span>
      </span>
      {!entry.locked && (
        <span className="doings">
          <Checkbox
            value="done"
            label={
              <>
                {texts.done}
                <span className="bh-hidden">: {title}</span>
              </>
            }
            checked={done}
            onChange={() => props.onMark({ done: !done })}
          />
          <Select
            aria-label={texts.remindNamed(title)}
            className="remind"
            value={entry.remindDays ?? ''}
            disabled={done}
            onChange={({ target }) =>
              props.onMark({ remindDays: target.value === '' ? null : Number(target.value) })
            }
          >
            {Object.entries(texts.remindChoices)
              .sort(([a], [b]) => Number(a || -1) - Number(b || -1))
              .map(([days, words]) => (
                <Select.Option key={days} value={days}>
                  {days === '' ? `${texts.remind}: ${words.toLowerCase()}` : words}
                </Select.Option>
              ))}
          </Select>
        </span>
      )}
    </li>
  )
}

/** Told where it was chosen: when the notice comes, or that it is too late for that one. */
function Reminded({ entry: { doneAt, on, remindDays, remindAt } }: { entry: CalendarEntry }) {
  const texts = useTexts(calendarTexts)
  const { formats } = useAccount()
  const now = new Date().toISOString()
  if (doneAt || remindDays === null || on < formats.today()) return null
  if (remindAt === null) return texts.remindedLate
  return remindAt > now ? texts.remindedAt(formats.appointment(remindAt)) : null
}

function Wanted({ entry: { locked, wants } }: { entry: CalendarEntry }) {
  const texts = useTexts(calendarTexts)
  const { formats } = useAccount()
  if (locked || !wants) return texts.locked
  if (wants.kind === 'pay') return texts.pay(formats.amount(wants.amountMinor, wants.currency))
  if (wants.kind === 'answer') return texts.answer
  return `${texts.appointment(formats.time(wants.startsAt))}${wants.place ? ` · ${wants.place}` : ''}`
}
