import { editDistance } from './edit-distance.ts'
import { foldName, normaliseName } from './names.ts'
import type { Address } from './postal-address.ts'

/**
 * Suggestions for an address that is not in the public address register (S-04, class B). They are shown to the sender and never
 * delivered to. They come from the register of addresses alone: nothing here has heard of any person.
 */

/** One registered house, or flat in it, at a road. Denmark: floor and door; Norway: dwelling. Empty texts mean none. */
export type RegisteredUnit = { house: string; floor?: string; door?: string; dwelling?: string }

/** What the public register has for a postcode. `unitsAt` gets a road exactly as it stands in `roads`. */
export type PublicRegister = {
  roads: readonly string[]
  unitsAt: (road: string) => readonly RegisteredUnit[]
}

export type NearReason = 'road-folded' | 'road-abbreviated' | 'road-misspelt' | 'place' | 'floor-door'

export type NearAddress =
  /** The register has it: there is nothing to suggest. */
  | { kind: 'registered' }
  | { kind: 'suggestion'; class: 'B'; address: Address; because: NearReason[] }
  /** Nothing near enough, or several equally near (class C). */
  | { kind: 'none' }

/** Abbreviated words of road names and what each may stand for. Danish and Norwegian, folded spelling. */
const ROAD_ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    gl: ['gammel', 'gamle'],
    gml: ['gammel', 'gamle'],
    sdr: ['soender', 'soendre'],
    nr: ['noerre', 'nordre'],
    ndr: ['nordre', 'noerre'],
    v: ['vester', 'vestre', 'vej', 'vei'],
    oe: ['oester', 'oestre'],
    skt: ['sankt'],
    sct: ['sankt'],
    st: ['sankt', 'store'],
    ll: ['lille'],
    kgs: ['kongens'],
    dr: ['doktor', 'dronning'],
    prof: ['professor'],
    pl: ['plads', 'plass'],
    blvd: ['boulevard'],
    boul: ['boulevard'],
    bd: ['boulevard'],
    gt: ['gate', 'gata'],
    g: ['gade', 'gate', 'gata'],
    vn: ['veien', 'vegen'],
  }),
)

/** Abbreviated endings of longer words: "Storgt.", "Birkev.". */
const ROAD_ENDINGS: readonly (readonly [ending: string, full: readonly string[]])[] = [
  ['gt', ['gata', 'gate']],
  ['vn', ['veien', 'vegen']],
  ['g', ['gade', 'gata', 'gate']],
  ['v', ['vej', 'vei', 'veg']],
]

/** The nearest registered address, when there is exactly one nearest. */
export function nearAddress(address: Address, register: PublicRegister): NearAddress {
  const road = nearRoad(
    address.place === '' ? address.road : `${address.road} (${address.place})`,
    register.roads,
  )
  const bare = road ?? (address.place === '' ? undefined : nearRoad(address.road, register.roads))
  if (bare === undefined) return { kind: 'none' }
  const unit = nearUnit(address, register.unitsAt(bare.road))
  if (unit === undefined) return { kind: 'none' }
  const because: NearReason[] = [...bare.because]
  if (road === undefined) because.push('place')
  if (unit.because) because.push(unit.because)
  if (because.length === 0) return { kind: 'registered' }
  const [, name = bare.road, place = ''] = /^(.*) \((.*)\)$/.exec(normaliseRoad(bare.road)) ?? []
  return {
    kind: 'suggestion',
    class: 'B',
    because,
    address: withUnit({ ...address, road: normaliseRoad(name), place }, unit.unit),
  }
}

/** The one registered road that is nearest: the same, the same when folded, when abbreviations are written out, or misspelt a little. */
export function nearRoad(
  road: string,
  roads: readonly string[],
): { road: string; because: NearReason[] } | undefined {
  const same = roads.find((registered) => normaliseRoad(registered) === road)
  if (same !== undefined) return { road: same, because: [] }
  const folded = onlyOne(roads.filter((registered) => foldName(registered) === foldName(road)))
  if (folded !== undefined) return { road: folded, because: ['road-folded'] }
  const spelt = new Set(writtenOut(road))
  const written = onlyOne(
    roads.filter((registered) => writtenOut(registered).some((form) => spelt.has(form))),
  )
  if (written !== undefined) return { road: written, because: ['road-abbreviated'] }
  const misspelt = nearestSpelling(road, roads)
  return misspelt === undefined ? undefined : { road: misspelt, because: ['road-misspelt'] }
}

