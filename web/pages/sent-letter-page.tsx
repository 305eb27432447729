import { Button } from '@digdir/designsystemet-react'
import { useCallback, useEffect, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { SentLetter } from '#api/person-to-person.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { AskOnce } from '../parts/ask-once.tsx'
import { asksForMore, ConfirmFirst } from '../parts/confirm-first.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { documentTexts } from '../texts/document-texts.ts'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'

/** One's own copy of a letter to somebody else. */
export function SentLetterPage() {
  const { letterId = '' } = useParams()
  const texts = useTexts(writeTexts)
  const path = `/api/sent/${letterId}`
  const { answer, again, set } = useAnswer<SentLetter>(path)
  const letter = answer.value
  const locked = asksForMore(answer)
  const show = useCallback(async () => set(await callApi<SentLetter>('GET', path)), [set, path])
  const heading = useArrival<HTMLHeadingElement>(letter?.title ?? null, letterId)
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/sent" className="back">
          <Icon name="back" />
          {texts.sentPlace}
        </Link>
        {letter ? (
          <h1 className="page-title" ref={heading} tabIndex={-1}>
            {letter.title}
          </h1>
        ) : (
          <h1 className="bh-hidden">{texts.sentPlace}</h1>
        )}
      </header>
      {locked && (
        <ConfirmFirst title={texts.sentPlace} why={texts.sentFirst} show={texts.sentShow} ask={show} />
      )}
      {answer.state === 'failed' && !locked && (
        <Failure ofLetter failure={answer.failure} onAgain={() => again()} />
      )}
      {!letter && answer.state === 'loading' && (
        <div className="card">
          <LineSkeletons count={6} />
        </div>
      )}
      {letter && <Copy letter={letter} />}
    </div>
  )
}

function Copy({ letter }: { letter: SentLetter }) {
  const texts = useTexts(writeTexts)
  const words = useTexts(documentTexts)
  const organisation = useTexts(organisationTexts)
  const { formats, standing } = useAccount()
  const navigate = useNavigate()
  const base = `/api/sent/${letter.letterId}/documents`
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    fetch(`${base}/1`, { signal: stop.signal })
      .then((response) => (response.ok ? response.text() : words.cannotShow))
      .then(setText, () => !stop.signal.aborted && setText(words.cannotShow))
    return () => stop.abort()
  }, [base, words])
  const forget = useChange(
    useCallback(
      async (_: undefined) => {
        await callApi('DELETE', `/api/sent/${letter.letterId}`)
        void navigate('/sent')
      },
      [letter.letterId, navigate],
    ),
  )
  return (
    <article className="card">
      <p className="quiet">
        {texts.sentAt(letter.to, formats.dayAndTime(letter.sentAt))}
        {letter.writtenBy && ` · ${texts.writtenBy(letter.writtenBy)}`}
      </p>
      <pre className="sent-text">{text ?? words.loading}</pre>
      {letter.documents.length > 1 && (
        <ul className="ends">
          {letter.documents.slice(1).map((document) => (
            <li key={document.documentNo}>
              <a href={`${base}/${document.documentNo}`} target="_blank" rel="noreferrer">
                {texts.openFile(document.fileName)}
              </a>{' '}
              <span className="small quiet">{formats.size(document.sizeBytes)}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="doings">
        {letter.provable && (
          <Button asChild variant="secondary">
            <a href={`/api/sent/${letter.letterId}/receipt`} download={`${letter.letterId}.receipt.json`}>
              <Icon name="seal" />
              {organisation.receipt}
            </a>
          </Button>
        )}
        {standing.may('delete-letters') && (
          <AskOnce
            words={texts.forget}
            variant="tertiary"
            color="danger"
            sure={texts.forgetSure}
            yes={texts.forget}
            change={forget}
          />
        )}
      </div>
    </article>
  )
}
