import { Button, Spinner } from '@digdir/designsystemet-react'
import { useEffect, useRef, useState } from 'react'
import { useAccount, useTexts } from '../lib/account.tsx'
import type { Pdf, PdfLink, PdfPage } from '../lib/pdf.ts'
import { SIDE_BY_SIDE, useMedia } from '../lib/use-media.ts'
import { useNear } from '../lib/use-near.ts'
import { documentTexts } from '../texts/document-texts.ts'
import { Icon } from './icons.tsx'

/** Sizes one can step through; 1 fits the sheet's width. */
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const

type Opened = { state: 'opening' } | { state: 'open'; pdf: Pdf; first: PdfPage } | { state: 'broken' }

type SheetProps = { url: string; sizeBytes: number; name: string; onBroken: React.ReactNode }

/** A PDF as sheets of paper in the page, with its words as text for screen readers, search and copying. */
export function PdfSheet({ url, sizeBytes, name, onBroken }: SheetProps) {
  const texts = useTexts(documentTexts)
  const [opened, setOpened] = useState<Opened>({ state: 'opening' })
  const [zoom, setZoom] = useState(2)
  useEffect(() => {
    let close = () => {}
    let gone = false
    setOpened({ state: 'opening' })
    const open = async () => {
      const { openPdf } = await import('../lib/pdf.ts')
      const opening = openPdf(url, sizeBytes)
      close = opening.close
      const pdf = await opening.pdf
      const first = await pdf.getPage(1)
      if (!gone) setOpened({ state: 'open', pdf, first })
    }
    open().catch(() => {
      // An old browser, a damaged file, a lost connection: the file itself can still be downloaded.
      if (!gone) setOpened({ state: 'broken' })
    })
    return () => {
      gone = true
      close()
    }
  }, [url, sizeBytes])

  if (opened.state === 'broken') return onBroken
  return (
    <div className="pdf">
      <PdfTools pages={opened.state === 'open' ? opened.pdf.numPages : null} zoom={zoom} onZoom={setZoom} />
      <section
        className="pdf-pages"
        aria-label={name}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an enlarged page scrolls sideways, by keyboard too
        tabIndex={0}
        data-zoomed={ZOOMS[zoom]! > 1 || undefined}
      >
        {opened.state === 'opening' ? (
          <div className="sheet sheet-waiting">
            <Spinner aria-label={texts.loading} />
          </div>
        ) : (
          <PdfPages pdf={opened.pdf} first={opened.first} zoom={ZOOMS[zoom]!} />
        )}
      </section>
    </div>
  )
}

function PdfTools(props: { pages: number | null; zoom: number; onZoom: (zoom: number) => void }) {
  const texts = useTexts(documentTexts)
  const { formats } = useAccount()
  const percent = new Intl.NumberFormat(formats.locale, { style: 'percent' }).format(ZOOMS[props.zoom]!)
  return (
    <div className="pdf-tools">
      <span className="quiet small">{props.pages === null ? ' ' : texts.pages(props.pages)}</span>
      <span className="pdf-zoom">
        <Button
          icon
          variant="tertiary"
          data-color="neutral"
          aria-label={texts.smaller}
          disabled={props.zoom === 0}
          onClick={() => props.onZoom(props.zoom - 1)}
        >
          <Icon name="minus" />
        </Button>
        <output className="small" aria-label={texts.zoom(percent)}>
          {percent}
        </output>
        <Button
          icon
          variant="tertiary"
          data-color="neutral"
          aria-label={texts.larger}
          disabled={props.zoom === ZOOMS.length - 1}
          onClick={() => props.onZoom(props.zoom + 1)}
        >
          <Icon name="plus" />
        </Button>
      </span>
    </div>
  )
}

function PdfPages({ pdf, first, zoom }: { pdf: Pdf; first: PdfPage; zoom: number }) {
  const box = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => setWidthPx(Math.floor(entry!.contentRect.width)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} className="pdf-measure">
      {widthPx > 0 &&
        Array.from({ length: pdf.numPages }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pages have no other name than their number
          <PdfPageSheet key={at} pdf={pdf} no={at + 1} first={first} widthPx={widthPx * zoom} />
        ))}
    </div>
  )
}

function PdfPageSheet(props: { pdf: Pdf; no: number; first: PdfPage; widthPx: number }) {
  const { pdf, no, first, widthPx } = props
  const texts = useTexts(documentTexts)
  const sheet = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const words = useRef<HTMLDivElement>(null)
  const sideBySide = useMedia(SIDE_BY_SIDE)
  const near = useNear(sheet, sideBySide ? document.querySelector('.reading-pane') : null, no === 1)
  const [page, setPage] = useState<PdfPage>(first)
  const [links, setLinks] = useState<PdfLink[]>([])
  // Until its own page is known, the first page's shape stands for it.
  const shape = page.getViewport({ scale: 1 })
  const scale = widthPx / shape.width

  useEffect(() => {
    if (!near || !canvas.current || !words.current) return
    const stop = new AbortController()
    const [onCanvas, onWords] = [canvas.current, words.current]
    const draw = async () => {
      const own = await pdf.getPage(no)
      if (stop.signal.aborted) return
      setPage(own)
      const { drawPage, linksOf } = await import('../lib/pdf.ts')
      await drawPage(own, widthPx / own.getViewport({ scale: 1 }).width, onCanvas, onWords, stop.signal)
      const found = await linksOf(own)
      if (!stop.signal.aborted) setLinks(found)
    }
    draw().catch(() => {
      // Drawing was abandoned because the reader moved on or changed the size.
    })
    return () => stop.abort()
  }, [near, pdf, no, widthPx])

  return (
    <section
      ref={sheet}
      className="sheet pdf-page"
      aria-label={texts.page(no, pdf.numPages)}
      style={{ width: widthPx, aspectRatio: `${widthPx} / ${Math.round(shape.height * scale)}` }}
    >
      <canvas ref={canvas} />
      <div ref={words} className="textLayer" />
      {links.map((link) => (
        <a
          key={`${link.url} ${link.left} ${link.top}`}
          className="pdf-link"
          href={link.url}
          target="_blank"
          rel="noopener noreferrer"
          style={{
            left: `${link.left}%`,
            top: `${link.top}%`,
            width: `${link.width}%`,
            height: `${link.height}%`,
          }}
        >
          <span className="bh-hidden">{texts.linkOut(link.host)}</span>
        </a>
      ))}
    </section>
  )
}
