import { memo } from 'react'
import { Link, useLocation } from 'react-router'
import type { SearchHit } from '#api/search.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { letterTexts } from '../texts/letter-texts.ts'
import { searchTexts } from '../texts/search-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { Icon } from './icons.tsx'
import { MarkedText } from './marked-text.tsx'
import { SenderMark } from './sender-mark.tsx'

/** A letter that was found: as in the list, with the words marked where they stand. The whole row is one link. */
export const Hit = memo(function Hit({
  hit,
  chosen,
  opened,
}: {
  hit: SearchHit
  chosen: boolean
  opened: boolean
}) {
  const { letter } = hit
  const unread = letter.unread && (!opened || letter.locked)
  const letters = useTexts(letterTexts)
  const texts = useTexts(searchTexts)
  const { own } = useTexts(uploadTexts)
  const { formats } = useAccount()
  const { hash } = useLocation()
  return (
    <li className="row-item">
      <Link
        to={{ pathname: `/search/letters/${letter.letterId}`, hash }}
        className="row"
        id={`row-${letter.letterId}`}
        data-unread={unread || undefined}
        aria-current={chosen ? 'page' : undefined}
      >
        <span className="row-dot">{unread && <span className="bh-hidden">{letters.unread}: </span>}</span>
        <SenderMark sender={letter.sender} own={letter.kind === 'own'} />
        <span className="row-words">
          <span className="row-top">
            <span className="row-sender">
              {hit.sender ? (
                <MarkedText pieces={hit.sender} />
              ) : letter.kind === 'own' ? (
                own
              ) : (
                letters.hiddenSender
              )}
            </span>
            <time className="row-time" dateTime={letter.receivedAt}>
              {formats.brief(letter.receivedAt)}
            </time>
          </span>
          <span className="row-title">
            {hit.title ? <MarkedText pieces={hit.title} /> : letters.hiddenTitle}
          </span>
          {hit.inside && (
            <span className="hit-words">
              <MarkedText pieces={hit.inside} />
            </span>
          )}
          {hit.insideUnopened && <span className="hit-words">{texts.insideUnopened}</span>}
          {hit.note && (
            <span className="hit-words">
              <strong>{texts.note}: </strong>
              <MarkedText pieces={hit.note} />
            </span>
          )}
          {letter.locked && (
            <span className="row-wants">
              <span className="chip" data-kind="lock">
                <Icon name="lock" />
                {letters.openInTwoSteps}
              </span>
            </span>
          )}
        </span>
      </Link>
    </li>
  )
})
