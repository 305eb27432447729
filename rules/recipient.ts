import { addressForm, parseAddress } from './address.ts'
import { cleanText, isPlain } from './clean-text.ts'
import { type DigitalAddress, digitalAddressKey, parseDigitalAddress } from './digital-address.ts'
import { parseEmail } from './email.ts'
import { parseEnterpriseNumber } from './enterprise-number.ts'
import type { FaultCode } from './faults.ts'
import { parseKvhx } from './kvhx.ts'
import { firstNameOf, lastNameOf, NAME_CHARACTERS_MAX } from './names.ts'
import { parseNationalNumber } from './national-number.ts'
import type { NationalNumberType } from './number-verdict.ts'
import type { Address, AddressLines } from './postal-address.ts'
import { PROFILES, type ProfileId } from './profiles.ts'

/** What a sender gave for one recipient. Empty and blank texts count as not given, for that is how tables leave them. */
export type RecipientInput = {
  nationalNumber?: string | undefined
  enterpriseNumber?: string | undefined
  digitalAddress?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  address?: string | AddressLines | undefined
  kvhx?: string | undefined
  email?: string | undefined
}
export type RecipientField = keyof RecipientInput | 'row'

/** Where the letter is to go in the name and address modes: a text, or a key that the public address register turns into one. */
export type Place = { by: 'text'; address: Address; form: string } | { by: 'kvhx'; kvhx: string }

/** `addressGiven`: there is an address of the sender's that a printed letter can go to. */
export type Recipient = { kind: 'ok'; addressGiven: boolean } & (
  | { mode: 'national-number'; number: string }
  | { mode: 'enterprise-number'; number: string }
  | { mode: 'digital-address'; digitalAddress: DigitalAddress; key: string }
  | { mode: 'email'; email: string }
  | { mode: 'name-address'; first: string; last: string; place: Place }
  | { mode: 'first-name-address'; first: string; place: Place }
  | { mode: 'address'; place: Place }
)

/** `code` is a row of `FAULTS`, which holds the reason and what to do in every language. */
export type RecipientFault = { field: RecipientField; code: FaultCode }
export type RecipientResult = Recipient | { kind: 'invalid'; faults: RecipientFault[] }

/** Longest texts taken, in characters. */
export const RECIPIENT_LIMITS = {
  nationalNumber: 32,
  enterpriseNumber: 32,
  digitalAddress: 120,
  firstName: NAME_CHARACTERS_MAX,
  lastName: NAME_CHARACTERS_MAX,
  address: 400,
  kvhx: 40,
  email: 254,
} as const satisfies Record<keyof RecipientInput, number>

/**
 * Decides how a row addresses its recipient, and reads every field that mode uses (S-01, A-01).
 * - A national number always wins over e-mail, digital address, name and address. If it is faulty the row is faulty: falling back to a
 *   name would send the letter to whoever has it.
 * - Enterprise number, digital address and e-mail exclude each other, and an enterprise number excludes a national one.
 * - Beside them a name and an address are only for paper, and need only be clean text.
 * - Otherwise name and address, or address alone, or its KVHX key.
 */
export function readRecipient(profile: ProfileId, input: RecipientInput): RecipientResult {
  const unclean: RecipientFault[] = []
  const row: Row = {
    profile,
    nationalNumber: takeText('nationalNumber', input.nationalNumber, unclean),
    enterpriseNumber: takeText('enterpriseNumber', input.enterpriseNumber, unclean),
    digitalAddress: takeText('digitalAddress', input.digitalAddress, unclean),
    firstName: takeText('firstName', input.firstName, unclean),
    lastName: takeText('lastName', input.lastName, unclean),
    address: takeAddress(input.address, unclean),
    kvhx: takeText('kvhx', input.kvhx, unclean),
    email: takeText('email', input.email, unclean),
  }
  if (unclean.length > 0) return { kind: 'invalid', faults: unclean }
  const { nationalNumber, enterpriseNumber, digitalAddress, email } = row
  const others = count(enterpriseNumber) + count(digitalAddress) + count(email)
  if (others > 1 && nationalNumber === undefined) return fault('row', 'identifiers-conflict')
  if (nationalNumber !== undefined && enterpriseNumber !== undefined)
    return fault('row', 'identifiers-conflict')
  if (nationalNumber !== undefined) return byNationalNumber(row, nationalNumber)
  if (enterpriseNumber !== undefined) return byEnterpriseNumber(row, enterpriseNumber)
  if (digitalAddress !== undefined) return byDigitalAddress(row, digitalAddress)
  if (email !== undefined) return byEmail(row, email)
  return byNameAndAddress(row)
}

