/** D-13: contact details are confirmed every 90 days. Asking is all that happens: nothing stops while nobody has answered. */
const DAY_MS = 24 * 3_600_000

export const CONTACT = {
  confirmEveryMs: 90 * DAY_MS,
  /** The second and last reminder, counted from when it became due. */
  secondReminderMs: 30 * DAY_MS,
  /** Reports of mail that could not be delivered for a passing reason, until the address counts as failing. */
  softBouncesMax: 3,
} as const

export const dueAt = (confirmedAt: Date): Date => new Date(confirmedAt.getTime() + CONTACT.confirmEveryMs)

export const isDue = (confirmedAt: Date, now: Date): boolean => dueAt(confirmedAt) <= now

/** The reminder after this one; null when there is none until the details are confirmed again. */
export function reminderAfter(confirmedAt: Date, now: Date): Date | null {
  const second = new Date(dueAt(confirmedAt).getTime() + CONTACT.secondReminderMs)
  return now < second ? second : null
}
