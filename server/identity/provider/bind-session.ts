/**
 * The protocol has no sessions of its own: its session is a view of ours, found by our cookie and by nothing else. So a sign-out, a block, an
 * idle end and a fallen level hold for every service provider at the same moment, and there is no second cookie to steal.
 */
import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC, Provider, Session } from 'oidc-provider'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { presentSession } from '../session-of.ts'
import { visitOf } from '../visit.ts'
import type { Authentication } from './authentication.ts'
import { authenticationOf } from './authentication.ts'

type Present = { session: PresentSession; authentication: Authentication }

const present = new WeakMap<IncomingMessage, Present>()

/** Where a request comes from, as the edge of the house has found out (ground/client-address.ts). */
export const addressOf = new WeakMap<IncomingMessage, string>()

/** Who is signed in, in a request that the protocol handles; undefined when nobody is. */
export const presentOf = (ctx: { req: IncomingMessage }): Present | undefined => present.get(ctx.req)

/** A library session as its class makes it; the types leave these out. */
type LibrarySession = Session & {
  loginAccount(details: { accountId: string; loginTs: number; amr: string[]; acr?: string }): void
}
type SessionClass = {
  new (payload?: object): LibrarySession
  findByUid(uid: string): Promise<LibrarySession | undefined>
  get(ctx: KoaContextWithOIDC): Promise<LibrarySession>
}

export function bindSession(provider: Provider, identity: Identity): void {
  const Session = provider.Session as unknown as SessionClass
  Session.get = async (ctx) => {
    const found = await findPresent(identity, ctx.req)
    const session = found ? await viewOf(Session, found) : new Session()
    if (ctx.oidc) ctx.oidc.entity('Session', session)
    return session
  }
}

async function findPresent(identity: Identity, request: IncomingMessage): Promise<Present | undefined> {
  const visit = visitOf(identity, {
    method: request.method ?? 'GET',
    ip: addressOf.get(request) ?? '',
    headers: request.headers,
  })
  const session = await presentSession(identity, visit, 'active')
  // A key file's session is the enterprise's alone (I-03): no person is signed in by it anywhere else.
  if (!session || session.keyId !== null) return undefined
  const found = { session, authentication: await authenticationOf(identity, session) }
  present.set(request, found)
  return found
}

async function viewOf(Session: SessionClass, { session, authentication }: Present): Promise<LibrarySession> {
  const view = (await Session.findByUid(session.sessionId)) ?? new Session({ uid: session.sessionId })
  view.loginAccount({
    accountId: session.personId,
    loginTs: authentication.authTime,
    amr: authentication.amr,
  })
  return view
}
