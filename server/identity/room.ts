/** The room as it stands open: what every use case of sign-in needs. Made once at start by `openIdentity`. */
import type { Clock } from '#ground/clock.ts'
import type { Db } from '#ground/db.ts'
import type { Upstreams } from './broker/upstreams.ts'
import { argon2Hasher, type PasswordHasher } from './password-hash.ts'
import { type IdentityKeys, identityKeys } from './sealed-secret.ts'
import { type Site, siteOf } from './site.ts'

export type Identity = {
  readonly db: Db
  readonly clock: Clock
  readonly site: Site
  readonly keys: IdentityKeys
  readonly hasher: PasswordHasher
  /** Electronic IDs of others that people may sign in with here (I-09); none where nobody signs in. */
  readonly upstreams: Upstreams
  /** Where the fee of a further request for access is paid; null: none is offered (N-08). */
  readonly feeAccount: string | null
}

/** What the room takes from the house. */
export type IdentityHouse = {
  readonly db: Db
  readonly clock: Clock
  readonly config: { readonly PUBLIC_URL: string; readonly FEE_ACCOUNT?: string }
}

/**
 * @param secret the installation's secret (`#ground/installation-secret.ts`).
 * @param upstreams by `openUpstreams`, where people sign in: no other process needs those secrets.
 * @throws Error when PUBLIC_URL is plain http and not loopback.
 */
export function openIdentity(
  house: IdentityHouse,
  options: { secret: Uint8Array; hasher?: PasswordHasher; upstreams?: Upstreams },
): Identity {
  return {
    db: house.db,
    clock: house.clock,
    site: siteOf(house.config.PUBLIC_URL),
    keys: identityKeys(options.secret),
    hasher: options.hasher ?? argon2Hasher,
    upstreams: options.upstreams ?? new Map(),
    feeAccount: (house.config.FEE_ACCOUNT ?? 'none') === 'none' ? null : house.config.FEE_ACCOUNT!,
  }
}
