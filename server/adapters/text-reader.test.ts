import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PDFDocument } from '@cantoo/pdf-lib'
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
