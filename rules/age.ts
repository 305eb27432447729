import { type CalendarDate, monthsAfter } from './calendar-date.ts'
import { parseNationalNumber } from './national-number.ts'
import type { ProfileId } from './profiles.ts'

/**
 * Least age for an ID of one's own, in years, by country; set by the operator with its certificate policy. Denmark: 15, as the issuer of
 * the code card had it; Norway: 13, the age at which public services take a young person's own sign-in.
 */
export const ID_AGE_MIN = { dk: 15, no: 13 } as const satisfies Record<ProfileId, number>

export type AgeVerdict = 'old-enough' | 'too-young' | 'unknown'

/**
 * Old enough from the birthday itself on; who was born on 29 February, in other years on the 28th. Some valid numbers tell no birthday
 * (Norwegian ones of the rule of 2032 have no century): nobody is refused for the number's sake.
 */
export function judgeAge(country: ProfileId, nationalNumber: string, today: CalendarDate): AgeVerdict {
  const verdict = parseNationalNumber(country, nationalNumber, today)
  if (verdict.kind !== 'valid' || verdict.birthDate === undefined) return 'unknown'
  return monthsAfter(verdict.birthDate, ID_AGE_MIN[country] * 12) <= today ? 'old-enough' : 'too-young'
}