/** Letters that may differ, by the length of the name: short names are too easily one another. */
export function spellingBound(length: number): number {
  if (length < 5) return 0
  return length < 10 ? 1 : 2
}

function nearestSpelling(road: string, roads: readonly string[]): string | undefined {
  const wanted = foldName(road)
  const max = spellingBound(wanted.length)
  if (max === 0) return undefined
  const near = roads.flatMap((registered) => {
    const distance = sameDigits(wanted, foldName(registered))
      ? editDistance(wanted, foldName(registered), max)
      : undefined
    return distance === undefined ? [] : [{ registered, distance }]
  })
  const least = Math.min(...near.map(({ distance }) => distance))
  return onlyOne(near.filter(({ distance }) => distance === least).map(({ registered }) => registered))
}

/** "Vej 5" is no misspelling of "Vej 6". */
function sameDigits(a: string, b: string): boolean {
  return a.replace(/\D/g, '') === b.replace(/\D/g, '')
}

/** Every way to write a road without abbreviations, folded; at most 16. */
function writtenOut(road: string): string[] {
  const words = foldName(road)
    .replace(/[.,]/g, ' ')
    .replace(/[-']/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
  let forms = ['']
  for (const word of words) {
    const choices = [word, ...(ROAD_ABBREVIATIONS.get(word) ?? endingsOf(word))]
    forms = forms.flatMap((form) => choices.map((choice) => `${form} ${choice}`.trim())).slice(0, 16)
  }
  return forms
}

function endingsOf(word: string): string[] {
  if (word.length < 5) return []
  return ROAD_ENDINGS.flatMap(([ending, full]) =>
    word.endsWith(ending) ? full.map((written) => word.slice(0, -ending.length) + written) : [],
  )
}

function onlyOne(found: readonly string[]): string | undefined {
  const distinct = new Set(found)
  return distinct.size === 1 ? found[0] : undefined
}

function normaliseRoad(road: string): string {
  return road.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/**
 * The house must be registered as it stands. Within it: the same flat; else the only flat on that floor, or the only one in the
 * house. A neighbour's door is never suggested while there is a choice: a hurried clerk would take it.
 */
function nearUnit(
  address: Address,
  units: readonly RegisteredUnit[],
): { unit: RegisteredUnit; because?: 'floor-door' } | undefined {
  const inHouse = units.filter((unit) => unit.house.toLowerCase() === address.house)
  const wanted = flatOf(withUnit(address, address))
  const same = inHouse.find((unit) => flatOf(withUnit(address, unit)) === wanted)
  if (same) return { unit: same }
  const floor = floorOf(address)
  const onFloor = inHouse.filter((unit) => floor !== '' && floorOf(withUnit(address, unit)) === floor)
  const candidates = onFloor.length > 0 ? onFloor : inHouse
  const [only, ...others] = candidates
  return only && others.length === 0 ? { unit: only, because: 'floor-door' } : undefined
}

function withUnit(address: Address, unit: RegisteredUnit): Address {
  const text = (part: string | undefined) => (part ?? '').toLowerCase()
  return address.country === 'dk'
    ? { ...address, floor: text(unit.floor), door: text(unit.door) }
    : { ...address, dwelling: text(unit.dwelling) }
}

function flatOf(address: Address): string {
  return address.country === 'dk' ? `${address.floor}|${address.door}` : address.dwelling
}

/** Norway: kind of floor and floor, the first three characters of the dwelling. */
function floorOf(address: Address): string {
  return address.country === 'dk' ? address.floor : address.dwelling.slice(0, 3)
}

/**
 * Whether a city as written may be the registered one of its postcode: folded equal, or one begins with the other's words ("København"
 * for "København S"), or misspelt a little. A caller that knows the registered name can so catch a postcode with swapped digits.
 */
export function cityFits(written: string, registered: string): boolean {
  const [a = '', b = ''] = [written, registered].map((city) => foldName(normaliseName(city)))
  if (a === '' || b === '' || a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `)) return true
  return editDistance(a, b, spellingBound(Math.min(a.length, b.length))) !== undefined
}
