/** Dates, times, amounts and sizes as the account's country writes them, in the words of the reader's language. */

import { COUNTED_MAX } from '#api/counted.ts'
import type { Language, Me } from '#api/mailbox.ts'
import { UNREAD_COUNTED_MAX } from '#api/unread.ts'
import { amountInWords } from '#rules/amount-in-words.ts'
import { type DayGroup, dayGroup, isoDay } from './day-groups.ts'

type Profile = Me['profile']

export type Formats = ReturnType<typeof formatsFor>

const TIME_ZONES: Record<Profile, string> = { dk: 'Europe/Copenhagen', no: 'Europe/Oslo' }

function localeFor(language: Language, profile: Profile): string {
  if (language === 'da') return 'da-DK'
  if (language === 'nb') return 'nb-NO'
  if (language === 'sv') return 'sv-SE'
  const wanted = profile === 'no' ? 'en-NO' : 'en-DK'
  // Where a browser lacks the regional form it would silently write dates the American way.
  return new Intl.DateTimeFormat(wanted).resolvedOptions().locale === wanted ? wanted : 'en-GB'
}

export function formatsFor(language: Language, profile: Profile) {
  const locale = localeFor(language, profile)
  // Digits belong to the words around them: "180.182 letters" is a fraction to whoever reads English.
  const numberLocale = language === 'en' ? 'en-GB' : locale
  const timeZone = TIME_ZONES[profile]
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options })
  const time = of({ hour: '2-digit', minute: '2-digit' })
  const weekday = of({ weekday: 'short' })
  const day = of({ day: 'numeric', month: 'short' })
  const dayAndYear = of({ day: 'numeric', month: 'short', year: 'numeric' })
  const longDay = of({ day: 'numeric', month: 'long', year: 'numeric' })
  const longDayAndTime = of({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const weekdayAndShortDay = of({ weekday: 'short', day: 'numeric', month: 'short' })
  const exact = of({ dateStyle: 'long', timeStyle: 'long' })
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  const calendarDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const weekdayAndDay = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  const count = new Intl.NumberFormat(numberLocale)
  const either = new Intl.ListFormat(locale, { type: 'disjunction' })
  const isThisYear = (year: number, now: Date): boolean => isoDay(now, timeZone).startsWith(`${year}-`)

  return {
    locale,
    /** The account's calendar day, which need not be that of the computer: `2026-12-01`. */
    today: (now = new Date()): string => isoDay(now, timeZone),
    isThisYear,
    group: (instant: string, now = new Date()): DayGroup => dayGroup(new Date(instant), now, timeZone),
    /** Short, for a row: the time today, the weekday this week, the date before that. */
    brief(instant: string, now = new Date()): string {
      const date = new Date(instant)
      const group = dayGroup(date, now, timeZone)
      if (group.kind === 'today') return time.format(date)
      if (group.kind === 'this-week') return weekday.format(date)
      return 'year' in group && isThisYear(group.year, now) ? day.format(date) : dayAndYear.format(date)
    },
    time: (instant: string) => time.format(new Date(instant)),
    day: (instant: string) => longDay.format(new Date(instant)),
    dayAndTime: (instant: string) => longDayAndTime.format(new Date(instant)),
    /** Soon, so without its year, and with its weekday: `fre. 28. nov. kl. 16.20`. */
    appointment(instant: string): string {
      const date = new Date(instant)
      // Put together here: browsers differ in whether they write `kl.`
      return `${weekdayAndShortDay.format(date)}${language === 'en' ? ',' : ' kl.'} ${time.format(date)}`
    },
    exact: (instant: string) => exact.format(new Date(instant)),
    month: (month: number) => monthName.format(new Date(Date.UTC(2026, month - 1, 1))),
    /** `BankID, ID-porten eller MitID`. */
    either: (names: readonly string[]) => either.format(names),
    /** `2026-12-01` → `1. december`. */
    calendarDay: (isoDay: string) => calendarDay.format(new Date(`${isoDay}T00:00:00Z`)),
    /** `2026-12-01` → `tirsdag den 1. december`. */
    weekdayAndDay: (isoDay: string) => weekdayAndDay.format(new Date(`${isoDay}T00:00:00Z`)),
    amount: (minor: number, currency: string) => amountInWords(numberLocale, minor, currency),
    count: (value: number) => count.format(value),
    /** The server counts letters no further than this. */
    counted: (value: number) =>
      value < COUNTED_MAX ? count.format(value) : `${count.format(COUNTED_MAX - 1)}+`,
    /** The server counts unread letters no further than this. */
    unread: (value: number) =>
      value < UNREAD_COUNTED_MAX ? count.format(value) : `${UNREAD_COUNTED_MAX - 1}+`,
    size(bytes: number): string {
      const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
      const digits = unit === 'megabyte' && value < 10 ? 1 : 0
      return new Intl.NumberFormat(numberLocale, {
        style: 'unit',
        unit,
        maximumFractionDigits: digits,
      }).format(Math.max(value, unit === 'kilobyte' ? 1 : 0))
    },
  }
}
