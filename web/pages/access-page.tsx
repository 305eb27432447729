import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { ACCESS_PATHS, GivenAccess, GivenAccesses } from '#api/access.ts'
import type { Folders, Senders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { GiveAccessForm } from '../parts/give-access.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { powerTexts } from '../texts/power-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'
import { dayBefore } from './shared-page.tsx'

const GIVEN: (typeof ACCESS_PATHS)['given'] = '/api/access/given'

/** B-10: who may see one's mailbox; giving access and taking it back. */
export function AccessPage() {
  const texts = useTexts(sharingTexts)
  const settings = useTexts(settingsTexts)
  const powers = useTexts(powerTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'access')
  const { answer, again, set } = useAnswer<GivenAccesses>(GIVEN)
  const folders = useAnswer<Folders>('/api/folders').answer.value?.folders ?? []
  const senders = useAnswer<Senders>('/api/senders').answer.value?.senders ?? []
  const [said, setSaid] = useState('')
  const held = answer.value
  const open = held?.given.filter(({ state }) => state !== 'ended') ?? []
  const past = held?.given.filter(({ state }) => state === 'ended') ?? []
  const put = (one: GivenAccess) =>
    set((now) => {
      const known = now.given.some(({ grantId }) => grantId === one.grantId)
      const given = known
        ? now.given.map((other) => (other.grantId === one.grantId ? one : other))
        : [one, ...now.given]
      return { ...now, given }
    })
  const row = (one: GivenAccess) => (
    <Given key={one.grantId} one={one} names={{ folders, senders }} onChange={put} say={setSaid} />
  )
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings" className="back">
          <Icon name="back" />
          {settings.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      <section className="card" aria-labelledby="has-title">
        <h2 id="has-title">{texts.has}</h2>
        {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
        {!held && answer.state === 'loading' && <LineSkeletons count={3} />}
        {held && open.length === 0 && <p className="quiet">{texts.nobody}</p>}
        <ul className="emails">{open.map(row)}</ul>
        <p className="done" role="status">
          {said}
        </p>
        <p>
          <Link to="/access-log">{texts.seeLog}</Link>
        </p>
      </section>
      {held && open.length < held.most && (
        <GiveAccessForm
          onGiven={(one) => {
            put(one)
            setSaid(texts.offered(one.address ?? ''))
          }}
        />
      )}
      {held && open.length >= held.most && <p className="quiet">{texts.full(held.most)}</p>}
      <section className="card" aria-labelledby="powers-title">
        <h2 id="powers-title">{powers.title}</h2>
        <p>{powers.why}</p>
        <div className="doings">
          <Button asChild variant="secondary">
            <Link to="/settings/power-requests">{powers.go}</Link>
          </Button>
        </div>
      </section>
      {past.length > 0 && (
        <section className="card" aria-labelledby="past-title">
          <h2 id="past-title">{texts.past}</h2>
          <ul className="emails">{past.map(row)}</ul>
        </section>
      )}
    </div>
  )
}

type Names = { folders: Folders['folders']; senders: Senders['senders'] }
type GivenProps = {
  one: GivenAccess
  names: Names
  onChange: (one: GivenAccess) => void
  say: (words: string) => void
}

function Given({ one, names, onChange, say }: GivenProps) {
  const texts = useTexts(sharingTexts)
  const keeping = useTexts(keepingTexts)
  const { formats } = useAccount()
  const who = one.name ?? one.address ?? ''
  const takeBack = useChange(
    useCallback(
      async (_: undefined) => {
        onChange(await callApi<GivenAccess>('DELETE', `${GIVEN}/${one.grantId}`))
        say(texts.takenBack(who))
      },
      [one.grantId, onChange, say, texts, who],
    ),
  )
  const { part } = one
  const what =
    part.kind === 'folders'
      ? part.places.map(
          (place) =>
            (keeping.places as Record<string, string>)[place] ??
            names.folders.find(({ folderId }) => folderId === place)?.name ??
            '…',
        )
      : part.kind === 'senders'
        ? part.senderIds.map((id) => names.senders.find(({ senderId }) => senderId === id)?.name ?? '…')
        : [texts.parts.whole]
  const when =
    one.state === 'invited'
      ? texts.waits(formats.day(dayBefore(one.answerBy!)))
      : one.state === 'active'
        ? texts.since(formats.day(one.acceptedAt!))
        : [one.endedWhy && texts.endedWhy[one.endedWhy], one.endedAt && formats.day(one.endedAt)]
            .filter(Boolean)
            .join(' ')
  const until = one.endsAt && one.state !== 'ended' && texts.untilDay(formats.day(dayBefore(one.endsAt)))
  return (
    <li>
      <span className="email-words">
        <strong>
          <bdi>{who}</bdi>
        </strong>
        {one.name && one.address && <span className="small quiet">{one.address}</span>}
        <span className="small">
          {texts.capacity[one.capacity]} · <bdi>{what.join(', ')}</bdi>
        </span>
        <span className="small quiet">{[when, until].filter(Boolean).join(' · ')}</span>
      </span>
      {one.state !== 'ended' && one.capacity.startsWith('delegate') && (
        <Button
          variant="tertiary"
          data-color="danger"
          aria-label={texts.takeBackNamed(who)}
          aria-disabled={takeBack.busy}
          onClick={() => void takeBack.run(undefined)}
        >
          {texts.takeBack}
        </Button>
      )}
      <Changed change={takeBack} done={null} />
    </li>
  )
}
