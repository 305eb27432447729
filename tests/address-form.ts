import { addressForm, parseAddress } from '#rules/address.ts'
import type { AddressCountry, AddressLines } from '#rules/postal-address.ts'

/** The form of a written address in one step; `undefined` when the text is no address. */
export function addressFormOf(country: AddressCountry, input: string | AddressLines): string | undefined {
  const result = parseAddress(country, input)
  return result.kind === 'address' ? addressForm(result.address) : undefined
}
