import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAddress } from './address.ts'
import { type CleanText, cleanText, scrubText } from './clean-text.ts'
import { DOOR, FLOOR, type FloorDoor, parseFloorDoor } from './floor-door.ts'
import { firstNameOf, lastNameOf, normaliseName } from './names.ts'
import { plainSeparators } from './number-verdict.ts'
import type { AddressLines } from './postal-address.ts'
import { readRecipient } from './recipient.ts'
import { type StreetLine, streetCuts } from './street-line.ts'

/**
 * Reading is in the way of every row, so it knows the usual texts at a glance. Here each reader that has such a short way is held
 * against the long way, written plainly and taken for every text.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u206f]/gu
const BROKEN = /[\ufffd\ufff9-\ufffb\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/gu

function slowStrip(text: string): string {
  return text
    .replace(/[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|\u034f|[\ufe00-\ufe0f]/gu, '')
    .normalize('NFC')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim()
}

function slowClean(text: string, charactersMax: number): CleanText {
  if (text.length > charactersMax * 4) return { kind: 'unclean', reason: 'too-long' }
  if (text.search(BROKEN) >= 0) return { kind: 'unclean', reason: 'broken-encoding' }
  const plain = slowStrip(text)
  if (plain.search(CONTROL) >= 0) return { kind: 'unclean', reason: 'control-character' }
  if (plain === '') return { kind: 'unclean', reason: 'empty' }
  if (plain.length > charactersMax) return { kind: 'unclean', reason: 'too-long' }
  return { kind: 'clean', text: plain }
}

const slowScrub = (text: string): string =>
  slowStrip(slowStrip(text).replace(CONTROL, ' ').replace(BROKEN, ' '))

/** The words of a name, each in the form in which it is compared. */
function slowWords(text: string): string[] {
  return slowScrub(text)
    .replace(/[\u2018\u2019\u02bc\u02b9\u00b4\u0060\u2032\uff07]/gu, "'")
    .replace(/[\u2010\u2011\u2212\ufe63\uff0d]/gu, '-')
    .toLowerCase()
    .normalize('NFC')
    .split(/[ ,;|]/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
}

/** Every cut, found by trying all words. */
function slowCuts(line: string, digitsMax: number): StreetLine[] {
  const cuts: StreetLine[] = []
  const houseOf = (word: string) => {
    const [, number = '', letter] = /^0*([1-9]\d*)([a-z]?)$/.exec(word) ?? []
    return number !== '' && number.length <= digitsMax ? `${number}${letter}` : undefined
  }
  const words = line.split(' ')
  for (const [at, word] of words.entries()) {
    const road = words.slice(0, at).join(' ')
    const house = houseOf(word)
    if (house !== undefined && /\p{L}/u.test(road)) {
      const letter = words[at + 1] ?? ''
      if (/\d$/.test(house) && /^[a-z]$/.test(letter))
        cuts.push({ road, house: house + letter, rest: words.slice(at + 2).join(' ') })
      cuts.push({ road, house, rest: words.slice(at + 1).join(' ') })
    }
    const [, end, number = ''] = /^(\p{L}{3,}\.?)(\d+[a-z]?)$/u.exec(word) ?? []
    const glued = houseOf(number)
    if (glued) cuts.push({ road: `${road} ${end}`.trim(), house: glued, rest: words.slice(at + 1).join(' ') })
  }
  return cuts
}

const FLOORS: Readonly<Record<string, string>> = Object.fromEntries([
  ...['st', 'stue', 'stuen', 'stueplan', 'stueetage', 'stueetagen'].map((word) => [word, 'st']),
  ...['kl', 'kld', 'kælder', 'kælderen', 'kælderplan'].map((word) => [word, 'kl']),
])
const DOORS: Readonly<Record<string, string>> = Object.fromEntries([
  ...['tv', 't.v', 'venstre', 'til venstre'].map((word) => [word, 'tv']),
  ...['th', 't.h', 'højre', 'til højre'].map((word) => [word, 'th']),
  ...['mf', 'm.f', 'midtfor', 'midt for'].map((word) => [word, 'mf']),
])

function slowFloorDoor(text: string, alone: boolean): FloorDoor | undefined {
  const plain = text
    .replace(/(?<=^| )[-–—]+(?= |$|\.)/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  if (plain === '' || plain === '.') return { floor: '', door: '' }
  const parts =
    /^(0*[1-9]\d?|[a-zæ]+|k[2-9])(\.|(?= )|$|(?=(?:tv|th|mf)\b))\s*(sal\b|etage\b|et\b)?\.?,?\s*(.*)$/u.exec(
      plain,
    )
  if (!parts) return undefined
  const [, word = '', stop, storey, tail = ''] = parts
  const [, gluedFloor, gluedDoor = ''] = /^(st|kl)(tv|th|mf)$/.exec(word) ?? []
  const floor = gluedFloor ?? FLOORS[word] ?? word.replace(/^0+/, '')
  const doorText = `${gluedDoor} ${tail}`
    .trim()
    .replace(/^(?:dør|lejl|lejlighed)\b\.?:? ?(?:nr\.? ?)?/u, '')
    .replace(/\.$/, '')
  const door = DOORS[doorText] ?? doorText.replace(/^0+(?=.)/, '')
  // "dør" alone is no door; nothing at all is none.
  const noDoor = `${gluedDoor}${tail}`.trim() === ''
  if (!FLOOR.test(floor) || (!noDoor && !DOOR.test(door))) return undefined
  const bare = /^\d+$/.test(word) && stop !== '.' && storey === undefined
  if (bare && !alone && !['tv', 'th', 'mf'].includes(door)) return undefined
  return { floor, door: noDoor ? '' : door }
}

// Pieces that readers look for, and pieces that are only nearly so, in any order and with anything between them.
const PIECES = [
  ...[
    'Birkevej',
    'BIRKEVEJ',
    'Åvej',
    'Kjærvej',
    'vej.14b',
    'birkevej14',
    'ab1',
    '10.',
    '12-14',
    '1/3',
    'Stationsvej',
  ],
  ...[
    '14',
    '14A',
    '14 a',
    '007',
    '0',
    '1',
    '12',
    '1234',
    '12345',
    '3460',
    '0352',
    '0000',
    'DK-3460',
    'N-0352',
  ],
  ...[
    '2.',
    '02',
    'st',
    'ST',
    'st.',
    'stuen',
    'kl',
    'k2',
    'k',
    'kld.',
    'kælder',
    'sts',
    'stth',
    '2tv',
    'sal',
    'etage',
  ],
  ...['tv', 't.v.', 'th', 'mf', 'midt for', 'til højre', 'dør', 'lejl.', 'H0101', 'h 0102', 'leil.', 'u0201'],
  ...[
    'c/o',
    'v/',
    '℅',
    'postboks',
    'pb.',
    'gnr',
    'bnr',
    'Danmark',
    'norge',
    'dk',
    'København',
    "O'Brien",
    'Anne-Marie',
  ],
  ...[
    ',',
    ';',
    '|',
    '-',
    '–',
    '.',
    '/',
    '(x)',
    '`',
    '´',
    '’',
    '"',
    '×',
    '÷',
    'º',
    'µ',
    'ß',
    'ÿ',
    'é',
    'e\u0301',
  ],
  ...[
    'İ',
    'ı',
    '\u212a',
    '\u212b',
    'Ÿ',
    'ŋ',
    '\u0301',
    '\u200b',
    '\u00ad',
    '\u202e',
    '\ufffd',
    '\ud800',
    '\ue000',
  ],
  ...['\n', '\r\n', '\t', '\u00a0', '\u0085', '\u2028', '\u0000', '\u001b', '  ', '', 'x'.repeat(41)],
]
const pieces = fc
  .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(' ', ' ', ' ', '', ',', ', ', '-')), {
    maxLength: 7,
  })
  .map((parts) => parts.flat().join(''))
