// The process that takes documents apart: bytes in, words out, nothing kept between them. See text-reader.ts for its bounds.
import { Parser } from 'htmlparser2'
import { OFFICE_TYPES, textOfOffice } from './office-text.ts'
import type { TextAnswer, TextPiece } from './text-reader.ts'

/** UTF-16 units kept of one document: 150 pages of print. What comes after is not found by its words. */
const TEXT_MAX = 400_000
const PAGES_MAX = 400
/** Bytes of XML unpacked of one Office file. */
const UNPACKED_MAX = 64 * 1024 * 1024

const answer = (message: { id: number } & TextAnswer) => process.send?.(message)

process.on('message', async ({ id, bytes, mediaType }: { id: number } & TextPiece) => {
  try {
    const text = await READERS[mediaType]!(bytes)
    answer({ id, text: tidy(text) })
  } catch {
    // What went wrong would quote the document.
    answer({ id, fault: true })
  }
})
process.on('disconnect', () => process.exit(0))

const READERS: Readonly<Record<string, (bytes: Uint8Array) => string | Promise<string>>> = {
  'application/pdf': textOfPdf,
  'text/html': textOfHtml,
  'text/plain': (bytes) => new TextDecoder().decode(bytes),
  ...Object.fromEntries(
    OFFICE_TYPES.map((type) => [
      type,
      (bytes: Uint8Array) => textOfOffice(bytes, type, { textMax: TEXT_MAX, unpackedMax: UNPACKED_MAX }),
    ]),
  ),
}

async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({
    data: new Uint8Array(bytes),
    // Nothing is drawn, fetched or run: only the words are asked for.
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    verbosity: 0,
  })
  try {
    const pdf = await task.promise
    let text = ''
    for (let no = 1; no <= Math.min(pdf.numPages, PAGES_MAX) && text.length < TEXT_MAX; no++) {
      const page = await pdf.getPage(no)
      const { items } = await page.getTextContent()
      for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '')
      text += '\n'
      page.cleanup()
    }
    return text
  } finally {
    await task.destroy()
  }
}

const UNSEEN = new Set(['script', 'style', 'template', 'noscript', 'head', 'svg', 'math'])
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup u wbr'.split(' '),
)

/** What a reader sees of it: no scripts, styles or comments. */
function textOfHtml(bytes: Uint8Array): string {
  let text = ''
  let unseen = 0
  const parser = new Parser({
    onopentag(name) {
      if (UNSEEN.has(name)) unseen++
      if (!INLINE.has(name)) text += '\n'
    },
    ontext(part) {
      if (unseen === 0 && text.length < TEXT_MAX) text += part
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen--
      if (!INLINE.has(name)) text += '\n'
    },
  })
  parser.end(new TextDecoder().decode(bytes))
  return text
}

/** One space between words; words cut at the end of a line are put together again; marks nobody sees are taken out. */
function tidy(text: string): string {
  return text
    .slice(0, TEXT_MAX)
    .replace(/\u00ad/g, '')
    .replace(/(\p{Ll})[-\u2010]\s*\n\s*(\p{Ll})/gu, '$1$2')
    .replace(/[\p{Cc}\p{Cf}\p{Zs}]+/gu, ' ')
    .trim()
}
