/**
 * What one address is, whatever its country: the tuple that two spellings of the same address share (S-04, class A).
 * Every text in it is normalised: NFC, lower case, single spaces. An empty text means "none".
 */
export type DanishAddress = {
  country: 'dk'
  postcode: string
  /** As written, and no part of the form that is compared. Where no last name is, it must fit the postcode. */
  city: string
  road: string
  /** Supplementary town name, and every line the rules do not know. Compared: two roads of one postcode may differ only here. */
  place: string
  /** `14a` */
  house: string
  /** `1`–`99`, `st`, `kl`, `k2`–`k9` */
  floor: string
  /** `tv`, `mf`, `th`, or up to four letters and digits */
  door: string
}

export type NorwegianAddress = {
  country: 'no'
  postcode: string
  city: string
  road: string
  place: string
  house: string
  /** `h0101`: kind of floor (h, u, k, l), floor, dwelling */
  dwelling: string
}

export type Address = DanishAddress | NorwegianAddress
export type AddressCountry = Address['country']

export type AddressField = 'text' | 'street' | 'house' | 'floor' | 'postcode'

export type AddressFault = {
  field: AddressField
  reason:
    | 'empty'
    | 'too-long'
    | 'control-character'
    | 'broken-encoding'
    | 'street-missing'
    | 'house-missing'
    | 'house-range'
    | 'postcode-missing'
    | 'postcode-format'
    | 'floor-unclear'
    | 'too-many-lines'
}

export type AddressResult =
  | { kind: 'address'; address: Address }
  | { kind: 'invalid'; faults: AddressFault[] }

/** An address in fields, as a register or a well-kept customer list has it. */
export type AddressLines = { lines: readonly string[]; postcode: string; city?: string }

/** A box or a land-register number stands for road and house; `sentrum` in "Postboks 123 Sentrum" is part of the box's name. */
export const BOX_ROAD = 'postboks'
export const LAND_ROAD = 'gnr'

/** Longest parts kept. Source of the road's length: the Danish Address Register (road name ≤40). */
export const ADDRESS_LIMITS = {
  textCharactersMax: 400,
  linesMax: 6,
  roadCharactersMax: 40,
  placeCharactersMax: 80,
} as const
