import type { Address } from './postal-address.ts'

/** An address as a person would write it: what a suggestion shows, and what can be handed in again as it stands. */
export type WrittenAddress = { street: string; postcode: string; city: string }

export function writeAddress(address: Address): WrittenAddress {
  const road = address.road.replace(
    /(^|[\s-])(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )
  const place = address.place === '' ? '' : ` (${address.place})`
  return {
    street: `${road} ${address.house.toUpperCase()}${place}${unitOf(address)}`,
    postcode: address.postcode,
    city: address.city,
  }
}

function unitOf(address: Address): string {
  if (address.country === 'no') return address.dwelling === '' ? '' : `, ${address.dwelling.toUpperCase()}`
  const floor = /^\d+$/.test(address.floor) ? `${address.floor}.` : address.floor
  const unit = [floor, address.door].filter((part) => part !== '').join(' ')
  return unit === '' ? '' : `, ${unit}`
}
