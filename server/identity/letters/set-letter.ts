/** The page: address in the window, codes in boxes, a code card as a table on a page of its own. Everything that varies goes in as data. */
import type { PostalPlace, Typesetter } from '#ground/paper.ts'
import { LETTER_LAYOUTS } from '#rules/letter-layout.ts'
import { PROFILES } from '#rules/profiles.ts'
import type { SessionLanguage } from '../session.store.ts'
import { composeLetter, type LetterFacts, letterDate } from './letter-words.ts'

const SOURCE = `
#let d = json(bytes(sys.inputs.data))
#let l = d.layout
#let green = rgb("#14463d")
#set document(title: d.content.title, author: "Brevhus")
#set page(paper: "a4", margin: (
  top: l.margin.top * 1mm, left: l.margin.left * 1mm, right: l.margin.right * 1mm, bottom: l.margin.bottom * 1mm))
#set text(lang: d.language, font: "Libertinus Serif", size: 11.5pt, hyphenate: false)
#set par(leading: 0.7em, spacing: 1em)
#let mono(body, size) = text(font: "DejaVu Sans Mono", size: size, body)

#place(top + left, dx: (l.recipient.x - l.margin.left) * 1mm, dy: (l.recipient.y - l.margin.top) * 1mm,
  box(width: l.recipient.width * 1mm, height: l.recipient.height * 1mm)[
    #set text(size: 10pt)
    #set par(leading: 0.45em)
    #d.recipient.join(linebreak())
  ])
#place(top + left, dx: (l.reserved.x + l.reserved.width + 5 - l.margin.left) * 1mm, dy: 2mm)[
  #text(size: 16pt, weight: "bold", fill: green)[Brevhus]
  #linebreak()
  #text(size: 10pt)[#d.date]
]
#v((l.reserved.y + l.reserved.height - l.margin.top + 4) * 1mm)
#heading(level: 1, text(size: 16pt, fill: green)[#d.content.title])
#v(2mm)
#for words in d.content.paragraphs { par(words) }
#for one in d.content.boxes {
  block(stroke: 0.8pt + green, radius: 2mm, inset: 4mm, width: 100%, breakable: false)[
    #text(size: 10pt)[#one.label]
    #v(-1mm)
    #mono(one.text, 17pt)
  ]
}
#for words in d.content.after { par(words) }

#if d.content.report != none {
  set text(size: 9.5pt)
  set par(leading: 0.5em, spacing: 0.65em)
  for section in d.content.report.sections {
    v(1.5mm)
    block(sticky: true, heading(level: 2, text(size: 11pt, fill: green)[#section.title]))
    for reason in section.reasons { par(text(size: 8.5pt, fill: luma(70), reason)) }
    for row in section.rows { par(hanging-indent: 3mm, row) }
    if section.after != "" { par(section.after) }
  }
  if d.content.report.notGiven != none {
    v(1.5mm)
    block(sticky: true, heading(level: 2, text(size: 11pt, fill: green)[#d.content.report.notGiven.title]))
    for line in d.content.report.notGiven.lines { par(line) }
  }
}

#if d.content.card != none {
  let c = d.content.card
  pagebreak()
  heading(level: 1, text(size: 16pt, fill: green)[#c.title #h(1fr) #mono(c.serial, 13pt)])
  par(c.hint)
  let columns = 4
  let rows = calc.ceil(c.rows.len() / columns)
  let part(n) = c.rows.slice(n * rows, calc.min((n + 1) * rows, c.rows.len()))
  grid(columns: (1fr,) * columns, gutter: 4mm, ..range(columns).map(n => table(
    columns: (auto, 1fr), align: (right, left), inset: (x: 1.6mm, y: 1.25mm),
    stroke: (x, y) => if calc.rem(y, 5) == 0 { (bottom: 0.6pt + green) } else { (bottom: 0.2pt + luma(150)) },
    fill: (x, y) => if x == 0 { luma(236) },
    table.header(text(size: 9pt)[#c.key], text(size: 9pt)[#c.code]),
    ..part(n).map(((key, code)) => (
      mono(text(weight: "bold", key), 9.5pt), mono(code.slice(0, 3) + " " + code.slice(3), 9.5pt))).flatten())))
}
`

export type LetterToSet = {
  letterId: string
  language: SessionLanguage
  to: PostalPlace
  facts: LetterFacts
  date: Date
}

export function setLetter(typesetter: Typesetter, letter: LetterToSet): Promise<Uint8Array> {
  const { to, language, date } = letter
  const data = {
    language,
    layout: LETTER_LAYOUTS[PROFILES[to.country].letterLayout],
    recipient: [to.name, ...to.lines, `${to.postcode} ${to.city}`],
    date: letterDate(language, date),
    content: composeLetter(language, letter.facts),
  }
  return typesetter.typeset({ source: SOURCE, inputs: { data: JSON.stringify(data) }, madeAt: date })
}
