/** The demo's letters: typeset PDFs, an HTML letter and a plain one, as an authority, a utility and a bank would send them.
 * The words are made up for the demo. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { WantsOrder } from '#api/dispatch.ts'

export type DemoSender = {
  key: 'authority' | 'utility' | 'bank' | 'hospital' | 'school'
  name: string
  organisationNumber: string
  publicSector: boolean
}

export const DEMO_SENDERS: readonly DemoSender[] = [
  { key: 'authority', name: 'Birkerød Kommune', organisationNumber: '29188378', publicSector: true },
  { key: 'utility', name: 'Nordlys Forsyning', organisationNumber: '10150817', publicSector: false },
  { key: 'bank', name: 'Havnebanken', organisationNumber: '61126228', publicSector: false },
  { key: 'hospital', name: 'Fjordby Sygehus', organisationNumber: '29190623', publicSector: true },
  { key: 'school', name: 'Fjordskolen', organisationNumber: '29189846', publicSector: true },
]

export type DemoLetter = {
  from: DemoSender['key']
  title: string
  sensitive: boolean
  /** Counted from the day it is sent, so that nothing is overdue when the demo opens. */
  wants?: () => WantsOrder
  /** Where its reader has put it; left out: it lies unread in the inbox. */
  kept?: 'starred' | 'archive' | 'trash' | 'home' | 'money' | 'children'
  documents: readonly { fileName: string; mediaType: string; bytes: () => Buffer }[]
}

const DAY_MS = 24 * 3_600_000
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
/** In words of the letter itself. */
const dayWords = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toLocaleDateString('da-DK', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
/** @param hour in UTC: the country is an hour or two ahead of it */
const at = (days: number, hour: number, minutes = 0): string =>
  `${inDays(days)}T${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:00Z`

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

const YEARLY = () => `
Her er din opgørelse for perioden 1. november 2025 til 31. oktober 2026. Du har brugt 74 m³ vand og 8,2 MWh varme.
Det er lidt mindre end året før.

#table(columns: (1fr, auto, auto), align: (left, right, right), stroke: 0.5pt + gray, inset: 8pt,
  [*Ydelse*], [*Forbrug*], [*Beløb*],
  [Vand], [74 m³], [3.182,00 kr.],
  [Varme], [8,2 MWh], [6.970,00 kr.],
  [Indbetalt a conto], [], [−8.867,50 kr.],
  [*At betale senest ${dayWords(12)}*], [], [*1.284,50 kr.*])

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
const ELECTRICITY = () => `
Regningen dækker dit forbrug af el i årets sidste kvartal.

#table(columns: (1fr, auto, auto), align: (left, right, right), stroke: 0.5pt + gray, inset: 8pt,
  [*Ydelse*], [*Forbrug*], [*Beløb*],
  [El], [312 kWh], [436,80 kr.],
  [Transport og afgifter], [], [205,95 kr.],
  [*At betale senest ${dayWords(8)}*], [], [*642,75 kr.*])

Venlig hilsen \\
Nordlys Forsyning
`
const HEARING = () => `
Kommunen vil bygge en cykelsti langs Havnevej. Planen ligger på biblioteket og på kommunens hjemmeside.

Du bor inden for 200 meter af stien. Derfor kan du svare på dette brev med det, du mener, senest ${dayWords(16)}.

Venlig hilsen \\
Plan og Miljø, Birkerød Kommune
`
const EXAMINATION = `
Du er henvist til en undersøgelse af dit knæ. Mød op i god tid, og tag din medicinliste med.

Du må gerne spise og drikke, som du plejer. Undersøgelsen tager omkring 30 minutter.

Kan du ikke komme, skal du ringe til os senest dagen før.

Venlig hilsen \\
Fjordby Sygehus, Ortopædkirurgisk Ambulatorium
`
const TALK = `
Vi vil gerne tale med dig om, hvordan dit barn har det i klassen, og hvad vi sammen kan gøre for, at det går endnu bedre.

Klasselæreren har sat 20 minutter af. I mødes i lokale 12 på første sal.

Venlig hilsen \\
Fjordskolen
`
const HOLIDAYS = `
Her er skolens ferier og fridage i det kommende skoleår.

#table(columns: (1fr, auto, auto), align: (left, right, right), stroke: 0.5pt + gray, inset: 8pt,
  [*Ferie*], [*Første dag*], [*Sidste dag*],
  [Vinterferie], [15. februar], [21. februar],
  [Påskeferie], [20. marts], [29. marts],
  [Sommerferie], [26. juni], [8. august])

Venlig hilsen \\
Fjordskolen
`
const ACCOUNTS = `
Her er årets tal for dine konti. Du kan bruge dem, når du ser din årsopgørelse efter.

#table(columns: (1fr, auto), align: (left, right), stroke: 0.5pt + gray, inset: 8pt,
  [*Konto*], [*Saldo ved årets udgang*],
  [Lønkonto], [18.204,11 kr.],
  [Opsparing], [64.930,00 kr.],
  [Renter i alt], [412,36 kr.])

Venlig hilsen \\
Havnebanken
`
const WELCOME = `
Velkommen som kunde hos Nordlys Forsyning. Vi leverer vand og varme til dit hjem.

Din måler sender selv sin stand til os hver måned, så du skal ikke læse den af.

Venlig hilsen \\
Nordlys Forsyning
`
const SAVING = `
Varmen koster mest fra december til marts. En grad lavere i stuen sparer omkring fem procent.

