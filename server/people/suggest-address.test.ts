import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bulkLoad } from '#ground/bulk-load.ts'
import { asPostOffice } from '#ground/db.ts'
import type { PopulationRegister, RegisterAddress } from '#ground/ports.ts'
import { addressForm, parseAddress } from '#rules/address.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { loadRegister } from './load-register.ts'
import { SUGGESTIONS_MAX, suggestAddresses } from './suggest-address.ts'

const at = (road: string, houseNumber: string, more: Partial<RegisterAddress> = {}): RegisterAddress => ({
  country: 'dk',
  road,
  houseNumber,
  postcode: '5000',
  city: 'Odense C',
  ...more,
})

const ADDRESSES: RegisterAddress[] = [
  at('Åboulevarden', '7', { floor: '1', door: 'tv' }),
  at('Åboulevarden', '7', { floor: '1', door: 'th' }),
  at('Gammel Landevej', '12B'),
  at('Gammel Landevej', '12B'), // the register has it twice
  at('Birkevej', '3'),
  at('Birkevej', '3', { postcode: '5200', city: 'Odense V' }),
  at('Kastanjestræde', '9', { floor: 'st' }),
  at('Øvre gate', '4', { country: 'no', dwelling: 'H0101', postcode: '5006', city: 'Bergen' }),
]

const registerOf = (addresses: RegisterAddress[]): PopulationRegister => ({
  people: async function* () {
    yield { rows: [], faulty: 0, total: 0, changeCursor: '0' }
  },
  addresses: async function* () {
    yield { rows: addresses, faulty: 1, total: addresses.length, changeCursor: '0' }
  },
  changes: () => Promise.reject(new Error('not asked here')),
})

let open: OpenHouse
before(async () => {
  open = await openHouse()
  const result = await loadRegister(open.house, registerOf(ADDRESSES))
  assert.deepEqual([result.addresses, result.faulty], [ADDRESSES.length - 1, 2])
})
after(() => open.close())

async function suggest(...texts: string[]) {
  const addresses = texts.map((text) => {
    const read = parseAddress(/50\d\d Bergen/.test(text) ? 'no' : 'dk', text)
    assert.ok(read.kind === 'address', text)
    return read.address
  })
  const near = await asPostOffice(open.house.db, (trx) => suggestAddresses(trx, addresses))
  return near.map((one) => (one.kind === 'suggestion' ? addressForm(one.address) : one.kind))
}

test('S-04: folded letters, abbreviations and a slip of the pen get the registered address as a suggestion', async () => {
  assert.deepEqual(
    await suggest(
      'Aaboulevarden 7, 1. tv, 5000 Odense C',
      'Gl. Landevej 12b, 5000 Odense C',
      'Kastanjestrede 9, st., 5000 Odense C',
      'Kastanjestræde 9, 5000 Odense C',
      'Ovre gate 4 H0101, 5006 Bergen',
    ),
    [
      'dk|5000|åboulevarden|7|1|tv',
      'dk|5000|gammel landevej|12b||',
      'dk|5000|kastanjestræde|9|st|',
      'dk|5000|kastanjestræde|9|st|',
      'no|5006|øvre gate|4|h0101',
    ],
  )
})

test('S-04: what is registered needs no suggestion; a choice between neighbours or nothing near gets none', async () => {
  assert.deepEqual(
    await suggest(
      'ÅBOULEVARDEN 7, 1. th, 5000 Odense C',
      'Åboulevarden 7, 5000 Odense C',
      'Birkevej 4, 5000 Odense C',
      'Storegade 1, 5000 Odense C',
      'Birkevej 3, 9999 Ingensteds',
    ),
    ['registered', 'none', 'none', 'none', 'none'],
  )
})

test('S-04: suggestions are bounded: the rest of a hopeless file gets none', async () => {
  const many = Array.from(
    { length: SUGGESTIONS_MAX + 5 },
    (_, i) => `Gl. Landevej ${i % 999 || 1}X, ${1000 + i} By`,
  )
  const answers = await suggest(...many, 'Gl. Landevej 12b, 5000 Odense C')
  assert.equal(answers.length, many.length + 1)
  assert.equal(answers.at(-1), 'none')
})

test('S-04: texts with tabs, line ends and backslashes are loaded as they are', async () => {
  await bulkLoad(open.databaseUrl, async (load) => {
    await load.query('create temporary table odd (a text, b boolean, c text)')
    const rows = [
      ['tab\there', true, 'back\\slash \\N'],
      ['line\nend\r', false, null],
      ['', undefined, 'æøå 👋'],
    ]
    await load.copy(
      'odd',
      ['a', 'b', 'c'],
      (async function* () {
        yield rows
      })(),
    )
    const read = await load.query<{ a: string; b: boolean | null; c: string | null }>(
      'select a, b, c from odd',
    )
    assert.deepEqual(
      read.map((row) => [row.a, row.b, row.c]),
      rows.map((row) => row.map((value) => value ?? null)),
    )
  })
})

test('S-04 P-05: a new snapshot of the addresses takes the place of the old one', async () => {
  const later = [
    ...ADDRESSES.filter((address) => address.road !== 'Birkevej').map((address) => ({
      ...address,
      city: 'Odense',
    })),
    at('Ny Havnegade', '1', { city: 'Odense' }),
  ]
  const result = await loadRegister(open.house, registerOf(later))
  assert.deepEqual([result.addresses, result.faulty], [later.length - 1, 2])
  assert.deepEqual(
    await suggest(
      'Birkevej 3, 5000 Odense C',
      'Ny Havnegade 1, 5000 Odense',
      'Gl. Landevej 12b, 5000 Odense C',
    ),
    ['none', 'registered', 'dk|5000|gammel landevej|12b||'],
  )
  const { cities, roads } = await asPostOffice(open.house.db, async (trx) => ({
    cities: await trx.selectFrom('road').select('city').distinct().execute(),
    roads: await trx.selectFrom('road').select('road').where('road', '=', 'Birkevej').execute(),
  }))
  assert.deepEqual([cities, roads], [[{ city: 'Odense' }], []])
})
