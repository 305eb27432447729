/** The demo's letters: typeset PDFs, an HTML letter and a plain one, as an authority, a utility and a bank would send them.
 * The words are made up for the demo. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

export type DemoSender = {
  key: 'authority' | 'utility' | 'bank'
  name: string
  organisationNumber: string
  publicSector: boolean
}

export const DEMO_SENDERS: readonly DemoSender[] = [
  { key: 'authority', name: 'Birkerød Kommune', organisationNumber: '29188378', publicSector: true },
  { key: 'utility', name: 'Nordlys Forsyning', organisationNumber: '10150817', publicSector: false },
  { key: 'bank', name: 'Havnebanken', organisationNumber: '61126228', publicSector: false },
]

export type DemoLetter = {
  from: DemoSender['key']
  title: string
  sensitive: boolean
  documents: readonly { fileName: string; mediaType: string; bytes: () => Buffer }[]
}

let compiler: NodeCompiler | undefined

function pdf(sender: string, title: string, body: string): Buffer {
  compiler ??= NodeCompiler.create()
  const mainFileContent = `
#set document(title: ${JSON.stringify(title)}, author: ${JSON.stringify(sender)})
#set page(paper: "a4", margin: (top: 30mm, left: 25mm, right: 25mm, bottom: 25mm))
#set text(lang: "da", size: 11pt)
#set par(leading: 0.75em, spacing: 1.2em)
#text(size: 14pt, weight: "bold", fill: rgb("#14463d"))[${sender}]
#v(18mm)
#text(size: 17pt, weight: "bold")[${title}]
#v(4mm)
${body}
`
  return Buffer.from(compiler.pdf({ mainFileContent }))
}

const YEARLY = `
Her er din opgørelse for perioden 1. november 2025 til 31. oktober 2026. Du har brugt 74 m³ vand og 8,2 MWh varme.
Det er lidt mindre end året før.

#table(columns: (1fr, auto, auto), align: (left, right, right), stroke: 0.5pt + gray, inset: 8pt,
  [*Ydelse*], [*Forbrug*], [*Beløb*],
  [Vand], [74 m³], [3.182,00 kr.],
  [Varme], [8,2 MWh], [6.970,00 kr.],
  [Indbetalt a conto], [], [−8.867,50 kr.],
  [*At betale senest 1. december*], [], [*1.284,50 kr.*])

Beløbet er beregnet efter de aflæsninger, som din måler har sendt os hver måned.

Venlig hilsen \\
Nordlys Forsyning
`
const SUPPORT = `
Vi har behandlet din ansøgning om boligstøtte. Du får støtte fra 1. januar 2027.

Støtten er beregnet efter husstandens indkomst og boligens størrelse. Ændrer noget sig, skal du give os besked inden 14 dage.

= Sådan klager du
Er du uenig i afgørelsen, kan du klage inden fire uger, fra du har fået dette brev.

Venlig hilsen \\
Borgerservice, Birkerød Kommune
`
const CARD = `
Den 1. februar 2027 ændrer vi aftalen om dit betalingskort. Du skal ikke gøre noget, hvis du vil beholde kortet.

- Du kan sætte en grænse for køb på nettet i banken.
- Gebyret for et nyt kort falder fra 250 til 175 kroner.
- Spærrer du kortet, gælder det straks.

Hele aftalen ligger som bilag.

Venlig hilsen \\
Havnebanken
`
const NEWS = `<!doctype html><html lang="da"><meta charset="utf-8"><title>Nyt fra Nordlys</title>
<style>body{font-family:sans-serif;line-height:1.6;max-width:36em;margin:1.5em auto;padding:0 1em}h1{color:#14463d}</style>
<h1>Vi skifter din måler</h1>
<p>Kære kunde</p>
<p>I uge 3 skifter vi vandmåleren på din adresse. Det tager en halv time, og der er lukket for vandet imens.</p>
<p>Du behøver ikke være hjemme. Måleren sidder i brønden ved vejen.</p>
<p>Venlig hilsen<br>Nordlys Forsyning</p></html>`

export const DEMO_LETTERS: readonly DemoLetter[] = [
  {
    from: 'bank',
    title: 'Ny aftale om betalingskort',
    sensitive: false,
    documents: [
      {
        fileName: 'brev.pdf',
        mediaType: 'application/pdf',
        bytes: () => pdf('Havnebanken', 'Ny aftale om betalingskort', CARD),
      },
      {
        fileName: 'aftale.pdf',
        mediaType: 'application/pdf',
        bytes: () => pdf('Havnebanken', 'Aftale om betalingskort', `#lorem(420)`),
      },
    ],
  },
  {
    from: 'utility',
    title: 'Vi skifter din måler',
    sensitive: false,
    documents: [{ fileName: 'brev.html', mediaType: 'text/html', bytes: () => Buffer.from(NEWS) }],
  },
  {
    from: 'authority',
    title: 'Afgørelse om boligstøtte',
    sensitive: true,
    documents: [
      {
        fileName: 'afgørelse.pdf',
        mediaType: 'application/pdf',
        bytes: () => pdf('Birkerød Kommune', 'Afgørelse om boligstøtte', SUPPORT),
      },
    ],
  },
]

export const YEARLY_STATEMENT = {
  title: 'Årsopgørelse for vand og varme 2026',
  bytes: () => pdf('Nordlys Forsyning', 'Årsopgørelse for vand og varme 2026', YEARLY),
}
