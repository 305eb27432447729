import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holdFor, PERSON_SEARCH, readPersonSearch } from './person-search.ts'

test('S-13 D-18: two names, or one and a place; whatever is typed, nothing else is searched for', () => {
  for (const asked of [
    { name: 'Karen Lindholm' },
    { name: 'Lindholm', postcode: '5000' },
    { name: ' Åse ', city: 'Odense C' },
    { name: 'Karen  Margrethe Lindholm', postcode: '50 00', city: 'Odense' },
  ])
    assert.equal(readPersonSearch(asked).kind, 'search', JSON.stringify(asked))
  for (const [asked, field, reason] of [
    [{}, 'name', 'form'],
    [{ name: '', postcode: '5000' }, 'name', 'form'],
    [{ name: '%', postcode: '5000' }, 'name', 'form'],
    [{ name: 'a b', postcode: '5000' }, 'name', 'form'],
    [{ name: 'Lindholm' }, 'name', 'too-wide'],
    [{ name: 'Karen Lindholm', postcode: '5%' }, 'postcode', 'form'],
    [{ name: 'Karen', city: '***' }, 'city', 'form'],
    [{ name: 'Karen\u202eL', city: 'Oslo' }, 'name', 'form'],
    [{ name: 'x'.repeat(101), city: 'Oslo' }, 'name', 'form'],
  ] as const)
    assert.deepEqual(readPersonSearch(asked), { kind: 'invalid', field, reason }, JSON.stringify(asked))
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (name, postcode, city) => {
      const read = readPersonSearch({ name, postcode, city })
      if (read.kind === 'search')
        assert.ok(
          /[\p{L}\p{N}]{2}/u.test(read.name.normalize('NFKD').replace(/\p{M}/gu, '')) || read.name.length > 0,
        )
    }),
  )
})

test('D-18: an answer comes on a full step and never before the first', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 5000, noNaN: true }), (passedMs) => {
      const at = passedMs + holdFor(passedMs)
      assert.ok(
        Math.abs(at / PERSON_SEARCH.answerStepMs - Math.round(at / PERSON_SEARCH.answerStepMs)) < 1e-9,
      )
      assert.ok(at >= PERSON_SEARCH.answerStepMs - 1e-9 && at >= passedMs - 1e-9)
    }),
  )
})
