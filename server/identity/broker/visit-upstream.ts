/** Sends a browser to an electronic ID of others, and remembers why (I-09). */
import { createHash } from 'node:crypto'
import { UPSTREAM_LIMITS } from '#rules/upstream.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import type { SessionLanguage } from '../session.store.ts'
import { newToken } from '../session-token.ts'
import { sha256 } from '../visit.ts'
import { putVisit } from './upstream.store.ts'
import type { Upstream } from './upstreams.ts'

export type Journey = {
  readonly upstream: Upstream
  /** Only the browser with this cookie may come back. */
  readonly formCookie: string
  readonly sessionId: string | null
  readonly askedLevel: 'substantial' | 'high'
  readonly next: string
  readonly language: SessionLanguage
}

/** Where the browser goes now. @throws UpstreamRefusal: nothing is remembered then. */
export async function visitUpstream(identity: Identity, journey: Journey): Promise<URL> {
  const { upstream, formCookie, sessionId, askedLevel, next } = journey
  const { profile, relyingParty } = upstream
  const state = newToken()
  const { nonce, verifier } = secretsOf(identity, state.text, formCookie)
  const url = await relyingParty.requestUrl({
    response_type: 'code',
    scope: profile.scope,
    redirect_uri: returnAddress(identity, upstream),
    state: state.text,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...profile.ask[askedLevel],
    [profile.language.parameter]: profile.language.values[journey.language],
    // A step-up asks who sits there now: an open session elsewhere is no answer.
    ...(sessionId === null ? {} : { prompt: 'login', max_age: '0' }),
  })
  const now = identity.clock()
  await putVisit(identity.db, {
    stateHash: state.hash,
    upstream: upstream.id,
    boundTo: boundTo(formCookie),
    sessionId,
    askedLevel,
    returnTo: next,
    startedAt: now,
    expiresAt: new Date(now.getTime() + UPSTREAM_LIMITS.minutes * 60_000),
  })
  return url
}

/** Each upstream has a way back of its own, so that an answer of one can't pass for another's (RFC 9700 §4.4.2). */
function returnPath(upstream: { id: string }): string {
  return `/sign-in/with/${upstream.id}/return`
}

export function returnAddress(identity: Identity, upstream: Upstream): string {
  return identity.site.origin + returnPath(upstream)
}

export function boundTo(formCookie: string): Buffer {
  return sha256(`upstream ${formCookie}`)
}

/** Nonce and PKCE verifier follow from state and cookie under a key of ours: neither is stored, and no other browser has them. */
export function secretsOf(
  identity: Identity,
  state: string,
  formCookie: string,
): { nonce: string; verifier: string } {
  const derive = (use: string) =>
    fingerprint(identity.keys.upstream, use, state, formCookie).toString('base64url')
  return { nonce: derive('nonce'), verifier: derive('pkce') }
}
