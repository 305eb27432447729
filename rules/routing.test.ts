import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { departmentFor, type RoutingRule, standsIn } from './routing.ts'

test('B-15: words of a subject are found as they stand, in any case, and never inside longer ones', () => {
  for (const [text, words] of [
    ['Faktura 4711', 'faktura'],
    ['Vedr.: ATT.  Bogholderi', 'att. bogholderi'],
    ['Lønseddel for Øst', 'øst'],
    ['(HR)', 'hr'],
  ] as const)
    assert.ok(standsIn(text, words), words)
  for (const [text, words] of [
    ['Fakturaen', 'faktura'],
    ['Chr. Hansen', 'hr'],
    ['anything', ' '],
  ] as const)
    assert.ok(!standsIn(text, words), words)
})

test('B-15: the first rule that fits decides; without one the default does, and every letter has a department', () => {
  const id = fc.constantFrom('a', 'b', 'c')
  const rule = fc.oneof(
    fc.record({ kind: fc.constant('sender' as const), senderId: id, departmentId: id }),
    fc.record({
      kind: fc.constant('subject' as const),
      words: fc.constantFrom('løn', 'faktura'),
      departmentId: id,
    }),
  )
  const letter = fc.record({ senderId: id, title: fc.constantFrom(null, 'Faktura', 'Din løn', 'Andet') })
  fc.assert(
    fc.property(fc.array<RoutingRule>(rule), letter, (rules, letter) => {
      const alone = rules.filter((one) => departmentFor(letter, [one], 'default') !== 'default')
      assert.equal(departmentFor(letter, rules, 'default'), alone[0]?.departmentId ?? 'default')
    }),
  )
})
