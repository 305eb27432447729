import type { CalendarDate } from './calendar-date.ts'
import { parseCpr } from './national-number-dk.ts'
import { parseNorwegianNumber } from './national-number-no.ts'
import { parseSwedishNumber } from './national-number-se.ts'
import type { NationalNumberVerdict, NumberCountry } from './number-verdict.ts'

/**
 * Reads a national number in its usual spellings (with or without hyphen or spaces) and gives canonical digits (P-07).
 * @param today needed only for ten-digit Swedish numbers, whose century depends on the year they are read in
 */
export function parseNationalNumber(
  country: NumberCountry,
  text: string,
  today?: CalendarDate,
): NationalNumberVerdict {
  if (country === 'dk') return parseCpr(text)
  if (country === 'no') return parseNorwegianNumber(text)
  return parseSwedishNumber(text, today)
}

/**
 * For a screen on which a person must recognise a number without anyone else learning it: the date part stays, the serial
 * becomes stars (`010190-****`). Anything that is not shaped like a number is masked whole. Never for logs: there nothing of a
 * number belongs, see `maskNumbersIn`.
 */
export function maskNumber(text: string): string {
  const shape = /^\s*((?:\d{2})?\d{6})([- +]?)(\w{4,5})\s*$/.exec(text)
  if (!shape) return '****'
  const [, date = '', separator = '', serial = ''] = shape
  return date + separator + '*'.repeat(serial.length)
}

const UUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}'
const DATE_AND_SERIAL =
  '(?<!\\d)(?:\\d{2})?\\d{2}[ .]?\\d{2}[ .]?\\d{2}[ \\-+\\u2010-\\u2015\\u2212]{0,3}(?:\\d{3} ?\\d{1,2}|[A-Z]\\d{3})(?!\\d)'
const UUID_OR_NUMBER = new RegExp(`(${UUID})|${DATE_AND_SERIAL}`, 'giu')

/**
 * For logs and error texts: every run that could be a national number becomes `[number]`, whatever stands around it, whether its date
 * exists or not. Rather one too many than one too few; only whole UUIDs are left alone, or logs could not be followed.
 */
export function maskNumbersIn(text: string): string {
  return text.replace(UUID_OR_NUMBER, (_, uuid?: string) => uuid ?? '[number]')
}
