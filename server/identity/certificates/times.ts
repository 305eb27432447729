/** Moments as certificates write them: whole seconds, in UTC. */
import { createHash } from 'node:crypto'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000)
export const plusMinutes = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS)
export const plusHours = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR_MS)
export const plusDays = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS)

/** The same day of a later year; 29 February becomes the 28th. */
export function plusYears(at: Date, years: number): Date {
  const later = new Date(at)
  later.setUTCFullYear(at.getUTCFullYear() + years)
  return later.getUTCMonth() === at.getUTCMonth() ? later : new Date(later.getTime() - DAY_MS)
}

export const earlier = (a: Date, b: Date): Date => (a < b ? a : b)

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
