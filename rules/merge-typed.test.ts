import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeTyped } from './merge-typed.ts'

const FIELDS = ['name', 'city', 'role'] as const
const value = fc.constantFrom('', 'a', 'b', 'c')
const form = fc.record({ name: value, city: value, role: value })

test('P-02: two forms over the same thing lose nothing: each untouched field keeps the other’s, and both at one field is a clash', () => {
  fc.assert(
    fc.property(form, form, form, (seen, typed, present) => {
      const { values, clashes } = mergeTyped(FIELDS, { seen, typed, present })
      for (const field of FIELDS) {
        const [was, mine, theirs] = [seen[field], typed[field], present[field]]
        assert.equal(values[field], mine === was ? theirs : mine)
        assert.equal(clashes.includes(field), mine !== was && theirs !== was && mine !== theirs)
      }
    }),
  )
  fc.assert(
    fc.property(form, form, form, (seen, one, other) => {
      const first = mergeTyped(FIELDS, { seen, typed: one, present: other })
      const second = mergeTyped(FIELDS, { seen, typed: other, present: one })
      assert.deepEqual(first.clashes, second.clashes, 'whoever comes first')
      if (first.clashes.length === 0) assert.deepEqual(first.values, second.values)
    }),
  )
})
