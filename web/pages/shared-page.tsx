import { Button, Switch } from '@digdir/designsystemet-react'
import { useCallback, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ACCESS_PATHS, HeldAccess, HeldAccesses } from '#api/access.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { switchMailbox } from '../lib/switch-mailbox.ts'
import { type Put, useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { AskOnce } from '../parts/ask-once.tsx'
import { Changed } from '../parts/changed.tsx'
import { ClosedEnterprises } from '../parts/closed-enterprises.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { sharingTexts } from '../texts/sharing-texts.ts'

const HELD: (typeof ACCESS_PATHS)['held'] = '/api/access/held'

/** B-10: what one was offered and may see of others. */
export function SharedPage() {
  const texts = useTexts(sharingTexts)
  const [query] = useSearchParams()
  const heading = useArrival<HTMLHeadingElement>(texts.sharedTitle, 'shared')
  const { answer, again, set } = useAnswer<HeldAccesses>(HELD)
  const [said, setSaid] = useState('')
  const told = useRef<HTMLParagraphElement>(null)
  // What was answered or given up leaves its list, and the focus would be gone with it.
  const answered = useCallback((words: string) => {
    setSaid(words)
    told.current?.focus()
  }, [])
  const held = answer.value?.held
  const offers = held?.filter(({ state }) => state === 'invited') ?? []
  const mine = held?.filter(({ state }) => state === 'active') ?? []
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.sharedTitle}
        </h1>
        <p className="quiet">{texts.sharedLead}</p>
      </header>
      {(query.has('ended') || query.has('closed')) && (
        <p className="banner">
          <Icon name="alert" />
          {query.has('closed') ? texts.sharedClosed : texts.sharedEnded}
        </p>
      )}
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      <p className="done" role="status" ref={told} tabIndex={-1}>
        {said}
      </p>
      {offers.length > 0 && (
        <section className="card" aria-labelledby="offers-title">
          <h2 id="offers-title">{texts.offers}</h2>
          <ul className="emails">
            {offers.map((one) => (
              <Offer key={one.grantId} one={one} onAnswered={set} say={answered} />
            ))}
          </ul>
        </section>
      )}
      {(held || answer.state === 'loading') && (
        <section className="card" aria-labelledby="mine-title">
          <h2 id="mine-title">{texts.mine}</h2>
          {!held && answer.state === 'loading' && <LineSkeletons count={3} />}
          {held && mine.length === 0 && <p className="quiet">{texts.sharedNone}</p>}
          <ul className="emails">
            {mine.map((one) => (
              <Held key={one.grantId} one={one} say={setSaid} sayGone={answered} onChange={set} />
            ))}
          </ul>
        </section>
      )}
      <ClosedEnterprises />
    </div>
  )
}

function Facts({ one }: { one: HeldAccess }) {
  const texts = useTexts(sharingTexts)
  const { formats } = useAccount()
  const facts = [texts.capacity[one.capacity], texts.parts[one.part]]
  if (one.endsAt) facts.push(texts.untilDay(formats.day(dayBefore(one.endsAt))))
  return <span className="small quiet">{facts.join(' · ')}</span>
}

/** An access ends at the midnight after its last day. */
export const dayBefore = (end: string) => new Date(Date.parse(end) - 1000).toISOString()

type OfferProps = { one: HeldAccess; onAnswered: (held: HeldAccesses) => void; say: (words: string) => void }

function Offer({ one, onAnswered, say }: OfferProps) {
  const texts = useTexts(sharingTexts)
  const [notices, setNotices] = useState(false)
  const name = one.ownerName
  const answer = useChange(
    useCallback(
      async (accept: boolean) => {
        onAnswered(await callApi<HeldAccesses>('POST', `${HELD}/${one.grantId}/answer`, { accept, notices }))
        say(accept ? texts.accepted(name) : texts.declined)
      },
      [name, notices, one.grantId, onAnswered, say, texts],
    ),
  )
  return (
    <li className="offer">
      <span className="email-words">
        <strong>{texts.offerFrom(name)}</strong>
        <Facts one={one} />
        <Switch
          label={texts.notices(name)}
          checked={notices}
          onChange={(event) => setNotices(event.target.checked)}
        />
      </span>
      <span className="doings">
        <Button
          aria-label={texts.acceptNamed(name)}
          loading={answer.busy}
          onClick={() => !answer.busy && void answer.run(true)}
        >
          {texts.accept}
        </Button>
        <Button
          variant="secondary"
          data-color="neutral"
          aria-label={texts.declineNamed(name)}
          aria-disabled={answer.busy}
          onClick={() => !answer.busy && void answer.run(false)}
        >
          {texts.decline}
        </Button>
      </span>
      <Changed change={answer} done={null} />
    </li>
  )
}

type HeldProps = {
  one: HeldAccess
  onChange: Put<HeldAccesses>
  say: (words: string) => void
  sayGone: (words: string) => void
}

function Held({ one, onChange, say, sayGone }: HeldProps) {
  const texts = useTexts(sharingTexts)
  const name = one.ownerName
  const path = `${HELD}/${one.grantId}`
  const enter = useChange(
    useCallback(async (_: undefined) => switchMailbox({ grantId: one.grantId }, '/shared'), [one.grantId]),
  )
  const notices = useChange(
    useCallback(
      async (wanted: boolean) => {
        const changed = await callApi<HeldAccess>('PUT', path, { notices: wanted })
        onChange(({ held }) => ({
          held: held.map((other) => (other.grantId === changed.grantId ? changed : other)),
        }))
        say(texts.noticesSaved)
      },
      [onChange, path, say, texts],
    ),
  )
  const giveUp = useChange(
    useCallback(
      async (_: undefined) => {
        await callApi('DELETE', path)
        onChange(({ held }) => ({ held: held.filter(({ grantId }) => grantId !== one.grantId) }))
        sayGone(texts.gaveUp(name))
      },
      [name, one.grantId, onChange, path, sayGone, texts],
    ),
  )
  return (
    <li>
      <span className="email-words">
        <strong>{name}</strong>
        <Facts one={one} />
        <Switch
          label={texts.notices(name)}
          checked={one.notices}
          aria-disabled={notices.busy}
          onChange={(event) => void notices.run(event.target.checked)}
        />
      </span>
      <div className="doings">
        <Button
          aria-label={texts.openNamed(name)}
          loading={enter.busy}
          onClick={() => void enter.run(undefined)}
        >
          {texts.open}
        </Button>
        {one.capacity.startsWith('delegate') && (
          <AskOnce
            words={texts.giveUp}
            named={texts.giveUpNamed(name)}
            variant="tertiary"
            color="danger"
            sure={texts.giveUpSure(name)}
            yes={texts.giveUp}
            change={giveUp}
          />
        )}
      </div>
      <Changed change={enter} done={null} />
      <Changed change={notices} done={null} />
    </li>
  )
}
