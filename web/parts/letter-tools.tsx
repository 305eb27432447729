import { Button } from '@digdir/designsystemet-react'
import { useState } from 'react'
import { Link, NavLink, useSearchParams } from 'react-router'
import type { LettersChanged } from '#api/keeping.ts'
import type { OpenableLetter, UnreadSet } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { useInbox, useInboxes, usePlace } from '../lib/inbox.ts'
import { isLink } from '../lib/use-letter.ts'
import { useMedia } from '../lib/use-media.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { ArrangeTools } from './arrange-tools.tsx'
import { documentPath } from './document-view.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { PrintButton } from './print-button.tsx'

/** Where the whole row of tools has room in every language: the letter by itself, or beside a list in a window that is wide enough. */
const ROOM_FOR_PAPER = '(min-width: 850px) and (max-width: 1199.98px), (min-width: 1380px)'

type Props = {
  letter: OpenableLetter
  onUnread: (unread: boolean) => void
  onChanged: (changed: LettersChanged) => void
  onDeleted: () => void
}

/** The sides of a letter, and what one can do with it. */
export function LetterTools({ letter, onUnread, onChanged, onDeleted }: Props) {
  const texts = useTexts(letterTexts)
  const keeping = useTexts(keepingTexts)
  const organisation = useTexts(organisationTexts)
  const { may } = useAccount().standing
  const roomy = useMedia(ROOM_FOR_PAPER)
  const shown = useShownDocument(letter)
  const unread = useUnread(letter, onUnread)
  const base = `${usePlace().base}/letters/${letter.letterId}`
  // There is nothing to carry away of a letter that is a link (B-07).
  const paper = !isLink(letter) && (
    <>
      <Button asChild variant="secondary" data-color="neutral">
        <a href={`${documentPath(letter.letterId, shown.documentNo)}?download`} download={shown.fileName}>
          <Icon name="download" />
          {texts.download}
          <span className="bh-hidden"> {shown.fileName}</span>
        </a>
      </Button>
      <PrintButton key={shown.documentNo} letterId={letter.letterId} title={letter.title} document={shown} />
    </>
  )
  return (
    <div className="letter-tools">
      <nav aria-label={texts.parts} className="sides">
        <NavLink to={base} end>
          <Icon name="document" />
          {texts.letter}
        </NavLink>
        {may('read-access-log') && (
          <NavLink to={`${base}/seen`}>
            <Icon name="eye" />
            {texts.seen}
          </NavLink>
        )}
        {letter.kind !== 'own' && may('fetch-proof') && (
          <NavLink to={`${base}/proof`}>
            <Icon name="seal" />
            {texts.proof}
          </NavLink>
        )}
      </nav>
      <ArrangeTools
        letters={[letter]}
        label={keeping.toolsOne}
        withUnread={false}
        onChanged={onChanged}
        onDeleted={onDeleted}
        first={
          letter.replyAllowed &&
          may('send-letters') && (
            <Button asChild>
              <Link to={`/write/organisation?reply=${letter.letterId}`}>
                <Icon name="reply" />
                {organisation.reply}
              </Link>
            </Button>
          )
        }
        last={roomy && paper}
        more={
          <>
            {may('mark-letters') && (
              <Button variant="secondary" data-color="neutral" onClick={() => void unread.toggle()}>
                <Icon name="unread" />
                {letter.unread ? texts.markRead : texts.markUnread}
              </Button>
            )}
            {!roomy && paper}
            {letter.documents.length > 1 && may('download') && (
              <Button asChild variant="secondary" data-color="neutral">
                <a href={`/api/letters/${letter.letterId}/documents`} download>
                  <Icon name="archive" />
                  {texts.downloadAll(letter.documents.length)}
                </a>
              </Button>
            )}
          </>
        }
      />
      <span className="bh-hidden" role="status">
        {unread.said}
      </span>
      {unread.failure !== null && (
        <Failure ofLetter deed failure={unread.failure} onAgain={() => void unread.toggle()} />
      )}
    </div>
  )
}

/** The document the address names (`?document=2`), or the letter itself. */
export function useShownDocument(letter: OpenableLetter) {
  const [query] = useSearchParams()
  const wanted = Number(query.get('document'))
  return letter.documents.find((document) => document.documentNo === wanted) ?? letter.documents[0]!
}

function useUnread(letter: OpenableLetter, onUnread: (unread: boolean) => void) {
  const texts = useTexts(letterTexts)
  const inboxes = useInboxes()
  const inbox = useInbox()
  const { setUnread } = useAccount()
  const [said, setSaid] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const toggle = async () => {
    const unread = !letter.unread
    setFailure(null)
    // Shown at once, taken back if the server says otherwise.
    onUnread(unread)
    try {
      const set = await callApi<UnreadSet>('POST', `/api/letters/${letter.letterId}/read`, { unread })
      inbox.setUnread(letter.letterId, set.unread, set.unreadTotal)
      setUnread(set.unreadTotal)
      inboxes.touched()
      setSaid(unread ? texts.markedUnread : texts.markedRead)
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      onUnread(!unread)
      setFailure(error)
    }
  }
  return { toggle, said, failure }
}
