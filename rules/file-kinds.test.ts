import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { archive, compound, docm, docx, gif, jpeg, odt, pdf, png, svg, zip } from '#tests/files-to-upload.ts'
import { FILE_KINDS, FILE_REFUSALS, judgeFile } from './file-kinds.ts'

const told = (bytes: Uint8Array | string) => {
  const verdict = judgeFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  return verdict.kind === 'taken' ? verdict.type : verdict.reason
}
const both = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const VERY_OLD = Buffer.from('Blåbærgrød æøå', 'latin1')

test('B-05: what a file is is told by its content, whatever it is called', () => {
  for (const [bytes, type] of [
    [pdf(), 'application/pdf'],
    [both('\ufeff\n', pdf()), 'application/pdf'],
    [png, 'image/png'],
    [jpeg, 'image/jpeg'],
    [gif, 'image/gif'],
    [docx, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [odt, 'application/vnd.oasis.opendocument.text'],
    [compound('WordDocument'), 'application/msword'],
    [compound('Workbook'), 'application/vnd.ms-excel'],
    ['{\\rtf1\\ansi hej}', 'application/rtf'],
    ['Navn;Beløb\r\nKaren;12,50\r\n', 'text/plain'],
    ['3 < 4 og a <b> c', 'text/plain'],
    // Phones put more behind a photo; alone that makes it nothing else.
    [both(jpeg, Buffer.alloc(300, 1)), 'image/jpeg'],
  ] as const)
    assert.equal(told(bytes), type)
})

test('B-05 S-14: SVG with script, web pages, programs, macros, archives and what is locked are refused, each for its own reason', () => {
  for (const [bytes, reason] of [
    ['', 'empty'],
    [svg, 'svg'],
    ['<svg onload=alert(1)>', 'svg'],
    [`${' '.repeat(3000)}<x:svg xmlns:x="http://www.w3.org/2000/svg"/>`, 'svg'],
    ['<!DOCTYPE html><p>hej', 'html'],
    ['\ufeff  <?xml version="1.0"?><a/>', 'html'],
    ['hej <script>alert(1)</script>', 'html'],
    [both('MZ', Buffer.alloc(100)), 'program'],
    ['#!/bin/sh\nrm -rf ~\n', 'program'],
    [docm, 'macros'],
    [compound('WordDocument', '_VBA_PROJECT'), 'macros'],
    [compound('EncryptedPackage'), 'locked'],
    [archive, 'archive'],
    [both('Rar!\x1a\x07'), 'archive'],
    [VERY_OLD, 'encoding'],
    [Buffer.from([1, 2, 3, 0, 255]), 'unknown-kind'],
    ['a\0b', 'unknown-kind'],
  ] as const)
    assert.equal(told(bytes), reason, String(bytes.slice(0, 30)))
})

test('B-05: a polyglot, which could be opened as two kinds of file, is neither', () => {
  const html = '<html><script>alert(1)</script>'
  for (const [name, bytes] of [
    ['PDF behind a picture’s header', both(png.subarray(0, 33), pdf())],
    ['GIF with a PDF in it', both('GIF89a', pdf(), gif)],
    ['JPEG with an archive behind it', both(jpeg, archive)],
    ['PNG with an archive behind it', both(png, archive)],
    ['PDF with an archive behind it', both(pdf(), archive)],
    ['PDF with a program before it', both('#!/bin/sh\n', pdf()).fill('x', 0, 2)],
    ['picture with a page behind it', both(png, html)],
    ['picture with a page in its comment', both('GIF89a', html, ';')],
    ['text with an archive behind it', both('hej\n', archive)],
  ] as const)
    assert.ok(
      ['two-kinds', 'damaged', 'unknown-kind', 'html'].includes(told(bytes)),
      `${name}: ${told(bytes)}`,
    )
  // And an Office file with something behind it is no whole Office file.
  assert.equal(told(both(docx, '<script>')), 'damaged')
  assert.equal(told(both('x', docx)), 'unknown-kind')
})

test('B-05: cut off anywhere, a file is never taken for whole', () => {
  const cut = fc.double({ min: 0.1, max: 0.95, noNaN: true })
  for (const whole of [pdf(), png, docx, odt])
    fc.assert(
      fc.property(cut, (part) => {
        const kept = whole.subarray(0, Math.floor(whole.length * part))
        assert.equal(judgeFile(kept).kind, 'refused')
      }),
      { numRuns: 60 },
    )
})

test('B-05: any bytes have a verdict, and only those of the list', () => {
  const begins = fc.constantFrom(
    pdf(),
    png,
    gif,
    jpeg,
    docx,
    odt,
    compound('Workbook'),
    svg,
    Buffer.alloc(0),
    zip([]),
  )
  const bytes = fc.tuple(begins, fc.uint8Array({ maxLength: 400 }), fc.nat(600)).map(([begin, more, at]) => {
    const all = Buffer.concat([begin, more])
    if (all.length > 0) all[at % all.length] = more[0] ?? 0
    return all
  })
  fc.assert(
    fc.property(bytes, (given) => {
      const verdict = judgeFile(given)
      if (verdict.kind === 'taken') assert.ok(Object.hasOwn(FILE_KINDS, verdict.type))
      else assert.ok(FILE_REFUSALS.includes(verdict.reason))
    }),
    { numRuns: 400 },
  )
})
