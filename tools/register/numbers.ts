import { coprimeStep, inverseStep } from './random.ts'
import type { Country } from './records.ts'

/**
 * Synthetic national numbers, each one for exactly one ordinal, and back again.
 *
 * Danish numbers have the form of CPR numbers, with the century rule of digit 7; about one in eleven fails
 * modulus 11 as numbers issued since October 2007 may, and some are replacement numbers (day + 60).
 * Norwegian numbers use the synthetic range of the Norwegian tax authority's test population (month + 80),
 * some of them D-numbers (day + 40). They are computed, and taken from nobody.
 */
export interface NationalNumber {
  nationalNumber: string
  birthYear: number
  male: boolean
}

const FIRST_BIRTH = Date.UTC(1927, 0, 1)
const MILLISECONDS_PER_DAY = 86_400_000
/** The population was born from 1 January 1927 to 30 June 2026; later days belong to simulated births. */
const BIRTH_DAYS = Math.round((Date.UTC(2026, 6, 1) - FIRST_BIRTH) / MILLISECONDS_PER_DAY)
const NEWBORN_DAYS = 60
/** 400 serial groups a day for the 1900s bound the Danish share; 14 million leave room. */
const ORDINALS_MAX = BIRTH_DAYS * 390

const DAY_STEP = coprimeStep(BIRTH_DAYS, Math.round(BIRTH_DAYS * 0.618))
const DAY_BACK = inverseStep(BIRTH_DAYS, DAY_STEP)
const SERIAL_STEP = 251 // prime, and no factor of 400, 500 or 600

/** The number of the `ordinal`-th person of a country. */
export function numberOf(country: Country, ordinal: number): NationalNumber {
  const turn = Math.floor(ordinal / BIRTH_DAYS)
  const day = ((ordinal % BIRTH_DAYS) * DAY_STEP) % BIRTH_DAYS
  return country === 'dk' ? danish(day, turn, ordinal % 211 === 7) : norwegian(day, turn, ordinal % 97 === 5)
}

/** The number of the `birth`-th child born in the simulator: born after everybody in the population. */
export function newbornNumberOf(country: Country, birth: number): NationalNumber {
  const day = BIRTH_DAYS + (birth % NEWBORN_DAYS)
  const turn = Math.floor(birth / NEWBORN_DAYS)
  return country === 'dk' ? danish(day, turn, false) : norwegian(day, turn, false)
}

/** Which ordinal a number was made for; undefined when it was made for none (a newborn's, or foreign to us). */
export function ordinalOf(country: Country, nationalNumber: string): number | undefined {
  const day = dayOf(country, nationalNumber)
  if (day === undefined || day < 0 || day >= BIRTH_DAYS) return undefined
  const inTurn = (day * DAY_BACK) % BIRTH_DAYS
  for (let ordinal = inTurn; ordinal < ORDINALS_MAX; ordinal += BIRTH_DAYS) {
    if (numberOf(country, ordinal).nationalNumber === nationalNumber) return ordinal
  }
  return undefined
}

function dayOf(country: Country, number: string): number | undefined {
  if (!(country === 'dk' ? /^\d{10}$/ : /^\d{11}$/).test(number)) return undefined
  const [dd, mm, yy] = [Number(number.slice(0, 2)), Number(number.slice(2, 4)), Number(number.slice(4, 6))]
  const century = country === 'dk' ? (number[6]! < '4' ? 1900 : 2000) : number[6]! < '5' ? 1900 : 2000
  const dayOfMonth = country === 'dk' ? (dd > 60 ? dd - 60 : dd) : dd > 40 ? dd - 40 : dd
  const month = country === 'dk' ? mm : mm - 80
  return Math.round((Date.UTC(century + yy, month - 1, dayOfMonth) - FIRST_BIRTH) / MILLISECONDS_PER_DAY)
}

function danish(day: number, turn: number, replacement: boolean): NationalNumber {
  const born = new Date(FIRST_BIRTH + day * MILLISECONDS_PER_DAY)
  const year = born.getUTCFullYear()
  const [first, groups] = year < 2000 ? [0, 400] : [400, 600]
  const group = first + ((turn * SERIAL_STEP + day * 137) % groups)
  const digits = dateDigits(born.getUTCDate() + (replacement ? 60 : 0), born.getUTCMonth() + 1, year, group)
  const remainder = weighted(digits, CPR_WEIGHTS) % 11
  const check = (11 - remainder) % 11
  // ten has no digit: such a group exists only among the numbers that fail modulus 11
  const last = check === 10 ? (day + turn) % 10 : check
  return { nationalNumber: digits + last, birthYear: year, male: last % 2 === 1 }
}

function norwegian(day: number, turn: number, dNumber: boolean): NationalNumber {
  const born = new Date(FIRST_BIRTH + day * MILLISECONDS_PER_DAY)
  const year = born.getUTCFullYear()
  const first = year < 2000 ? 0 : 500
  let valid = -1
  for (let i = 0; i < 500; i++) {
    const individual = first + ((i * SERIAL_STEP + day * 137) % 500)
    const digits = dateDigits(
      born.getUTCDate() + (dNumber ? 40 : 0),
      born.getUTCMonth() + 81,
      year,
      individual,
    )
    const k1 = (11 - (weighted(digits, K1_WEIGHTS) % 11)) % 11
    if (k1 === 10) continue
    const k2 = (11 - (weighted(digits + k1, K2_WEIGHTS) % 11)) % 11
    if (k2 === 10) continue
    if (++valid === turn) {
      return { nationalNumber: `${digits}${k1}${k2}`, birthYear: year, male: individual % 2 === 1 }
    }
  }
  throw new Error(`no Norwegian synthetic number is left on birth day ${day}: ask for fewer people`)
}

const CPR_WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2]
const K1_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const K2_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]

function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) sum += (digits.charCodeAt(i) - 48) * weights[i]!
  return sum
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)
const dateDigits = (day: number, month: number, year: number, serial: number) =>
  two(day) +
  two(month) +
  two(year % 100) +
  (serial < 10 ? `00${serial}` : serial < 100 ? `0${serial}` : serial)
