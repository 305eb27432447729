import { bulkLoad, type CopyValue } from '#ground/bulk-load.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { PopulationRegister, RegisterPage, RegisterPerson } from '#ground/ports.ts'
import { addressRow, fillAddresses, renewAddresses } from './addresses.store.ts'
import { applyPeople, toRegistered } from './apply-register.ts'
import { cursorOf, moveCursor } from './people.store.ts'

/** Name of the population register's feed in `register_cursor`. */
export const POPULATION_FEED = 'population'

/** `step` is what is being done; `done` of `total` rows, 0 of 0 while indexes are built. */
export type LoadProgress = { step: 'addresses' | 'people' | 'indexes'; done: number; total: number }
export type LoadResult = {
  people: number
  addresses: number
  /** Rows that were no rows, and doubles of addresses: told, never guessed at. */
  faulty: number
  /** People whose registered address the law could not read: reached by number only. */
  unreadableAddresses: number
}

type Options = { onProgress?: (progress: LoadProgress) => void }

/** P-05: brings the whole register in. An empty post office is filled in one transaction, by COPY with the indexes built
 * afterwards; one that already has people is brought up to date page by page, keeping everybody's mailbox and consent.
 * Memory is that of two pages. Afterwards `followRegister` goes on from where the snapshot began. */
export async function loadRegister(
  house: Pick<House, 'config' | 'db' | 'clock' | 'log'>,
  register: PopulationRegister,
  options: Options = {},
): Promise<LoadResult> {
  const { rows } = await asPostOffice(house.db, (trx) =>
    trx
      .selectFrom('person')
      .select('person_id')
      .limit(1)
      .execute()
      .then((found) => ({ rows: found })),
  )
  const result =
    rows.length === 0 ? await fill(house, register, options) : await merge(house, register, options)
  house.log.info({ event: 'register-loaded', ...result })
  return result
}

type Count = LoadResult & { cursor: string | undefined }
const nothing = (): Count => ({
  people: 0,
  addresses: 0,
  faulty: 0,
  unreadableAddresses: 0,
  cursor: undefined,
})
const told = ({ cursor: _, ...result }: Count): LoadResult => result

async function fill(
  house: Pick<House, 'config' | 'clock'>,
  register: PopulationRegister,
  { onProgress }: Options,
): Promise<LoadResult> {
  return bulkLoad(house.config.DATABASE_URL, async (load) => {
    const count = nothing()
    // whoever came second waits here, and then finds the house filled
    await load.query('lock table person in access exclusive mode')
    const [some] = await load.query<{ found: boolean }>('select exists (select from person) as found')
    if (some?.found)
      throw new Error('the register was loaded by somebody else meanwhile; start again to merge')
    const [known] = await load.query<{ found: boolean }>('select exists (select from address) as found')
    const takeIn = known?.found ? renewAddresses : fillAddresses
    tallyDoubles(count, await takeIn(load, addressChunks(register, count, onProgress)))
    const indexes = await load.withoutIndexes('person')
    await load.copy('person', PERSON_COLUMNS, personChunks(register, count, onProgress))
    onProgress?.({ step: 'indexes', done: 0, total: 0 })
    await indexes.rebuild()
    await load.query('analyze person')
    await load.query(
      `insert into register_cursor (source, cursor, moved_at) values ($1, $2, $3)
       on conflict (source) do update set cursor = excluded.cursor, moved_at = excluded.moved_at`,
      [POPULATION_FEED, count.cursor ?? '0', house.clock()],
    )
    return told(count)
  })
}

async function* addressChunks(
  register: PopulationRegister,
  count: Count,
  onProgress: Options['onProgress'],
): AsyncGenerator<CopyValue[][]> {
  for await (const page of register.addresses()) {
    const rows = page.rows.map(addressRow).filter((row) => row !== undefined)
    count.addresses += rows.length
    count.faulty += page.faulty + page.rows.length - rows.length
    yield rows
    onProgress?.({ step: 'addresses', done: count.addresses, total: page.total })
  }
}

const PERSON_COLUMNS = [
  ...[
    'person_id',
    'country',
    'national_number',
    'given_names',
    'family_name',
    'road',
    'house_number',
    'floor',
    'door',
  ],
  ...['dwelling', 'postcode', 'city', 'care_of', 'kvhx', 'address_form', 'status', 'protected'],
]

async function* personChunks(
  register: PopulationRegister,
  count: Count,
  onProgress: Options['onProgress'],
): AsyncGenerator<CopyValue[][]> {
  for await (const page of register.people()) {
    tally(page, count)
    yield page.rows.map((person) => personRow(person, count))
    onProgress?.({ step: 'people', done: count.people, total: page.total })
  }
}

function tallyDoubles(count: Count, doubles: number) {
  count.faulty += doubles
  count.addresses -= doubles
}

function tally(page: RegisterPage<RegisterPerson>, count: Count) {
  count.cursor ??= page.changeCursor
  count.people += page.rows.length
  count.faulty += page.faulty
}

function personRow(person: RegisterPerson, count: Count): CopyValue[] {
  const { personId, addressForm } = toRegistered(person)
  if (addressForm === '') count.unreadableAddresses++
  const { address } = person
  return [
    ...[personId, person.country, person.nationalNumber, person.givenNames, person.familyName],
    ...[address.road, address.houseNumber, address.floor, address.door, address.dwelling, address.postcode],
    ...[address.city, address.careOf, address.kvhx, addressForm, person.status, person.protected],
  ]
}

async function merge(
  house: Pick<House, 'config' | 'db' | 'clock'>,
  register: PopulationRegister,
  { onProgress }: Options,
): Promise<LoadResult> {
  const count = nothing()
  const before = await asPostOffice(house.db, (trx) => cursorOf(trx, POPULATION_FEED))
  await bulkLoad(house.config.DATABASE_URL, async (load) => {
    tallyDoubles(count, await renewAddresses(load, addressChunks(register, count, onProgress)))
  })
  for await (const page of register.people()) {
    tally(page, count)
    await asPostOffice(house.db, (trx) => applyPeople(trx, page.rows, house.clock()))
    onProgress?.({ step: 'people', done: count.people, total: page.total })
  }
  const moved = await asPostOffice(house.db, (trx) =>
    moveCursor(trx, POPULATION_FEED, before, count.cursor ?? '0', house.clock()),
  )
  if (!moved) throw new Error('somebody else follows the register too: only one process may')
  return told(count)
}
