import { segmentsOf } from './address-segments.ts'
import { type FloorDoor, parseFloorDoor } from './floor-door.ts'
import {
  ADDRESS_LIMITS,
  type AddressFault,
  type AddressLines,
  type AddressResult,
  BOX_ROAD,
  type DanishAddress,
} from './postal-address.ts'
import { isHouseRange, streetCuts } from './street-line.ts'

const BOX = /^(?:postboks|postbox|boks|pb\.?) ?(\d{1,5})$/u

/** Reads a Danish postal address from one line, several lines or fields, into its tuple. */
export function parseDanishAddress(input: string | AddressLines): AddressResult {
  const cut = segmentsOf('dk', input)
  if (cut.kind === 'invalid') return cut
  const { segments, postcode, city } = cut
  const base = { country: 'dk', postcode, city, place: '', floor: '', door: '' } as const
  const box = segments.map((segment) => BOX.exec(segment)?.[1])
  const boxAt = box.findIndex((number) => number !== undefined)
  if (boxAt >= 0) {
    return finish({ ...base, road: BOX_ROAD, house: box[boxAt] ?? '' }, segments.toSpliced(boxAt, 1))
  }
  if (segments.some(isHouseRange)) return invalid('house', 'house-range')
  for (const [at, segment] of segments.entries()) {
    const street = readStreet(segment)
    if (street) return finish({ ...base, ...street }, segments.toSpliced(at, 1))
  }
  return segments.length === 0 ? invalid('street', 'street-missing') : invalid('house', 'house-missing')
}

function readStreet(segment: string): ({ road: string; house: string } & FloorDoor) | undefined {
  if (parseFloorDoor(segment, true)) return undefined
  for (const { road, house, rest } of streetCuts(segment, 3)) {
    const floorDoor = parseFloorDoor(rest, false)
    if (floorDoor) return { road, house, ...floorDoor }
  }
  return undefined
}

/**
 * What is left beside the street: floor and door, in one segment or two ("2.", "tv"), and words the rules do not know, which are
 * kept as the place and so never ignored. Words with digits in them are a fault: they look like a floor that could not be read.
 */
function finish(address: DanishAddress, others: readonly string[]): AddressResult {
  const floorDoorWords: string[] = []
  const places: string[] = []
  for (const other of others) {
    const door = floorDoorWords.length > 0 && parseFloorDoor(`${floorDoorWords.join(' ')} ${other}`, true)
    if (door || parseFloorDoor(other, true)) floorDoorWords.push(other)
    else if (/\d/.test(other)) return invalid('floor', 'floor-unclear')
    else places.push(other)
  }
  const read = parseFloorDoor(floorDoorWords.join(' '), true)
  if (!read || (floorDoorWords.length > 0 && address.floor !== '' && read.floor !== ''))
    return invalid('floor', 'floor-unclear')
  const place = places.join(' ')
  if (address.road.length > ADDRESS_LIMITS.roadCharactersMax) return invalid('street', 'too-long')
  if (place.length > ADDRESS_LIMITS.placeCharactersMax) return invalid('text', 'too-long')
  const floorDoor = address.floor === '' ? read : { floor: address.floor, door: address.door }
  return { kind: 'address', address: { ...address, place, ...floorDoor } }
}

function invalid(field: AddressFault['field'], reason: AddressFault['reason']): AddressResult {
  return { kind: 'invalid', faults: [{ field, reason }] }
}
