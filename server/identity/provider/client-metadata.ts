/** A service provider in the words of OAuth (RFC 7591), with the rules its profile adds. */
import type { Client, ClientMetadata } from 'oidc-provider'
import type { Site } from '../site.ts'
import { CLAIMS_OF_SCOPE } from './claims-asked.ts'
import type { ServiceProvider } from './service-provider.store.ts'

/** Metadata of our own, beside the registered names. */
export const OWN_METADATA = ['profile', 'sector', 'public_sector', 'number_ground', 'names'] as const

export type OwnMetadata = Pick<ServiceProvider, 'profile' | 'sector' | 'names'> & {
  public_sector: boolean
  number_ground: string | null
}

/** No fragments: they are for answers without a code. */
export const RESPONSE_MODES = ['query', 'form_post'] as const

export const metadataOf = (client: Client | undefined) => client as unknown as OwnMetadata

export function clientMetadata(row: ServiceProvider, site: Site): ClientMetadata {
  const high = row.profile === 'fapi2'
  return {
    client_id: row.clientId,
    client_name: row.names.en,
    application_type: 'web',
    redirect_uris: row.redirectUris,
    post_logout_redirect_uris: row.postLogoutRedirectUris,
    ...(row.backChannelLogoutUri
      ? { backchannel_logout_uri: row.backChannelLogoutUri, backchannel_logout_session_required: true }
      : {}),
    response_types: ['code'],
    // High risk has no need of a second way (FAPI 2.0 leaves it open).
    response_modes: high ? ['query'] : [...RESPONSE_MODES],
    grant_types: ['authorization_code', 'refresh_token'],
    subject_type: 'pairwise',
    scope: scopesOf(row).join(' '),
    ...authentication(row),
    // FAPI 2.0 §5.3.2.1: pushed requests, sender-constrained tokens, and no RSASSA-PKCS1-v1_5.
    id_token_signed_response_alg: high ? 'PS256' : 'RS256',
    require_pushed_authorization_requests: high,
    dpop_bound_access_tokens: high,
    require_auth_time: true,
    client_uri: site.origin,
    profile: row.profile,
    sector: row.sector,
    public_sector: row.publicSector,
    number_ground: row.numberGround,
    names: row.names,
  }
}

/** N-15, N-16: who has no legal ground for the national number can't even ask. */
function scopesOf(row: ServiceProvider): string[] {
  const scopes = ['openid', 'offline_access', ...Object.keys(CLAIMS_OF_SCOPE)]
  return row.numberGround === null ? scopes.filter((scope) => scope !== 'national_number') : scopes
}

function authentication(row: ServiceProvider): Partial<ClientMetadata> {
  if (row.secretHash) {
    return {
      token_endpoint_auth_method: row.secretIn === 'body' ? 'client_secret_post' : 'client_secret_basic',
      // Only the hash is known here; `compareClientSecret` hashes what is sent (open-provider.ts).
      client_secret: row.secretHash.toString('hex'),
    } as Partial<ClientMetadata>
  }
  return {
    token_endpoint_auth_method: 'private_key_jwt',
    ...(row.jwks ? { jwks: row.jwks } : { jwks_uri: row.jwksUri! }),
  } as Partial<ClientMetadata>
}
