/** How long a session lives and how long its level stays raised. Pure: rows and a moment in, a verdict out. */
import type { Level } from '#rules/levels.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'

/** Activity is written at most this often; a session may idle out this much earlier, never later. */
const TOUCH_SECONDS = 60
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

/** D-03: when a level raised then falls back to low, the session itself going on; null for low, which can't fall. */
export function fallOf(profile: ProfileId, level: Level, raisedAt: Date, keptDevice: boolean): Date | null {
  if (level === 'low') return null
  return new Date(raisedAt.getTime() + holdsMs(profile, keptDevice))
}

/** When what holds now was shown: the other way round than `fallOf`. Low, which nothing has to show, counts from now. */
export function raisedAtOf(
  {
    level,
    fallsAt,
    profile,
    appId,
  }: Pick<SessionTimes, 'level' | 'fallsAt' | 'profile'> & { appId: string | null },
  now: Date,
): Date {
  if (level === 'low' || fallsAt === null) return now
  return new Date(fallsAt.getTime() - holdsMs(profile, appId !== null))
}

function holdsMs(profile: ProfileId, keptDevice: boolean): number {
  const { raisedHours, deviceRaisedHours } = PROFILES[profile].session
  return (keptDevice ? deviceRaisedHours : raisedHours) * 3_600_000
}

/** I-11, D-02: a kept device lives this long since its last use. */
export function appEndOf(profile: ProfileId, lastUsedAt: Date): Date {
  return new Date(lastUsedAt.getTime() + PROFILES[profile].session.deviceDays * 24 * 3_600_000)
}
