import { segmentsOf } from './address-segments.ts'
import {
  ADDRESS_LIMITS,
  type AddressFault,
  type AddressLines,
  type AddressResult,
  BOX_ROAD,
  LAND_ROAD,
  type NorwegianAddress,
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
  const base = { country: 'no', postcode, city, place: '', dwelling: '' } as const
  for (const [at, segment] of segments.entries()) {
    const box = BOX.exec(segment)
    // "Sentrum" in "Postboks 123 Sentrum" is part of the box's name.
    if (box)
      return finish(
        { ...base, road: `${BOX_ROAD} ${box[2] ?? ''}`.trim(), house: box[1] ?? '' },
        segments.toSpliced(at, 1),
      )
    const land = LAND.exec(segment)
    if (land)
      return finish({ ...base, road: LAND_ROAD, house: `${land[1]}/${land[2]}` }, segments.toSpliced(at, 1))
  }
  if (segments.some(isHouseRange)) return invalid('house', 'house-range')
  for (const [at, segment] of segments.entries()) {
    const street = readStreet(segment)
    if (street) return finish({ ...base, ...street }, segments.toSpliced(at, 1))
  }
  return segments.length === 0 ? invalid('street', 'street-missing') : invalid('house', 'house-missing')
}

function readStreet(segment: string): { road: string; house: string; dwelling: string } | undefined {
  if (DWELLING.test(segment)) return undefined
  for (const { road, house, rest } of streetCuts(segment, 4)) {
    const dwelling = dwellingOf(rest)
    if (dwelling !== undefined) return { road, house, dwelling }
  }
  return undefined
}

function dwellingOf(text: string): string | undefined {
  if (text === '' || text === '-') return ''
  const found = DWELLING.exec(text)
  return found ? `${found[1]}${found[2]}` : undefined
}

function finish(address: NorwegianAddress, others: readonly string[]): AddressResult {
  const dwellings = others.map((other) => DWELLING.exec(other)).filter((found) => found !== null)
  const places = others.filter((other) => !DWELLING.test(other))
  if (dwellings.length + (address.dwelling === '' ? 0 : 1) > 1) return invalid('floor', 'floor-unclear')
  if (places.some((place) => /\d/.test(place))) return invalid('floor', 'floor-unclear')
  const place = places.join(' ')
  if (address.road.length > ADDRESS_LIMITS.roadCharactersMax) return invalid('street', 'too-long')
  if (place.length > ADDRESS_LIMITS.placeCharactersMax) return invalid('text', 'too-long')
  const [dwelling] = dwellings
  return {
    kind: 'address',
    address: { ...address, place, dwelling: dwelling ? `${dwelling[1]}${dwelling[2]}` : address.dwelling },
  }
}

function invalid(field: AddressFault['field'], reason: AddressFault['reason']): AddressResult {
  return { kind: 'invalid', faults: [{ field, reason }] }
}
