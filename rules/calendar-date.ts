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

/** The same day this many months later, or the last one of a month that has no such day: 31 August + 6 is 28 February. */
export function monthsAfter(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1]
  for (let tried = day; tried > 27; tried--) {
    const found = calendarDate(toYear, toMonth, tried)
    if (found !== undefined) return found
  }
  const found = calendarDate(toYear, toMonth, day)
  if (found === undefined) throw new RangeError(`${date} and ${months} months lie outside the calendar`)
  return found
}
