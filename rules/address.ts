import { parseDanishAddress } from './address-dk.ts'
import { parseNorwegianAddress } from './address-no.ts'
import type { Address, AddressCountry, AddressLines, AddressResult } from './postal-address.ts'

/**
 * Reads a postal address into its tuple (S-04). Case, Unicode form, spacing, leading zeros, floor and door synonyms, lone hyphens,
 * `c/o` and `v/` lines make no difference: class A. Everything else does: abbreviations, æ/ae, accents, one letter (class B, see
 * `near-address.ts`).
 */
export function parseAddress(country: AddressCountry, input: string | AddressLines): AddressResult {
  return country === 'dk' ? parseDanishAddress(input) : parseNorwegianAddress(input)
}

/**
 * The normalised text of an address: equal texts are the same address, nothing else is. What the address key is computed over.
 * `dk|3460|birkevej|14a|2|tv`, `no|0352|storgata|12b|h0101`. A place stands in brackets after the road. The city is not in it.
 */
export function addressForm(address: Address): string {
  const road = address.place === '' ? address.road : `${address.road} (${address.place})`
  const start = `${address.country}|${address.postcode}|${road}|${address.house}`
  return address.country === 'dk'
    ? `${start}|${address.floor}|${address.door}`
    : `${start}|${address.dwelling}`
}
