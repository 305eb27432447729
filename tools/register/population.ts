import {
  ADDRESSES_PER_NEIGHBOURHOOD,
  countryOf,
  makeNeighbourhood,
  type Neighbourhood,
  neighbourhoodOf,
  PEOPLE_PER_NEIGHBOURHOOD,
} from './neighbourhood.ts'
import { ordinalOf } from './numbers.ts'
import type { AddressRecord, PersonRecord } from './records.ts'

/** Road names and Norwegian synthetic numbers run out somewhat above this. */
const PEOPLE_MAX = 10_000_000
const NEIGHBOURHOODS_KEPT = 64

/** The population as it was born: the same for the same seed and size, whoever asks and in whatever order. */
export interface Population {
  readonly people: number
  readonly addresses: number
  person(index: number): PersonRecord
  address(index: number): AddressRecord
  /** Where the person with this national number stands; undefined if nobody has it. */
  indexOf(nationalNumber: string): number | undefined
}

export function populationOf(options: { people: number; seed: number }): Population {
  const { people, seed } = options
  if (!Number.isInteger(people) || people < 1 || people > PEOPLE_MAX) {
    throw new RangeError(`people must be a whole number from 1 to ${PEOPLE_MAX}, got ${people}`)
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fffffff) {
    throw new RangeError(`seed must be a whole number from 0 to ${0x7fffffff}, got ${seed}`)
  }
  const kept = new Map<number, Neighbourhood>()
  const neighbourhood = (index: number): Neighbourhood => {
    const known = kept.get(index)
    if (known) return known
    const made = makeNeighbourhood(seed, index)
    kept.set(index, made)
    if (kept.size > NEIGHBOURHOODS_KEPT) kept.delete(kept.keys().next().value!)
    return made
  }
  const neighbourhoods = Math.ceil(people / PEOPLE_PER_NEIGHBOURHOOD)
  return {
    people,
    addresses: neighbourhoods * ADDRESSES_PER_NEIGHBOURHOOD,
    person: (index) =>
      neighbourhood(Math.floor(index / PEOPLE_PER_NEIGHBOURHOOD)).people[index % PEOPLE_PER_NEIGHBOURHOOD]!,
    address: (index) =>
      neighbourhood(Math.floor(index / ADDRESSES_PER_NEIGHBOURHOOD)).addresses[
        index % ADDRESSES_PER_NEIGHBOURHOOD
      ]!,
    indexOf(nationalNumber) {
      const country = nationalNumber.length === 10 ? 'dk' : 'no'
      const ordinal = ordinalOf(country, nationalNumber)
      if (ordinal === undefined) return undefined
      const home = neighbourhoodOf(country, ordinal)
      if (home >= neighbourhoods || countryOf(home) !== country) return undefined
      const within = neighbourhood(home).people.findIndex((p) => p.nationalNumber === nationalNumber)
      const index = home * PEOPLE_PER_NEIGHBOURHOOD + within
      return within >= 0 && index < people ? index : undefined
    },
  }
}
