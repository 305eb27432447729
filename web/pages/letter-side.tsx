import { Link } from 'react-router'
import { useAccount, useTexts } from '../lib/account.tsx'
import { isLink } from '../lib/use-letter.ts'
import { DocumentView } from '../parts/document-view.tsx'
import { Icon } from '../parts/icons.tsx'
import { useShownDocument } from '../parts/letter-tools.tsx'
import { LinkLetter } from '../parts/link-letter.tsx'
import { letterTexts } from '../texts/letter-texts.ts'
import { useLetterOutlet } from './letter-page.tsx'

/** The letter's documents: the one that is shown, and the way to the others. */
export function LetterSide() {
  const { letter, onOpened } = useLetterOutlet()
  const texts = useTexts(letterTexts)
  const { formats } = useAccount()
  const shown = useShownDocument(letter)
  if (isLink(letter)) return <LinkLetter key={letter.letterId} letter={letter} onOpened={onOpened} />
  return (
    <>
      {letter.documents.length > 1 && (
        <nav className="documents" aria-label={texts.documents}>
          {letter.documents.map((document) => (
            <Link
              key={document.documentNo}
              to={document.documentNo === 1 ? '.' : `?document=${document.documentNo}`}
              replace
              aria-current={document === shown ? 'true' : undefined}
            >
              <Icon name={document.documentNo === 1 ? 'document' : 'clip'} />
              <span>
                <strong>
                  {document.documentNo === 1 ? texts.mainDocument : texts.attachment(document.documentNo - 1)}
                </strong>
                <span className="quiet small">
                  {document.fileName} <span className="nowrap">· {formats.size(document.sizeBytes)}</span>
                </span>
              </span>
            </Link>
          ))}
        </nav>
      )}
      <DocumentView key={shown.documentNo} letterId={letter.letterId} document={shown} />
    </>
  )
}
