/** What our OpenID provider does and does not do, in the words of the protocol library. Every number comes from `rules/openid-life.ts`. */

import type { JWK } from 'jose'
import {
  type Client,
  type Configuration,
  errors,
  type FindAccount,
  type JWKS,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import { ACR_VALUES } from '#rules/acr.ts'
import { CLOCK_TOLERANCE_SECONDS, ISSUED_AHEAD_SECONDS_MAX, OPENID_SECONDS } from '#rules/openid-life.ts'
import { LANGUAGES } from '#rules/refusals.ts'
import type { Identity } from '../room.ts'
import { artifactAdapter } from './artifact-adapter.ts'
import { CLAIMS_OF_SCOPE, isNumberClaim } from './claims-asked.ts'
import { metadataOf, OWN_METADATA } from './client-metadata.ts'
import { presentConsent } from './consent.store.ts'
import { disclosedValues } from './disclosed-values.ts'
import { existingGrant } from './existing-grant.ts'
import { fetchOnlyRegistered } from './fetch-registered.ts'
import { policyOf } from './interaction-policy.ts'
import { askToSignOut, saySignedOut, showProtocolError } from './pages/protocol-pages.ts'
import { pairwiseSubject } from './pairwise-subject.ts'

export const OPENID_PATHS = {
  authorization: '/openid/authorize',
  pushed_authorization_request: '/openid/par',
  token: '/openid/token',
  userinfo: '/openid/userinfo',
  jwks: '/openid/keys',
  introspection: '/openid/introspect',
  revocation: '/openid/revoke',
  end_session: '/openid/sign-out',
} as const

/** Bound to their paths by the library. The first carries nothing that is ever read (bind-session.ts). */
export const PROVIDER_COOKIES = {
  session: 'brevhus-openid',
  interaction: 'brevhus-consent',
  resume: 'brevhus-resume',
} as const

export const consentPath = (uid: string) => `/consent/${uid}`

const isHighRisk = (client: Client | undefined) => metadataOf(client)?.profile === 'fapi2'

// No HMAC anywhere: a public key can then never be taken for a shared secret. No RSA with SHA-1 padding for high risk (FAPI 2.0 §5.4).
const SIGNATURES = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const

export function configurationOf(identity: Identity, keys: { keys: JWK[] }): Configuration {
  const cookie = {
    signed: true,
    httpOnly: true,
    sameSite: 'lax',
    secure: identity.site.secure,
    overwrite: true,
  } as const
  return {
    adapter: (model: string) => artifactAdapter(identity, model),
    jwks: keys as unknown as JWKS,
    findAccount: accountOf(identity),
    acrValues: [...ACR_VALUES],
    scopes: ['openid', 'offline_access'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      iss: null,
      sid: null,
      ...CLAIMS_OF_SCOPE,
    } as never,
    // Core §5.4: with a code, the values come from the userinfo endpoint; the ID token says who signed in and how.
    conformIdTokenClaims: true,
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: async (_ctx, personId, client) =>
      pairwiseSubject(identity, personId, metadataOf(client).sector),
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    enabledJWA: {
      clientAuthSigningAlgValues: [...SIGNATURES],
      idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'],
      dPoPSigningAlgValues: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
    } as never,
    assertJwtClientAuthClaimsAndHeader: async (ctx, claims, header, client) => {
      // RFC 7523 leaves `iat` open; one from beyond a minute ahead is a wrong clock or a forgery kept for later.
      if (typeof claims.iat === 'number' && claims.iat > Date.now() / 1000 + ISSUED_AHEAD_SECONDS_MAX)
        throw new errors.InvalidClientAuth('iat is in the future')
      if (!isHighRisk(client)) return
      if (header.alg === 'RS256') throw new errors.InvalidClientAuth('alg mismatch')
      if (claims.aud !== ctx.oidc.issuer)
        throw new errors.InvalidClientAuth('audience (aud) must equal the issuer identifier url')
    },
    clientBasedCORS: () => false,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    allowOmittingSingleRegisteredRedirectUri: false,
    cookies: {
      names: PROVIDER_COOKIES,
      keys: [identity.keys.openidCookies.toString('base64url')],
      long: cookie,
      short: cookie,
    },
    discovery: {
      ui_locales_supported: [...LANGUAGES],
      claims_locales_supported: undefined,
    } as never,
    extraClientMetadata: { properties: [...OWN_METADATA] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: {
        enabled: true,
        assertClaimsParameter: async (_ctx, claims, client) => refuseNumber(claims, client),
      },
      dPoP: { enabled: true },
      fapi: {
        enabled: true,
        profile: (_ctx: unknown, client: Client | undefined) => (isHighRisk(client) ? '2.0' : undefined),
      } as never,
      introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => isOwn(client, token) },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => isOwn(client, token) },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => askToSignOut(identity, ctx, form),
        postLogoutSuccessSource: (ctx) => saySignedOut(identity, ctx),
      },
      userinfo: { enabled: true },
    },
    fetch: fetchOnlyRegistered(identity) as never,
    interactions: { policy: policyOf(identity), url: (_ctx, interaction) => consentPath(interaction.uid) },
    loadExistingGrant: (ctx) => existingGrant(identity, ctx),
    pkce: { required: () => true },
    renderError: (ctx, out) => showProtocolError(identity, ctx, out),
    // FAPI 2.0 §5.3.2.1 forbids rotation as a matter of course: there a refresh token is worth nothing without the service provider's own key.
    // Everybody else's change with each use, and a second use of an old one ends the whole grant (RFC 9700 §4.14).
    rotateRefreshToken: (ctx) => !isHighRisk(ctx.oidc.client),
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    routes: OPENID_PATHS,
    ttl: { ...OPENID_SECONDS, RefreshToken: refreshLife },
  }
}

/** The sixty days count from the sign-in: a token in another's place ends when that one would have. */
const refreshLife = (ctx: KoaContextWithOIDC): number =>
  ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? OPENID_SECONDS.RefreshToken

/** RFC 7662 §4: nobody learns anything of another one's token. */
const isOwn = (client: Client, token: object) => (token as { clientId?: string }).clientId === client.clientId

function accountOf(identity: Identity): FindAccount {
  return async (ctx, personId) => {
    const nationalNumber = !!metadataOf(ctx.oidc.client)?.number_ground
    const values = await disclosedValues(identity, personId, { nationalNumber })
    if (!values) return undefined
    const clientId = ctx.oidc.client?.clientId
    return {
      accountId: personId,
      // N-18: whatever a token was made for, only what was shown and said yes to leaves the house.
      async claims() {
        const consented = clientId ? await presentConsent(identity.db, personId, clientId) : []
        const given = Object.entries(values).filter(([claim]) => consented.includes(claim))
        return { sub: personId, ...Object.fromEntries(given) }
      },
    }
  }
}

/** N-15, N-16: nobody asks for a number they have no right to, not even in vain. */
function refuseNumber(
  claims: { userinfo?: object | undefined; id_token?: object | undefined },
  client: Client,
): void {
  if (metadataOf(client).number_ground) return
  const asked = [...Object.keys(claims.userinfo ?? {}), ...Object.keys(claims.id_token ?? {})]
  if (asked.some(isNumberClaim)) throw new errors.InvalidRequest('no right to the national number')
}
