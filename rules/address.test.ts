import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressFormOf } from '#tests/address-form.ts'
import { addressForm, parseAddress } from './address.ts'
import type { AddressFault } from './postal-address.ts'

const BIRKEVEJ = 'dk|3460|birkevej|14a|2|tv'

test('S-04: spellings of one Danish address are the same address', () => {
  const spellings = [
    'Birkevej 14A, 2. tv, 3460 Birkerød',
    'BIRKEVEJ 14 A, 2. TV., DK-3460 BIRKERØD',
    'birkevej 014a 02 tv\n3460 Birkerød\nDanmark',
    'Birkevej 14a,2.tv,3460 Birkerød',
    'Birkevej14A, 2tv, 3460',
    'Birkevej 14 A, 2. sal, t.v., 3460 Birkerød',
    'Birkevej 14A, 2 sal til venstre, 3460 Birkerød',
    'c/o Hansen, Birkevej 14A, 2. tv, 3460 Birkerød',
    'C/O Hansen 3. th\nBirkevej 14A, 2. tv\n3460 Birkerød',
    'v/ Hansen\nBirkevej 14A 2. tv\n-\n3460 Birkerød',
    'Birkevej 14A 2. tv 3460 Birkerød',
    'Birkevej\u00a014A, \u200b2. tv, 3460 Birkero\u0308d',
  ]
  for (const text of spellings) assert.equal(addressFormOf('dk', text), BIRKEVEJ, text)
  const inFields = [
    { lines: ['Birkevej 14A, 2. tv'], postcode: '3460', city: 'Birkerød' },
    { lines: ['c/o Hansen', 'Birkevej 14A', '2. tv.', '-', ''], postcode: ' DK-3460 ' },
    { lines: ['Birkevej 14A', '2', 'tv'], postcode: '3460', city: '3460 Birkerød' },
  ]
  for (const fields of inFields) assert.equal(addressFormOf('dk', fields), BIRKEVEJ, JSON.stringify(fields))
})

test('S-04: floors and doors in every spelling met', () => {
  const floors: Record<string, string> = {
    st: 'st|',
    'st.': 'st|',
    stuen: 'st|',
    stueplan: 'st|',
    kl: 'kl|',
    kld: 'kl|',
    'kld.': 'kl|',
    kælder: 'kl|',
    k2: 'k2|',
    '1. sal': '1|',
    '1.sal': '1|',
    '1': '1|',
    '01.': '1|',
    '12.': '12|',
    '1.tv': '1|tv',
    '1. mf.': '1|mf',
    'st. th': 'st|th',
    stth: 'st|th',
    '2th': '2|th',
    '3. 12': '3|12',
    '3. 0012': '3|12',
    '3, 12': '3|12',
    '1. sal dør 4': '1|4',
    '1. lejl. 4': '1|4',
    '1. a12': '1|a12',
    '2. -': '2|',
    'st. -': 'st|',
    '-': '|',
    '1. midt for': '1|mf',
    '1. højre': '1|th',
  }
  for (const [text, form] of Object.entries(floors)) {
    assert.equal(
      addressFormOf('dk', `Birkevej 14, ${text}, 3460 Birkerød`),
      `dk|3460|birkevej|14|${form}`,
      text,
    )
  }
})

test('S-04: abbreviations, folded letters, accents and near names are never the same address', () => {
  const one = (text: string) => addressFormOf('dk', `${text}, 8000 Aarhus`)
  const pairs = [
    ['Gl. Kongevej 1', 'Gammel Kongevej 1'],
    ['Gl Kongevej 1', 'Gl. Kongevej 1'],
    ['Sdr. Boulevard 1', 'Søndre Boulevard 1'],
    ['Kjærvej 1', 'Kjaervej 1'],
    ['Østergade 1', 'Oestergade 1'],
    ['Åvej 1', 'Aavej 1'],
    ['Alléen 1', 'Alleen 1'],
    ['Birkevej 1', 'Birkevei 1'],
    ['Birkevej 1', 'Birkevej 1A'],
    ['Birkevej 1, 1. tv', 'Birkevej 1, 1. th'],
    ['Birkevej 1', 'Birkevej 1, st'],
    ['Birkevej 1', 'Birkevej 1, Lillerød'],
    ['Vej 5 12', 'Vej 12 5'],
  ] as const
  for (const [a, b] of pairs) {
    assert.ok(one(a) && one(b), `${a} ${b}`)
    assert.notEqual(one(a), one(b))
  }
})

