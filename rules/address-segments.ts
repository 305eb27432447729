import { cleanText } from './clean-text.ts'
import { ADDRESS_LIMITS, type AddressFault, type AddressLines } from './postal-address.ts'

/** An address cut into its parts: normalised street-side segments in order, the postcode, the city. Nothing is interpreted yet. */
export type Segments =
  | { kind: 'segments'; segments: string[]; postcode: string; city: string }
  | { kind: 'invalid'; faults: AddressFault[] }

const CARE_OF = /^(?:c ?\/ ?o|℅|v ?\/)/u
const LONE_HYPHEN = /^[-–—.]*$/u
const POSTCODE_CITY = /^(?:(dk|d|no|n)[- ]?)?(\d{4})(?: +(\D.*))?$/u

const COUNTRY_WORDS: Readonly<Record<string, readonly string[]>> = {
  dk: ['danmark', 'denmark', 'dänemark', 'dk'],
  no: ['norge', 'noreg', 'norway', 'norwegen', 'no'],
}

/**
 * Takes one line, several lines in one text, or fields, and cuts it at commas and line breaks.
 * Lines that say only through whom (`c/o`, `v/`) and lone hyphens are no part of the address and go. So does the country's own name.
 */
export function segmentsOf(country: 'dk' | 'no', input: string | AddressLines): Segments {
  const whole =
    typeof input === 'string' ? input : [...input.lines, `${input.postcode} ${cityOf(input)}`].join('\n')
  const clean = cleanText(whole, ADDRESS_LIMITS.textCharactersMax)
  if (clean.kind === 'unclean') return { kind: 'invalid', faults: [{ field: 'text', reason: clean.reason }] }
  const all = whole
    .split(/[\n\r\u2028\u2029,;|]+/u)
    .map(segment)
    .filter((part) => !LONE_HYPHEN.test(part) && !CARE_OF.test(part))
  while (COUNTRY_WORDS[country]?.includes(all.at(-1) ?? '')) all.pop()
  if (all.length > ADDRESS_LIMITS.linesMax)
    return { kind: 'invalid', faults: [{ field: 'text', reason: 'too-many-lines' }] }
  if (typeof input !== 'string' && !/^(?:(?:dk|d|no|n)[- ]?)?\d{4}$/u.test(segment(input.postcode))) {
    const reason = segment(input.postcode) === '' ? 'postcode-missing' : 'postcode-format'
    return { kind: 'invalid', faults: [{ field: 'postcode', reason }] }
  }
  return takePostcode(country, all)
}

/** A hurried hand writes the postcode in the city's field too. */
function cityOf({ postcode, city = '' }: AddressLines): string {
  const code = postcode.trim()
  const plain = city.trim()
  return code !== '' && plain.startsWith(code) ? plain.slice(code.length).trim() : plain
}

function segment(text: string): string {
  const clean = cleanText(text, ADDRESS_LIMITS.textCharactersMax)
  return clean.kind === 'clean' ? clean.text.toLowerCase().normalize('NFC') : ''
}

/** The postcode begins the last segment, or stands alone before the city, or (without a comma) inside the last segment. */
function takePostcode(country: 'dk' | 'no', all: readonly string[]): Segments {
  const invalid = (reason: AddressFault['reason']): Segments => ({
    kind: 'invalid',
    faults: [{ field: 'postcode', reason }],
  })
  const last = all.at(-1) ?? ''
  const found = POSTCODE_CITY.exec(last)
  if (found) return withPrefix(country, found, all.slice(0, -1))
  const before = POSTCODE_CITY.exec(all.at(-2) ?? '')
  if (before && before[3] === undefined)
    return withPrefix(country, [...before.slice(0, 3), last], all.slice(0, -2))
  const inside = /^(.*\S) +((?:(?:dk|no)-)?\d{4})(?: +(\D.*))?$/u.exec(last)
  if (!inside) return invalid(/\d{4}/.test(last) ? 'postcode-format' : 'postcode-missing')
  const code = POSTCODE_CITY.exec(inside[2] ?? '')
  return withPrefix(country, [...(code ?? []).slice(0, 3), inside[3]], [...all.slice(0, -1), inside[1] ?? ''])
}

function withPrefix(
  country: 'dk' | 'no',
  found: readonly (string | undefined)[],
  segments: string[],
): Segments {
  const [, prefix, postcode = '', city = ''] = found
  if (prefix !== undefined && !country.startsWith(prefix)) {
    return { kind: 'invalid', faults: [{ field: 'postcode', reason: 'postcode-format' }] }
  }
  // 0000 is in no country's list; it is what an empty number field becomes.
  if (postcode === '0000')
    return { kind: 'invalid', faults: [{ field: 'postcode', reason: 'postcode-format' }] }
  return { kind: 'segments', segments, postcode, city }
}
