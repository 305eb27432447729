/**
 * One upstream seen from the relying party's side, on `openid-client`: discovery, the request, and the checked answer. What the library leaves
 * open is closed here: signatures are always verified, algorithms are one, tokens are young, and every address is ours to refuse.
 */
import { importPKCS8 } from 'jose'
import * as oidc from 'openid-client'
import type { Clock } from '#ground/clock.ts'
import { isLoopback, type UpstreamSetting } from '#ground/upstream-settings.ts'
import { DISCOVERY, UPSTREAM_LIMITS, type UpstreamProfile } from '#rules/upstream.ts'
import { ForeignAddress, guardedFetch, isAllowed, UpstreamSilent } from './guarded-fetch.ts'

/** Why an upstream gave no answer that counts. */
export type UpstreamFault =
  | 'cancelled'
  /** It says that it can't reach the level asked for. */
  | 'level-not-reached'
  /** Down, slow, or busy. */
  | 'unavailable'
  /** An answer that is not what it should be; never shown in detail. */
  | 'not-genuine'

export class UpstreamRefusal extends Error {
  override readonly name = 'UpstreamRefusal'
  readonly fault: UpstreamFault
  constructor(fault: UpstreamFault, cause: unknown) {
    super(fault, { cause })
    this.fault = fault
  }
}

export type Claims = Readonly<Record<string, unknown>>

export type RelyingParty = {
  /** Where to send the browser. @throws UpstreamRefusal */
  requestUrl(parameters: Readonly<Record<string, string>>): Promise<URL>
  /** The claims of a genuine answer. @throws UpstreamRefusal */
  answer(
    back: URL,
    checks: { state: string; nonce: string; verifier: string; authenticatedAfter: Date | null },
  ): Promise<Claims>
}

type Opening = {
  profile: UpstreamProfile
  setting: UpstreamSetting
  secret: string
  origins: ReadonlySet<string>
  clock: Clock
}

/** What one attempt at discovery came to; `failedAt` null while it is under way. */
type Attempt = { result: Promise<oidc.ServerMetadata>; failedAt: number | null }

export function openRelyingParty({ profile, setting, secret, origins, clock }: Opening): RelyingParty {
  const insecure = isLoopback(setting.issuer)
  const authentication = authenticationOf(setting, secret)
  const client = { id_token_signed_response_alg: profile.algorithm }
  let good: { at: number; metadata: oidc.ServerMetadata } | null = null
  let attempt: Attempt | null = null
  let keys: oidc.ExportedJWKSCache | undefined

  /**
   * Discovery is good for an hour; then it is asked anew, and what was known serves until the answer is here. A failed attempt holds for a few
   * seconds: a slow upstream must not hold every visitor.
   */
  async function metadata(): Promise<oidc.ServerMetadata> {
    const now = clock().getTime()
    if (good && now - good.at < DISCOVERY.goodMinutes * 60_000) return good.metadata
    const over = attempt?.failedAt != null && now - attempt.failedAt >= DISCOVERY.retrySeconds * 1000
    if (!attempt || over) attempt = begin()
    return good ? good.metadata : attempt.result
  }

  function begin(): Attempt {
    const begun: Attempt = { result: discover(), failedAt: null }
    begun.result.then(
      (metadata) => {
        good = { at: clock().getTime(), metadata }
        attempt = null
      },
      () => {
        begun.failedAt = clock().getTime()
      },
    )
    return begun
  }

  async function discover(): Promise<oidc.ServerMetadata> {
    const config = await oidc.discovery(
      new URL(setting.issuer),
      setting.clientId,
      client,
      await authentication(),
      {
        [oidc.customFetch]: guardedFetch(origins),
        timeout: UPSTREAM_LIMITS.answerSeconds,
        ...(insecure ? { execute: [oidc.allowInsecureRequests] } : {}),
      },
    )
    const server = config.serverMetadata()
    // The library holds the document's issuer against ours; where it leads is for us to judge.
    for (const name of ENDPOINTS) {
      const address = server[name]
      if (address !== undefined && !isAllowed(origins, address))
        throw new ForeignAddress(`${name} is not on the allow-list`)
    }
    for (const name of NEEDED) if (server[name] === undefined) throw new ForeignAddress(`${name} is missing`)
    return { ...server }
  }

  /** Made anew for every step, so that the house's clock is the only one. Its keys are handed on. */
  async function config(): Promise<oidc.Configuration> {
    const skewSeconds = Math.round((clock().getTime() - Date.now()) / 1000)
    const made = new oidc.Configuration(
      await metadata(),
      setting.clientId,
      {
        ...client,
        [oidc.clockSkew]: skewSeconds,
        [oidc.clockTolerance]: UPSTREAM_LIMITS.clockSeconds,
      },
      await authentication(),
    )
    made[oidc.customFetch] = guardedFetch(origins)
    made.timeout = UPSTREAM_LIMITS.answerSeconds
    if (insecure) oidc.allowInsecureRequests(made)
    // Without this the library trusts TLS alone and never looks at the signature.
    oidc.enableNonRepudiationChecks(made)
    if (keys) oidc.setJwksCache(made, keys)
    return made
  }

  return {
    async requestUrl(parameters) {
      try {
        const present = await config()
        return profile.pushedRequests
          ? await oidc.buildAuthorizationUrlWithPAR(present, parameters)
          : oidc.buildAuthorizationUrl(present, parameters)
      } catch (error) {
        throw refusalOf(error)
      }
    },

    async answer(back, { state, nonce, verifier, authenticatedAfter }) {
      try {
        const present = await config()
        const tokens = await oidc.authorizationCodeGrant(present, back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        keys = oidc.getJwksCache(present)
        const claims = tokens.claims()!
        requireYoung(claims, clock(), authenticatedAfter)
        if (profile.claimsFrom === 'id-token') return { ...claims }
        const more = await oidc.fetchUserInfo(present, tokens.access_token, claims.sub)
        return together({ ...claims }, { ...more })
      } catch (error) {
        throw refusalOf(error)
      }
    },
  }
}

const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'userinfo_endpoint',
  'pushed_authorization_request_endpoint',
] as const
const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const

