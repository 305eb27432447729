import { segmentsOf } from './address-segments.ts'
import { type FloorDoor, parseFloorDoor } from './floor-door.ts'
import {
  ADDRESS_LIMITS,
  type AddressFault,
  type AddressLines,
  type AddressResult,
  BOX_ROAD,
} from './postal-address.ts'
import { isHouseRange, streetCuts } from './street-line.ts'

const NO_FLOOR: FloorDoor = { floor: '', door: '' }
const BOX = /^(?:postboks|postbox|boks|pb\.?) ?(\d{1,5})$/u

/** Reads a Danish postal address from one line, several lines or fields, into its tuple. */
export function parseDanishAddress(input: string | AddressLines): AddressResult {
  const cut = segmentsOf('dk', input)
  if (cut.kind === 'invalid') return cut
  const { segments, postcode, city } = cut
  for (let at = 0; at < segments.length; at++) {
    const box = BOX.exec(segments[at]!)
    if (box)
      return finish({ postcode, city }, { road: BOX_ROAD, house: box[1]!, floor: '', door: '' }, segments, at)
  }
  if (segments.some(isHouseRange)) return invalid('house', 'house-range')
  for (let at = 0; at < segments.length; at++) {
    const street = readStreet(segments[at]!)
    if (street) return finish({ postcode, city }, street, segments, at)
  }
  return segments.length === 0 ? invalid('street', 'street-missing') : invalid('house', 'house-missing')
}

type Street = { road: string; house: string } & FloorDoor

function readStreet(segment: string): Street | undefined {
  if (parseFloorDoor(segment, true)) return undefined
  for (const { road, house, rest } of streetCuts(segment, 3)) {
    const floorDoor = parseFloorDoor(rest, false)
    if (floorDoor) return { road, house, floor: floorDoor.floor, door: floorDoor.door }
  }
  return undefined
}

/**
 * What is left beside the street: floor and door, in one segment or two ("2.", "tv"), and words the rules do not know, which are
 * kept as the place and so never ignored. Words with digits in them are a fault: they look like a floor that could not be read.
 */
function finish(
  { postcode, city }: { postcode: string; city: string },
  { road, house, floor, door }: Street,
  segments: readonly string[],
  streetAt: number,
): AddressResult {
  let beside: FloorDoor | undefined = NO_FLOOR
  let words = ''
  let place = ''
  for (let at = 0; at < segments.length; at++) {
    if (at === streetAt) continue
    const other = segments[at]!
    const together = words === '' ? other : `${words} ${other}`
    const read = parseFloorDoor(together, true)
    if (read || (words !== '' && parseFloorDoor(other, true))) {
      words = together
      beside = read
    } else if (/\d/.test(other)) return invalid('floor', 'floor-unclear')
    else place = place === '' ? other : `${place} ${other}`
  }
  if (!beside || (floor !== '' && beside.floor !== '')) return invalid('floor', 'floor-unclear')
  if (road.length > ADDRESS_LIMITS.roadCharactersMax) return invalid('street', 'too-long')
  if (place.length > ADDRESS_LIMITS.placeCharactersMax) return invalid('text', 'too-long')
  const inHouse = floor === '' ? beside : { floor, door }
  return {
    kind: 'address',
    address: { country: 'dk', postcode, city, road, place, house, floor: inHouse.floor, door: inHouse.door },
  }
}

function invalid(field: AddressFault['field'], reason: AddressFault['reason']): AddressResult {
  return { kind: 'invalid', faults: [{ field, reason }] }
}
