import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readRange } from './byte-range.ts'

const CASES: [string | undefined, number, ReturnType<typeof readRange>][] = [
  [undefined, 10, { kind: 'whole' }],
  ['bytes=0-3', 10, { kind: 'part', from: 0, to: 4 }],
  ['bytes=3-', 10, { kind: 'part', from: 3, to: 10 }],
  ['bytes=-3', 10, { kind: 'part', from: 7, to: 10 }],
  ['bytes=-30', 10, { kind: 'part', from: 0, to: 10 }],
  ['bytes=9-9', 10, { kind: 'part', from: 9, to: 10 }],
  ['bytes=0-99999999999999999999999', 10, { kind: 'part', from: 0, to: 10 }],
  ['bytes=10-', 10, { kind: 'unsatisfiable' }],
  [`bytes=${'9'.repeat(400)}-`, 10, { kind: 'unsatisfiable' }],
  ['bytes=-0', 10, { kind: 'unsatisfiable' }],
  ['bytes=0-', 0, { kind: 'unsatisfiable' }],
  ['bytes=-5', 0, { kind: 'whole' }],
  // RFC 9110 §14.2: what is invalid, unknown or several at once may be ignored.
  ['bytes=5-3', 10, { kind: 'whole' }],
  ['bytes=0-1,4-5', 10, { kind: 'whole' }],
  ['bytes=-', 10, { kind: 'whole' }],
  ['items=0-3', 10, { kind: 'whole' }],
  ['bytes=a-b', 10, { kind: 'whole' }],
  ['bytes=0x1-2', 10, { kind: 'whole' }],
]

test('B-01: byte ranges are read as RFC 9110 says, also the crooked ones', () => {
  for (const [header, size, expected] of CASES)
    assert.deepEqual(readRange(header, size), expected, `${header?.slice(0, 40)} of ${size}`)
})

test('B-01: whatever the header says, a part lies within the document and is not empty', () => {
  const bound = fc.oneof(fc.nat(40).map(String), fc.constant(''), fc.string())
  fc.assert(
    fc.property(bound, bound, fc.nat(30), (first, last, size) => {
      const range = readRange(`bytes=${first}-${last}`, size)
      if (range.kind === 'part') assert.ok(0 <= range.from && range.from < range.to && range.to <= size)
    }),
  )
})
