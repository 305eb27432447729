import type { RegisterPlace } from '#ground/ports.ts'
import { addressForm, parseAddress } from '#rules/address.ts'

/** What a registered address is compared by. `roadForm` and `houseForm` are the parts that suggestions search on. */
export type RegisteredForm = { addressForm: string; roadForm: string; houseForm: string }

const KEPT_MAX = 20_000
const kept = new Map<string, RegisteredForm | undefined>()

/**
 * The normalised forms of an address from the register, by the same law that reads a sender's text (S-04). Undefined when
 * the law cannot read it: then nobody can be reached by that address. Households follow each other in the register, hence
 * the memory of the newest ones.
 */
export function registeredForm(country: 'dk' | 'no', place: RegisterPlace): RegisteredForm | undefined {
  const text = textOf(place)
  const key = `${country}|${place.postcode}|${text}`
  if (kept.has(key)) return kept.get(key)
  const read = parseAddress(country, { lines: [text], postcode: place.postcode, city: place.city })
  const form =
    read.kind === 'address'
      ? {
          addressForm: addressForm(read.address),
          roadForm: read.address.road,
          houseForm: read.address.house,
        }
      : undefined
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(key, form)
  return form
}

function textOf(place: RegisterPlace): string {
  const street = `${place.road} ${place.houseNumber}`
  if (place.dwelling !== undefined) return `${street} ${place.dwelling}`
  if (place.floor === undefined) return place.door === undefined ? street : `${street}, ${place.door}`
  const floor = /^\d+$/.test(place.floor) ? `${place.floor}.` : place.floor
  return `${street}, ${floor} ${place.door ?? ''}`.trimEnd()
}
