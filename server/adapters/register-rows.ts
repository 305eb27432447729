import type { RegisterAddress, RegisterChange, RegisterPerson, RegisterPlace } from '#ground/ports.ts'

/** Reads the register's rows at the edge: what comes back is whole and typed, or undefined. */

const TEXT_CHARACTERS_MAX = 200
const STATUSES = ['active', 'inactive', 'deceased', 'emigrated'] as const
const PLACE_OPTIONAL = ['floor', 'door', 'dwelling', 'kvhx'] as const

const isText = (value: unknown): value is string =>
  // a zero character is the one thing PostgreSQL cannot keep in a text
  typeof value === 'string' && value !== '' && value.length <= TEXT_CHARACTERS_MAX && !value.includes('\0')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

export function readPerson(value: unknown): RegisterPerson | undefined {
  if (!isObject(value)) return undefined
  const { country, nationalNumber, givenNames, familyName, status, address } = value
  if (country !== 'dk' && country !== 'no') return undefined
  if (typeof nationalNumber !== 'string' || !/^\d{10,11}$/.test(nationalNumber)) return undefined
  if (nationalNumber.length !== (country === 'dk' ? 10 : 11)) return undefined
  if (!isText(givenNames) || !isText(familyName) || !isObject(address)) return undefined
  if (typeof value.protected !== 'boolean') return undefined
  const known = STATUSES.find((s) => s === status)
  const place = readPlace(address)
  if (!known || !place) return undefined
  const careOf = address.careOf
  if (careOf !== undefined && !isText(careOf)) return undefined
  return {
    country,
    nationalNumber,
    givenNames,
    familyName,
    address: careOf === undefined ? place : { ...place, careOf },
    status: known,
    protected: value.protected,
  }
}

export function readAddress(value: unknown): RegisterAddress | undefined {
  if (!isObject(value) || (value.country !== 'dk' && value.country !== 'no')) return undefined
  const place = readPlace(value)
  return place && { country: value.country, ...place }
}

export function readChange(value: unknown): RegisterChange | undefined {
  if (!isObject(value) || typeof value.at !== 'string') return undefined
  const at = new Date(value.at)
  const person = readPerson(value.person)
  return person && !Number.isNaN(at.getTime()) ? { at, person } : undefined
}

function readPlace(value: Record<string, unknown>): RegisterPlace | undefined {
  const { road, houseNumber, postcode, city } = value
  if (!isText(road) || !isText(houseNumber) || !isText(city)) return undefined
  if (typeof postcode !== 'string' || !/^\d{4}$/.test(postcode)) return undefined
  const place: RegisterPlace = { road, houseNumber, postcode, city }
  for (const field of PLACE_OPTIONAL) {
    const part = value[field]
    if (part === undefined || part === null || part === '') continue
    if (!isText(part)) return undefined
    place[field] = part
  }
  return place.kvhx === undefined || place.kvhx.length === 19 ? place : undefined
}