- Luft ud kort, med vinduerne helt åbne.
- Sæt radiatorerne ens i hele rummet.
- Luk dørene mellem varme og kolde rum.

Venlig hilsen \\
Nordlys Forsyning
`

const one = (fileName: string, sender: string, title: string, body: () => string) => [
  { fileName, mediaType: 'application/pdf', bytes: () => pdf(sender, title, body()) },
]

/** In the order they are sent: the last is on top. */
export const DEMO_LETTERS: readonly DemoLetter[] = [
  {
    from: 'utility',
    title: 'Velkommen som kunde',
    sensitive: false,
    kept: 'archive',
    documents: one('velkommen.pdf', 'Nordlys Forsyning', 'Velkommen som kunde', () => WELCOME),
  },
  {
    from: 'utility',
    title: 'Tre råd til en lavere varmeregning',
    sensitive: false,
    kept: 'trash',
    documents: one('råd.pdf', 'Nordlys Forsyning', 'Tre råd til en lavere varmeregning', () => SAVING),
  },
  {
    from: 'bank',
    title: 'Årsoversigt for dine konti',
    sensitive: false,
    kept: 'money',
    documents: one('årsoversigt.pdf', 'Havnebanken', 'Årsoversigt for dine konti', () => ACCOUNTS),
  },
  {
    from: 'school',
    title: 'Ferieplan for skoleåret',
    sensitive: false,
    kept: 'children',
    documents: one('ferieplan.pdf', 'Fjordskolen', 'Ferieplan for skoleåret', () => HOLIDAYS),
  },
  {
    from: 'bank',
    title: 'Ny aftale om betalingskort',
    sensitive: false,
    kept: 'starred',
    documents: [
      ...one('brev.pdf', 'Havnebanken', 'Ny aftale om betalingskort', () => CARD),
      ...one('aftale.pdf', 'Havnebanken', 'Aftale om betalingskort', () => '#lorem(420)'),
    ],
  },
  {
    from: 'utility',
    title: 'Vi skifter din måler',
    sensitive: false,
    kept: 'home',
    documents: [{ fileName: 'brev.html', mediaType: 'text/html', bytes: () => Buffer.from(NEWS) }],
  },
  {
    from: 'school',
    title: 'Skole-hjem-samtale',
    sensitive: false,
    wants: () => ({
      kind: 'appointment',
      startsAt: at(5, 15, 20),
      endsAt: at(5, 15, 40),
      place: 'Fjordskolen, lokale 12',
    }),
    documents: one('indbydelse.pdf', 'Fjordskolen', 'Skole-hjem-samtale', () => TALK),
  },
  {
    from: 'hospital',
    title: 'Indkaldelse til undersøgelse',
    sensitive: true,
    wants: () => ({
      kind: 'appointment',
      startsAt: at(9, 9, 15),
      endsAt: at(9, 9, 45),
      place: 'Fjordby Sygehus, indgang C',
    }),
    documents: one('indkaldelse.pdf', 'Fjordby Sygehus', 'Indkaldelse til undersøgelse', () => EXAMINATION),
  },
  {
    from: 'authority',
    title: 'Høring om cykelsti på Havnevej',
    sensitive: false,
    wants: () => ({ kind: 'answer', dueOn: inDays(16) }),
    documents: one('høring.pdf', 'Birkerød Kommune', 'Høring om cykelsti på Havnevej', HEARING),
  },
  {
    from: 'authority',
    title: 'Afgørelse om boligstøtte',
    sensitive: true,
    documents: one('afgørelse.pdf', 'Birkerød Kommune', 'Afgørelse om boligstøtte', () => SUPPORT),
  },
  {
    from: 'utility',
    title: 'Regning for el',
    sensitive: false,
    wants: () => ({ kind: 'pay', amountMinor: 64_275, currency: 'DKK', dueOn: inDays(8) }),
    documents: one('regning.pdf', 'Nordlys Forsyning', 'Regning for el', ELECTRICITY),
  },
  {
    from: 'authority',
    title: 'Din byggesag',
    sensitive: true,
    documents: [
      {
        fileName: 'byggesag.uri',
        mediaType: 'text/uri-list',
        bytes: () => Buffer.from('https://byggesager.birkeroed.example/2026/1187\r\n'),
      },
    ],
  },
]

export const YEARLY_STATEMENT = {
  title: 'Årsopgørelse for vand og varme',
  wants: (): WantsOrder => ({ kind: 'pay', amountMinor: 128_450, currency: 'DKK', dueOn: inDays(12) }),
  bytes: () => pdf('Nordlys Forsyning', 'Årsopgørelse for vand og varme', YEARLY()),
}

/** What a person of the demo has put into their mailbox themselves. */
export const OWN_PAPERS = [
  {
    fileName: 'Lejekontrakt.pdf',
    bytes: () =>
      pdf(
        'Lejekontrakt',
        'Lejekontrakt for en bolig',
        'Lejer og udlejer har aftalt en månedlig leje på 7.450,00 kr. og tre måneders opsigelse.',
      ),
  },
  {
    fileName: 'Garantibevis vaskemaskine.pdf',
    bytes: () =>
      pdf(
        'Fjordby Hvidevarer',
        'Garantibevis',
        'Maskinen er købt den 3. marts. Garantien gælder i to år og dækker fejl i materialer.',
      ),
  },
] as const
