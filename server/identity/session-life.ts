/** How long a session lives and how long its level stays raised. Pure: rows and a moment in, a verdict out. */
import type { Level } from '#rules/levels.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'

/** D-03: a raised level falls back to low this long after it was shown; the session itself goes on. */
export const RAISED_HOURS = 4
/** Activity is written at most this often; a session may idle out this much earlier, never later. */
export const TOUCH_SECONDS = 60
/** A password entered this recently opens the registration of the very first device. */
export const PASSWORD_FRESH_MINUTES = 5
export const CHALLENGE_MINUTES = 5

export type SessionTimes = {
  level: Level
  profile: ProfileId
  lastSeenAt: Date
  endsAt: Date
  fallsAt: Date | null
}

export type Life = { kind: 'ended' } | { kind: 'alive'; level: Level; idleEndsAt: Date; touch: boolean }

export function lifeOf(session: SessionTimes, now: Date): Life {
  const idleEndsAt = new Date(
    session.lastSeenAt.getTime() + PROFILES[session.profile].session.idleMinutes * 60_000,
  )
  if (now >= session.endsAt || now >= idleEndsAt) return { kind: 'ended' }
  const fallen = session.fallsAt !== null && now >= session.fallsAt
  return {
    kind: 'alive',
    level: fallen ? 'low' : session.level,
    idleEndsAt: idleEndsAt < session.endsAt ? idleEndsAt : session.endsAt,
    touch: now.getTime() - session.lastSeenAt.getTime() >= TOUCH_SECONDS * 1000,
  }
}

export function endOf(profile: ProfileId, startedAt: Date): Date {
  return new Date(startedAt.getTime() + PROFILES[profile].session.absoluteHours * 3_600_000)
}

/** When a level raised now falls; null for low, which can't. */
export function fallOf(level: Level, raisedAt: Date): Date | null {
  return level === 'low' ? null : new Date(raisedAt.getTime() + RAISED_HOURS * 3_600_000)
}
