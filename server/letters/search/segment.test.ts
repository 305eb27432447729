import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#ground/ids.ts'
import {
  AS,
  blocksFor,
  postingsOf,
  readBlock,
  readHead,
  type SegmentLetter,
  searchBlock,
  soughtOf,
  writeSegment,
} from './segment.ts'

const term = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'ø', '𐐷'), minLength: 1, maxLength: 4 }),
)
const letters = fc
  .array(fc.dictionary(term, fc.integer({ min: 1, max: 7 }), { maxKeys: 30 }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((all) =>
    all.map(
      (terms, n): SegmentLetter => ({
        letterId: newId(1_700_000_000_000 + n * 5),
        receivedAt: 1_700_000_000 + n,
        sensitive: n % 2 === 0,
        publicSector: n % 3 === 0,
        minimumLevel: n % 3,
        attachments: n % 5 === 0,
        terms: new Map(Object.entries(terms)),
      }),
    ),
  )

function find(written: ReturnType<typeof writeSegment>, wanted: string, unfinished: boolean) {
  const head = readHead(written.head)
  const found: [string, number][] = []
  const [from, to] = blocksFor(head, wanted, unfinished)
  const sought = soughtOf(new Map([[wanted, AS.itself]]), unfinished ? wanted : undefined)
  for (let no = from; no < to; no++)
    searchBlock(written.blocks[no]!, sought, (letterNo, at) => found.push([head.letters.id(letterNo), at]))
  return found.sort()
}

test('B-01: a segment gives back every word of every letter, whole or begun, and no other', () => {
  fc.assert(
    fc.property(letters, fc.array(term, { maxLength: 8 }), fc.boolean(), (given, others, unfinished) => {
      given.sort((a, b) => (a.letterId < b.letterId ? -1 : 1))
      const written = writeSegment(given, postingsOf(given))
      const known = given.flatMap((letter) => [...letter.terms.keys()])
      for (const wanted of [
        ...known.slice(0, 10),
        ...others,
        ...known.slice(0, 5).map((word) => [...word][0]!),
      ]) {
        const expected = given.flatMap(({ letterId, terms }) =>
          [...terms].flatMap(([word, at]): [string, number][] =>
            word === wanted || (unfinished && word.startsWith(wanted)) ? [[letterId, at]] : [],
          ),
        )
        assert.deepEqual(find(written, wanted, unfinished), expected.sort())
      }
      const { letters: table } = readHead(written.head)
      given.forEach(({ terms: _, ...letter }, no) => {
        assert.deepEqual(table.letter(no), letter)
        assert.equal(table.find(letter.letterId), no)
      })
      let read = 0
      for (const block of written.blocks) readBlock(block, () => void read++)
      assert.equal(read, known.length)
    }),
    { numRuns: 60 },
  )
})

test('B-01: over many blocks too', () => {
  const given: SegmentLetter[] = Array.from({ length: 300 }, (_, n) => ({
    letterId: newId(1_700_000_000_000 + n),
    receivedAt: 1,
    sensitive: false,
    publicSector: false,
    minimumLevel: 0,
    attachments: false,
    terms: new Map(Array.from({ length: 200 }, (_, i) => [`ord${(n * 37 + i * 11) % 9000}`, 4])),
  }))
  const written = writeSegment(given, postingsOf(given))
  assert.ok(written.blocks.length > 5)
  for (const wanted of ['ord1', 'ord89', 'ord8999', 'ord12'])
    for (const unfinished of [true, false])
      assert.equal(
        find(written, wanted, unfinished).length,
        given.flatMap(({ terms }) =>
          [...terms.keys()].filter((word) => word === wanted || (unfinished && word.startsWith(wanted))),
        ).length,
        wanted,
      )
})
