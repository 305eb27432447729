import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { PEOPLE_PATHS, SentLetters } from '#api/person-to-person.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { asksForMore, ConfirmFirst } from '../parts/confirm-first.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { writeTexts } from '../texts/write-texts.ts'

const SENT: (typeof PEOPLE_PATHS)['sent'] = '/api/sent'

/** What one has written to other people, newest first. */
export function SentPage() {
  const texts = useTexts(writeTexts)
  const { formats } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.sentPlace, 'sent-letters')
  const { answer, again, set } = useAnswer<SentLetters>(SENT)
  const [failure, setFailure] = useState<unknown>(null)
  const held = answer.value
  const locked = asksForMore(answer)
  const show = useCallback(async () => set(await callApi<SentLetters>('GET', SENT)), [set])
  const more = async (after: string) => {
    setFailure(null)
    try {
      const page = await callApi<SentLetters>('GET', `${SENT}?after=${after}`)
      // Of two clicks the second answer brings what is there already.
      set((now) => (now.next === after ? { ...page, letters: [...now.letters, ...page.letters] } : now))
    } catch (error) {
      if (!leaveIfSignedOut(error)) setFailure(error)
    }
  }
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/write" className="back">
          <Icon name="back" />
          {texts.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.sentPlace}
        </h1>
      </header>
      {locked && (
        <ConfirmFirst title={texts.sentPlace} why={texts.sentFirst} show={texts.sentShow} ask={show} />
      )}
      {answer.state === 'failed' && !locked && <Failure failure={answer.failure} onAgain={() => again()} />}
      {(held || answer.state === 'loading') && (
        <section className="card">
          {!held && answer.state === 'loading' && <LineSkeletons count={4} />}
          {held?.letters.length === 0 && <p className="quiet">{texts.sentNone}</p>}
          {held && held.letters.length > 0 && (
            <>
              <p className="quiet">{texts.sentList}</p>
              <ul className="emails">
                {held.letters.map((letter) => (
                  <li key={letter.letterId}>
                    <span className="email-words">
                      <Link to={`/sent/${letter.letterId}`} className="line-link">
                        <bdi>{letter.title}</bdi>
                      </Link>
                      <span className="small quiet">
                        {texts.sentAt(letter.to, formats.dayAndTime(letter.sentAt))}
                        {letter.writtenBy && ` · ${texts.writtenBy(letter.writtenBy)}`}
                        {letter.attachments > 0 && ` · ${texts.attachments(letter.attachments)}`}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
              {held.next && (
                <Button variant="secondary" onClick={() => void more(held.next!)}>
                  {texts.more}
                </Button>
              )}
              {failure !== null && <Failure failure={failure} />}
            </>
          )}
        </section>
      )}
    </div>
  )
}
