/** A calendar day as text, `YYYY-MM-DD`. A day has no clock and no time zone. */
export type CalendarDate = string

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** The day as text, or `undefined` when the calendar (proleptic Gregorian, years 1–9999) has no such day. */
export function calendarDate(year: number, month: number, day: number): CalendarDate | undefined {
  const days = DAYS[month - 1]
  if (days === undefined || year < 1 || year > 9999 || day < 1) return undefined
  if (day > (month === 2 && isLeapYear(year) ? 29 : days)) return undefined
  const text = (n: number, width: number) => String(n).padStart(width, '0')
  return `${text(year, 4)}-${text(month, 2)}-${text(day, 2)}`
}
