/**
 * R1, R13: a mailbox that nobody has used for the profile's years ends, with all letters in it: no sign-in, no letter received or sent. Its owner,
 * or who administers the enterprise, is told ninety days before, and it never ends sooner after that, however late the post office was with telling.
 */
import { addMonths } from './add-months.ts'
import { PROFILES, type ProfileId } from './profiles.ts'

const WARNED_DAYS = 90
const DAY_MS = 86_400_000

export type UnusedFacts = {
  readonly profile: ProfileId
  /** The newest of everything that counts as use; opening it is the first. */
  readonly lastUsedAt: Date
  readonly warnedAt: Date | null
}

/** `lookAt`: when to judge again; null is never. */
export type UnusedVerdict =
  | { readonly kind: 'stays'; readonly lookAt: Date | null }
  | { readonly kind: 'warn'; readonly endsAt: Date }
  | { readonly kind: 'ends' }

export function judgeUnused({ profile, lastUsedAt, warnedAt }: UnusedFacts, now: Date): UnusedVerdict {
  const years: number | null = PROFILES[profile].inactivityYears
  if (years === null) return { kind: 'stays', lookAt: null }
  const unusedAt = addMonths(lastUsedAt, years * 12)
  const warnAt = new Date(unusedAt.getTime() - WARNED_DAYS * DAY_MS)
  if (now < warnAt) return { kind: 'stays', lookAt: warnAt }
  // Whoever used it after a warning is warned anew.
  const warned = warnedAt !== null && warnedAt >= warnAt
  const endsAt = later(unusedAt, new Date((warned ? warnedAt : now).getTime() + WARNED_DAYS * DAY_MS))
  if (!warned) return { kind: 'warn', endsAt }
  return now < endsAt ? { kind: 'stays', lookAt: endsAt } : { kind: 'ends' }
}

/** When a mailbox that is opened now is looked at first; null: never. */
export function firstLookAt(profile: ProfileId, openedAt: Date): Date | null {
  const verdict = judgeUnused({ profile, lastUsedAt: openedAt, warnedAt: null }, openedAt)
  return verdict.kind === 'stays' ? verdict.lookAt : openedAt
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
