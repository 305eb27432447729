/** Ending sessions: the present one, one of one's own elsewhere, or all others (I-11). */
import type { OwnSessions, SignInHistory } from '#api/session.ts'
import { refuse } from '#ground/refuse.ts'
import type { Identity } from './room.ts'
import { endOtherSessions, endSession, listSessions, type SessionRow } from './session.store.ts'
import { lifeOf } from './session-life.ts'
import { listSignIns } from './sign-in-log.store.ts'
import { describeBrowser } from './user-agent.ts'

export async function signOut(identity: Identity, session: SessionRow): Promise<void> {
  const { personId, sessionId } = session
  await endSession(identity.db, { personId, sessionId, why: 'signed-out', now: identity.clock() })
}

/** Those that live now; idled-out ones are over without anybody ending them. */
export async function ownSessions(identity: Identity, session: SessionRow): Promise<OwnSessions> {
  const now = identity.clock()
  const rows = await listSessions(identity.db, session.personId, now)
  return {
    sessions: rows.flatMap((row) => {
      const life = lifeOf(row, now)
      if (life.kind === 'ended') return []
      return {
        id: row.sessionId,
        current: row.sessionId === session.sessionId,
        level: life.level,
        startedAt: row.startedAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        endsAt: row.endsAt.toISOString(),
        device: describeBrowser(row.userAgent),
      }
    }),
  }
}

/** @throws `not-found` also for somebody else's session. */
export async function endOwnSession(
  identity: Identity,
  session: SessionRow,
  sessionId: string,
): Promise<OwnSessions> {
  const { personId } = session
  const now = identity.clock()
  if (!(await endSession(identity.db, { personId, sessionId, why: 'ended-elsewhere', now })))
    throw refuse('not-found')
  return ownSessions(identity, session)
}

export async function endOthers(identity: Identity, session: SessionRow): Promise<OwnSessions> {
  const { personId, sessionId } = session
  await endOtherSessions(identity.db, {
    personId,
    keepSessionId: sessionId,
    why: 'ended-elsewhere',
    now: identity.clock(),
  })
  return ownSessions(identity, session)
}

/** The last hundred, newest first. Address and browser are gone after six months (R6), the rest after five years (R4). */
export async function signInHistory(identity: Identity, session: SessionRow): Promise<SignInHistory> {
  const rows = await listSignIns(identity.db, session.personId)
  return {
    records: rows.map((row) => ({
      at: row.at.toISOString(),
      outcome: row.outcome,
      method: row.method,
      level: row.level,
      device: describeBrowser(row.userAgent),
      address: row.address,
    })),
  }
}
