/** What a person answers when the protocol has to ask: a sign-in shown again, a level raised, a disclosure agreed to or refused. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errors, type Interaction, type InteractionResults, type Provider } from 'oidc-provider'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { requireLevel } from '#ground/require-level.ts'
import { levelFor } from '#rules/action-levels.ts'
import { atLeast, type Level } from '#rules/levels.ts'
import { currentText } from '../agreed/agreed-texts.ts'
import type { Identity } from '../room.ts'
import { choosePublicServices } from '../self-service/agreements.ts'
import type { PresentSession } from '../session.store.ts'
import { reachOf } from '../session-of.ts'
import { authenticationOf } from './authentication.ts'
import { claimsAsked } from './claims-asked.ts'
import { addConsent } from './consent.store.ts'
import { SIGN_IN_CONSENT } from './existing-grant.ts'
import { answerToParams, PUBLIC_SERVICES, unmet } from './interaction-policy.ts'

/** One exchange of the protocol with the browser that began it: its cookie is asked, not only its address. */
export type Exchange = {
  readonly provider: Provider
  readonly request: IncomingMessage
  readonly reply: ServerResponse
}

/** null when it has expired, or another browser or another sign-in began it. */
export async function findInteraction(exchange: Exchange): Promise<Interaction | null> {
  try {
    return await exchange.provider.interactionDetails(exchange.request, exchange.reply)
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null
    throw error
  }
}

/** What the page shows next. */
export type Step =
  | SignInStep
  /** Agree that the ID serves for public services, or not. */
  | { kind: 'agree-to-public-services' }
  | { kind: 'consent' }

/** Where a request stands, whichever question it has come to. */
export async function takeStep(
  identity: Identity,
  exchange: Exchange,
  interaction: Interaction,
  session: PresentSession,
): Promise<Step> {
  if (interaction.prompt.name === 'consent') return { kind: 'consent' }
  if (interaction.prompt.name !== PUBLIC_SERVICES)
    return takeSignInStep(identity, exchange, interaction, session)
  const needed = levelFor('accept-public-services', reachOf(session))
  return atLeast(session.level, needed)
    ? { kind: 'agree-to-public-services' }
    : { kind: 'raise', to: needed, why: 'public' }
}

export type SignInStep =
  /** Everything asked for holds; `next` leads on. */
  | { kind: 'done'; next: string }
  /** Who they are, once more. */
  | { kind: 'again' }
  | { kind: 'raise'; to: Level; why: 'level' | 'public' }

/** Where a sign-in stands that a service provider has asked for. */
async function takeSignInStep(
  identity: Identity,
  exchange: Exchange,
  interaction: Interaction,
  session: PresentSession,
): Promise<SignInStep> {
  const { reasons } = interaction.prompt
  // Somebody else than the one the request is about: the service provider is told, not who it is instead.
  if (reasons.includes('id_token_hint') || reasons.includes('claims_id_token_sub_value')) {
    return {
      kind: 'done',
      next: await finish(exchange, failed(new errors.LoginRequired('another person is signed in'))),
    }
  }
  const { authTime, amr } = await authenticationOf(identity, session)
  const again = reasons.includes('login_prompt') || reasons.includes('max_age')
  if (again && authTime < interaction.iat) return { kind: 'again' }
  const answer = await answerToParams(identity, session, interaction.params)
  if (answer.kind === 'step-up') return { kind: 'raise', to: answer.to, why: 'level' }
  if (answer.kind === 'unmet') return { kind: 'done', next: await finish(exchange, failed(unmet())) }
  const login = { accountId: session.personId, ts: authTime, amr, acr: answer.acr }
  return { kind: 'done', next: await finish(exchange, { login }) }
}

/**
 * Yes to what was asked, whatever it was.
 * @param shown the claims whose values stood on the page: nothing else is consented to (N-18)
 */
export function agree(
  identity: Identity,
  exchange: Exchange,
  interaction: Interaction,
  session: PresentSession,
  shown: readonly string[],
): Promise<string> {
  return interaction.prompt.name === PUBLIC_SERVICES
    ? agreeToPublicServices(identity, exchange, session)
    : consent(identity, exchange, interaction, session, shown)
}

async function agreeToPublicServices(
  identity: Identity,
  exchange: Exchange,
  session: PresentSession,
): Promise<string> {
  requireLevel({ level: session.level, reach: reachOf(session) }, 'accept-public-services')
  await choosePublicServices(identity, session, true)
  return finish(exchange, { [PUBLIC_SERVICES]: {} })
}

/** The consent is a fact of its own, written first; the protocol's grant is made from it. */
async function consent(
  identity: Identity,
  exchange: Exchange,
  interaction: Interaction,
  session: PresentSession,
  shown: readonly string[],
): Promise<string> {
  requireLevel({ level: session.level, reach: reachOf(session) }, 'consent-to-disclosure')
  const clientId = String(interaction.params.client_id)
  const at = identity.clock()
  await asPostOffice(identity.db, (trx) =>
    addConsent(trx, {
      personId: session.personId,
      clientId,
      claims: [SIGN_IN_CONSENT, ...claimsAsked(interaction.params).filter((claim) => shown.includes(claim))],
      consentId: newId(at.getTime()),
      textVersion: currentText('disclosure').version,
      at,
    }),
  )
  return finish(exchange, { consent: {} })
}

/** Who stops before the level asked for has not reached it; who stops later has refused. */
export async function disagree(
  identity: Identity,
  exchange: Exchange,
  interaction: Interaction,
  session: PresentSession,
): Promise<string> {
  const level = await answerToParams(identity, session, interaction.params)
  const refused = new errors.AccessDenied('the person has refused')
  return finish(exchange, failed(level.kind === 'reached' ? refused : unmet()))
}

function finish({ provider, request, reply }: Exchange, result: InteractionResults): Promise<string> {
  return provider.interactionResult(request, reply, result)
}

function failed(error: errors.OIDCProviderError): InteractionResults {
  return {
    error: error.error,
    ...(error.error_description ? { error_description: error.error_description } : {}),
  }
}
