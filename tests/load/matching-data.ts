/** Five million consenting people in the exchange index, the same people as plain text columns for the raw join, and rows
 * whose right answer is known from the people they were made of. */
import { createHash } from 'node:crypto'
import { bulkLoad, type CopyValue } from '#ground/bulk-load.ts'
import { migrate, readMigrations } from '#ground/migrate.ts'
import { registeredForm } from '#people/registered-form.ts'
import { firstNameOf, lastNameOf } from '#rules/names.ts'
import type { RecipientInput } from '#rules/recipient.ts'
import { PEOPLE_PER_NEIGHBOURHOOD } from '#tools/register/neighbourhood.ts'
import { type Population, populationOf } from '#tools/register/population.ts'
import { type Random, randomOf } from '#tools/register/random.ts'
import type { PersonRecord, RegisteredAddress } from '#tools/register/records.ts'
import type { Cluster } from './cluster.ts'
import { withClient } from './cluster.ts'
import { number, type Say } from './measure.ts'

const SEED = 11
/** Of a hundred people in the register some five are dead, gone, out of use or protected: they are not in the index. */
const REGISTERED_PER_CONSENTING = 1.06
const ROWS_A_CHUNK = 5000

const RAW_PEOPLE = `create table raw_person (person_id uuid not null, first_name text not null, last_name text not null,
  country text not null, postcode text not null, road text not null, house text not null, floor text not null, door text not null)`
export const RAW_INDEX =
  'create index raw_person_by_address_and_name on raw_person (postcode, road, house, floor, door, last_name, first_name)'

export const populationFor = (consenting: number): Population =>
  populationOf({ people: Math.ceil(consenting * REGISTERED_PER_CONSENTING), seed: SEED })

/** The mailbox of the person at this place of the population: a made-up id by which every answer can be checked. */
const idOf = (kind: 'person' | 'mailbox', index: number): string =>
  `00000000-0000-7000-${kind === 'person' ? '8000' : '9000'}-${index.toString(16).padStart(12, '0')}`

const consents = (person: PersonRecord): boolean => person.status === 'active' && !person.protected

export async function matchingDatabase(cluster: Cluster, consenting: number, say: Say): Promise<string> {
  // Only what touches the exchange makes other data: five million people are not made anew for a column elsewhere.
  const migrations = (await readMigrations())
    .filter(({ sql }) => /\bexchange\b/.test(sql))
    .map(({ hash }) => hash)
  const stamp = createHash('sha256').update(`matching 1 ${consenting} ${SEED} ${migrations}`).digest('hex')
  return cluster.kept('matching', stamp.slice(0, 12), (database) =>
    fill(cluster.postgres.url(database), consenting, say),
  )
}

async function fill(url: string, consenting: number, say: Say): Promise<void> {
  await migrate(url)
  await withClient(url, async (client) => {
    await client.query(RAW_PEOPLE)
    // The people behind the index are not asked here: 5 million rows that nothing reads would only take time.
    await client.query('alter table exchange drop constraint exchange_person_id_fkey')
  })
  const population = populationFor(consenting)
  // Both tables are filled at the same time; each makes the people anew, in a bounded memory.
  await bulkLoad(url, async (load) => {
    const indexes = await load.withoutIndexes('exchange')
    await load.copy('exchange', EXCHANGE, chunks(population, consenting, exchangeRow, say))
    say('matching: building the indexes of the exchange')
    await indexes.rebuild()
  })
  await withClient(url, async (client) => {
    await client.query(`insert into raw_person
      select person_id, first_name, last_name, part[1], part[2], part[3], part[4],
        case when cardinality(part) = 6 then part[5] else '' end, part[cardinality(part)]
      from (select *, string_to_array(address_form, '|') as part from exchange) as e`)
    say('matching: building the index of the raw table')
    await client.query(`set maintenance_work_mem = '256MB'`)
    await client.query(RAW_INDEX)
    await client.query('vacuum analyze raw_person')
    await client.query('vacuum analyze exchange')
    await client.query('checkpoint').catch(() => {}) // for superusers only before PostgreSQL 15's pg_checkpoint role
  })
}

