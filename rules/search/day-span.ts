/** When calendar days of an account's country begin and end. Pure. */

const DAY_MS = 86_400_000

/** @param day `2026-03-29` @returns the instant it begins there, in ms since 1970 */
export function startOfDay(day: string, timeZone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // The offset at the instant looked for: guessed with that of noon in UTC, then looked at again, for clocks change in between.
  let start = utc - offsetMs(utc, timeZone)
  start = utc - offsetMs(start, timeZone)
  return start
}

/** Seconds since 1970; both days included, `to` is the first second after. */
export function spanOfDays(
  days: { readonly from?: string | undefined; readonly to?: string | undefined },
  timeZone: string,
): { from: number | undefined; to: number | undefined } {
  const second = (ms: number) => Math.floor(ms / 1000)
  return {
    from: days.from === undefined ? undefined : second(startOfDay(days.from, timeZone)),
    to: days.to === undefined ? undefined : second(startOfDay(dayAfter(days.to), timeZone)),
  }
}

/** The day it is there at this instant. */
export const dayAt = (instant: Date, timeZone: string): string =>
  partsAt(instant.getTime(), timeZone).slice(0, 10)

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

const offsetMs = (instant: number, timeZone: string): number =>
  Date.parse(`${partsAt(instant, timeZone).replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000

const formats = new Map<string, Intl.DateTimeFormat>()

/** `2026-03-29 03:15:00`, as clocks there show it. */
function partsAt(instant: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    formats.set(timeZone, format)
  }
  return format.format(instant)
}
