import { segmentsOf } from './address-segments.ts'
import {
  ADDRESS_LIMITS,
  type AddressFault,
  type AddressLines,
  type AddressResult,
  BOX_ROAD,
  LAND_ROAD,
} from './postal-address.ts'
import { isHouseRange, streetCuts } from './street-line.ts'

const BOX = /^(?:postboks|postbox|boks|pb\.?) ?(\d{1,5})(?: (\D.*))?$/u
const LAND =
  /^(?:gnr|gårdsnr|g\.?nr)\.?:? ?(\d{1,5}) ?[/,]? ?(?:og )?(?:bnr|bruksnr|b\.?nr)\.?:? ?(\d{1,5})$/u
const DWELLING = /^(?:(?:bolig|boligstnr|leilighet|leil|bruksenhet)\.?(?:nr\.?)?:? ?)?([hukl]) ?(\d{4})$/u

/** Reads a Norwegian postal address from one line, several lines or fields, into its tuple. */
export function parseNorwegianAddress(input: string | AddressLines): AddressResult {
  const cut = segmentsOf('no', input)
  if (cut.kind === 'invalid') return cut
  const { segments, postcode, city } = cut
  for (let at = 0; at < segments.length; at++) {
    const street = readBox(segments[at]!) ?? readLand(segments[at]!)
    if (street) return finish({ postcode, city }, street, segments, at)
  }
  if (segments.some(isHouseRange)) return invalid('house', 'house-range')
  for (let at = 0; at < segments.length; at++) {
    const street = readStreet(segments[at]!)
    if (street) return finish({ postcode, city }, street, segments, at)
  }
  return segments.length === 0 ? invalid('street', 'street-missing') : invalid('house', 'house-missing')
}

type Street = { road: string; house: string; dwelling: string }

function readBox(segment: string): Street | undefined {
  const box = BOX.exec(segment)
  // "Sentrum" in "Postboks 123 Sentrum" is part of the box's name.
  return box ? { road: `${BOX_ROAD} ${box[2] ?? ''}`.trim(), house: box[1]!, dwelling: '' } : undefined
}

function readLand(segment: string): Street | undefined {
  const land = LAND.exec(segment)
  return land ? { road: LAND_ROAD, house: `${land[1]}/${land[2]}`, dwelling: '' } : undefined
}

function readStreet(segment: string): Street | undefined {
  if (DWELLING.test(segment)) return undefined
  for (const { road, house, rest } of streetCuts(segment, 4)) {
    const dwelling = rest === '' || rest === '-' ? '' : dwellingOf(rest)
    if (dwelling !== undefined) return { road, house, dwelling }
  }
  return undefined
}

function dwellingOf(text: string): string | undefined {
  const found = DWELLING.exec(text)
  return found ? found[1]! + found[2]! : undefined
}

function finish(
  { postcode, city }: { postcode: string; city: string },
  { road, house, dwelling: inLine }: Street,
  segments: readonly string[],
  streetAt: number,
): AddressResult {
  let dwelling = inLine
  let place = ''
  for (let at = 0; at < segments.length; at++) {
    if (at === streetAt) continue
    const other = segments[at]!
    const beside = dwellingOf(other)
    // Two dwellings, or words with digits that are none: neither may be guessed.
    if (beside === undefined ? /\d/.test(other) : dwelling !== '') return invalid('floor', 'floor-unclear')
    if (beside !== undefined) dwelling = beside
    else place = place === '' ? other : `${place} ${other}`
  }
  if (road.length > ADDRESS_LIMITS.roadCharactersMax) return invalid('street', 'too-long')
  if (place.length > ADDRESS_LIMITS.placeCharactersMax) return invalid('text', 'too-long')
  return { kind: 'address', address: { country: 'no', postcode, city, road, place, house, dwelling } }
}

function invalid(field: AddressFault['field'], reason: AddressFault['reason']): AddressResult {
  return { kind: 'invalid', faults: [{ field, reason }] }
}
