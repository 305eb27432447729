import { useCallback, useState } from 'react'
import { Link, Outlet, useNavigate, useOutletContext, useParams } from 'react-router'
import type { LettersChanged } from '#api/keeping.ts'
import type { LetterOpened, OpenableLetter } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed } from '../lib/call-api.ts'
import { useInbox, usePlace } from '../lib/inbox.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useLetter } from '../lib/use-letter.ts'
import { usePlaceName } from '../lib/use-place-name.ts'
import { BlockWriter } from '../parts/block-writer.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LetterHead } from '../parts/letter-head.tsx'
import { LetterNote } from '../parts/letter-note.tsx'
import { LetterTools } from '../parts/letter-tools.tsx'
import { LetterWantsBand } from '../parts/letter-wants.tsx'
import { LetterWorkPanel } from '../parts/letter-work.tsx'
import { LockedLetterView } from '../parts/locked-letter.tsx'
import { ReportLetter } from '../parts/report-letter.tsx'
import { SenderNotices } from '../parts/sender-notices.tsx'
import { LetterSkeleton } from '../parts/skeletons.tsx'
import { letterTexts } from '../texts/letter-texts.ts'

/** What the sides of a letter (itself, who has seen it, proof) are given. */
export type LetterOutlet = { letter: OpenableLetter; onOpened: (opened: LetterOpened) => void }
export const useLetterOutlet = () => useOutletContext<LetterOutlet>()
export const useOpenLetter = () => useLetterOutlet().letter

export function LetterPage() {
  const { letterId = '' } = useParams()
  const texts = useTexts(letterTexts)
  const inbox = useInbox()
  const { state, again, setMarks, opened } = useLetter(letterId)
  const { may } = useAccount().standing
  const { place, base } = usePlace()
  const placeName = usePlaceName()
  const navigate = useNavigate()
  const leave = useCallback(() => void navigate(base || '/'), [base, navigate])
  const changed = useCallback(
    ({ letters: [letter] }: LettersChanged) => {
      if (!letter) return
      const { letterId: _, ...marks } = letter
      setMarks(marks)
      if (letter.place !== place && place !== 'starred' && place !== 'search') leave()
    },
    [leave, place, setMarks],
  )
  // What the list already knows stands at once and where the rest does not come; not of a letter that is gone.
  const row = inbox.row(letterId)
  const gone =
    state.state === 'failed' && state.failure instanceof CallFailed && state.failure.kind === 'not-found'
  const known = state.state === 'open' || state.state === 'locked' ? state.letter : gone ? null : row
  const nameless = state.state === 'failed' ? texts.letter : null
  const title = known ? (known.title ?? texts.hiddenTitle) : nameless
  const heading = useArrival<HTMLHeadingElement>(title, known ? letterId : `${letterId} unknown`)
  const [unlocked, setUnlocked] = useState('')
  const raised = useCallback(() => {
    // The form that had the focus goes; the letter's name stays where it is.
    heading.current?.focus({ preventScroll: true })
    setUnlocked(letterId)
    again()
  }, [again, heading, letterId])

  return (
    <article className="letter" aria-busy={state.state === 'loading'}>
      <Link to={base || '/'} className="back">
        <Icon name="back" />
        <bdi>{placeName}</bdi>
      </Link>
      {known ? (
        <LetterHead letter={known} heading={heading} />
      ) : (
        <h1 className="bh-hidden" ref={heading} tabIndex={-1}>
          {texts.letter}
        </h1>
      )}
      {state.state === 'loading' && <LetterSkeleton />}
      {state.state === 'failed' && <Failure ofLetter failure={state.failure} onAgain={() => again()} />}
      {state.state === 'locked' && <LockedLetterView letter={state.letter} onRaised={raised} />}
      <span className="bh-hidden" role="status">
        {state.state === 'open' && unlocked === letterId && texts.unlocked(title ?? '')}
      </span>
      {state.state === 'open' && (
        <>
          <LetterWantsBand wants={state.letter.wants} />
          <LetterTools
            letter={state.letter}
            onUnread={(unread) => setMarks({ unread })}
            onChanged={changed}
            onDeleted={leave}
          />
          <LetterWorkPanel letterId={state.letter.letterId} />
          {state.letter.note !== null && <LetterNote letter={state.letter} mayWrite={may('write-notes')} />}
          <Outlet
            context={
              {
                letter: state.letter,
                onOpened: (answer) => opened(state.letter, answer),
              } satisfies LetterOutlet
            }
          />
          {/* What is seldom wanted comes after the letter: on a phone the letter itself is to be seen at once. */}
          <div className="letter-after">
            {state.letter.note === null && <LetterNote letter={state.letter} mayWrite={may('write-notes')} />}
            <BlockWriter letter={state.letter} />
            <SenderNotices letter={state.letter} />
            <ReportLetter key={letterId} letter={state.letter} />
          </div>
        </>
      )}
    </article>
  )
}
