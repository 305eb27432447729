/**
 * Who is asking? The one question other rooms put to this one. Everything else about identity can change behind it.
 */
import { BACKGROUND_HEADER } from '#api/session.ts'
import type { Actor, ActorOf } from '#ground/actor.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import type { Routes } from '#ground/routes.ts'
import type { Action } from '#rules/action-levels.ts'
import { KEY_FILE_ACTIONS } from '#rules/employee-roles.ts'
import { atLeast, type Level } from '#rules/levels.ts'
import { ANOTHERS_LEVEL } from '#rules/powers.ts'
import { readCookie } from './cookies.ts'
import { lookUpSession } from './look-up-session.ts'
import { isOurs } from './request-origin.ts'
import type { Identity } from './room.ts'
import { type PresentSession, sessionGoesOn, touchSession } from './session.store.ts'
import { lifeOf, raisedAtOf } from './session-life.ts'
import { secretOf } from './session-token.ts'
import { type IncomingRequest, sessionHashOf, type Visit } from './visit.ts'

/**
 * The session behind a request with the level that holds at this moment, or null when nobody is signed in. Counts as activity,
 * unless a reading request says that no person caused it.
 * @throws `origin-foreign` when a state-changing request does not come from our own pages, so that no room can forget
 * to ask.
 */
export function sessionOf(identity: Identity, request: IncomingRequest): Promise<PresentSession | null> {
  const held = GUARDED.get(request)
  if (held) return Promise.resolve(held)
  requireOwnOrigin(identity, request)
  return presentSession(identity, { sessionHash: sessionHashOf(identity, request) }, mannerOf(request))
}

const mannerOf = (request: IncomingRequest) =>
  request.method === 'GET' && request.headers[BACKGROUND_HEADER] === '1' ? 'passive' : 'active'

/** Sessions the guard has asked for, so that a request asks once. */
const GUARDED = new WeakMap<IncomingRequest, PresentSession>()

/**
 * I-13: the one place where the table of levels is asked, in front of every route that names an action and before anything of the
 * request is looked at.
 * @throws `sign-in-needed`, `level-too-low`, `origin-foreign`; `acting-for-enterprise` to a key file's session for what is the person's own
 */
async function guard(
  identity: Identity,
  request: IncomingRequest,
  action: Action | 'anyone' | undefined,
): Promise<void> {
  if (action === undefined || action === 'anyone') return
  requireOwnOrigin(identity, request)
  const session = await presentSession(
    identity,
    { sessionHash: sessionHashOf(identity, request) },
    mannerOf(request),
    'any',
  )
  if (!session) throw refuse('sign-in-needed')
  if (session.keyId && !KEY_FILE_ACTIONS.includes(action)) throw refuse('acting-for-enterprise')
  requireLevel({ level: session.level, reach: reachOf(session) }, action)
  GUARDED.set(request, session)
}

/** As the first of all routes. */
export function guardRoutes(identity: Identity): Routes {
  return (app) => {
    // After every room's own headers are set, before a body is read.
    app.addHook('preParsing', (request, _reply, _payload, done) => {
      const { action } = request.routeOptions.config
      if (action === undefined || action === 'anyone') done()
      else guard(identity, request, action).then(() => done(), done)
    })
  }
}

/** The highest level this person can raise a session to. A blocked device counts: wrong codes must not open the way round it. */
export const reachOf = ({ hasDevice }: PresentSession): Level => (hasDevice ? 'substantial' : 'low')

/** What other rooms are given (`#ground/actor.ts`). */
export function actorOf(identity: Identity): ActorOf {
  return async (request) => {
    const session = await sessionOf(identity, request)
    if (!session) throw refuse('sign-in-needed')
    const stillIn = () => sessionGoesOn(identity.db, session.sessionId)
    const secret = () => secretOf(readCookie(identity.site, request.headers.cookie, 'session')!)
    return { ...actorIn(session), stillIn, secret }
  }
}

/**
 * @throws `mailbox-not-open` for a person without a mailbox; `level-too-low` while acting in another's mailbox once the raised level
 * has fallen: another's mail is not even listed below it (I-13, B-24)
 */
export function actorIn(session: PresentSession): Actor {
  const { personId, level, endsAt, acting } = session
  const mailboxId = acting ? acting.mailboxId : session.mailboxId
  if (!mailboxId) throw refuse('mailbox-not-open')
  if (acting && !atLeast(level, ANOTHERS_LEVEL)) throw refuse('level-too-low')
  const actor = {
    personId,
    mailboxId,
    level,
    reach: reachOf(session),
    sessionEndsAt: endsAt,
    ...(level !== 'low' && session.fallsAt ? { idShownAt: raisedAtOf(session, session.fallsAt) } : {}),
  }
  if (!acting) return actor
  const { language, mailboxId: ownMailboxId } = session
  if ('grantId' in acting)
    return {
      ...actor,
      actingFor: { as: 'holder', grantId: acting.grantId, mailboxId, language, ownMailboxId },
    }
  const { enterpriseId, employeeId } = acting
  return { ...actor, actingFor: { as: 'employee', enterpriseId, employeeId, language, ownMailboxId } }
}

/**
 * The living session with the level that holds now. `passive` looks without keeping it awake. A session that a key file opened
 * is the enterprise's alone and is nobody's here, unless `any` is asked for: whatever is built on this stays closed to it.
 */
export async function presentSession(
  identity: Identity,
  visit: Pick<Visit, 'sessionHash'>,
  manner: 'active' | 'passive',
  whose: 'own' | 'any' = 'own',
): Promise<PresentSession | null> {
  if (!visit.sessionHash) return null
  const session = await lookUpSession(identity.db, visit.sessionHash)
  if (!session || (session.keyId && whose === 'own')) return null
  const now = identity.clock()
  const life = lifeOf(session, now)
  if (life.kind === 'ended') return null
  if (manner === 'passive' || !life.touch) return { ...session, level: life.level }
  await touchSession(identity.db, session.sessionId, now)
  return { ...session, level: life.level, lastSeenAt: now }
}

/** @throws `origin-foreign` */
export function requireOwnOrigin(identity: Identity, request: IncomingRequest): void {
  const site = request.headers['sec-fetch-site']
  const ours = isOurs(
    {
      method: request.method,
      secFetchSite: typeof site === 'string' ? site : undefined,
      origin: request.headers.origin,
    },
    identity.site.origin,
  )
  if (!ours) throw refuse('origin-foreign')
}
