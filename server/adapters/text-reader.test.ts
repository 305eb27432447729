import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { PDFDocument } from '@cantoo/pdf-lib'
import { ZipFile } from 'yazl'
import { openTextReader } from './text-reader.ts'

let reader: ReturnType<typeof openTextReader>
before(() => {
  reader = openTextReader()
})
after(() => reader.close())

const read = (bytes: Uint8Array | string, mediaType = 'application/pdf') =>
  reader.read({ bytes: Buffer.from(bytes as string), mediaType })

async function pdfOf(...pages: string[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  for (const page of pages) pdf.addPage([400, 400]).drawText(page, { x: 20, y: 300, size: 12 })
  return pdf.save()
}

test('B-01: the words of a PDF, page by page, and of an HTML letter without what is not seen', async () => {
  const pdf = await read(await pdfOf('Din årsopgørelse er klar', 'Side to: tilbagebetaling'))
  assert.deepEqual(pdf, { kind: 'read', text: 'Din årsopgørelse er klar Side to: tilbagebetaling' })
  const html = await read(
    '<html><head><title>t</title><style>p{color:red}</style></head><body><p>K&aelig;re <b>Ka</b>ren</p><script>hemmeligt()</script><!-- nej --><td>1</td><td>2</td></body>',
    'text/html; charset=utf-8',
  )
  assert.deepEqual(html, { kind: 'read', text: 'Kære Karen 1 2' })
  assert.deepEqual(await read('forsik-\nring og\tmere', 'text/plain'), {
    kind: 'read',
    text: 'forsikring og mere',
  })
})

test('B-01: what is broken, of another kind or too large is said to be so, and the next one is read', async () => {
  for (const bytes of [
    '',
    '%PDF-1.7',
    'no pdf at all',
    '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
  ])
    assert.notEqual((await read(bytes)).kind, 'too-large', bytes)
  assert.deepEqual(await read('no pdf at all'), { kind: 'unreadable' })
  assert.deepEqual(await read('PK', 'application/zip'), { kind: 'unreadable' })
  assert.deepEqual(await read(Buffer.alloc(25 * 1024 * 1024 + 1)), { kind: 'too-large' })
  assert.equal((await read(await pdfOf('Hej'))).kind, 'read')
})

test('B-01: a document that takes too long or too much is given up, and the next one is read', async () => {
  const pdf = await pdfOf('Hej')
  const hurried = openTextReader({ documentMs: 1 })
  assert.deepEqual(await hurried.read({ bytes: pdf, mediaType: 'application/pdf' }), { kind: 'unreadable' })
  hurried.close()
  // Tags within tags: a parser that is not bounded holds all of them.
  const narrow = openTextReader({ memoryMb: 60 })
  const deep = Buffer.from('<b>'.repeat(7_000_000))
  assert.deepEqual(await narrow.read({ bytes: deep, mediaType: 'text/html' }), { kind: 'unreadable' })
  narrow.close()
  const again = openTextReader()
  assert.deepEqual(await again.read({ bytes: pdf, mediaType: 'application/pdf' }), {
    kind: 'read',
    text: 'Hej',
  })
  again.close()
})

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const OPEN = 'application/vnd.oasis.opendocument'

async function zipOf(entries: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

test('B-01 B-05: the words of Office files as a reader sees them: no deleted text, no field codes, nothing twice', async () => {
  const word = await zipOf({
    '[Content_Types].xml': '<Types/>',
    'word/footer1.xml': '<w:ftr xmlns:w="x"><w:p><w:r><w:t>Side 1</w:t></w:r></w:p></w:ftr>',
    'word/document.xml': `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document><w:body>
      <w:p><w:r><w:t>Lejekon</w:t></w:r><w:r><w:t>trakt &amp; f&#248;rste</w:t></w:r><w:r><w:tab/><w:t>rate</w:t></w:r></w:p>
      <w:p><w:del><w:r><w:delText>slettet</w:delText></w:r></w:del><w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>nyt&b;</w:t></w:r></w:p>
      <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>boks</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>boks</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
      </w:body></w:document>`,
  })
  const sheet = await zipOf({
    'xl/workbook.xml': '<workbook><sheets><sheet name="Budget 2026" sheetId="1"/></sheets></workbook>',
    'xl/sharedStrings.xml':
      '<sst><si><t>Husleje</t><rPh><t>lyd</t></rPh></si><si><r><t>El</t></r></si></sst>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>4711.5</v></c><c t="inlineStr"><is><t>kroner</t></is></c></row></sheetData></worksheet>',
  })
  const slides = await zipOf({
    'ppt/presentation.xml': '<p/>',
    'ppt/slides/slide10.xml': '<p:sld><a:p><a:r><a:t>Sidst</a:t></a:r></a:p></p:sld>',
    'ppt/slides/slide2.xml': '<p:sld><a:p><a:r><a:t>Først</a:t></a:r></a:p></p:sld>',
  })
  const open = await zipOf({
    mimetype: `${OPEN}.text`,
    'content.xml':
      '<office:document-content><office:scripts>x</office:scripts><office:body><office:text><text:tracked-changes><text:p>væk</text:p></text:tracked-changes><text:h>Testamente</text:h><text:p>Jeg<text:s/>giver <text:span>alt</text:span></text:p></office:text></office:body></office:document-content>',
  })
  assert.deepEqual(await read(word, `${OFFICE}.wordprocessingml.document`), {
    kind: 'read',
    text: 'Lejekontrakt & første rate nyt&b; boks Side 1',
  })
  assert.deepEqual(await read(sheet, `${OFFICE}.spreadsheetml.sheet`), {
    kind: 'read',
    text: 'Budget 2026 Husleje El 4711.5 kroner',
  })
  assert.deepEqual(await read(slides, `${OFFICE}.presentationml.presentation`), {
    kind: 'read',
    text: 'Først Sidst',
  })
  assert.deepEqual(await read(open, `${OPEN}.text`), { kind: 'read', text: 'Testamente Jeg giver alt' })
})

test('B-01: an Office file that unpacks to gigabytes, is cut off, lies about itself or is something else harms nobody', async () => {
  const type = `${OFFICE}.wordprocessingml.document`
  const words = '<w:document><w:p><w:t>forrest</w:t></w:p>'
  // 100 MB of spaces in some 100 KB.
  const bomb = await zipOf({ 'word/document.xml': Buffer.from(words + ' '.repeat(100_000_000)) })
  assert.ok(bomb.length < 200_000)
  assert.deepEqual(await read(bomb, type), { kind: 'read', text: 'forrest' }, 'what stood before the bomb')
  const deep = await zipOf({ 'word/document.xml': '<w:p>'.repeat(1_000_000) })
  assert.deepEqual(await read(deep, type), { kind: 'unreadable' })
  const good = await zipOf({ 'word/document.xml': `${words}</w:document>` })
  assert.deepEqual(await read(good.subarray(0, good.length - 30), type), { kind: 'unreadable' })
  assert.deepEqual(await read('PK\u0003\u0004 no archive', type), { kind: 'unreadable' })
  assert.deepEqual(await read(await zipOf({ 'a.txt': 'x' }), type), { kind: 'unreadable' })
  const lying = Buffer.from(good)
  lying.writeUInt32LE(1, lying.indexOf(Buffer.from('PK\u0001\u0002')) + 24)
  assert.deepEqual(await read(lying, type), { kind: 'unreadable' })
  assert.deepEqual(await read(good, type), { kind: 'read', text: 'forrest' }, 'and the next one is read')
})
