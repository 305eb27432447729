import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  digitalAddressKey,
  makeDigitalAddress,
  parseDigitalAddress,
  reachesHolder,
  TAG_LETTERS,
  tagOf,
} from './digital-address.ts'

const key = (text: string) => {
  const result = parseDigitalAddress(text)
  return result.kind === 'digital-address' ? digitalAddressKey(result) : result.reason
}

test('P-08 D-16: the address of the help pages, long and short', () => {
  assert.deepEqual(parseDigitalAddress('ola.nordmann#123A'), {
    kind: 'digital-address',
    name: 'ola.nordmann',
    tag: '123A',
  })
  assert.deepEqual(parseDigitalAddress('ola.nordmann#123'), {
    kind: 'digital-address',
    name: 'ola.nordmann',
    tag: '123',
  })
  assert.deepEqual(parseDigitalAddress('#123'), { kind: 'digital-address', name: '', tag: '123' })
})

test('P-08: made from first given name and last word; case, spaces and æøå spellings reach the same key', () => {
  assert.equal(makeDigitalAddress('Bjørn Åge', 'von Ærø', '123A'), 'bjørn.ærø#123A')
  assert.equal(makeDigitalAddress('Anne-Marie', "O'Brien", '456'), "anne-marie.o'brien#456")
  assert.equal(makeDigitalAddress('张', '', '456'), '#456')
  assert.equal(makeDigitalAddress('x'.repeat(150), 'y', '456'), '#456')
  for (const text of [
    'bjørn.ærø#123A',
    'BJØRN.ÆRØ#123a',
    'bjoern.aeroe#123A',
    ' bjørn . ærø # 123A ',
    'bjo\u0308rn.ærø#123A',
  ]) {
    assert.equal(key(text), 'bjoern.aeroe#123A')
  }
})

test('P-08: what is none says why', () => {
  const wrong: Record<string, string> = {
    '': 'format',
    anna: 'format',
    'a#1#2': 'format',
    '#12': 'tag',
    '#012': 'tag',
    '#123I': 'tag',
    '#123O': 'tag',
    '#123AB': 'tag',
    '#1234567890': 'tag',
    '#': 'tag',
    '.a#123': 'name',
    'a..b#123': 'name',
    'a1#123': 'name',
    'a b#123': 'name',
    '-a#123': 'name',
  }
  for (const [text, reason] of Object.entries(wrong)) assert.equal(key(text), reason, text)
  assert.equal(key(`${'x'.repeat(121)}#123`), 'too-long')
  assert.equal(key('x'.repeat(100_000)), 'too-long')
  assert.throws(() => makeDigitalAddress('a', 'b', '12'), RangeError)
})

test('P-08: an old address reaches its owner after a change of name, and a wrong name reaches nobody', () => {
  const names = ['anna.hansen', 'anna.bjørn']
  const reaches = (text: string) => {
    const result = parseDigitalAddress(text)
    return result.kind === 'digital-address' && reachesHolder(result, names)
  }
  for (const text of ['#123A', 'anna.hansen#123A', 'Anna.Bjoern#123A']) assert.ok(reaches(text))
  for (const text of ['anna.berg#123A', 'anna#123A', 'hansen.anna#123A']) assert.ok(!reaches(text))
})

test('P-08: every serial has a tag of its own that can be read back', () => {
  const serial = fc.integer({ min: 0, max: 20_000_000 })
  fc.assert(
    fc.property(serial, serial, (a, b) => {
      assert.equal(tagOf(a) === tagOf(b), a === b)
      assert.equal(key(`#${tagOf(a)}`), `#${tagOf(a)}`)
    }),
  )
  assert.deepEqual([0, 1, 24, 25].map(tagOf), ['100', '100A', '100Z', '101'])
  assert.equal(TAG_LETTERS.length, 24)
  for (const wrong of [-1, 0.5, Number.NaN, 999_999_900 * 25 + 25])
    assert.throws(() => tagOf(wrong), RangeError)
})

test('P-08: names of every alphabet make an address that can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (given, family) => {
      const made = makeDigitalAddress(given, family, '123A')
      const read = parseDigitalAddress(made)
      assert.ok(read.kind === 'digital-address' && read.tag === '123A', made)
      assert.equal(`${read.name}#${read.tag}`, made)
    }),
    { numRuns: 1000 },
  )
})