function authenticationOf(setting: UpstreamSetting, secret: string): () => Promise<oidc.ClientAuth> {
  if (setting.authentication === 'client_secret_basic') return async () => oidc.ClientSecretBasic(secret)
  if (setting.authentication === 'client_secret_post') return async () => oidc.ClientSecretPost(secret)
  const key = importPKCS8(secret, 'RS256')
  return async () =>
    oidc.PrivateKeyJwt(setting.keyId === null ? await key : { key: await key, kid: setting.keyId })
}

/** The library leaves a token from the future and a very old one alone; and who signed in before we asked has not answered us. */
function requireYoung(claims: oidc.IDToken, now: Date, authenticatedAfter: Date | null): void {
  const seconds = now.getTime() / 1000
  const { clockSeconds, tokenAgeSeconds } = UPSTREAM_LIMITS
  if (claims.iat > seconds + clockSeconds) throw new RangeError('the ID token is from the future')
  if (claims.iat < seconds - tokenAgeSeconds - clockSeconds) throw new RangeError('the ID token is old')
  if (authenticatedAfter === null) return
  const { auth_time } = claims
  if (typeof auth_time !== 'number') throw new RangeError('auth_time is missing')
  if (auth_time > seconds + clockSeconds) throw new RangeError('auth_time is from the future')
  if (auth_time < authenticatedAfter.getTime() / 1000 - clockSeconds)
    throw new RangeError('the sign-in is older than the question')
}

/** What is signed counts; where the userinfo endpoint says something else, neither does. */
function together(signed: Claims, told: Claims): Claims {
  for (const [name, value] of Object.entries(told))
    if (Object.hasOwn(signed, name) && JSON.stringify(signed[name]) !== JSON.stringify(value))
      throw new RangeError('ID token and userinfo contradict each other')
  return { ...told, ...signed }
}

/** Errors that an upstream sends back by the browser (OpenID Connect Core §3.1.2.6, RFC 6749 §4.1.2.1, RFC 9470). */
const TOLD: Readonly<Record<string, UpstreamFault>> = {
  access_denied: 'cancelled',
  login_required: 'cancelled',
  interaction_required: 'cancelled',
  unmet_authentication_requirements: 'level-not-reached',
  temporarily_unavailable: 'unavailable',
  server_error: 'unavailable',
}

function refusalOf(error: unknown): UpstreamRefusal {
  if (error instanceof oidc.AuthorizationResponseError)
    return new UpstreamRefusal(TOLD[error.error] ?? 'not-genuine', error)
  return new UpstreamRefusal(isSilence(error) ? 'unavailable' : 'not-genuine', error)
}

function isSilence(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof UpstreamSilent) return true
    const { status } = at as { status?: unknown }
    if (typeof status === 'number' && status >= 500) return true
    if (at.cause instanceof Response && at.cause.status >= 500) return true
  }
  return false
}
