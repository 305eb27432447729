import { PROFILES, type ProfileId } from '#rules/profiles.ts'

/** B-09, D-05: when the content of a mailbox closed at this moment must be gone for good. */
export function erasureOf(profile: ProfileId, closedAt: Date): Date {
  return addMonths(closedAt, PROFILES[profile].closingMonths)
}

/** The same day so many months later, or the last day of a month that has no such day. */
export function addMonths(from: Date, months: number): Date {
  const to = new Date(from)
  const day = to.getUTCDate()
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + months)
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(day, last))
  return to
}