const text = fc.oneof(
  { weight: 5, arbitrary: pieces },
  { weight: 2, arbitrary: pieces.map((line) => line.trim().toLowerCase()) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
)
const RUNS = { numRuns: 4000 }

test('S-04: cleaning agrees with the long way', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (written, charactersMax) => {
      assert.deepEqual(cleanText(written, charactersMax), slowClean(written, charactersMax))
      assert.equal(scrubText(written), slowScrub(written))
    }),
    RUNS,
  )
})

test('S-04: every character, alone, at either end and between two letters, is cleaned as by the long way', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code)
    for (const written of [character, `a${character}`, `${character}a`, `a${character}b`]) {
      const [fast, slow] = [cleanText(written, 9), slowClean(written, 9)]
      const same =
        fast.kind === 'clean' ? slow.kind === 'clean' && fast.text === slow.text : fast.kind === slow.kind
      assert.ok(same, code.toString(16))
    }
  }
})

test('A-02 S-04: names agree with the long way', () => {
  fc.assert(
    fc.property(text, (written) => {
      const words = slowWords(written)
      assert.equal(normaliseName(written), words.join(' '))
      assert.equal(firstNameOf(written), words[0] ?? '')
      assert.equal(lastNameOf(written), words.at(-1) ?? '')
    }),
    RUNS,
  )
  for (let code = 0; code < 0x250; code++) {
    const written = `Ab${String.fromCharCode(code)}c D`
    assert.equal(normaliseName(written), slowWords(written).join(' '), code.toString(16))
  }
})

