/**
 * When a person has to be asked something, and what is answered when it can't be had. On top of the library's own checks: the level, held
 * strictly (RFC 9470), and whom the request is about.
 */
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { type AcrAnswer, answerAcr } from '#rules/acr.ts'
import { ACTION_LEVELS } from '#rules/action-levels.ts'
import type { Level } from '#rules/levels.ts'
import { deviceDoor } from '#rules/lock-out.ts'
import { PROFILES } from '#rules/profiles.ts'
import { hasElectronicId } from '../broker/own-electronic-ids.ts'
import { listDevices } from '../device.store.ts'
import { hasUsableCard } from '../devices/use-card.ts'
import type { Identity } from '../room.ts'
import { agreedToPublicServices } from '../self-service/agreements.ts'
import type { PresentSession } from '../session.store.ts'
import { presentOf } from './bind-session.ts'
import { acrAsked, claimsAsked, isNumberClaim } from './claims-asked.ts'
import { metadataOf } from './client-metadata.ts'

/** The person has to agree that their ID serves for public services (I-15). */
export const PUBLIC_SERVICES = 'public-services'

const { Check, Prompt, base } = interactionPolicy

export function policyOf(identity: Identity) {
  const policy = base()
  const login = policy.get('login')!
  // Both are part of ours, which does not tell essential from voluntary: what is asked for is reached or refused.
  login.checks.remove('essential_acrs')
  login.checks.remove('essential_acr')
  login.checks.add(
    new Check(
      'level',
      'the level asked for is not reached',
      'unmet_authentication_requirements',
      async (ctx) => {
        const present = presentOf(ctx)
        // Who is not signed in has a check of their own.
        if (!present) return Check.NO_NEED_TO_PROMPT
        const answer = await answerFor(identity, present.session, ctx)
        if (answer.kind === 'unmet') throw unmet()
        if (answer.kind === 'step-up') return Check.REQUEST_PROMPT
        sessionOf(ctx).acr = answer.acr
        return Check.NO_NEED_TO_PROMPT
      },
    ),
  )
  // Between who it is and what they hand over: who does not agree is not asked for anything more.
  policy.add(
    new Prompt(
      { name: PUBLIC_SERVICES },
      new Check(
        'not-agreed',
        'the person has not agreed to use the ID for public services',
        'interaction_required',
        async (ctx) => {
          const present = presentOf(ctx)
          if (!present || !metadataOf(ctx.oidc.client).public_sector) return Check.NO_NEED_TO_PROMPT
          const agreed = await agreedToPublicServices(identity, present.session.personId)
          return agreed ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
        },
      ),
    ),
    policy.findIndex(({ name }) => name === 'consent'),
  )
  return policy
}

export const unmet = () =>
  new errors.UnmetAuthenticationRequirements('none of the requested levels (acr) can be reached')

async function answerFor(
  identity: Identity,
  session: PresentSession,
  ctx: KoaContextWithOIDC,
): Promise<AcrAnswer> {
  return answerToParams(identity, session, ctx.oidc.params ?? {})
}

export async function answerToParams(
  identity: Identity,
  session: PresentSession,
  params: Readonly<Record<string, unknown>>,
): Promise<AcrAnswer> {
  return answerAcr(acrAsked(params), {
    session: session.level,
    reach: await reachOf(identity, session.personId),
    least: claimsAsked(params).some(isNumberClaim) ? ACTION_LEVELS['disclose-number'] : 'low',
    scheme: PROFILES[session.profile].assuranceScheme,
  })
}

/**
 * The strongest level this person can show: `high` by an electronic ID that they have shown here before, else what their devices
 * give. A blocked device gives none until it is unblocked.
 */
async function reachOf(identity: Identity, personId: string): Promise<Level> {
  if (await hasElectronicId(identity, personId)) return 'high'
  if (await hasUsableCard(identity, personId)) return 'substantial'
  const devices = await listDevices(identity.db, personId)
  return devices.some((device) => deviceDoor(device.wrongCodes) === 'open') ? 'substantial' : 'low'
}

const sessionOf = (ctx: KoaContextWithOIDC) => ctx.oidc.session as unknown as { acr: string | undefined }
