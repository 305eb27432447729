import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressForm, parseAddress } from './address.ts'
import { editDistance } from './edit-distance.ts'
import { cityFits, nearAddress, type RegisteredUnit, spellingBound } from './near-address.ts'

const ROADS = [
  'Birkevej',
  'Gammel Kongevej',
  'Søndre Boulevard',
  'Kjærvej',
  'Byggevej 5',
  'Vej 5',
  'Vej 6',
  'Vestergade',
  'Mestergade',
  'Skolevej (Ålsrode)',
  'Åvej',
]
const FLATS: RegisteredUnit[] = [
  { house: '1', floor: '', door: '' },
  { house: '2A', floor: 'st', door: '' },
  { house: '2A', floor: '1', door: 'tv' },
  { house: '2A', floor: '1', door: 'th' },
  { house: '3', floor: '1', door: '' },
]
function near(text: string) {
  const parsed = parseAddress('dk', `${text}, 8000 Aarhus`)
  assert.equal(parsed.kind, 'address')
  const result = nearAddress(parsed.kind === 'address' ? parsed.address : assert.fail(), {
    roads: ROADS,
    unitsAt: () => FLATS,
  })
  return result.kind === 'suggestion'
    ? `${result.because.join('+')} ${addressForm(result.address)}`
    : result.kind
}

test('S-04: a registered address needs no suggestion', () => {
  assert.equal(near('Birkevej 1'), 'registered')
  assert.equal(near('Birkevej 2A, 1. tv'), 'registered')
  assert.equal(near('Skolevej 1, Ålsrode'), 'registered')
})

test('S-04: a folded, abbreviated or misspelt road gives the registered one as class B', () => {
  assert.equal(near('Kjaervej 1'), 'road-folded dk|8000|kjærvej|1||')
  assert.equal(near('Aavej 1'), 'road-folded dk|8000|åvej|1||')
  assert.equal(near('Gl. Kongevej 1'), 'road-abbreviated dk|8000|gammel kongevej|1||')
  assert.equal(near('Sdr. Boulevard 1'), 'road-abbreviated dk|8000|søndre boulevard|1||')
  assert.equal(near('Birkev. 1'), 'road-abbreviated dk|8000|birkevej|1||')
  assert.equal(near('Birkvej 1'), 'road-misspelt dk|8000|birkevej|1||')
  assert.equal(near('Brikevej 1'), 'road-misspelt dk|8000|birkevej|1||')
  assert.equal(near('Birkevej 1, Lillerød'), 'place dk|8000|birkevej|1||')
})

test('S-04: nothing near, or several equally near, gives no suggestion (class C)', () => {
  assert.equal(near('Strandvejen 1'), 'none')
  assert.equal(near('Vej 7 1'), 'none')
  assert.equal(near('Byggevej 6 1'), 'none')
  assert.equal(near('Lestergade 1'), 'none')
  assert.equal(near('Birkevej 9'), 'none')
  assert.equal(near('Strandvejen 1, Lillerød'), 'none')
})

test('S-04: a flat that does not exist gives the only one there is, never one of several neighbours', () => {
  assert.equal(near('Birkevej 1, st'), 'floor-door dk|8000|birkevej|1||')
  assert.equal(near('Birkevej 3'), 'floor-door dk|8000|birkevej|3|1|')
  assert.equal(near('Birkevej 2A, st. th'), 'floor-door dk|8000|birkevej|2a|st|')
  assert.equal(near('Birkevej 2A, 1. mf'), 'none')
  assert.equal(near('Birkevej 2A'), 'none')
  assert.equal(near('Birkvej 3'), 'road-misspelt+floor-door dk|8000|birkevej|3|1|')
})

test('S-04: Norwegian dwellings', () => {
  const units = [
    { house: '12B', dwelling: 'H0101' },
    { house: '12B', dwelling: 'H0201' },
    { house: '14', dwelling: 'H0101' },
  ]
  const suggest = (text: string) => {
    const parsed = parseAddress('no', text)
    const result =
      parsed.kind === 'address'
        ? nearAddress(parsed.address, { roads: ['Storgata'], unitsAt: () => units })
        : assert.fail()
    return result.kind === 'suggestion' ? addressForm(result.address) : result.kind
  }
  assert.equal(suggest('Storgata 12b H0101, 0352 Oslo'), 'registered')
  assert.equal(suggest('Storgata 12b H0102, 0352 Oslo'), 'no|0352|storgata|12b|h0101')
  assert.equal(suggest('Storgt. 14 H0101, 0352 Oslo'), 'no|0352|storgata|14|h0101')
  assert.equal(suggest('Storgata 12b, 0352 Oslo'), 'none')
})

test('S-04: a suggestion is always an address that the register has, and reads as registered', () => {
  const letters = fc.oneof(
    fc.stringMatching(/^[a-zæøå. ]{1,12}$/),
    fc.constantFrom('constructor', 'birkev.', 'gl. kongev', 'birkevjel'),
  )
  fc.assert(
    fc.property(
      letters,
      fc.constantFrom('1', '2a', '3'),
      fc.constantFrom('', 'st', '1'),
      fc.constantFrom('', 'tv'),
      (road, house, floor, door) => {
        const address = {
          country: 'dk' as const,
          postcode: '8000',
          city: '',
          place: '',
          road,
          house,
          floor,
          door,
        }
        const register = { roads: ROADS, unitsAt: () => FLATS }
        const result = nearAddress(address, register)
        if (result.kind === 'suggestion')
          assert.deepEqual(nearAddress(result.address, register), { kind: 'registered' })
      },
    ),
    { numRuns: 500 },
  )
})

/** The whole table, without a bound. */
function slowDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? d[i - 2]![j - 2]! + 1 : 99
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        swap,
      )
    }
  }
  return d[a.length]![b.length]!
}

test('S-04: the bounded edit distance agrees with the whole table', () => {
  const word = fc.stringMatching(/^[abc]{0,8}$/)
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
      const full = slowDistance(a, b)
      assert.equal(editDistance(a, b, max), full <= max ? full : undefined)
      assert.equal(editDistance(b, a, max), editDistance(a, b, max))
    }),
    { numRuns: 2000 },
  )
  assert.deepEqual([3, 8, 20].map(spellingBound), [0, 1, 2])
})

test('S-04: a city may be short, folded or misspelt, but not another one', () => {
  for (const [written, registered] of [
    ['København', 'København S'],
    ['Kobenhavn', 'København'],
    ['AARHUS C', 'Aarhus'],
    ['', 'Oslo'],
    ['Birkrød', 'Birkerød'],
    ['Århus', 'Aarhus'],
  ] as const) {
    assert.ok(cityFits(written, registered), `${written} ${registered}`)
  }
  for (const [written, registered] of [
    ['Aarhus', 'Birkerød'],
    ['Oslo', 'Moss'],
    ['Ribe', 'Ry'],
  ] as const)
    assert.ok(!cityFits(written, registered))
})