test('S-04: roads with numbers in their names, boxes and supplementary towns', () => {
  assert.equal(addressFormOf('dk', '10. Februar Vej 3, kld, 8000 Aarhus'), 'dk|8000|10. februar vej|3|kl|')
  assert.equal(addressFormOf('dk', 'Vej 5 12, 8000 Aarhus'), 'dk|8000|vej 5|12||')
  assert.equal(addressFormOf('dk', 'Postboks 12, 8000 Aarhus'), 'dk|8000|postboks|12||')
  assert.equal(addressFormOf('dk', 'Skolevej 3, Ålsrode, 8500 Grenaa'), 'dk|8500|skolevej (ålsrode)|3||')
  assert.equal(
    addressFormOf('dk', 'H.C. Andersens Boulevard 12 1. th 1553 København V'),
    'dk|1553|h.c. andersens boulevard|12|1|th',
  )
})

test('S-04: Norwegian addresses', () => {
  const forms: Record<string, string> = {
    'Storgata 12 B, H0101, 0352 Oslo': 'no|0352|storgata|12b|h0101',
    'STORGATA 12b h 0101, N-0352 OSLO, Norge': 'no|0352|storgata|12b|h0101',
    'c/o Berg\nStorgata 12B\nleil. H0101\n0352 Oslo': 'no|0352|storgata|12b|h0101',
    'Storgata 12, 0352 Oslo': 'no|0352|storgata|12|',
    'Storgata 12, -, 0352 Oslo': 'no|0352|storgata|12|',
    'Valdresvegen 1234, 2900 Fagernes': 'no|2900|valdresvegen|1234|',
    'Postboks 123 Sentrum, 0107 Oslo': 'no|0107|postboks sentrum|123|',
    'Gnr. 12/Bnr. 3, 2920 Leira': 'no|2920|gnr|12/3|',
    'Gnr 12 Bnr 3, H0101, 2920 Leira': 'no|2920|gnr|12/3|h0101',
    'Nordbygda, Storgata 12, 0352 Oslo': 'no|0352|storgata (nordbygda)|12|',
  }
  for (const [text, form] of Object.entries(forms)) assert.equal(addressFormOf('no', text), form, text)
})

test('S-03: a register text that is no address has no form, and so is in no index', () => {
  assert.equal(addressFormOf('dk', 'uden fast bopæl'), undefined)
})

test('S-04 A-09: what cannot be read is a fault with its field and reason', () => {
  const dk: [string, AddressFault][] = [
    ['', { field: 'text', reason: 'empty' }],
    [' \u200b ', { field: 'text', reason: 'empty' }],
    ['x'.repeat(5000), { field: 'text', reason: 'too-long' }],
    ['Birkevej \u202e14, 3460 x', { field: 'text', reason: 'control-character' }],
    ['Birker\ufffddvej 14, 3460 x', { field: 'text', reason: 'broken-encoding' }],
    ['3460 Birkerød', { field: 'street', reason: 'street-missing' }],
    ['c/o Hansen, 3460 Birkerød', { field: 'street', reason: 'street-missing' }],
    ['Birkevej, 3460 Birkerød', { field: 'house', reason: 'house-missing' }],
    ['Birkevej 0, 3460 Birkerød', { field: 'house', reason: 'house-missing' }],
    ['Birkevej 1234, 3460 Birkerød', { field: 'house', reason: 'house-missing' }],
    ['Birkevej 12-14, 3460 Birkerød', { field: 'house', reason: 'house-range' }],
    ['Birkevej 12', { field: 'postcode', reason: 'postcode-missing' }],
    ['Birkevej 12, 34600 Birkerød', { field: 'postcode', reason: 'postcode-format' }],
    ['Birkevej 12, 0000 Birkerød', { field: 'postcode', reason: 'postcode-format' }],
    ['Birkevej 12, N-3460 Birkerød', { field: 'postcode', reason: 'postcode-format' }],
    ['Birkevej 12, 99x9, 3460 Birkerød', { field: 'floor', reason: 'floor-unclear' }],
    ['Birkevej 12, 1. tv, 2. th, 3460 Birkerød', { field: 'floor', reason: 'floor-unclear' }],
    ['Birkevej 12 1. tv, 2. th, 3460 Birkerød', { field: 'floor', reason: 'floor-unclear' }],
    ['a,b,c,d,e,f,Birkevej 12, 3460 Birkerød', { field: 'text', reason: 'too-many-lines' }],
    [`${'x'.repeat(41)} 12, 3460 Birkerød`, { field: 'street', reason: 'too-long' }],
    [`Birkevej 12, ${'x'.repeat(81)}, 3460 Birkerød`, { field: 'text', reason: 'too-long' }],
  ]
  for (const [text, fault] of dk)
    assert.deepEqual(parseAddress('dk', text), { kind: 'invalid', faults: [fault] }, text)
  const no: [string, AddressFault][] = [
    ['0352 Oslo', { field: 'street', reason: 'street-missing' }],
    ['Storgata, 0352 Oslo', { field: 'house', reason: 'house-missing' }],
    ['Storgata 1-3, 0352 Oslo', { field: 'house', reason: 'house-range' }],
    ['Storgata 12 H0101, H0102, 0352 Oslo', { field: 'floor', reason: 'floor-unclear' }],
    ['Storgata 12, Bygg 4, 0352 Oslo', { field: 'floor', reason: 'floor-unclear' }],
    [`${'x'.repeat(41)} 12, 0352 Oslo`, { field: 'street', reason: 'too-long' }],
    [`Storgata 12, ${'x'.repeat(81)}, 0352 Oslo`, { field: 'text', reason: 'too-long' }],
  ]
  for (const [text, fault] of no)
    assert.deepEqual(parseAddress('no', text), { kind: 'invalid', faults: [fault] }, text)
  const fields = { lines: ['Birkevej 12'], postcode: '', city: 'Birkerød' }
  assert.deepEqual(parseAddress('dk', fields), {
    kind: 'invalid',
    faults: [{ field: 'postcode', reason: 'postcode-missing' }],
  })
  assert.deepEqual(parseAddress('dk', { ...fields, postcode: '346' }), {
    kind: 'invalid',
    faults: [{ field: 'postcode', reason: 'postcode-format' }],
  })
})

