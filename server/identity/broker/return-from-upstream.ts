/** The way back from an electronic ID of others: a session is opened or raised at exactly the level that was shown (I-09, D-01). */
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { describeError } from '#ground/log.ts'
import { refuse } from '#ground/refuse.ts'
import { atLeast } from '#rules/levels.ts'
import { readUpstream, type UpstreamVerdict } from '#rules/upstream.ts'
import { noteRefusal, type Opened, openSession, raisePresentSession } from '../open-session.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import type { PresentSession } from '../session.store.ts'
import { tokenHash } from '../session-token.ts'
import { describeBrowser } from '../user-agent.ts'
import type { Visit } from '../visit.ts'
import { type UpstreamFault, UpstreamRefusal } from './relying-party.ts'
import { findByLink, findByNumber, type KnownPerson, putLink, takeVisit } from './upstream.store.ts'
import type { Upstream } from './upstreams.ts'
import { boundTo, returnAddress, secretsOf } from './visit-upstream.ts'

export type Stop =
  | UpstreamFault
  /** Unknown state, another browser, too late, or answered already. */
  | 'over'
  /** More visits than one network may begin. */
  | 'too-many'
  /** Genuine, but nobody here is meant by it. */
  | 'no-account'
  /** The present session is somebody else's. */
  | 'somebody-else'
  /** An identity for work, not the private person's. */
  | 'work'

type Person = Extract<UpstreamVerdict, { kind: 'person' }>

export type Returned = { next: string; stepUp: boolean; askedLevel: 'substantial' | 'high' } & (
  | { kind: 'opened'; opened: Opened }
  /** The session had more already. */
  | { kind: 'unchanged' }
  | { kind: 'stopped'; why: Stop; detail: ReturnType<typeof describeError> | null }
)

export type WayBack = {
  readonly upstream: Upstream
  readonly query: string
  readonly formCookie: string
  readonly session: PresentSession | null
  readonly visit: Visit
}

/** @throws `mailbox-not-open`, `id-blocked` to who has shown to be the owner */
export async function returnFromUpstream(identity: Identity, way: WayBack): Promise<Returned> {
  const { upstream, formCookie, session, visit } = way
  const state = stateOf(way.query)
  const stateHash = tokenHash(state ?? undefined)
  const asked =
    stateHash &&
    (await takeVisit(identity.db, {
      stateHash,
      upstream: upstream.id,
      boundTo: boundTo(formCookie),
      now: identity.clock(),
    }))
  if (!state || !asked)
    return {
      kind: 'stopped',
      why: 'over',
      detail: null,
      next: '/',
      stepUp: false,
      askedLevel: 'substantial',
    }
  const { returnTo: next, askedLevel } = asked
  const place = { next, stepUp: asked.sessionId !== null, askedLevel }
  const stop = (why: Stop, error: unknown = null): Returned => ({
    ...place,
    kind: 'stopped',
    why,
    detail: error === null ? null : describeError(error),
  })
  if (place.stepUp && session?.sessionId !== asked.sessionId) return stop('over')

  let verdict: UpstreamVerdict
  try {
    const claims = await upstream.relyingParty.answer(
      new URL(`${returnAddress(identity, upstream)}?${way.query}`),
      {
        state,
        ...secretsOf(identity, state, formCookie),
        authenticatedAfter: place.stepUp ? asked.startedAt : null,
      },
    )
    verdict = readUpstream(upstream.profile, claims)
  } catch (error) {
    if (!(error instanceof UpstreamRefusal)) throw error
    return stop(error.fault, error.cause)
  }
  if (verdict.kind === 'work') return stop('work')
  if (verdict.kind === 'refused')
    return stop(verdict.why === 'level-unknown' ? 'level-not-reached' : 'not-genuine')

  const person = await personOf(identity, upstream, verdict)
  const { eId } = upstream.profile
  if (session && place.stepUp) {
    if (person?.personId !== session.personId) {
      await noteRefusal(identity, session.personId, eId, visit)
      return stop('somebody-else')
    }
    // What was asked for is reached or the answer says so (RFC 9470).
    if (!atLeast(verdict.level, askedLevel)) return stop('level-not-reached')
    if (session.level !== verdict.level && atLeast(session.level, verdict.level))
      return { ...place, kind: 'unchanged' }
  } else if (!person?.hasLogin) return stop('no-account')
  if (person.blockedAt) throw refuse('id-blocked')
  if (person.status === 'deceased') throw refuse('mailbox-not-open')

  const proof = { personId: person.personId, mailboxId: person.mailboxId, level: verdict.level, method: eId }
  const now = identity.clock()
  const link = {
    subjectHash: subjectOf(identity, upstream, verdict),
    linkId: newId(now.getTime()),
    upstream: upstream.id,
    personId: person.personId,
    strong: atLeast(verdict.level, 'substantial'),
    now,
  }
  // I-02: a new way in is never opened in silence.
  const facts = {
    at: now.toISOString(),
    device: upstream.profile.name,
    browser: describeBrowser(visit.userAgent) ?? '',
  }
  const remember = async (trx: Trx) => {
    if (await putLink(trx, link))
      await addJob(trx, 'tell-person', { personId: person.personId, about: 'new-device', facts })
  }
  const opened =
    session && place.stepUp
      ? await raisePresentSession(identity, session, proof, visit, remember)
      : await openSession(identity, proof, visit, remember)
  return { ...place, kind: 'opened', opened }
}

/** By number when the register knows it; by what was linked before when the upstream tells none, or one that is news to the register. */
async function personOf(
  identity: Identity,
  upstream: Upstream,
  verdict: Person,
): Promise<KnownPerson | null> {
  const { nationalNumber } = verdict
  const known =
    nationalNumber === null ? null : await findByNumber(identity.db, upstream.profile.country, nationalNumber)
  return known ?? findByLink(identity.db, subjectOf(identity, upstream, verdict))
}

/** Subjects are unique within their issuer only (OpenID Connect Core §2). */
function subjectOf(identity: Identity, upstream: Upstream, { subject }: Person): Buffer {
  return fingerprint(identity.keys.upstream, 'subject', upstream.issuer, subject)
}

/** null when it is missing or comes twice. */
function stateOf(query: string): string | null {
  const states = new URLSearchParams(query).getAll('state')
  return states.length === 1 ? states[0]! : null
}
