import { sql } from 'kysely'
import type { BulkLoad, CopyValue } from '#ground/bulk-load.ts'
import type { Trx } from '#ground/db.ts'
import type { RegisterAddress } from '#ground/ports.ts'
import { registeredForm } from './registered-form.ts'

/** The SQL of the public address register: dwellings and roads, nobody's name. */

const ADDRESS_COLUMNS = [
  ...['address_form', 'country', 'kvhx', 'road', 'road_form', 'house_number', 'floor', 'door', 'dwelling'],
  ...['postcode', 'city'],
]

/** A row for COPY; undefined when the law cannot read the address, for then no text of a sender's can ever be it. */
export function addressRow(address: RegisterAddress): CopyValue[] | undefined {
  const form = registeredForm(address.country, address)
  if (!form) return undefined
  return [
    ...[
      form.addressForm,
      address.country,
      address.kvhx,
      address.road,
      form.roadForm,
      form.houseForm.toUpperCase(),
    ],
    ...[address.floor, address.door, address.dwelling, address.postcode, address.city],
  ]
}

/** Fills the empty register: COPY, then the indexes. Returns how many rows were doubles: the same address to the law. */
export async function fillAddresses(load: BulkLoad, chunks: AsyncIterable<CopyValue[][]>): Promise<number> {
  const indexes = await load.withoutIndexes('address')
  await load.copy('address', ADDRESS_COLUMNS, chunks)
  const doubles = await removeDoubles(load, 'address')
  await indexes.rebuild()
  await load.query(`insert into road ${ROADS_OF_ADDRESSES}`)
  await load.query('analyze address')
  await load.query('analyze road')
  return doubles
}

/** Puts a new snapshot in the place of the old one. Whoever looks addresses up meanwhile sees the old one and waits for
 * nothing. Returns how many rows were doubles. */
export async function renewAddresses(load: BulkLoad, chunks: AsyncIterable<CopyValue[][]>): Promise<number> {
  await load.query('create temporary table incoming (like address) on commit drop')
  await load.copy('incoming', ADDRESS_COLUMNS, chunks)
  const doubles = await removeDoubles(load, 'incoming')
  await load.query('create index on incoming (address_form)')
  await load.query('analyze incoming')
  await load.query(`
    delete from address a where not exists (select from incoming i where i.address_form = a.address_form)`)
  const columns = ADDRESS_COLUMNS.join(', ')
  const others = ADDRESS_COLUMNS.filter((column) => column !== 'address_form')
  const excluded = others.map((column) => `excluded.${column}`).join(', ')
  await load.query(`
    insert into address as a (${columns}) select ${columns} from incoming
    on conflict (address_form) do update set (${others.join(', ')}) = row(${excluded})
    where (${others.map((column) => `a.${column}`).join(', ')}) is distinct from (${excluded})`)
  await load.query(`
    insert into road ${ROADS_OF_ADDRESSES}
    on conflict (country, postcode, road_form) do update set road = excluded.road, city = excluded.city
    where (road.road, road.city) is distinct from (excluded.road, excluded.city)`)
  await load.query(`
    delete from road r where not exists (
      select from address a where (a.country, a.postcode, a.road_form) = (r.country, r.postcode, r.road_form))`)
  return doubles
}

const ROADS_OF_ADDRESSES = `(country, postcode, road_form, road, city)
  select country, postcode, road_form, min(road), min(city) from address group by country, postcode, road_form`

/** The first of the doubles stays. */
async function removeDoubles(load: BulkLoad, table: 'address' | 'incoming'): Promise<number> {
  const gone = await load.query(`
    delete from ${table} a using (
      select address_form, min(ctid) as first from ${table} group by address_form having count(*) > 1
    ) double where a.address_form = double.address_form and a.ctid <> double.first returning 1`)
  return gone.length
}

/** The one address a KVHX key stands for, by key; keys that stand for none, or not for exactly one, are left out. */
export async function formsByKvhx(trx: Trx, keys: readonly string[]): Promise<Map<string, string>> {
  const result = await sql<{ kvhx: string; form: string }>`
    select r.kvhx, min(a.address_form) as form
    from unnest(${[...new Set(keys)]}::text[]) as r(kvhx)
    cross join lateral (select address_form from address where kvhx = r.kvhx limit 2 offset 0) a
    group by r.kvhx having count(*) = 1`.execute(trx)
  return new Map(result.rows.map((row) => [row.kvhx, row.form]))
}

/** The city that the register has at each address; an address that is not there is left out. */
export async function registeredCities(trx: Trx, forms: readonly string[]): Promise<Map<string, string>> {
  const result = await sql<{ form: string; city: string }>`
    select a.address_form as form, a.city
    from unnest(${[...new Set(forms)]}::text[]) as r(form)
    join address a on a.address_form = r.form`.execute(trx)
  return new Map(result.rows.map((row) => [row.form, row.city]))
}

/** More roads than any postcode has. */
const ROADS_MAX = 5_000
/** More flats than any house number has. */
const UNITS_MAX = 2_000

export async function roadsOf(
  trx: Trx,
  country: 'dk' | 'no',
  postcode: string,
): Promise<{ road: string; roadForm: string; city: string }[]> {
  const result = await sql<{ road: string; roadForm: string; city: string }>`
    select road, road_form as "roadForm", city from road where country = ${country} and postcode = ${postcode}
    order by road_form limit ${ROADS_MAX}`.execute(trx)
  return result.rows
}

export type UnitRow = { house: string; floor: string | null; door: string | null; dwelling: string | null }

export async function unitsOf(
  trx: Trx,
  place: { country: 'dk' | 'no'; postcode: string; roadForm: string; house: string },
): Promise<UnitRow[]> {
  const result = await sql<UnitRow>`
    select house_number as house, floor, door, dwelling from address
    where country = ${place.country} and postcode = ${place.postcode} and road_form = ${place.roadForm}
      and house_number = ${place.house.toUpperCase()} limit ${UNITS_MAX}`.execute(trx)
  return result.rows
}
