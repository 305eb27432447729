/** What the synthetic population register publishes: one person, one public address, one change. */

export type Country = 'dk' | 'no'
export type PersonStatus = 'active' | 'inactive' | 'deceased' | 'emigrated'

/** Where somebody lives. `kvhx` is the 19-character public form (municipality 4, road 4, house 4, floor 3, door 4). */
export interface RegisteredAddress {
  road: string
  houseNumber: string
  floor?: string
  door?: string
  dwelling?: string
  postcode: string
  city: string
  careOf?: string
  kvhx?: string
}

export interface PersonRecord {
  nationalNumber: string
  country: Country
  givenNames: string
  familyName: string
  address: RegisteredAddress
  status: PersonStatus
  protected: boolean
}

/** One line of the public address register. It knows no people, and never a `careOf`. */
export interface AddressRecord extends Omit<RegisteredAddress, 'careOf'> {
  country: Country
}

export const CHANGE_KINDS = ['move', 'rename', 'die', 'emigrate', 'protect', 'unprotect', 'birth'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** A change carries the whole person as it is after it, so that applying it twice changes nothing. */
export interface ChangeRecord {
  cursor: number
  kind: ChangeKind
  at: string
  person: PersonRecord
}
