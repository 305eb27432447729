import { addMonths } from '#rules/add-months.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'

/** B-09, D-05: when the content of a mailbox closed at this moment must be gone for good. */
export function erasureOf(profile: ProfileId, closedAt: Date): Date {
  return addMonths(closedAt, PROFILES[profile].closingMonths)
}