const EXCHANGE = ['person_id', 'mailbox_id', 'first_name', 'last_name', 'address_form']

function exchangeRow(person: PersonRecord, index: number): CopyValue[] | undefined {
  const form = registeredForm(person.country, person.address)?.addressForm
  if (!consents(person) || form === undefined) return undefined
  const names = [firstNameOf(person.givenNames), lastNameOf(person.familyName)]
  return [idOf('person', index), idOf('mailbox', index), ...names, form]
}

async function* chunks(
  population: Population,
  wanted: number,
  rowOf: (person: PersonRecord, index: number) => CopyValue[] | undefined,
  say: Say,
): AsyncGenerator<CopyValue[][]> {
  let rows: CopyValue[][] = []
  let made = 0
  let told = Date.now()
  for (let index = 0; index < population.people; index++) {
    const row = rowOf(population.person(index), index)
    if (!row) continue
    rows.push(row)
    made++
    if (rows.length === ROWS_A_CHUNK) {
      yield rows
      rows = []
    }
    if (Date.now() - told > 5000) {
      told = Date.now()
      say(`matching: ${number(made)} of ${number(wanted)} people`)
    }
  }
  yield rows
  if (made < wanted) throw new Error(`the population gave ${made} consenting people, ${wanted} are needed`)
}

/** A row as a sender wrote it, and who must get it: the mailbox, or nobody. */
export type KnownRow = {
  country: 'dk' | 'no'
  input: RecipientInput
  mailboxId: string | undefined
  kind: Kind
}

const KINDS = {
  /** As registered, or in another spelling of the same (S-04 class A). */
  right: 0.7,
  /** Somebody else's first name at the right address. */
  'other first name': 0.08,
  /** The right name next door. */
  'other door': 0.1,
  /** One letter of the name another one. */
  'one letter wrong': 0.06,
  /** Somebody who is not in the index: protected, dead, gone. */
  'not in the exchange': 0.03,
  /** Somebody who lives with a namesake. */
  namesake: 0.03,
} as const
type Kind = keyof typeof KINDS

/** Rows from all over the population. The right answer is found by looking at the neighbourhood's own records, field by
 * field, by code that shares nothing with the matching law. */
export function knownRows(population: Population, count: number): KnownRow[] {
  const neighbourhoods = Math.floor(population.people / PEOPLE_PER_NEIGHBOURHOOD)
  const perNeighbourhood = Math.max(10, Math.ceil(count / neighbourhoods))
  const visits = Math.ceil(count / perNeighbourhood)
  const random = randomOf(SEED, 4711)
  const rows: KnownRow[] = []
  for (let visit = 0; visit < visits; visit++) {
    const first = Math.floor((visit * neighbourhoods) / visits) * PEOPLE_PER_NEIGHBOURHOOD
    const people = Array.from({ length: PEOPLE_PER_NEIGHBOURHOOD }, (_, i) => ({
      index: first + i,
      record: population.person(first + i),
    }))
    const neighbourhood = sorted(people)
    for (let n = 0; n < perNeighbourhood && rows.length < count; n++)
      rows.push(knownRow(neighbourhood, random))
  }
  return random.shuffle(rows)
}

type Neighbour = { index: number; record: PersonRecord }

type Neighbourhood = { living: Neighbour[]; absent: Neighbour[]; twins: Neighbour[] }

function sorted(people: readonly Neighbour[]): Neighbourhood {
  const living = people.filter(({ record }) => consents(record))
  return {
    living,
    absent: people.filter(({ record }) => !consents(record)),
    twins: living.filter((one) => living.some((other) => other !== one && sameOnPaper(one, other))),
  }
}

