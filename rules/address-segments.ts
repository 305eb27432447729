import { cleanText, isPlain } from './clean-text.ts'
import { ADDRESS_LIMITS, type AddressFault, type AddressLines } from './postal-address.ts'

/** An address cut into its parts: normalised street-side segments in order, the postcode, the city. Nothing is interpreted yet. */
export type Segments =
  | { kind: 'segments'; segments: string[]; postcode: string; city: string }
  | { kind: 'invalid'; faults: AddressFault[] }

const SEPARATORS = /[\n\r\u2028\u2029,;|]/u
/** `c/o`, `v/`: through whom, not where. And lone hyphens, where a field was empty. */
const NO_PART = /^(?:c ?\/ ?o|℅|v ?\/|[-–—.]*$)/u
const WRITTEN_POSTCODE = /^(?:(?:dk|d|no|n)[- ]?)?\d{4}$/u
const POSTCODE_CITY = /^(?:(dk|d|no|n)[- ]?)?(\d{4})(?: +(\D.*))?$/u
const INSIDE = /^(.*\S) +((?:(?:dk|no)-)?\d{4})(?: +(\D.*))?$/u
const USUAL_POSTCODE = /^(?!0000)\d{4}$/
const UNUSUAL_IN_CITY = /^\d|[,;|]/

const COUNTRY_WORDS: Readonly<Record<'dk' | 'no', ReadonlySet<string>>> = {
  dk: new Set(['danmark', 'denmark', 'dänemark', 'dk']),
  no: new Set(['norge', 'noreg', 'norway', 'norwegen', 'no']),
}

/**
 * Takes one line, several lines in one text, or fields, and cuts it at commas and line breaks.
 * Lines that say only through whom (`c/o`, `v/`) and lone hyphens are no part of the address and go. So does the country's own name.
 */
export function segmentsOf(country: 'dk' | 'no', input: string | AddressLines): Segments {
  const usual = typeof input === 'string' ? undefined : usualSegments(input)
  if (usual) return usual
  const whole =
    typeof input === 'string' ? input : [...input.lines, `${input.postcode} ${cityOf(input)}`].join('\n')
  const clean = cleanText(whole, ADDRESS_LIMITS.textCharactersMax)
  if (clean.kind === 'unclean') return { kind: 'invalid', faults: [{ field: 'text', reason: clean.reason }] }
  const all = whole
    .split(SEPARATORS)
    .map(segment)
    .filter((part) => !NO_PART.test(part))
  while (COUNTRY_WORDS[country].has(all.at(-1) ?? '')) all.pop()
  if (all.length > ADDRESS_LIMITS.linesMax)
    return { kind: 'invalid', faults: [{ field: 'text', reason: 'too-many-lines' }] }
  if (typeof input !== 'string') {
    const written = segment(input.postcode)
    if (!WRITTEN_POSTCODE.test(written))
      return invalid(written === '' ? 'postcode-missing' : 'postcode-format')
  }
  return takePostcode(country, all)
}

/**
 * Fields as nearly every list has them, cut without detours: plain texts, four digits for a postcode, no digits before the city.
 * `undefined` when they are not so; what is cut here is cut the same below.
 */
function usualSegments({ lines, postcode, city = '' }: AddressLines): Segments | undefined {
  if (!USUAL_POSTCODE.test(postcode)) return undefined
  if (city !== '' && (!isPlain(city) || UNUSUAL_IN_CITY.test(city))) return undefined
  const segments: string[] = []
  let characters = postcode.length + 1 + city.length
  for (const line of lines) {
    if (line !== '' && !isPlain(line)) return undefined
    characters += line.length + 1
    for (const part of line.toLowerCase().split(SEPARATORS)) {
      const trimmed = part.trim()
      if (!NO_PART.test(trimmed)) segments.push(trimmed)
    }
  }
  if (characters > ADDRESS_LIMITS.textCharactersMax || segments.length >= ADDRESS_LIMITS.linesMax)
    return undefined
  return { kind: 'segments', segments, postcode, city: city.toLowerCase() }
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

function invalid(reason: AddressFault['reason']): Segments {
  return { kind: 'invalid', faults: [{ field: 'postcode', reason }] }
}

/** The postcode begins the last segment, or stands alone before the city, or (without a comma) inside the last segment. */
function takePostcode(country: 'dk' | 'no', all: readonly string[]): Segments {
  const last = all.at(-1) ?? ''
  const found = POSTCODE_CITY.exec(last)
  if (found) return withPrefix(country, found, all.slice(0, -1), found[3])
  const before = POSTCODE_CITY.exec(all.at(-2) ?? '')
  if (before && before[3] === undefined) return withPrefix(country, before, all.slice(0, -2), last)
  const inside = INSIDE.exec(last)
  if (!inside) return invalid(/\d{4}/.test(last) ? 'postcode-format' : 'postcode-missing')
  const code = POSTCODE_CITY.exec(inside[2]!)!
  return withPrefix(country, code, [...all.slice(0, -1), inside[1]!], inside[3])
}

function withPrefix(
  country: 'dk' | 'no',
  found: RegExpExecArray,
  segments: string[],
  city: string | undefined,
): Segments {
  const prefix = found[1]
  const postcode = found[2]!
  if (prefix !== undefined && !country.startsWith(prefix)) return invalid('postcode-format')
  // 0000 is in no country's list; it is what an empty number field becomes.
  if (postcode === '0000') return invalid('postcode-format')
  return { kind: 'segments', segments, postcode, city: city ?? '' }
}
