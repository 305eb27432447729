import { Button } from '@digdir/designsystemet-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Calendar, CalendarAddressMade, MakeCalendarAddress } from '#api/calendar.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, isMeanwhile } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { calendarTexts } from '../texts/calendar-texts.ts'
import { Changed } from './changed.tsx'

const CALENDAR = '/api/calendar'
const PATH = '/api/calendar/address'

/** The secret address for a calendar program of one's own: made, replaced, closed (B-17). */
export function CalendarFeed(props: {
  held: Calendar
  onChange: (change: (now: Calendar) => Calendar) => void
}) {
  const { held, onChange } = props
  const texts = useTexts(calendarTexts)
  const { formats } = useAccount()
  const [made, setMade] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const make = useChange(
    useCallback(
      async (wish: MakeCalendarAddress) => {
        try {
          const { address, madeAt } = await callApi<CalendarAddressMade>('POST', PATH, wish)
          onChange((now) => ({ ...now, address: { madeAt, lastUsedAt: null } }))
          setDone(null)
          setMade(address)
        } catch (error) {
          if (!isMeanwhile(error)) throw error
          // Another window made or closed one: what stands now is shown beside the words.
          const { address } = await callApi<Calendar>('GET', CALENDAR)
          setMade(null)
          onChange((now) => ({ ...now, address }))
          throw error
        }
      },
      [onChange],
    ),
  )
  const close = useChange(
    useCallback(async () => {
      await callApi('DELETE', PATH)
      onChange((now) => ({ ...now, address: null }))
      setMade(null)
      setDone(texts.closed)
      // The button is gone: the reader goes on from the card's name.
      title.current?.focus()
    }, [onChange, texts]),
  )
  const { address } = held
  return (
    <section className="card" aria-labelledby="feed-title">
      <h2 id="feed-title" ref={title} tabIndex={-1}>
        {texts.feed}
      </h2>
      <p>{texts.feedWhy}</p>
      {address && (
        <p className="quiet">
          {texts.feedMade(formats.dayAndTime(address.madeAt))}{' '}
          {address.lastUsedAt ? texts.feedUsed(formats.dayAndTime(address.lastUsedAt)) : texts.feedNeverUsed}
        </p>
      )}
      {made && <Shown address={made} />}
      <div className="doings">
        <Button
          variant="secondary"
          loading={make.busy}
          onClick={() => void make.run({ from: address?.madeAt ?? null })}
        >
          {address ? texts.replace : texts.make}
        </Button>
        {address && (
          <Button
            variant="tertiary"
            data-color="danger"
            loading={close.busy}
            onClick={() => void close.run(undefined)}
          >
            {texts.close}
          </Button>
        )}
      </div>
      <Changed change={make} done={null} />
      <Changed change={close} done={done} />
    </section>
  )
}

function Shown({ address }: { address: string }) {
  const texts = useTexts(calendarTexts)
  const words = useRef<HTMLParagraphElement>(null)
  const [copied, setCopied] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another one to go to.
  useEffect(() => {
    words.current?.focus()
    setCopied(false)
  }, [address])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }
  return (
    <>
      <p ref={words} tabIndex={-1}>
        {texts.once}
      </p>
      <p>
        <code className="secret">{address}</code>
      </p>
      <div className="doings">
        <Button variant="secondary" onClick={() => void copy()}>
          {texts.copy}
        </Button>
      </div>
      <p className="done" role="status">
        {copied ? texts.copied : ''}
      </p>
    </>
  )
}
