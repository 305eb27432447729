/** The inbox is grouped by day in words: today, this week, earlier this month, then month by month. */
export type DayGroup =
  | { kind: 'today' }
  | { kind: 'this-week' }
  | { kind: 'this-month'; month: number; year: number }
  | { kind: 'month'; month: number; year: number }

/** A calendar day as a number of days since 1970-01-01, in the account's own time zone. */
export function dayNumber(instant: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    dayFormat(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  ) as { year: number; month: number; day: number }
  return Date.UTC(parts.year, parts.month - 1, parts.day) / 86_400_000
}

/** That day as `2026-11-22`. */
export const isoDay = (instant: Date, timeZone: string): string =>
  new Date(dayNumber(instant, timeZone) * 86_400_000).toISOString().slice(0, 10)

const formats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' })
    formats.set(timeZone, format)
  }
  return format
}

/** Weeks begin on Monday in both countries. A letter from the future (a clock that is off) counts as today. */
export function dayGroup(instant: Date, now: Date, timeZone: string): DayGroup {
  const today = dayNumber(now, timeZone)
  const day = dayNumber(instant, timeZone)
  if (day >= today) return { kind: 'today' }
  const daysSinceMonday = (today + 3) % 7 // day 0 was a Thursday
  if (day >= today - daysSinceMonday) return { kind: 'this-week' }
  const [then, current] = [new Date(day * 86_400_000), new Date(today * 86_400_000)]
  const [month, year] = [then.getUTCMonth() + 1, then.getUTCFullYear()]
  const thisMonth = month === current.getUTCMonth() + 1 && year === current.getUTCFullYear()
  return { kind: thisMonth ? 'this-month' : 'month', month, year }
}

/** Equal for two letters of the same group. */
export function groupKey(group: DayGroup): string {
  return 'month' in group ? `${group.kind}-${group.year}-${group.month}` : group.kind
}
