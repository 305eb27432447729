import { NAMES } from './names.ts'
import { type NationalNumber, numberOf } from './numbers.ts'
import { PLACES, ROADS } from './places.ts'
import { coprimeStep, type Random, randomOf } from './random.ts'
import type { AddressRecord, Country, PersonRecord, PersonStatus, RegisteredAddress } from './records.ts'

/**
 * A hundred people on one road. The register is made neighbourhood by neighbourhood, each from the seed and its own
 * number alone, which is what lets it stream a population of any size from any cursor in constant memory.
 */
export const PEOPLE_PER_NEIGHBOURHOOD = 100
/** 45 of them inhabited. */
export const ADDRESSES_PER_NEIGHBOURHOOD = 50
const HOUSEHOLDS = 45
const REGISTER_YEAR = 2026

export interface Neighbourhood {
  people: PersonRecord[]
  addresses: AddressRecord[]
}

/** Seven Danish neighbourhoods to three Norwegian ones, mixed so that two hundred people have both. */
const PATTERN: readonly Country[] = ['dk', 'no', 'dk', 'dk', 'no', 'dk', 'dk', 'no', 'dk', 'dk']

const BEFORE: Record<Country, number[]> = { dk: [], no: [] }
const PER_ROUND: Record<Country, number> = { dk: 0, no: 0 }
for (const country of PATTERN) {
  BEFORE.dk.push(PER_ROUND.dk)
  BEFORE.no.push(PER_ROUND.no)
  PER_ROUND[country]++
}

export const countryOf = (neighbourhood: number): Country => PATTERN[neighbourhood % PATTERN.length]!

/** How many neighbourhoods of the same country come before it. */
const rankOf = (neighbourhood: number, country: Country) =>
  Math.floor(neighbourhood / PATTERN.length) * PER_ROUND[country] +
  BEFORE[country][neighbourhood % PATTERN.length]!

/** The neighbourhood in which the `ordinal`-th person of a country lives. */
export function neighbourhoodOf(country: Country, ordinal: number): number {
  const rank = Math.floor(ordinal / PEOPLE_PER_NEIGHBOURHOOD)
  const inRound = rank % PER_ROUND[country]
  const place = PATTERN.findIndex((c, i) => c === country && BEFORE[country][i] === inRound)
  return Math.floor(rank / PER_ROUND[country]) * PATTERN.length + place
}

export function makeNeighbourhood(seed: number, index: number): Neighbourhood {
  const country = countryOf(index)
  const rank = rankOf(index, country)
  const random = randomOf(seed, index)
  const addresses = addressesOf(country, rank, seed, random)
  const homes = random.shuffle(addresses.slice()).slice(0, HOUSEHOLDS)
  const numbers = Array.from({ length: PEOPLE_PER_NEIGHBOURHOOD }, (_, i) =>
    numberOf(country, rank * PEOPLE_PER_NEIGHBOURHOOD + i),
  )
  return { addresses, people: peopleOf(country, numbers, homes, random) }
}

function addressesOf(country: Country, rank: number, seed: number, random: Random): AddressRecord[] {
  const places = PLACES[country]
  const roads = ROADS[country]
  const place = places[(rank + seed) % places.length]!
  const roadRank = Math.floor(rank / places.length)
  if (roadRank >= roads.length) throw new Error('the register has no road names left: ask for fewer people')
  const step = coprimeStep(roads.length, 389)
  // the first roads of a place are the odd spellings, then the walk visits every other name once
  const road = roads[(roadRank * step + (rank % places.length)) % roads.length]!
  const [postcode, city] = place.postcodes[roadRank % place.postcodes.length]!
  const roadCode = String(((roadRank * 17 + 11) % 9999) + 1).padStart(4, '0')
  return unitsOf(country, random).map((unit) => {
    const address: AddressRecord = { country, road, ...unit, postcode, city }
    if (country === 'dk') address.kvhx = kvhxOf(place.municipality, roadCode, unit)
    return address
  })
}

type Unit = Pick<RegisteredAddress, 'houseNumber' | 'floor' | 'door' | 'dwelling'>

function unitsOf(country: Country, random: Random): Unit[] {
  const start = 1 + random.below(140)
  const kind = random.next()
  if (country === 'dk') {
    if (kind < 0.35) return villas(start, random).map((houseNumber) => ({ houseNumber }))
    if (kind < 0.75) return stairs(start, ['st', '1', '2', '3', '4'], ['tv', 'th'], random)
    if (kind < 0.87) return stairs(start, ['kl', 'st', '1', '2', '3'], ['1', '2', '3', '4', '12'], random)
    // halls of residence and care homes: many numbered doors on one floor, and houses let floor by floor
    const floors: Unit[] = villas(start, random)
      .slice(0, 10)
      .flatMap((houseNumber) => ['st', '1'].map((floor) => ({ houseNumber, floor })))
    const hall = String(start + 200)
    for (let door = 1; door <= 30; door++) {
      floors.push({ houseNumber: hall, floor: door > 15 ? '1' : 'st', door: String(door) })
    }
    return floors
  }
  if (kind < 0.4) return villas(start, random).map((houseNumber) => ({ houseNumber }))
  const storeys = kind < 0.5 ? ['U01', 'H01', 'H02', 'H03', 'H04'] : ['H01', 'H02', 'H03', 'H04', 'H05']
  return villas(start, random)
    .slice(0, 5)
    .flatMap((houseNumber) =>
      storeys.flatMap((storey) => ['01', '02'].map((n) => ({ houseNumber, dwelling: storey + n }))),
    )
}

