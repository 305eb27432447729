/** A document as plain text in reading order (B-13): what the larger view shows and what is read aloud. Made on the device, kept nowhere. */

export type Passage = { readonly kind: 'heading' | 'text'; readonly text: string }

/** A run of text as pdf.js tells it: where it ends a line, how tall its letters are, how high on the page it stands, all in points. */
export type TextRun = {
  readonly str: string
  readonly hasEOL: boolean
  readonly height: number
  readonly y: number
}

type Line = { text: string; height: number; y: number }

/** Letters this much taller than the page's usual ones are a heading. */
const HEADING_FROM = 1.2
/** Lines further apart than this many line heights are two passages. */
const GAP_FROM = 1.75

export function passagesOf(pages: readonly (readonly TextRun[])[]): Passage[] {
  return pages.flatMap((runs) => pagePassages(linesOf(runs)))
}

function linesOf(runs: readonly TextRun[]): Line[] {
  const lines: Line[] = []
  let line: Line | null = null
  for (const { str, hasEOL, height, y } of runs) {
    if (str !== '') {
      // A new height on the page is a new line, whether the document says so or not.
      if (line && Math.abs(line.y - y) > Math.max(line.height, height) / 2) {
        lines.push(line)
        line = null
      }
      line = line
        ? { text: line.text + str, height: Math.max(line.height, height), y: line.y }
        : { text: str, height, y }
    }
    if (hasEOL && line) {
      lines.push(line)
      line = null
    }
  }
  if (line) lines.push(line)
  return lines.map((each) => ({ ...each, text: tidy(each.text) })).filter(({ text }) => text !== '')
}

function pagePassages(lines: readonly Line[]): Passage[] {
  const usual = median(lines.map(({ height }) => height))
  const passages: Passage[] = []
  let above: Line | null = null
  for (const line of lines) {
    const kind = line.height >= usual * HEADING_FROM ? 'heading' : 'text'
    const last = passages.at(-1)
    const apart = !above || Math.abs(above.y - line.y) > Math.max(above.height, line.height, 1) * GAP_FROM
    if (!last || last.kind !== kind || apart) passages.push({ kind, text: line.text })
    else passages[passages.length - 1] = { kind, text: joined(last.text, line.text) }
    above = line
  }
  return passages
}

/** A word divided at the end of a line becomes whole: a hyphen between small letters is the line's, not the word's. */
function joined(before: string, after: string): string {
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(after)
    ? before.slice(0, -1) + after
    : `${before} ${after}`
}

const tidy = (text: string) => text.replace(/\s+/gu, ' ').trim()

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 1
}

/** Blank lines divide plain text into passages. */
export function plainPassages(text: string): Passage[] {
  return text
    .split(/\r?\n\s*\r?\n/u)
    .map(tidy)
    .filter((passage) => passage !== '')
    .map((passage) => ({ kind: 'text', text: passage }))
}

const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TD TFOOT TH THEAD TR UL'.split(
    ' ',
  ),
)
const UNREAD = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'HEAD', 'SVG', 'IFRAME', 'OBJECT'])

/** An HTML letter's words, block by block. Parsed, never shown: no script runs and nothing is fetched. */
export function htmlPassages(html: string): Passage[] {
  const passages: Passage[] = []
  let words = ''
  const end = (kind: Passage['kind']) => {
    const text = tidy(words)
    if (text) passages.push({ kind, text })
    words = ''
  }
  const walk = (node: Node, kind: Passage['kind']) => {
    if (node.nodeType === Node.TEXT_NODE) words += node.textContent ?? ''
    if (!(node instanceof Element) || UNREAD.has(node.tagName.toUpperCase())) return
    if (node.hasAttribute('hidden') || node.getAttribute('aria-hidden') === 'true') return
    if (node.tagName === 'IMG') words += ` ${node.getAttribute('alt') ?? ''} `
    if (node.tagName === 'BR') words += ' '
    const block = BLOCKS.has(node.tagName)
    const own = /^H[1-6]$/.test(node.tagName) ? 'heading' : kind
    if (block) end(kind)
    for (const child of node.childNodes) walk(child, own)
    if (block) end(own)
  }
  walk(new DOMParser().parseFromString(html, 'text/html').body, 'text')
  end('text')
  return passages
}
