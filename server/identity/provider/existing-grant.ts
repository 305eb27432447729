/**
 * What a person has consented to before, as the protocol's grant. The consents themselves are facts of their own; a grant is made from them
 * and is gone when they are withdrawn.
 */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../room.ts'
import { claimsAsked } from './claims-asked.ts'
import { metadataOf } from './client-metadata.ts'
import { presentConsent } from './consent.store.ts'
import { disclosedValues } from './disclosed-values.ts'

/** Kept beside the claims: signing in at a service provider is itself consented to, also when nothing is handed over. */
export const SIGN_IN_CONSENT = 'sub'

export async function existingGrant(
  identity: Pick<Identity, 'db'>,
  ctx: KoaContextWithOIDC,
): Promise<Grant | undefined> {
  const { oidc } = ctx
  const { client, account, params = {} } = oidc
  if (!client || !account) return undefined
  const { Grant: GrantClass } = oidc.provider
  const answered = oidc.result?.consent?.grantId
  if (answered) return GrantClass.find(answered)

  const { number_ground } = metadataOf(client)
  const [consents, values] = await Promise.all([
    presentConsent(identity.db, account.accountId, client.clientId),
    disclosedValues(identity, account.accountId, { nationalNumber: number_ground !== null }),
  ])
  const consented = new Set(consents)
  // What there is none of is not handed over, so nobody is asked for it; once there is one, it is shown first.
  const known =
    consented.has(SIGN_IN_CONSENT) &&
    claimsAsked(params as Record<string, unknown>).every(
      (claim) => consented.has(claim) || values?.[claim] === undefined,
    )
  if (!known) return undefined
  const before = oidc.session?.grantIdFor(client.clientId)
  const grant =
    (before && (await GrantClass.find(before))) ||
    new GrantClass({ accountId: account.accountId, clientId: client.clientId })
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '))
  grant.addOIDCClaims([...oidc.requestParamClaims])
  await grant.save()
  return grant
}
