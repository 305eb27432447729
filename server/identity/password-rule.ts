/**
 * What a password must be (FACTS: long, case-sensitive, breach list, no national number inside). No demand for kinds of
 * characters and no expiry: NIST SP 800-63B §3.1.1.2 advises against both.
 */
import { createRequire } from 'node:module'
import { COMMON_PASSWORDS } from './common-passwords.ts'

export const PASSWORD_LENGTH = { min: 10, max: 128 } as const

export type PasswordFault =
  | 'too-short'
  | 'too-long'
  | 'national-number-inside'
  | 'user-id-inside'
  | 'too-common'
  | 'one-character'

/**
 * Every rule the password breaks, in the order a person should read them; empty when it is good.
 * `known` are the person's own number and user ID. Lengths count characters as a person does (code points after NFKC).
 */
export function faultsOf(
  password: string,
  known: { nationalNumber: string | null; userId: string | null },
): PasswordFault[] {
  const text = password.normalize('NFKC')
  const characters = [...text]
  const folded = text.toLowerCase()
  const faults: PasswordFault[] = []

  if (characters.length < PASSWORD_LENGTH.min) faults.push('too-short')
  if (characters.length > PASSWORD_LENGTH.max) faults.push('too-long')
  if (holdsNationalNumber(folded, known.nationalNumber)) faults.push('national-number-inside')
  if (known.userId && known.userId.length >= 4 && folded.includes(known.userId.toLowerCase())) {
    faults.push('user-id-inside')
  }
  if (isCommon(folded) || isGuessedEarly(text, known.userId)) faults.push('too-common')
  if (new Set(characters).size === 1) faults.push('one-character')
  return faults
}

/**
 * The person's own number however it is broken up, or anything shaped like a Danish, Norwegian or Swedish number:
 * a date followed by four or five digits.
 */
function holdsNationalNumber(folded: string, own: string | null): boolean {
  const digits = folded.replace(/\D/g, '')
  if (own && digits.includes(own.replace(/\D/g, ''))) return true
  for (const [, date] of folded.matchAll(/(?<!\d)(?:\d\d)?(\d{6})[\s.+-]?\d{4,5}(?!\d)/g)) {
    const [a, b, c] = [date!.slice(0, 2), date!.slice(2, 4), date!.slice(4, 6)].map(Number) as [
      number,
      number,
      number,
    ]
    if (isMonth(b) && (isDay(a) || isDay(c))) return true
  }
  return false
}

// Day +60 and +40 and month +40 and +80: replacement, D-, H- and synthetic numbers.
const isDay = (n: number): boolean => [0, 40, 60].some((shift) => n - shift >= 1 && n - shift <= 31)
const isMonth = (n: number): boolean => [0, 40, 80].some((shift) => n - shift >= 1 && n - shift <= 12)

/** On the list as it is, or dressed up: digits and signs at the ends, and the usual digits for letters. */
function isCommon(folded: string): boolean {
  const bare = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  if ([folded, undressed(folded)].some((form) => COMMON_PASSWORDS.has(form))) return true
  // "password2026!!" is "password" with ornaments; the same word in a long sentence is not.
  const ornaments = folded.length - bare.length
  if (ornaments <= 6 && [bare, undressed(bare)].some((form) => COMMON_PASSWORDS.has(form))) return true
  return isWalk(folded) || isRepetition(folded)
}

function undressed(text: string): string {
  return text
    .replace(/[@4]/g, 'a')
    .replace(/3/g, 'e')
    .replace(/[1!]/g, 'i')
    .replace(/0/g, 'o')
    .replace(/[$5]/g, 's')
}

/**
 * Among the first million guesses of somebody who knows the published lists: common passwords, names and words of films and
 * encyclopedias with their usual ornaments, dates, walks over the keyboard. The estimate follows what real attackers do closely up to
 * the first hundred thousand guesses (Wheeler, "zxcvbn", USENIX Security 2016), which is as far as anybody gets online
 * (tests/load/guess-day.ts). Its word lists weigh a megabyte and come in with the first password that is chosen.
 */
const GUESSES_MIN = 1_000_000
/** Longer ones stand on no list that is tried online, and the estimate's time grows faster than their length. */
const JUDGED_CHARACTERS = 48

type Estimate = (password: string, known: string[]) => { guesses: number }
let estimate: Estimate | undefined

function isGuessedEarly(text: string, userId: string | null): boolean {
  if (text.length > JUDGED_CHARACTERS) return false
  estimate ??= createRequire(import.meta.url)('zxcvbn') as Estimate
  return estimate(text, userId ? [userId] : []).guesses < GUESSES_MIN
}

/** A run along the alphabet, the digits or a row of keys, in either direction. */
function isWalk(folded: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyzæøå', '01234567890123456789', 'qwertyuiopåasdfghjkløæzxcvbnm']
  return rows.some((row) => row.includes(folded) || [...row].reverse().join('').includes(folded))
}

/** The same one to eight characters over and over: "abcabcabcabc". */
function isRepetition(folded: string): boolean {
  return /^(.{1,8}?)\1{2,}.{0,3}$/u.test(folded)
}
