import type { CalendarDate } from './calendar-date.ts'

export type NumberCountry = 'dk' | 'no' | 'se'

export type NationalNumberType =
  | 'cpr'
  | 'cpr-replacement'
  | 'fodselsnummer'
  | 'd-number'
  | 'h-number'
  | 'd-and-h-number'
  | 'synthetic'
  | 'synthetic-d-number'
  | 'personnummer'
  | 'coordination-number'
  | 'interim-number'

export type NationalNumber = {
  kind: 'valid'
  /** Digits only: CPR 10, Norwegian 11, Swedish 12 (an interim number has one letter). */
  number: string
  type: NationalNumberType
  /** Absent when the number alone does not tell the century. The register is the authority in every case. */
  birthDate?: CalendarDate
}

export type InvalidNumber = {
  kind: 'invalid'
  reason: 'format' | 'date' | 'check-digit'
  /** `leading-zero-lost`: one digit short, as spreadsheets leave it. `century-unknown`: ten Swedish digits and no day to judge them by. */
  hint?: 'leading-zero-lost' | 'century-unknown'
}

export type NationalNumberVerdict = NationalNumber | InvalidNumber

/** As most lists have it: nothing to level. */
const PLAIN = /^\d+(?:-\d+)?$/
const SPACES = /[\s\u00a0\u2007\u202f]+/gu
const HYPHENS = /[\u2010-\u2015\u2212]/gu
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u2060\ufeff]/gu

/** One spelling for the many hyphens and spaces that documents hold; nothing else is forgiven. */
export function plainSeparators(text: string): string {
  if (text.length > 64) return ''
  if (PLAIN.test(text)) return text
  return text.replace(INVISIBLE, '').replace(HYPHENS, '-').replace(SPACES, ' ').replace(/ ?- ?/g, '-').trim()
}

/** Digits of a text whose separators are plain; `formatOf` tells what was wrong when it is not `length` digits. */
export function formatFault(plain: string, length: number): InvalidNumber {
  const digits = plain.replace(/[ -]/g, '')
  const short = /^\d+$/.test(digits) && digits.length === length - 1
  return short
    ? { kind: 'invalid', reason: 'format', hint: 'leading-zero-lost' }
    : { kind: 'invalid', reason: 'format' }
}

/** Sum of digit × weight, over as many digits as there are weights. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0)
}
