import { Button } from '@digdir/designsystemet-react'
import { useEffect, useRef, useState } from 'react'
import type { LetterDocument } from '#api/mailbox.ts'
import { useTexts } from '../lib/account.tsx'
import { letterTexts } from '../texts/letter-texts.ts'
import { documentPath } from './document-view.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'

/** Puts the document that is shown on paper; kinds that are not shown are only downloaded. */
export function PrintButton(props: { letterId: string; title: string; document: LetterDocument }) {
  const { letterId, title, document } = props
  const texts = useTexts(letterTexts)
  const [busy, setBusy] = useState<{ done: number; of: number } | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const leaving = useRef(new AbortController())
  useEffect(() => {
    leaving.current = new AbortController()
    return () => leaving.current.abort()
  }, [])
  const kind = printed(document.mediaType)
  if (!kind) return null
  const start = async () => {
    const { signal } = leaving.current
    setFailure(null)
    setBusy({ done: 0, of: 0 })
    try {
      const { printHtml, printPage, printPdf } = await import('../lib/print-letter.ts')
      const url = documentPath(letterId, document.documentNo)
      const onProgress = (done: number, of: number) => setBusy({ done, of })
      await { pdf: printPdf, html: printHtml, page: printPage }[kind]({
        url,
        title,
        sizeBytes: document.sizeBytes,
        onProgress,
        signal,
      })
    } catch (error) {
      if (!signal.aborted) setFailure(error)
    } finally {
      if (!signal.aborted) setBusy(null)
    }
  }
  return (
    <>
      <Button
        variant="secondary"
        data-color="neutral"
        data-stays
        loading={busy !== null}
        onClick={() => busy === null && void start()}
      >
        <Icon name="print" />
        {texts.print}
        <span className="bh-hidden"> {document.fileName}</span>
      </Button>
      <span className="quiet small" role="status">
        {busy && busy.of > 1 ? texts.printing(busy.done, busy.of) : ''}
      </span>
      {failure !== null && <Failure ofLetter deed failure={failure} onAgain={() => void start()} />}
    </>
  )
}

function printed(mediaType: string): 'pdf' | 'html' | 'page' | undefined {
  const kind = mediaType.split(';')[0]!.trim().toLowerCase()
  if (kind === 'application/pdf') return 'pdf'
  if (kind === 'text/html') return 'html'
  return ['text/plain', 'image/png', 'image/jpeg'].includes(kind) ? 'page' : undefined
}
