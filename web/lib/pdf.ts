/** pdf.js, fetched only when a PDF is shown. Its worker, fonts and decoders come from our own origin; no script of a document runs. */
import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
  TextLayer,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import type { TextRun } from './reading-text.ts'

GlobalWorkerOptions.workerSrc = workerUrl

export type Pdf = PDFDocumentProxy
export type PdfPage = PDFPageProxy

/** Below this a document is fetched whole: one request instead of many small ones. */
const WHOLE_BELOW_BYTES = 1_500_000
/** More pixels than this per page make phones give up; larger pages are drawn coarser. */
const CANVAS_PIXELS_MOST = 16_000_000

export function openPdf(url: string, sizeBytes: number): { pdf: Promise<Pdf>; close: () => void } {
  const task = getDocument({
    url,
    disableRange: sizeBytes < WHOLE_BELOW_BYTES,
    disableAutoFetch: true,
    rangeChunkSize: 262_144,
    enableXfa: false,
    // WebAssembly would need a wider content security policy; the plain decoders are beside it.
    useWasm: false,
    useSystemFonts: false,
    cMapUrl: '/pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/pdfjs/standard_fonts/',
    wasmUrl: '/pdfjs/wasm/',
    iccUrl: '/pdfjs/iccs/',
  })
  return { pdf: task.promise, close: () => void task.destroy() }
}

/** A page drawn at `scale` CSS pixels per point: the picture, and over it the same words as real text. */
export async function drawPage(
  page: PdfPage,
  scale: number,
  canvas: HTMLCanvasElement,
  words: HTMLElement,
  stop: AbortSignal,
): Promise<void> {
  const viewport = page.getViewport({ scale })
  const wanted = window.devicePixelRatio || 1
  const most = Math.sqrt(CANVAS_PIXELS_MOST / (viewport.width * viewport.height))
  const ratio = Math.min(wanted, most)
  canvas.width = Math.floor(viewport.width * ratio)
  canvas.height = Math.floor(viewport.height * ratio)
  const drawing = page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] })
  const abandon = () => drawing.cancel()
  stop.addEventListener('abort', abandon)
  try {
    await drawing.promise
    if (stop.aborted) return
    words.replaceChildren()
    words.style.setProperty('--total-scale-factor', String(scale))
    await new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport }).render()
  } finally {
    stop.removeEventListener('abort', abandon)
  }
}

/** The words of every page in the document's own order, for the reading view. */
export async function runsOf(pdf: Pdf): Promise<TextRun[][]> {
  const pages: TextRun[][] = []
  for (let no = 1; no <= pdf.numPages; no++) {
    const { items } = await (await pdf.getPage(no)).getTextContent()
    pages.push(
      items.flatMap((item) =>
        'str' in item
          ? [{ str: item.str, hasEOL: item.hasEOL, height: item.height, y: Number(item.transform[5]) }]
          : [],
      ),
    )
  }
  return pages
}

export type PdfLink = { url: string; host: string; left: number; top: number; width: number; height: number }

/** Links to web addresses, in per cent of the page. Everything else a PDF may want to do is left undone. */
export async function linksOf(page: PdfPage): Promise<PdfLink[]> {
  const viewport = page.getViewport({ scale: 1 })
  const links: PdfLink[] = []
  for (const note of await page.getAnnotations()) {
    if (note.subtype !== 'Link' || typeof note.url !== 'string' || !/^https?:\/\//.test(note.url)) continue
    const [fromX, fromY, toX, toY] = note.rect as [number, number, number, number]
    const [x1, y1] = viewport.convertToViewportPoint(fromX, fromY) as [number, number]
    const [x2, y2] = viewport.convertToViewportPoint(toX, toY) as [number, number]
    links.push({
      url: note.url,
      host: new URL(note.url).host,
      left: (100 * Math.min(x1, x2)) / viewport.width,
      top: (100 * Math.min(y1, y2)) / viewport.height,
      width: (100 * Math.abs(x2 - x1)) / viewport.width,
      height: (100 * Math.abs(y2 - y1)) / viewport.height,
    })
  }
  return links
}