test('S-04: floors and doors agree with the long way', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (written, alone) => {
      assert.deepEqual(parseFloorDoor(written, alone), slowFloorDoor(written, alone), written)
    }),
    RUNS,
  )
  const floors = ['', '0', '1', '02', '12', '100', 'st', 'stuen', 'kl', 'kld', 'k2', 'k1', 's', 'x']
  const doors = [
    '',
    'tv',
    't.v.',
    'th',
    'mf',
    '1',
    '0',
    '012',
    '1234',
    '12345',
    'a1',
    'abcde',
    'dør 4',
    'dør',
  ]
  for (const floor of floors)
    for (const stop of ['', '.', '. sal', ' sal', '. sal.', ',', '-'])
      for (const space of ['', ' '])
        for (const door of doors)
          for (const alone of [true, false]) {
            const written = `${floor}${stop}${space}${door}`
            assert.deepEqual(parseFloorDoor(written, alone), slowFloorDoor(written, alone), written)
          }
})

test('S-04: a street line is cut as by the long way', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(3, 4), (written, digitsMax) => {
      assert.deepEqual(streetCuts(written, digitsMax), slowCuts(written, digitsMax))
    }),
    RUNS,
  )
})

const usualLine = fc
  .tuple(
    fc.constantFrom(
      'Birkevej 14A',
      'Skovvej 2',
      'Stationsvej 3b',
      'Vej 5 12',
      'Postboks 12',
      'Gnr 1/2',
      'c/o Hansen',
    ),
    fc.constantFrom('', ', 1. tv', ' st th', ', H0101', ', Lillerød', ',-', ', 2. sal; 12', ' 2'),
  )
  .map((parts) => parts.join(''))
const fields = fc.record(
  {
    lines: fc.array(fc.oneof(usualLine, pieces), { maxLength: 3 }),
    postcode: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('3460', '0352', ' 3460', 'DK-3460', '346', '0000', '') },
      { weight: 1, arbitrary: pieces },
    ),
    city: fc.oneof(
      fc.constantFrom('Birkerød', 'OSLO', '', ' ', '2 byen', 'Oslo, x', 'Norge', 'x;y', '0352', 'A/B'),
      pieces,
    ),
  },
  { requiredKeys: ['lines', 'postcode'] },
)

/** The same fields with a mark that nobody sees and that cleaning takes away: the short way is for texts without such. */
const marked = ({ lines, ...rest }: AddressLines): AddressLines => ({
  ...rest,
  lines: lines.map((line) => `${line}\u200b`),
})

test('S-04: an address in fields is read the same by the short way and the long', () => {
  fc.assert(
    fc.property(fields, fc.constantFrom('dk' as const, 'no' as const), (address, country) => {
      assert.deepEqual(parseAddress(country, address), parseAddress(country, marked(address)))
    }),
    RUNS,
  )
})

test('S-04 A-02: a row is read the same by the short way and the long', () => {
  const name = fc.oneof(fc.constantFrom('Anna', 'ÅSE Marie', 'von der Leyen', '-', ' ', 'Hansen, A'), pieces)
  fc.assert(
    fc.property(
      name,
      name,
      fields,
      fc.constantFrom('dk' as const, 'no' as const),
      (first, last, address, country) => {
        // Blank texts count as not given, and a mark would make them something.
        const mark = (written: string) => (written.trim() === '' ? written : `${written}\u200b`)
        const given = address.lines.some((line) => line.trim() !== '')
        const short = readRecipient(country, { firstName: first, lastName: last, address })
        const long = readRecipient(country, {
          firstName: mark(first),
          lastName: mark(last),
          address: given ? marked(address) : address,
        })
        assert.deepEqual(short, long)
      },
    ),
    RUNS,
  )
})

test('P-07: separators of a number are levelled as by the long way', () => {
  const number = fc.array(fc.constantFrom('0', '12', '010165', '-', '–', ' ', '\u00a0', '\u200b', 'A'), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(number, (parts) => {
      const written = parts.join('')
      const slow = written
        .replace(/[\u00ad\u061c\u200b-\u200f\u2060\ufeff]/gu, '')
        .replace(/[\u2010-\u2015\u2212]/gu, '-')
        .replace(/[\s\u00a0\u2007\u202f]+/gu, ' ')
        .replace(/ ?- ?/g, '-')
        .trim()
      assert.equal(plainSeparators(written), slow)
    }),
  )
})
