/**
 * What a person has consented to before, as the protocol's grant. The consents themselves are facts of their own; a grant is made from them
 * and is gone when they are withdrawn.
 */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../room.ts'
import { claimsAsked } from './claims-asked.ts'
import { presentConsent } from './consent.store.ts'

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

  const consented = new Set(await presentConsent(identity.db, account.accountId, client.clientId))
  const asked = claimsAsked(params as Record<string, unknown>)
  const known = consented.has(SIGN_IN_CONSENT) && asked.every((claim) => consented.has(claim))
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
