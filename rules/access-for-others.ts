/** B-10: giving others access to one's mailbox. Pure: limits, the last day, and what a grant is at a moment. */
import { type CalendarDate, calendarDate } from './calendar-date.ts'

export const ACCESS_LIMITS = {
  /** Ours: days an invitation can be answered: long enough for a holiday. */
  answerDays: 14,
  /** Ours: in force or waiting at one time, of one mailbox. */
  grantsMax: 30,
  /** Ours: invitations in 24 hours: nobody is flooded, and nobody finds out addresses by trying. */
  invitationsADay: 10,
  /** Ours: furthest last day, years. */
  yearsMax: 10,
  /** R4: years an ended one is kept. */
  keepYears: 5,
} as const

const DAY_MS = 86_400_000

export const answerBy = (givenAt: Date): Date =>
  new Date(givenAt.getTime() + ACCESS_LIMITS.answerDays * DAY_MS)

/**
 * When an access to be had through `lastDay` ends: the midnight after it in the mailbox's country (both profiles lie in Central
 * European time: UTC+1, from the last Sunday of March to the last of October at 01:00 UTC +2).
 * @returns undefined for a day that has begun to be over, or is further away than `yearsMax`
 */
export function endOfDay(lastDay: CalendarDate, now: Date): Date | undefined {
  const [year = 0, month = 0, day = 0] = lastDay.split('-').map(Number)
  if (calendarDate(year, month, day) !== lastDay) return undefined
  const midnight = Date.UTC(year, month - 1, day + 1)
  const end = new Date(midnight - 2 * 3_600_000)
  const ends = isSummer(end) ? end : new Date(midnight - 3_600_000)
  const furthest = new Date(now)
  furthest.setUTCFullYear(furthest.getUTCFullYear() + ACCESS_LIMITS.yearsMax)
  return ends > now && ends <= furthest ? ends : undefined
}

function isSummer(at: Date): boolean {
  const year = at.getUTCFullYear()
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1))
    return last.getTime() - last.getUTCDay() * DAY_MS
  }
  return at.getTime() >= lastSunday(2) && at.getTime() < lastSunday(9)
}

export type GrantFacts = {
  readonly state: 'invited' | 'active' | 'ended'
  readonly answerBy: Date | null
  readonly acceptedAt: Date | null
  readonly endsAt: Date | null
  readonly endedAt: Date | null
  readonly endedWhy: string | null
  readonly ownerDied: boolean
}

export type ShownState =
  | { readonly state: 'invited' | 'active' }
  | { readonly state: 'ended'; readonly why: string; readonly at: Date | null }

/**
 * What its owner is shown at this moment. An invitation that was declined looks like one that nobody answers, until its time is
 * over: no difference between a no, an address that is nobody's, and one whose holder wants nothing from this owner.
 */
export function shownState(grant: GrantFacts, now: Date): ShownState {
  const waited = { state: 'ended', why: 'not-answered', at: grant.answerBy } as const
  const waits = grant.answerBy !== null && grant.answerBy > now
  if (grant.state === 'ended' && grant.endedWhy === 'declined') return waits ? { state: 'invited' } : waited
  if (grant.state === 'ended')
    return { state: 'ended', why: grant.endedWhy ?? 'taken-back', at: grant.endedAt }
  if (grant.state === 'invited') return waits ? { state: 'invited' } : waited
  if (grant.endsAt && grant.endsAt <= now) return { state: 'ended', why: 'day-came', at: grant.endsAt }
  if (grant.ownerDied) return { state: 'ended', why: 'died', at: null }
  return { state: 'active' }
}