/** Fifty house numbers, some of them with letters: 7, 9, 9A, 9B, 11 … */
function villas(start: number, random: Random): string[] {
  const numbers: string[] = []
  for (
    let number = start;
    numbers.length < ADDRESSES_PER_NEIGHBOURHOOD;
    number += random.chance(0.7) ? 2 : 1
  ) {
    numbers.push(String(number))
    for (const letter of random.chance(0.15) ? ['A', 'B', 'C'].slice(0, 1 + random.below(3)) : []) {
      if (numbers.length < ADDRESSES_PER_NEIGHBOURHOOD) numbers.push(`${number}${letter}`)
    }
  }
  return numbers
}

function stairs(start: number, floors: string[], doors: string[], random: Random): Unit[] {
  const perStair = floors.length * doors.length
  return villas(start, random)
    .slice(0, Math.ceil(ADDRESSES_PER_NEIGHBOURHOOD / perStair))
    .flatMap((houseNumber) => floors.flatMap((floor) => doors.map((door) => ({ houseNumber, floor, door }))))
    .slice(0, ADDRESSES_PER_NEIGHBOURHOOD)
}

/** The public 19-character key: municipality 4, road 4, house number 4, floor 3, door 4, filled with `_` on the left. */
const kvhxOf = (municipality: string, roadCode: string, unit: Unit): string =>
  municipality +
  roadCode +
  unit.houseNumber.padStart(4, '_') +
  (unit.floor ?? '').padStart(3, '_') +
  (unit.door ?? '').padStart(4, '_')

interface Household {
  home: AddressRecord
  family: string
  members: { number: NationalNumber; given: string; family: string }[]
}

function peopleOf(
  country: Country,
  numbers: NationalNumber[],
  homes: AddressRecord[],
  random: Random,
): PersonRecord[] {
  random.shuffle(numbers)
  const adults = numbers.filter((n) => REGISTER_YEAR - n.birthYear > 18)
  const children = numbers.filter((n) => REGISTER_YEAR - n.birthYear <= 18)
  const households: Household[] = homes.map((home) => ({
    home,
    family: familyName(country, random),
    members: [],
  }))
  adults.forEach((number, i) => {
    const household = households[i % HOUSEHOLDS]!
    const first = i < HOUSEHOLDS
    const family = first || random.chance(0.65) ? household.family : familyName(country, random)
    household.members.push({ number, given: givenNames(country, number.male, random), family })
  })
  for (const number of children) {
    const household = households[random.below(15)]!
    const other = household.members[1]?.family.split(' ').at(-1)
    const family =
      other && other !== household.family && random.chance(0.2)
        ? `${other} ${household.family}`
        : household.family
    household.members.push({ number, given: givenNames(country, number.male, random), family })
  }
  if (random.chance(0.6)) nameAfter(households, random)
  return households.flatMap((household) =>
    household.members.map(({ number, given, family }) => {
      const { country: _, ...home } = household.home
      const address: RegisteredAddress = home
      if (random.chance(0.012)) {
        address.careOf = `c/o ${givenNames(country, random.chance(0.5), random)} ${familyName(country, random)}`
      }
      return {
        nationalNumber: number.nationalNumber,
        country,
        givenNames: given,
        familyName: family,
        address,
        status: statusOf(number.birthYear, random),
        protected: random.chance(0.01),
      }
    }),
  )
}

/** somebody in this neighbourhood lives with a namesake: a child or partner with the same first and last name. */
function nameAfter(households: Household[], random: Random): void {
  for (const household of random.shuffle(households.slice())) {
    const [head, ...others] = household.members
    const namesake = others.find((other) => other.number.male === head!.number.male)
    if (!namesake) continue
    const first = head!.given.split(' ')[0]!
    namesake.given = random.chance(0.5) ? head!.given : `${first} ${namesake.given.split(' ')[0]}`
    namesake.family = random.chance(0.7) ? head!.family : head!.family.split(' ').at(-1)!
    return
  }
}

export function givenNames(country: Country, male: boolean, random: Random): string {
  const words = male ? NAMES[country].male : NAMES[country].female
  const first = random.skewed(words)
  if (!random.chance(0.3)) return first
  const second = random.skewed(words)
  return second === first ? first : `${first} ${second}`
}

export function familyName(country: Country, random: Random): string {
  const words = NAMES[country]
  const last = random.skewed(words.family)
  const kind = random.next()
  if (kind < 0.25) return `${random.pick(words.middle)} ${last}`
  if (kind < 0.27) return `${random.pick(words.particles)} ${last}`
  return last
}

function statusOf(birthYear: number, random: Random): PersonStatus {
  const kind = random.next()
  if (kind < (birthYear < 1945 ? 0.12 : 0.004)) return 'deceased'
  if (kind > 0.985) return 'emigrated'
  return kind > 0.98 ? 'inactive' : 'active'
}
