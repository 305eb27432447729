import { firstNameOf, foldName, lastNameOf } from './names.ts'

/**
 * A digital address (P-08, D-16): `given.family#123A`, or its short form `#123A`. The tag after `#` belongs to one person for good,
 * so that an address from before a change of name still reaches its owner; the name before it must be one that the tag has had.
 */
export type DigitalAddress = {
  /** `given.family` in lower case with its own letters; empty in the short form. */
  name: string
  /** Three to nine digits without a leading zero, then at most one letter. */
  tag: string
}

export type DigitalAddressResult =
  | ({ kind: 'digital-address' } & DigitalAddress)
  | { kind: 'invalid'; reason: 'format' | 'tag' | 'name' | 'too-long' }

/** A to Z without I and O, which are read as 1 and 0. */
export const TAG_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const TAG = new RegExp(`^[1-9]\\d{2,8}[${TAG_LETTERS}]?$`)
const NAME = /^\p{Ll}[\p{Ll}'-]*(?:\.\p{Ll}[\p{Ll}'-]*)*$/u
const DIGITAL_ADDRESS_CHARACTERS_MAX = 120

/**
 * The address for a person with this tag. Names that hold no letter at all leave the short form.
 * @throws RangeError when the tag is not one: tags come from our own counter, a wrong one is a bug
 */
export function makeDigitalAddress(given: string, family: string, tag: string): string {
  if (!TAG.test(tag)) throw new RangeError(`not a tag of a digital address: ${tag}`)
  const part = (name: string) => name.replace(/[^\p{Ll}'-]/gu, '').replace(/^['-]+/u, '')
  const name = [part(firstNameOf(given)), part(lastNameOf(family))].filter((word) => word !== '').join('.')
  const whole = `${name}#${tag}`
  return whole.length > DIGITAL_ADDRESS_CHARACTERS_MAX ? `#${tag}` : whole
}

/** Reads what somebody typed: any case, spaces around `#` and `.` forgiven. */
export function parseDigitalAddress(text: string): DigitalAddressResult {
  if (text.length > DIGITAL_ADDRESS_CHARACTERS_MAX * 2) return { kind: 'invalid', reason: 'too-long' }
  const plain = text
    .normalize('NFC')
    .trim()
    .replace(/\s*([#.])\s*/gu, '$1')
  const at = plain.indexOf('#')
  if (at < 0 || plain.indexOf('#', at + 1) >= 0) return { kind: 'invalid', reason: 'format' }
  const name = plain.slice(0, at).toLowerCase().normalize('NFC')
  const tag = plain.slice(at + 1).toUpperCase()
  if (!TAG.test(tag)) return { kind: 'invalid', reason: 'tag' }
  if (name !== '' && !NAME.test(name)) return { kind: 'invalid', reason: 'name' }
  return plain.length > DIGITAL_ADDRESS_CHARACTERS_MAX
    ? { kind: 'invalid', reason: 'too-long' }
    : { kind: 'digital-address', name, tag }
}

/**
 * The text under which an address is stored and compared. æøå and their spellings ae, oe, aa are the same here: not every keyboard
 * has them, and the tag alone says who it is.
 */
export function digitalAddressKey(address: DigitalAddress): string {
  return `${foldName(address.name)}#${address.tag}`
}

/**
 * Whether an address that was typed reaches the holder of its tag: the short form does, the long form only with a name the holder
 * has or had. A wrong name with a right tag is a typing error, and then nobody gets the letter.
 * @param names every `given.family` that this tag has carried
 */
export function reachesHolder(typed: DigitalAddress, names: readonly string[]): boolean {
  return typed.name === '' || names.some((name) => foldName(name) === foldName(typed.name))
}

/**
 * The tag of a counter value: numbers first without, then with each letter. Hand in random values of a large range, not 1, 2, 3:
 * otherwise anybody could write to `#100`, `#101` and so on.
 * @param serial whole number, 0 or more
 * @throws RangeError when the nine digits are used up
 */
export function tagOf(serial: number): string {
  const perNumber = TAG_LETTERS.length + 1
  const digits = 100 + Math.floor(serial / perNumber)
  if (!Number.isSafeInteger(serial) || serial < 0 || digits > 999_999_999)
    throw new RangeError('no tag for this serial')
  return `${digits}${TAG_LETTERS.charAt((serial % perNumber) - 1)}`
}
