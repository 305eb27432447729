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
 * becomes stars (`010190-****`). Anything that is not shaped like a number is masked whole. Never for logs: there
 * nothing of a number belongs.
 */
export function maskNumber(text: string): string {
  const shape = /^\s*((?:\d{2})?\d{6})([- +]?)(\w{4,5})\s*$/.exec(text)
  if (!shape) return '****'
  const [, date = '', separator = '', serial = ''] = shape
  return date + separator + '*'.repeat(serial.length)
}
