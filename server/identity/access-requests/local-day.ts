/** The person's own calendar day: of their country's clock. */
import type { CalendarDate } from '#rules/calendar-date.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'

export function localDay(at: Date, country: ProfileId): CalendarDate {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: PROFILES[country].timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

/** The day's first moment there. Both countries are one hour before UTC in winter and two in summer. */
export function startOfDay(day: CalendarDate, country: ProfileId): Date {
  const midnight = Date.parse(`${day}T00:00:00.000Z`)
  const [summer, winter] = [new Date(midnight - 2 * 3_600_000), new Date(midnight - 3_600_000)]
  return localDay(summer, country) === day ? summer : winter
}
