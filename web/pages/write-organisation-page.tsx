import { Button } from '@digdir/designsystemet-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Letter } from '#api/mailbox.ts'
import { useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { ChooseOrganisation } from '../parts/choose-organisation.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { type Addressee, WriteOrganisation } from '../parts/write-organisation.tsx'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'

/** B-01, B-18: an organisation is chosen, or the sender of the letter that is answered (`?reply=`); then the letter; then that it is sent. */
export function WriteOrganisationPage() {
  const texts = useTexts(writeTexts)
  const organisation = useTexts(organisationTexts)
  const [query] = useSearchParams()
  const reply = query.get('reply')
  const { answer, again } = useAnswer<Letter>(reply ? `/api/letters/${reply}` : null)
  const [chosen, setChosen] = useState<Addressee | null>(null)
  const [sent, setSent] = useState<{ to: string; letterId: string } | null>(null)
  const letter = answer.value
  const answered: Addressee | null =
    letter && !letter.locked && letter.sender
      ? { to: { replyTo: letter.letterId }, name: letter.sender.name, answers: letter.title }
      : null
  const to = reply ? answered : chosen
  const title = sent
    ? texts.sentTitle
    : answered
      ? organisation.replyTo(answered.name)
      : organisation.toOrganisation
  const heading = useArrival<HTMLHeadingElement>(title, `organisation-${sent ? 'sent' : (reply ?? 'choose')}`)
  return (
    <div className="page" aria-busy={reply !== null && answer.state === 'loading'}>
      <header className="page-head">
        <Link to={reply ? `/letters/${reply}` : '/write'} className="back">
          <Icon name="back" />
          {reply && letter ? (letter.title ?? texts.title) : texts.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {sent ? (
        <div className="card">
          <p>{texts.sentTo(sent.to)}</p>
          <div className="doings">
            <Button asChild>
              <Link to={`/sent/${sent.letterId}`}>{texts.sentPlace}</Link>
            </Button>
          </div>
        </div>
      ) : to ? (
        <WriteOrganisation
          to={to}
          onChange={reply ? null : () => setChosen(null)}
          onSent={(letterId) => setSent({ to: to.name, letterId })}
        />
      ) : reply ? (
        <div className="card">
          {answer.state === 'failed' ? (
            <Failure failure={answer.failure} onAgain={() => again()} />
          ) : letter ? (
            <p>{organisation.takesNone}</p>
          ) : (
            <LineSkeletons count={6} />
          )}
        </div>
      ) : (
        <ChooseOrganisation onChosen={setChosen} />
      )}
    </div>
  )
}
