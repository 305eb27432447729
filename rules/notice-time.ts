/** When a notice may go out (T-02, D-14): SMS between hours of the profile, nothing in the person's quiet hours, a digest at its hour.
 * Hours are whole and local; summer time is the calendar's affair, not ours. */
import type { Wants } from './wants.ts'

export type NoticeChannel = 'email' | 'sms' | 'push'

export type NoticeHours = {
  timeZone: string
  /** From this hour up to, not including, that one. */
  smsHours: { from: number; to: number }
  /** May go over midnight. */
  quiet: { from: number; until: number } | null
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Two days and an hour: every hour of the day comes by, also when a clock is put forward. */
const HOURS_LOOKED = 49

/** Now, or the beginning of the next hour that is allowed; null when none is: quiet hours that cover all of those for SMS. */
export function momentFor(channel: NoticeChannel, hours: NoticeHours, now: Date): Date | null {
  return firstHour(hours.timeZone, now, (hour) => isAllowed(channel, hours, hour))
}

/** The next beginning of this local hour, after now. */
export function nextDigest(timeZone: string, digestHour: number, now: Date): Date {
  const next = nextHour(timeZone, now)
  return firstHour(timeZone, next, (hour) => hour === digestHour) ?? next
}

function isAllowed(channel: NoticeChannel, { smsHours, quiet }: NoticeHours, hour: number): boolean {
  if (channel === 'sms' && (hour < smsHours.from || hour >= smsHours.to)) return false
  if (!quiet) return true
  const { from, until } = quiet
  return from < until ? hour < from || hour >= until : hour < from && hour >= until
}

function firstHour(timeZone: string, from: Date, fits: (hour: number) => boolean): Date | null {
  let at = from
  for (let i = 0; i < HOURS_LOOKED; i++) {
    if (fits(localTime(timeZone, at).hour)) return at
    at = nextHour(timeZone, at)
  }
  return null
}

function nextHour(timeZone: string, at: Date): Date {
  const { minute } = localTime(timeZone, at)
  const intoMinute = at.getTime() % 60_000
  return new Date(at.getTime() - intoMinute - minute * 60_000 + HOUR_MS)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The wall clock there. */
export function localTime(timeZone: string, at: Date): { hour: number; minute: number } {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(timeZone, clock)
  }
  const [hour, minute] = clock.format(at).split(':').map(Number)
  return { hour: hour!, minute: minute! }
}

// ── What a sender asks for with a letter ─────────────────────────────────────────────────────────────────────

/** T-02, D-14, S-09: SMS if the sender chooses it; once more if the letter is unread. */
export type NoticeWish = {
  sms?: boolean
  remindAfterDays?: number
  /** A day in the recipient's country, `2026-12-01`. */
  answerBy?: string
}

const REMINDER = { afterDaysMax: 30, daysBeforeDeadline: 2, hour: 9 } as const

/** When to remind of an unread letter: so many days after it came or two days before the deadline, whichever is first and still to
 * come; null: not at all. Once, in any case. */
export function remindAt(wish: NoticeWish, deliveredAt: Date, timeZone: string): Date | null {
  const moments: Date[] = []
  if (wish.remindAfterDays !== undefined)
    moments.push(new Date(deliveredAt.getTime() + wish.remindAfterDays * 24 * HOUR_MS))
  if (wish.answerBy !== undefined) {
    const day = Date.parse(`${wish.answerBy}T00:00:00Z`)
    if (!Number.isNaN(day))
      moments.push(
        atLocalHour(new Date(day - REMINDER.daysBeforeDeadline * 24 * HOUR_MS), REMINDER.hour, timeZone),
      )
  }
  const coming = moments.filter((moment) => moment > deliveredAt).sort((a, b) => a.getTime() - b.getTime())
  return coming[0] ?? null
}

/** This local hour on the day that is written in UTC. */
function atLocalHour(day: Date, hour: number, timeZone: string): Date {
  const guess = new Date(day.getTime() + hour * HOUR_MS)
  const off = localTime(timeZone, guess).hour - hour
  return new Date(guess.getTime() - off * HOUR_MS)
}

// ── What a person wants to be reminded of (B-17) ─────────────────────────────────────────────────────────────

const DAY_REMINDER = {
  /** At nine, as all reminders: the first hour of an SMS. */
  hour: 9,
  /** Of an appointment too early for that, the evening before. */
  eveningBefore: 18,
  /** So long before an appointment it must still be of use. */
  aheadMs: 2 * HOUR_MS,
} as const

/** The morning, by the clock there, so many days before what a letter wants. */
export function dayReminderAt(wants: Wants, remindDays: number, timeZone: string): Date {
  const day = dayOf(wants, timeZone) - remindDays * DAY_MS
  const latest = wants.kind === 'appointment' ? Date.parse(wants.startsAt) - DAY_REMINDER.aheadMs : Infinity
  const at = atLocalHour(new Date(day), DAY_REMINDER.hour, timeZone)
  return at.getTime() <= latest
    ? at
    : atLocalHour(new Date(day - DAY_MS), DAY_REMINDER.eveningBefore, timeZone)
}

/** From then on it is too late to be reminded: an appointment has begun, the last day has ended there. */
export function wantsUntil(wants: Wants, timeZone: string): Date {
  if (wants.kind === 'appointment') return new Date(wants.startsAt)
  return atLocalHour(new Date(dayOf(wants, timeZone) + DAY_MS), 0, timeZone)
}

/** The day there, as midnight in UTC. */
function dayOf(wants: Wants, timeZone: string): number {
  if (wants.kind !== 'appointment') return Date.parse(`${wants.dueOn}T00:00:00Z`)
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  return Date.parse(`${day.format(new Date(wants.startsAt))}T00:00:00Z`)
}
