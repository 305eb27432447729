import { Button } from '@digdir/designsystemet-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { LetterDocument } from '#api/mailbox.ts'
import { useTexts } from '../lib/account.tsx'
import { documentTexts } from '../texts/document-texts.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { readingTexts } from '../texts/reading-texts.ts'
import { Icon } from './icons.tsx'
import { PdfSheet } from './pdf-sheet.tsx'
import { LineSkeletons } from './skeletons.tsx'
import { CodeGone } from './update-bar.tsx'

export const documentPath = (letterId: string, documentNo: number) =>
  `/api/letters/${letterId}/documents/${documentNo}`

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

const ReadingView = lazy(() => import('./reading-view.tsx').catch(() => ({ default: CodeGone })))

/** The kinds whose words can be read by themselves. */
const HAS_WORDS = new Set(['application/pdf', 'text/html', 'text/plain'])

/** A document, and the way between it and its words in large type (B-13). */
export function DocumentView({ letterId, document }: { letterId: string; document: LetterDocument }) {
  const texts = useTexts(readingTexts)
  const [reading, setReading] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (!HAS_WORDS.has(kindOf(document))) return <DocumentSheet letterId={letterId} document={document} />
  return (
    <>
      <div className="reading-switch">
        <Button
          ref={button}
          variant="secondary"
          data-color="neutral"
          onClick={() => {
            setReading(!reading)
            // Back from the words, focus stays where it was; into them their heading takes it.
            if (reading) button.current?.focus()
          }}
        >
          <Icon name={reading ? 'document' : 'speak'} />
          {reading ? texts.close : texts.open}
        </Button>
      </div>
      {reading ? (
        <Suspense fallback={<LineSkeletons count={4} />}>
          <ReadingView url={documentPath(letterId, document.documentNo)} document={document} />
        </Suspense>
      ) : (
        <DocumentSheet letterId={letterId} document={document} />
      )}
    </>
  )
}

const kindOf = ({ mediaType }: LetterDocument) => mediaType.split(';')[0]!.trim().toLowerCase()

/** A document in place, as far as a browser can show its kind safely; always with the way to the file itself. */
function DocumentSheet({ letterId, document }: { letterId: string; document: LetterDocument }) {
  const texts = useTexts(documentTexts)
  const url = documentPath(letterId, document.documentNo)
  const kind = kindOf(document)
  const broken = <NotShown url={url} document={document} why={texts.downloadInstead} />
  if (kind === 'application/pdf')
    return <PdfSheet url={url} sizeBytes={document.sizeBytes} name={document.fileName} onBroken={broken} />
  if (kind === 'text/html')
    return (
      // No script, no forms, an origin of its own; a link one clicks opens outside. The document's own headers say the same.
      <iframe
        className="sheet html-sheet"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src={url}
        title={texts.frame(document.fileName)}
      />
    )
  if (kind === 'text/plain') return <PlainText url={url} onBroken={broken} />
  if (PICTURES.includes(kind)) return <Picture url={url} document={document} onBroken={broken} />
  return <NotShown url={url} document={document} why={texts.kindNotShown} />
}

function NotShown({ url, document, why }: { url: string; document: LetterDocument; why: string }) {
  const texts = useTexts(documentTexts)
  const words = useTexts(letterTexts)
  return (
    <div className="sheet sheet-waiting">
      <div className="empty">
        <Icon name="document" />
        <p className="empty-title">{texts.cannotShow}</p>
        <p className="quiet">{why}</p>
        <Button asChild>
          <a href={`${url}?download`} download={document.fileName}>
            <Icon name="download" />
            {words.downloadNamed(document.fileName)}
          </a>
        </Button>
      </div>
    </div>
  )
}

function PlainText({ url, onBroken }: { url: string; onBroken: React.ReactNode }) {
  const texts = useTexts(documentTexts)
  const [text, setText] = useState<string | null | undefined>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    fetch(url, { signal: stop.signal })
      .then((response) => (response.ok ? response.text() : null))
      .then(setText, () => !stop.signal.aborted && setText(null))
    return () => stop.abort()
  }, [url])
  if (text === null) return onBroken
  return <pre className="sheet text-sheet">{text ?? texts.loading}</pre>
}

function Picture(props: { url: string; document: LetterDocument; onBroken: React.ReactNode }) {
  const texts = useTexts(documentTexts)
  const [broken, setBroken] = useState(false)
  if (broken) return props.onBroken
  return (
    <img
      className="sheet image-sheet"
      src={props.url}
      alt={texts.image(props.document.fileName)}
      onError={() => setBroken(true)}
    />
  )
}