/** What of the input was given, each text clean. */
type Row = { profile: ProfileId } & {
  [Field in Exclude<keyof RecipientInput, 'address'>]: string | undefined
} & { address: string | AddressLines | undefined }

const count = (text: string | undefined): number => (text === undefined ? 0 : 1)

/** The text as given, or `undefined` when it is blank; an unclean one is a fault. */
function takeText(
  field: keyof RecipientInput,
  text: string | undefined,
  faults: RecipientFault[],
): string | undefined {
  if (text === undefined || (isPlain(text) && text.length <= RECIPIENT_LIMITS[field])) return text
  if (text.trim() === '') return undefined
  const clean = cleanText(text, RECIPIENT_LIMITS[field])
  if (clean.kind === 'unclean')
    faults.push({ field, code: clean.reason === 'empty' ? 'control-character' : clean.reason })
  return text
}

function takeAddress(
  address: string | AddressLines | undefined,
  faults: RecipientFault[],
): string | AddressLines | undefined {
  if (address === undefined || isPlainAddress(address)) return address
  const text = typeof address === 'string' ? address : linesOf(address)
  return takeText('address', text, faults) === undefined ? undefined : address
}

/** The usual address in fields: nothing to clean in any of them, and short enough. */
function isPlainAddress(address: string | AddressLines): boolean {
  if (typeof address === 'string') return false
  const { lines, postcode, city } = address
  if (!isPlain(postcode) || (city && !isPlain(city))) return false
  let characters = postcode.length + 1 + (city?.length ?? 0)
  for (const line of lines) {
    if (!isPlain(line)) return false
    characters += line.length + 1
  }
  return characters <= RECIPIENT_LIMITS.address
}

function linesOf({ lines, postcode, city = '' }: AddressLines): string {
  return [...lines, postcode, city].join(' ')
}

function fault(field: RecipientField, code: FaultCode): RecipientResult {
  return { kind: 'invalid', faults: [{ field, code }] }
}

/** Of a sender with recipients on both sides of the Skagerrak the country is what is forgotten. */
const OTHER_COUNTRY = { dk: 'no', no: 'dk' } as const

function byNationalNumber(row: Row, text: string): RecipientResult {
  const profile = PROFILES[row.profile]
  const verdict = parseNationalNumber(profile.nationalNumberCountry, text)
  if (verdict.kind === 'invalid') {
    if (verdict.hint === 'leading-zero-lost') return fault('nationalNumber', 'leading-zero-lost')
    if (parseNationalNumber(OTHER_COUNTRY[profile.nationalNumberCountry], text).kind === 'valid')
      return fault('nationalNumber', 'number-other-country')
    return fault(
      'nationalNumber',
      verdict.reason === 'check-digit' ? 'check-digit' : `number-${verdict.reason}`,
    )
  }
  const addressable: readonly NationalNumberType[] = profile.addressableNumbers
  if (!addressable.includes(verdict.type)) return fault('nationalNumber', 'number-not-addressable')
  return {
    kind: 'ok',
    mode: 'national-number',
    number: verdict.number,
    addressGiven: hasPaper(row),
  }
}