const road = fc.constantFrom(
  'Birkevej',
  'Østergade',
  'Gl. Kongevej',
  'Vej 5',
  'H.C. Ørsteds Vej',
  'Åboulevarden',
)
const house = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('', 'A', 'b'))
  .map(([number, letter]) => `${number}${letter}`)
const floor = fc.constantFrom('', 'st', 'kl', 'k2', '1', '7', '12')
const door = fc.constantFrom('', 'tv', 'th', 'mf', '1', '12', 'a3')

test('S-04: every way of writing a tuple reads back as that tuple', () => {
  fc.assert(
    fc.property(
      road,
      house,
      floor,
      door,
      fc.constantFrom(', ', '\n', ',', ' ,  '),
      fc.boolean(),
      fc.boolean(),
      (r, h, f, d, comma, upper, nfd) => {
        const unit = f === '' ? '' : `${comma}${f}. ${d}`
        const plain = `${r} ${h}${unit}${comma}3460 Birkerød`
        const cased = upper ? plain.toUpperCase() : plain
        const form = addressFormOf('dk', nfd ? cased.normalize('NFD') : cased)
        assert.equal(form, `dk|3460|${r.toLowerCase()}|${h.toLowerCase()}|${f}|${f === '' ? '' : d}`, plain)
      },
    ),
    { numRuns: 1000 },
  )
})

test('S-04: two different tuples never have the same form', () => {
  const tuple = fc.record({ r: road, h: house, f: floor, d: door })
  fc.assert(
    fc.property(tuple, tuple, (a, b) => {
      const formOf = ({ r, h, f, d }: typeof a) =>
        addressForm({
          country: 'dk',
          postcode: '3460',
          city: '',
          place: '',
          road: r,
          house: h.toLowerCase(),
          floor: f,
          door: d,
        })
      const same = a.r === b.r && a.h.toLowerCase() === b.h.toLowerCase() && a.f === b.f && a.d === b.d
      assert.equal(formOf(a) === formOf(b), same)
    }),
  )
})

test('S-04: any text at all gives an address or a fault, quickly, and a form holds no line break and no stray bar', () => {
  const words = fc.constantFrom(
    'birkevej',
    '14',
    'a',
    '2.',
    'tv',
    '3460',
    ',',
    '\n',
    '-',
    'c/o',
    '|',
    'st',
    'h0101',
    'postboks',
    'gnr',
    '/',
    '\u202e',
    ' ',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' ')),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('dk' as const, 'no' as const), (written, country) => {
      const result = parseAddress(country, written)
      if (result.kind === 'invalid') return assert.ok(result.faults.length > 0)
      const form = addressForm(result.address)
      assert.equal(form.split('|').length, country === 'dk' ? 6 : 5, form)
      assert.doesNotMatch(form, /[\n\r]/)
    }),
    { numRuns: 4000 },
  )
  // Of the processor, not of the clock: others may be at work.
  const started = process.cpuUsage()
  parseAddress('dk', `${'1 '.repeat(190)}3460`)
  parseAddress('dk', `${'a 1 '.repeat(95)}, 3460`)
  parseAddress('no', `${'a'.repeat(380)} 3460`)
  assert.ok(process.cpuUsage(started).user < 200_000)
})
