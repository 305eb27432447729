import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SeenRows } from './seen-rows.ts'

test('S-06: a row that was there before is known again among very many, and no other is taken for it', () => {
  const seen = new SeenRows()
  for (let row = 0; row < 20_000; row++) assert.equal(seen.add(`r${row}`), false)
  for (let row = 0; row < 20_000; row += 7) assert.equal(seen.add(`r${row}`), true)
})

test('S-06: any rows in any order: the same answers as from a set of all texts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('ræk', 'r1', ''))),
      (texts) => {
        const seen = new SeenRows()
        const set = new Set<string>()
        for (const text of texts) {
          // Half a surrogate has no UTF-8: such a text never comes out of a list, which is UTF-8 or refused.
          if (!text.isWellFormed()) continue
          assert.equal(seen.add(text), set.has(text))
          set.add(text)
        }
      },
    ),
  )
})