function knownRow({ living, absent, twins }: Neighbourhood, random: Random): KnownRow {
  let kind = drawKind(random)
  const empty =
    (kind === 'not in the exchange' && absent.length === 0) || (kind === 'namesake' && twins.length === 0)
  if (empty) kind = 'right'
  const from = kind === 'not in the exchange' ? absent : kind === 'namesake' ? twins : living
  const meant = random.pick(from)
  const { record } = meant
  let { givenNames, familyName, address } = record
  if (kind === 'other first name') givenNames = random.pick(living).record.givenNames
  if (kind === 'other door') address = random.pick(living).record.address
  if (kind === 'one letter wrong') familyName = mistype(familyName, random)
  const asked = { givenNames, familyName, address }
  const there = living.filter(
    ({ record: other }) => sameWords(asked, other) && sameDoor(address, other.address),
  )
  return {
    kind,
    country: record.country,
    input: write(asked, random),
    mailboxId: there.length === 1 ? idOf('mailbox', there[0]!.index) : undefined,
  }
}

function drawKind(random: Random): Kind {
  let left = random.next()
  for (const [kind, share] of Object.entries(KINDS) as [Kind, number][]) {
    left -= share
    if (left < 0) return kind
  }
  return 'right'
}

type Names = Pick<PersonRecord, 'givenNames' | 'familyName'>

const firstWord = (text: string) => text.split(' ')[0]!.toLowerCase()
const lastWord = (text: string) => text.split(' ').at(-1)!.toLowerCase()

const sameWords = (a: Names, b: Names): boolean =>
  firstWord(a.givenNames) === firstWord(b.givenNames) && lastWord(a.familyName) === lastWord(b.familyName)

const DOOR = ['postcode', 'road', 'houseNumber', 'floor', 'door', 'dwelling'] as const

const sameDoor = (a: RegisteredAddress, b: RegisteredAddress): boolean =>
  DOOR.every((field) => (a[field] ?? '').toLowerCase() === (b[field] ?? '').toLowerCase())

const sameOnPaper = ({ record: a }: Neighbour, { record: b }: Neighbour): boolean =>
  sameWords(a, b) && sameDoor(a.address, b.address)

function mistype(name: string, random: Random): string {
  const at = name.length - 1 - random.below(Math.min(3, name.length))
  const letter = name[at] === 'e' ? 'a' : 'e'
  return name.slice(0, at) + letter + name.slice(at + 1)
}

/** As people write it: in capitals or not, with the first of several names or all, floors and doors in several manners. */
function write(asked: Names & { address: RegisteredAddress }, random: Random): RecipientInput {
  const { address } = asked
  const shout = random.chance(0.1)
  // A dotless ı in capitals reads as i: that is another name, and nobody's to be guessed.
  const comesBack = (text: string) => text.toUpperCase().toLowerCase() === text.toLowerCase()
  const cased = (text: string) => (shout && comesBack(text) ? text.toUpperCase() : text)
  const given = random.chance(0.3) ? asked.givenNames.split(' ')[0]! : asked.givenNames
  const family = random.chance(0.2) ? asked.familyName.split(' ').at(-1)! : asked.familyName
  return {
    firstName: cased(given),
    lastName: cased(family),
    address: {
      lines: [cased(streetLine(address, random))],
      postcode: address.postcode,
      city: address.city,
    },
  }
}

function streetLine(address: RegisteredAddress, random: Random): string {
  const road = `${address.road} ${address.houseNumber}`
  if (address.dwelling)
    return random.chance(0.8) ? `${road}, ${address.dwelling}` : `${road} ${address.dwelling}`
  if (!address.floor) return address.door ? `${road}, ${address.door}` : road
  const numbered = /^\d+$/.test(address.floor)
  const floor = numbered ? `${address.floor}.${random.chance(0.3) ? ' sal' : ''}` : address.floor
  return `${road}, ${floor}${address.door ? ` ${address.door}` : ''}`
}
