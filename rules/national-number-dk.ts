import { calendarDate } from './calendar-date.ts'
import { formatFault, type NationalNumberVerdict, plainSeparators } from './number-verdict.ts'

const CPR = /^\d{2} ?\d{2} ?\d{2}[ -]?\d{4}$/

/**
 * The century of a CPR number by its seventh digit and its two-digit year.
 * Source: the CPR office, "Personnummeret i CPR".
 */
export const CPR_CENTURIES = [
  { seventh: '0123', years: [0, 99], century: 1900 },
  { seventh: '49', years: [0, 36], century: 2000 },
  { seventh: '49', years: [37, 99], century: 1900 },
  { seventh: '5678', years: [0, 57], century: 2000 },
  { seventh: '5678', years: [58, 99], century: 1800 },
] as const

/**
 * A CPR number, DDMMYY-SSSS. Modulus 11 is never asked: numbers that fail it have been issued since 1 October 2007.
 * Replacement numbers (day + 60) name a person to one institution only and are a type of their own.
 */
export function parseCpr(text: string): NationalNumberVerdict {
  const plain = plainSeparators(text)
  if (!CPR.test(plain)) return formatFault(plain, 10)
  const number = plain.replace(/[ -]/g, '')
  const writtenDay = Number(number.slice(0, 2))
  const replacement = writtenDay > 60
  const yy = Number(number.slice(4, 6))
  const rule = CPR_CENTURIES.find(
    (row) => row.seventh.includes(number.charAt(6)) && yy >= row.years[0] && yy <= row.years[1],
  )
  const birthDate =
    rule &&
    calendarDate(rule.century + yy, Number(number.slice(2, 4)), replacement ? writtenDay - 60 : writtenDay)
  if (birthDate === undefined) return { kind: 'invalid', reason: 'date' }
  return { kind: 'valid', number, type: replacement ? 'cpr-replacement' : 'cpr', birthDate }
}
