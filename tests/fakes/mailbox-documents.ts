/** Documents to show: a PDF of three pages with a link, in fonts that are not embedded, and a styled HTML letter. */
import { PDFDocument, PDFName, PDFString, rgb, StandardFonts } from '@cantoo/pdf-lib'

const LINES = [
  'Kære Karen',
  '',
  'Her er din opgørelse for perioden 1. november 2025 til 31. oktober 2026.',
  'Du har brugt 74 m3 vand og 8,2 MWh varme. Det er lidt mindre end året før.',
  '',
  'Beløbet er beregnet efter de aflæsninger, som din måler har sendt os hver måned.',
  '',
  'Med venlig hilsen',
  'Nordlys Forsyning',
]

async function makePdf(title: string, pages: number): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  const [serif, sans] = [
    await pdf.embedFont(StandardFonts.TimesRomanBold),
    await pdf.embedFont(StandardFonts.Helvetica),
  ]
  for (let no = 1; no <= pages; no++) {
    const page = pdf.addPage([595, 842])
    page.drawText('Nordlys Forsyning', { x: 72, y: 770, size: 11, font: sans, color: rgb(0.33, 0.38, 0.37) })
    page.drawText(no === 1 ? title : `${title}, side ${no}`, { x: 72, y: 700, size: 20, font: serif })
    LINES.forEach((line, at) => {
      page.drawText(line, { x: 72, y: 650 - at * 20, size: 11.5, font: sans })
    })
    if (no === 1) {
      page.drawText('nordlys.example/maaler', {
        x: 72,
        y: 440,
        size: 11.5,
        font: sans,
        color: rgb(0.08, 0.27, 0.24),
      })
      const link = pdf.context.register(
        pdf.context.obj({
          Type: 'Annot',
          Subtype: 'Link',
          Rect: [70, 434, 200, 454],
          Border: [0, 0, 0],
          A: { Type: 'Action', S: 'URI', URI: PDFString.of('https://nordlys.example/maaler') },
        }),
      )
      page.node.set(PDFName.of('Annots'), pdf.context.obj([link]))
    }
  }
  return Buffer.from(await pdf.save())
}

const PDFS = await Promise.all([makePdf('Årsopgørelse', 3), makePdf('Specifikation', 1)])

export const pdfLetter = (documentNo: number): Buffer => PDFS[documentNo === 1 ? 0 : 1]!

export const HTML_LETTER = `<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Ny aftale</title>
<style>body{font:16px/1.6 Georgia,serif;margin:48px;color:#222;max-width:38em}h1{font-size:22px}</style></head>
<body><h1>Ny aftale om betalingskort</h1><p>Kære Karen</p><p>Fra 1. januar gælder nye vilkår for dit kort.</p>
<script>document.title='a script ran'</script></body></html>`
