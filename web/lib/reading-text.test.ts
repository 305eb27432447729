import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { passagesOf, plainPassages, type TextRun } from './reading-text.ts'

const line = (str: string, y: number, height = 10): TextRun => ({ str, hasEOL: true, height, y })

test('B-13: lines become passages, taller letters headings, and a divided word is whole again', () => {
  assert.deepEqual(
    passagesOf([
      [
        line('Årsopgørelse', 800, 18),
        line('Kære Karen', 760),
        line('Her er din opgørelse for perio-', 730),
        line('den til 31. oktober. E-', 718),
        line('Boks er noget andet.', 706),
        line('Med venlig hilsen', 660),
      ],
    ]),
    [
      { kind: 'heading', text: 'Årsopgørelse' },
      { kind: 'text', text: 'Kære Karen' },
      { kind: 'text', text: 'Her er din opgørelse for perioden til 31. oktober. E- Boks er noget andet.' },
      { kind: 'text', text: 'Med venlig hilsen' },
    ],
  )
})

test('B-13: runs of one line are one line, whether or not the document says where lines end', () => {
  const runs = [
    { str: 'Beløb', hasEOL: false, height: 10, y: 700 },
    { str: ' ', hasEOL: false, height: 0, y: 700 },
    { str: '1.284,50 kr.', hasEOL: false, height: 10, y: 700.4 },
    { str: 'Frist 1. december', hasEOL: false, height: 10, y: 688 },
  ]
  assert.deepEqual(passagesOf([runs]), [{ kind: 'text', text: 'Beløb 1.284,50 kr. Frist 1. december' }])
})

test('B-13: no word is lost and none is added, whatever the runs look like', () => {
  const run = fc.record({
    str: fc.stringMatching(/^[A-ZÆØÅ]{1,6}$/),
    hasEOL: fc.boolean(),
    height: fc.integer({ min: 0, max: 40 }),
    y: fc.integer({ min: 0, max: 900 }),
  })
  fc.assert(
    fc.property(fc.array(fc.array(run, { maxLength: 30 }), { maxLength: 4 }), (pages) => {
      const letters = (texts: readonly string[]) => texts.join('').replaceAll(' ', '')
      assert.equal(
        letters(passagesOf(pages).map(({ text }) => text)),
        letters(pages.flat().map(({ str }) => str)),
      )
    }),
  )
})

test('B-13: plain text is divided at blank lines', () => {
  assert.deepEqual(plainPassages('En linje\nog en til\n\n \r\n\r\nNæste'), [
    { kind: 'text', text: 'En linje og en til' },
    { kind: 'text', text: 'Næste' },
  ])
  assert.deepEqual(plainPassages(' \n '), [])
})
