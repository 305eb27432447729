import { calendarDate } from './calendar-date.ts'
import {
  formatFault,
  type NationalNumberType,
  type NationalNumberVerdict,
  plainSeparators,
  weightedSum,
} from './number-verdict.ts'

const NORWEGIAN = /^\d{2} ?\d{2} ?\d{2}[ -]?\d{3} ?\d{2}$/
const K1_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2] as const
const K2_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2] as const

/** The century by individual number and two-digit year. Source: the Norwegian Tax Administration, for numbers issued before 2032. */
const NORWEGIAN_CENTURIES = [
  { individual: [0, 499], years: [0, 99], century: 1900 },
  { individual: [500, 749], years: [54, 99], century: 1800 },
  { individual: [500, 999], years: [0, 39], century: 2000 },
  { individual: [900, 999], years: [40, 99], century: 1900 },
] as const

/**
 * A Norwegian number: fødselsnummer, D-number (day + 40), H-number (month + 40), synthetic (month + 80), and the combinations.
 *
 * The rule of 1 January 2032: the remainder of k1 may be 0, 1, 2 or 3. Both rules hold at once, since nobody's number changes.
 * A number with a remainder above 0 tells no century, and none tells gender: both are asked of the register.
 * Source: the Norwegian Tax Administration, "Nye fødselsnummer og d-nummer fra 2032".
 */
export function parseNorwegianNumber(text: string): NationalNumberVerdict {
  const plain = plainSeparators(text)
  if (!NORWEGIAN.test(plain)) return formatFault(plain, 11)
  const number = plain.replace(/[ -]/g, '')
  const { type, day, month } = kindOf(number)
  const yy = Number(number.slice(4, 6))
  // The judge of the day is lenient on the century: 29 February 00 may be of a year whose century the number does not tell.
  if (calendarDate(yy === 0 ? 2000 : 1900 + yy, month, day) === undefined)
    return { kind: 'invalid', reason: 'date' }
  const k1Remainder = (weightedSum(number, K1_WEIGHTS) + Number(number[9])) % 11
  const k2Remainder = (weightedSum(number, K2_WEIGHTS) + Number(number[10])) % 11
  if (k1Remainder > 3 || k2Remainder !== 0) return { kind: 'invalid', reason: 'check-digit' }
  const century = k1Remainder === 0 ? centuryOf(Number(number.slice(6, 9)), yy) : undefined
  const birthDate = century === undefined ? undefined : calendarDate(century + yy, month, day)
  return birthDate === undefined
    ? { kind: 'valid', number, type }
    : { kind: 'valid', number, type, birthDate }
}

function kindOf(number: string): { type: NationalNumberType; day: number; month: number } {
  const day = Number(number.slice(0, 2))
  const month = Number(number.slice(2, 4))
  const d = day > 40
  const shift = month > 80 ? 80 : month > 40 ? 40 : 0
  const types = {
    0: ['fodselsnummer', 'd-number'],
    40: ['h-number', 'd-and-h-number'],
    80: ['synthetic', 'synthetic-d-number'],
  } as const
  return { type: types[shift][d ? 1 : 0], day: d ? day - 40 : day, month: month - shift }
}

function centuryOf(individual: number, yy: number): number | undefined {
  return NORWEGIAN_CENTURIES.find(
    (row) =>
      individual >= row.individual[0] &&
      individual <= row.individual[1] &&
      yy >= row.years[0] &&
      yy <= row.years[1],
  )?.century
}
