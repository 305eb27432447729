/** The page of an archive for people: one list, no script, nothing fetched, readable by a screen reader and on paper. */
import type { LetterRecord } from './letter-record.ts'
import type { TakeOutTexts } from './take-out-texts.ts'

export type PageOf = {
  readonly language: string
  readonly texts: TakeOutTexts
  readonly madeAt: Date
  readonly timeZone: string
  readonly lettersTotal: number
  /** 1 is index.html. */
  readonly pageNo: number
  readonly pages: number
  /** Another page of the archive, linked from the first. */
  readonly also: { readonly path: string; readonly words: string } | undefined
}

export const pagePath = (pageNo: number): string => (pageNo === 1 ? 'index.html' : `pages/${pageNo}.html`)

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:75rem;padding:1.5rem}
table{border-collapse:collapse;width:100%}caption{text-align:start;font-weight:600;padding-block:.5rem}
th,td{text-align:start;vertical-align:top;padding:.5rem;border-block-end:1px solid GrayText}
td ul{margin:0;padding-inline-start:1.2rem}nav ul{display:flex;flex-wrap:wrap;gap:1rem;padding:0;list-style:none}
code{overflow-wrap:anywhere}
@media (max-width:45rem){table,caption,tbody,tr,th,td{display:block}thead{position:absolute;clip-path:inset(50%)}
td,tbody th{border:0;padding:.15rem 0}tr{border-block-end:1px solid GrayText;padding-block:.75rem}}`

/** What a browser opens as a page that may run and fetch. */
const RUNS = /\.(?:x?html?|xht|xml|svgz?|mhtml?)$/i

export function archivePage(of: PageOf, letters: readonly LetterRecord[]): string {
  const { texts, language, pageNo } = of
  const number = new Intl.NumberFormat(localeOf(language))
  const when = new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: of.timeZone,
  })
  const [first, last] = [letters[0], letters.at(-1)]
  const table =
    first && last
      ? `<table role="table"><caption>${text(texts.caption(number.format(first.number), number.format(last.number)))}</caption>
<thead role="rowgroup"><tr role="row">${[
          texts.received,
          texts.sender,
          texts.letter,
          texts.folder,
          texts.documents,
          texts.proofs,
        ]
          .map((name) => `<th scope="col" role="columnheader">${text(name)}</th>`)
          .join('')}</tr></thead>
<tbody role="rowgroup">
${letters.map((letter) => row(of, letter, when)).join('\n')}
</tbody></table>`
      : `<p>${text(texts.none)}</p>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(texts.title)}${pageNo > 1 ? ` – ${text(texts.page(String(pageNo)))}` : ''}</title><style>${STYLE}</style></head>
<body><main><h1>${text(texts.title)}</h1>
<p>${text(texts.made(when.format(of.madeAt), number.format(of.lettersTotal)))}</p>
<p>${text(texts.what)}</p><p>${text(texts.check)}</p>
${of.also && pageNo === 1 ? `<p><a href="${of.also.path}">${text(of.also.words)}</a></p>` : ''}${pagesNav(of)}${table}
</main></body></html>
`
}

function row({ texts, pageNo }: PageOf, letter: LetterRecord, when: Intl.DateTimeFormat): string {
  const up = pageNo === 1 ? '' : '../'
  const link = (path: string, words: string) =>
    `<a href="${up}${path.split('/').map(encodeURIComponent).join('/')}">${text(words)}</a>`
  const list = (items: readonly string[]) =>
    items.length > 0 ? `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>` : ''
  const documents = letter.documents.map((document) => {
    const name = document.fileName ?? `${document.documentNo}`
    if (!document.path) return `${text(name)}: ${text(texts.damaged)}`
    // On a disk of one's own no policy of ours stands before it: it is named, and opened by a decision only (S-14).
    if (RUNS.test(document.path))
      return `${text(name)}: ${text(texts.webPage)} <code>${text(document.path)}</code>`
    return link(document.path, name)
  })
  const proofs = letter.proofs.map((proof) => link(proof.path, proof.event))
  const title = letter.title ?? (letter.locked ? texts.hidden : texts.untitled)
  const place = letter.folder ?? texts.places[letter.place as keyof typeof texts.places] ?? ''
  const cell = (content: string) => `<td role="cell">${content}</td>`
  return `<tr role="row">${cell(`<time datetime="${letter.receivedAt}">${text(when.format(new Date(letter.receivedAt)))}</time>`)}${cell(
    `<bdi>${text(letter.sender?.name ?? (letter.own ? texts.own : ''))}</bdi>`,
  )}<th scope="row" role="rowheader"><bdi>${text(title)}</bdi>${letter.note ? `<p><bdi>${text(letter.note)}</bdi></p>` : ''}</th>${cell(`<bdi>${text(place)}</bdi>`)}${cell(
    letter.locked ? text(texts.locked) : list(documents),
  )}${cell(list(proofs))}</tr>`
}

function pagesNav({ texts, pages, pageNo }: PageOf): string {
  if (pages <= 1) return ''
  const up = pageNo === 1 ? '' : '../'
  const items = Array.from({ length: pages }, (_, i) => {
    const n = i + 1
    const words = text(texts.page(String(n)))
    return n === pageNo
      ? `<li><strong aria-current="page">${words}</strong></li>`
      : `<li><a href="${up}${pagePath(n)}">${words}</a></li>`
  })
  return `<nav aria-label="${text(texts.pages)}"><ul>${items.join('')}</ul></nav>`
}

const LOCALES: Readonly<Record<string, string>> = { da: 'da-DK', nb: 'nb-NO', sv: 'sv-SE', en: 'en-GB' }
const localeOf = (language: string): string => LOCALES[language] ?? 'en-GB'

const text = (words: string): string =>
  words.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