function byEnterpriseNumber(row: Row, text: string): RecipientResult {
  const verdict = parseEnterpriseNumber(row.profile, text)
  if (verdict.kind === 'invalid') {
    if (parseEnterpriseNumber(OTHER_COUNTRY[row.profile], text).kind === 'valid')
      return fault('enterpriseNumber', 'number-other-country')
    return fault('enterpriseNumber', verdict.reason === 'format' ? 'enterprise-number-format' : 'check-digit')
  }
  return { kind: 'ok', mode: 'enterprise-number', number: verdict.number, addressGiven: hasPaper(row) }
}

function byDigitalAddress(row: Row, text: string): RecipientResult {
  const result = parseDigitalAddress(text)
  if (result.kind === 'invalid') return fault('digitalAddress', 'digital-address-format')
  const digitalAddress = { name: result.name, tag: result.tag }
  const key = digitalAddressKey(digitalAddress)
  return { kind: 'ok', mode: 'digital-address', digitalAddress, key, addressGiven: hasPaper(row) }
}

function byEmail(row: Row, text: string): RecipientResult {
  const email = parseEmail(text)
  return email === undefined
    ? fault('email', 'email-format')
    : { kind: 'ok', mode: 'email', email, addressGiven: hasPaper(row) }
}

function byNameAndAddress(row: Row): RecipientResult {
  const { firstName, lastName } = row
  const faults: RecipientFault[] = []
  const place = placeOf(row, faults)
  const first = firstName === undefined ? '' : nameOf('firstName', firstName, faults)
  const last = lastName === undefined ? '' : nameOf('lastName', lastName, faults)
  if (lastName !== undefined && firstName === undefined)
    faults.push({ field: 'firstName', code: 'first-name-missing' })
  if (place === undefined || faults.length > 0) return { kind: 'invalid', faults }
  if (firstName === undefined) return { kind: 'ok', mode: 'address', place, addressGiven: true }
  if (lastName === undefined)
    return { kind: 'ok', mode: 'first-name-address', first, place, addressGiven: true }
  return { kind: 'ok', mode: 'name-address', first, last, place, addressGiven: true }
}

function nameOf(field: 'firstName' | 'lastName', text: string, faults: RecipientFault[]): string {
  const name = field === 'firstName' ? firstNameOf(text) : lastNameOf(text)
  // "Hansen, Peter" in one field: which is which would be a guess.
  if (/[,;|]/.test(text) || !/\p{L}/u.test(name)) faults.push({ field, code: 'name-unclear' })
  return name
}

function placeOf(row: Row, faults: RecipientFault[]): Place | undefined {
  const { address, kvhx, firstName, lastName } = row
  if (address !== undefined && kvhx !== undefined) {
    faults.push({ field: 'row', code: 'address-and-kvhx' })
    return undefined
  }
  if (kvhx !== undefined) return kvhxPlace(row, kvhx, faults)
  if (address === undefined) {
    const named = firstName !== undefined || lastName !== undefined
    faults.push(
      named ? { field: 'address', code: 'address-missing' } : { field: 'row', code: 'nothing-given' },
    )
    return undefined
  }
  const result = parseAddress(PROFILES[row.profile].addressFormat, address)
  if (result.kind === 'address')
    return { by: 'text', address: result.address, form: addressForm(result.address) }
  for (const { reason } of result.faults)
    faults.push({ field: 'address', code: reason === 'empty' ? 'street-missing' : reason })
  return undefined
}

function kvhxPlace(row: Row, kvhx: string, faults: RecipientFault[]): Place | undefined {
  if (!PROFILES[row.profile].acceptsKvhx) {
    faults.push({ field: 'kvhx', code: 'kvhx-not-here' })
    return undefined
  }
  const result = parseKvhx(kvhx)
  if (result.kind === 'kvhx') return { by: 'kvhx', kvhx: result.kvhx }
  faults.push({ field: 'kvhx', code: 'kvhx-format' })
  return undefined
}

function hasPaper(row: Row): boolean {
  return placeOf(row, []) !== undefined
}
