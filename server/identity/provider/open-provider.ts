/** The protocol library with our configuration, made anew when the signing keys have changed. */
import { createHash, timingSafeEqual } from 'node:crypto'
import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import { clearCookie } from '../cookies.ts'
import type { Identity } from '../room.ts'
import { signOut } from '../sign-out.ts'
import { bindSession, presentOf } from './bind-session.ts'
import { claimsAsked } from './claims-asked.ts'
import { metadataOf, RESPONSE_MODES } from './client-metadata.ts'
import { configurationOf } from './configuration.ts'
import { presentConsent } from './consent.store.ts'
import { noteDisclosure } from './note-disclosure.ts'
import { ownFormPost } from './pages/form-post-page.ts'
import { languageIn } from './pages/protocol-pages.ts'
import { signingKeys } from './signing-keys.ts'

/** Keys change every few weeks and are published a week before they sign. */
const LOOK_AGAIN_MS = 60_000

export type OpenProvider = () => Promise<Provider>

/** @param onError told of bugs; what a service provider did wrong is answered to it. */
export function openProvider(identity: Identity, onError: (error: unknown) => void): OpenProvider {
  let current: { provider: Provider; kids: string; lookedAt: number } | undefined
  let looking: Promise<Provider> | undefined
  const look = async (): Promise<Provider> => {
    const keys = await signingKeys(identity)
    const kids = keys.keys.map(({ kid }) => kid).join()
    const provider = current?.kids === kids ? current.provider : makeProvider(identity, keys, onError)
    current = { provider, kids, lookedAt: Date.now() }
    return provider
  }
  return async () => {
    if (current && Math.abs(Date.now() - current.lookedAt) < LOOK_AGAIN_MS) return current.provider
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}

function makeProvider(
  identity: Identity,
  keys: Awaited<ReturnType<typeof signingKeys>>,
  onError: (error: unknown) => void,
): Provider {
  const provider = new Provider(identity.site.origin, configurationOf(identity, keys))
  // Host and scheme are set by the mount (provider.routes.ts), whatever a request says.
  provider.proxy = true
  ;(provider as NodeJS.EventEmitter).on('error', onError)
  provider.on('server_error', (_ctx, error) => onError(error))
  compareHashedSecrets(provider)
  bindSession(provider, identity)
  provider.use(async (ctx, next) => {
    await next()
    const { oidc } = ctx as unknown as KoaContextWithOIDC
    if (oidc?.route === 'discovery')
      (ctx.body as { response_modes_supported: readonly string[] }).response_modes_supported = RESPONSE_MODES
    if (oidc?.client && oidc.params?.response_mode === 'form_post') {
      const language = languageIn(identity, ctx as unknown as KoaContextWithOIDC)
      ownFormPost(ctx as unknown as KoaContextWithOIDC, language, metadataOf(oidc.client).names[language])
    }
    if (oidc?.entities.AuthorizationCode) await noteHandedOver(identity, ctx as unknown as KoaContextWithOIDC)
    if (oidc?.route === 'end_session') nobodyToSignOut(ctx as unknown as KoaContextWithOIDC)
    if (oidc?.route === 'end_session_confirm') await endOurs(identity, ctx as unknown as KoaContextWithOIDC)
  })
  return provider
}

/** Before the code leaves: a disclosure that can't be noted does not happen. */
async function noteHandedOver(identity: Identity, ctx: KoaContextWithOIDC): Promise<void> {
  const present = presentOf(ctx)
  const { client, params = {}, route } = ctx.oidc
  if (!present || !client || !['authorization', 'resume'].includes(route)) return
  const { number_ground, names } = metadataOf(client)
  const consented = await presentConsent(identity.db, present.session.personId, client.clientId)
  await noteDisclosure(identity, {
    personId: present.session.personId,
    sessionId: present.session.sessionId,
    service: names[present.session.language],
    claims: claimsAsked(params as Record<string, unknown>).filter((claim) => consented.includes(claim)),
    level: present.session.level,
    numberGround: number_ground,
  })
}

/**
 * Who is signed in no more, most often because the session idled out, has nothing to confirm: they are led on at once. The library's own way
 * is a page with a script inside, which our policy stops. The address was held against the registered ones before.
 */
function nobodyToSignOut(ctx: KoaContextWithOIDC): void {
  if (presentOf(ctx) || ctx.status !== 200) return
  const { post_logout_redirect_uri: address, state } = ctx.oidc.params as Record<string, string | undefined>
  const next = new URL(address ?? ctx.oidc.urlFor('end_session_success'))
  if (address && state !== undefined) next.searchParams.set('state', state)
  ctx.body = null
  ctx.status = 303
  ctx.set('location', next.href)
}

/** Signing out at a service provider, once confirmed on our page, ends our session too: there is only one. */
async function endOurs(identity: Identity, ctx: KoaContextWithOIDC): Promise<void> {
  const present = presentOf(ctx)
  if (!present || !(ctx.oidc.session as unknown as { destroyed?: boolean } | undefined)?.destroyed) return
  await signOut(identity, present.session)
  ctx.append('set-cookie', clearCookie(identity.site, 'session'))
}

/** The library knows only the hash of a secret (client-metadata.ts). */
function compareHashedSecrets(provider: Provider): void {
  const prototype = provider.Client.prototype as unknown as {
    clientSecret: string
    compareClientSecret(actual: string): boolean
  }
  prototype.compareClientSecret = function (actual) {
    const given = createHash('sha256').update(actual).digest()
    const expected = Buffer.from(this.clientSecret, 'hex')
    return expected.length === given.length && timingSafeEqual(given, expected)
  }
}
