/** The devices a person keeps: which live, how they are shown, and their end (I-11). */
import type { AppSession, AppSessions } from '#api/session.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import type { ProfileId } from '#rules/profiles.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { appEndOf, fallOf } from '../session-life.ts'
import { type AppRow, endApps, listApps } from './app-session.store.ts'

/** I-11, D-02: 60 days since last use. */
export function lives(app: { lastUsedAt: Date }, profile: ProfileId, now: Date): boolean {
  return now < appEndOf(profile, app.lastUsedAt)
}

/** D-03: the level a reopening by PIN still has. */
export function levelOf(app: AppRow, profile: ProfileId, now: Date): AppRow['level'] {
  const fallsAt = fallOf(profile, app.level, app.raisedAt, true)
  return fallsAt !== null && now >= fallsAt ? 'low' : app.level
}

export function shownApp(app: AppRow, profile: ProfileId, now: Date, presentId: string | null): AppSession {
  return {
    id: app.appId,
    name: app.name,
    current: app.appId === presentId,
    level: levelOf(app, profile, now),
    byPin: app.pinHash !== null,
    openedAt: app.openedAt.toISOString(),
    lastUsedAt: app.lastUsedAt.toISOString(),
    endsAt: appEndOf(profile, app.lastUsedAt).toISOString(),
  }
}

export async function ownDevices(identity: Identity, session: SessionRow): Promise<AppSessions> {
  const now = identity.clock()
  const apps = (await listApps(identity.db, session.personId)).filter((app) =>
    lives(app, session.profile, now),
  )
  return { apps: apps.map((app) => shownApp(app, session.profile, now, session.appId)) }
}

/** Ends it and the sessions on it; the present one too, when it runs there. @throws `not-found` also for somebody else's. */
export async function endDevice(
  identity: Identity,
  session: SessionRow,
  appId: string,
): Promise<AppSessions> {
  const { personId } = session
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    const [name] = await endApps(trx, { personId, appId, why: 'ended-by-person', now })
    if (name === undefined) throw refuse('not-found')
    const facts = { at: now.toISOString(), device: name }
    await addJobs(trx, 'tell-person', [{ personId, about: 'device-removed', facts }])
  })
  return ownDevices(identity, session)
}
