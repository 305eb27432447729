/** A document on paper. What the page shows is not what is printed: of a long PDF only the pages near the view are drawn, and an
 * HTML letter is in a frame that cannot be told to print. So each kind is laid out for paper first. */
/** Resolution of a drawn page: letters of 6 points stay sharp. */
const DOTS_PER_INCH = 200
const POINTS_PER_INCH = 72
const FRAME_WITHIN_MS = 10_000

export type Printing = {
  url: string
  title: string
  sizeBytes: number
  /** So many pages of so many are ready. */
  onProgress: (done: number, of: number) => void
  signal: AbortSignal
}

/** Every page as a picture, one to a sheet, then the browser's own dialogue. Resolves when that has been opened. */
export async function printPdf({ url, sizeBytes, onProgress, signal }: Printing): Promise<void> {
  takeDown()
  const { openPdf } = await import('./pdf.ts')
  const opening = openPdf(url, sizeBytes)
  const sheets = document.createElement('div')
  sheets.className = 'print-sheets'
  // For paper only; the words are in the page already.
  sheets.ariaHidden = 'true'
  try {
    const pdf = await opening.pdf
    const canvas = document.createElement('canvas')
    for (let no = 1; no <= pdf.numPages; no++) {
      onProgress(no, pdf.numPages)
      const page = await pdf.getPage(no)
      const viewport = page.getViewport({ scale: DOTS_PER_INCH / POINTS_PER_INCH })
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      await page.render({ canvas, viewport, intent: 'print' }).promise
      page.cleanup()
      const picture = document.createElement('img')
      picture.alt = ''
      picture.src = URL.createObjectURL(await pictureOf(canvas))
      if (viewport.width > viewport.height) picture.dataset.wide = 'true'
      sheets.append(picture)
      await picture.decode()
      signal.throwIfAborted()
    }
  } catch (error) {
    release(sheets)
    throw error
  } finally {
    opening.close()
  }
  document.body.append(sheets)
  document.documentElement.dataset.printing = 'sheets'
  addEventListener('afterprint', takeDown, { once: true })
  print()
}

/** In a frame of its own, without an origin (server/http/print-frame.routes.ts). Resolves when the dialogue is closed. */
export async function printHtml({ url, title, signal }: Printing): Promise<void> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(`the document was not fetched: ${answer.status}`)
  const html = await answer.text()
  takeDown()
  const frame = document.createElement('iframe')
  frame.className = 'print-frame'
  frame.setAttribute('sandbox', 'allow-scripts allow-modals')
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  frame.title = title
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the frame to print from did not come')), FRAME_WITHIN_MS)
    const hear = ({ source, data }: MessageEvent) => {
      if (source !== frame.contentWindow) return
      if (data === 'ready') {
        clearTimeout(late)
        frame.contentWindow!.postMessage({ html, title }, '*')
      } else if (data === 'printed') {
        removeEventListener('message', hear)
        resolve()
      }
    }
    addEventListener('message', hear)
    frame.src = '/print-frame'
    document.body.append(frame)
  }).finally(() => frame.remove())
}

/** Text and pictures stand in the page whole: print.css takes away what is around them. */
export async function printPage(): Promise<void> {
  takeDown()
  print()
}

const pictureOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('a page could not be drawn'))),
      'image/png',
    ),
  )

function release(sheets: Element): void {
  for (const picture of sheets.querySelectorAll('img')) URL.revokeObjectURL(picture.src)
  sheets.remove()
}

/** What an earlier printing left: not every browser says when it is over. */
function takeDown(): void {
  delete document.documentElement.dataset.printing
  for (const sheets of document.querySelectorAll('.print-sheets')) release(sheets)
}
