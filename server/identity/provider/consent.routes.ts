/** `/consent/…`: the pages between a service provider's request and its answer. They work without script. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction } from 'oidc-provider'
import { SIGN_IN_PAGES } from '#api/session.ts'
import type { House } from '#ground/house.ts'
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { deviceDoor } from '#rules/lock-out.ts'
import { upstreamsFor } from '../broker/own-electronic-ids.ts'
import { upstreamPart } from '../broker/upstream-part.ts'
import { listDevices } from '../device.store.ts'
import { askCard, hasUsableCard, stepUpWithCard } from '../devices/use-card.ts'
import { readLogin, readPersonName } from '../login.store.ts'
import { showable } from '../login-name.ts'
import { formOf, type Guest, receive, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import { PAGE_TEXTS, sayWait } from '../pages/texts.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { setSessionCookies } from '../session-cookies.ts'
import { confirmPassword } from '../set-password.ts'
import { stepUpWithCode } from '../step-up-with-code.ts'
import { visitOf } from '../visit.ts'
import { agree, disagree, type Exchange, findInteraction, takeStep } from './answer-interaction.ts'
import { claimsAsked } from './claims-asked.ts'
import { consentPath } from './configuration.ts'
import { disclosedValues } from './disclosed-values.ts'
import { PUBLIC_SERVICES } from './interaction-policy.ts'
import type { OpenProvider } from './open-provider.ts'
import { confirmPage } from './pages/confirm-page.ts'
import { consentPage } from './pages/consent-page.ts'
import { onwardPage } from './pages/onward-page.ts'
import { askedLanguage, failedPage } from './pages/protocol-pages.ts'
import { publicServicesPage } from './pages/public-services-page.ts'
import { PROVIDER_TEXTS } from './pages/texts.ts'
import { findServiceProvider, type ServiceProvider } from './service-provider.store.ts'

type Asked = { exchange: Exchange; interaction: Interaction; client: ServiceProvider; path: string }

export function addConsentPages(identity: Identity, app: App, house: House, provider: OpenProvider): void {
  pageScope(identity, app, house, (pages) => {
    pages.get('/consent/:uid', async (request, reply) => {
      const guest = await receive(identity, request, reply)
      const asked = await askedIn(identity, request, reply, provider, guest)
      return asked ? ask(identity, reply, guest, asked, null) : expired(guest, reply)
    })
    pages.post('/consent/:uid', SMALL_FORM, async (request, reply) => {
      const guest = await receive(identity, request, reply)
      const asked = await askedIn(identity, request, reply, provider, guest)
      if (!asked) return expired(guest, reply)
      if (!guest.session) return reply.redirect(asked.path, 303)
      requireForm(identity, request, formOf(request), guest.session.sessionId)
      return answer(identity, request, reply, guest, guest.session, asked)
    })
  })
}

async function askedIn(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: OpenProvider,
  guest: Guest,
): Promise<Asked | null> {
  const exchange = { provider: await provider(), request: request.raw, reply: reply.raw }
  const interaction = await findInteraction(exchange)
  const { uid } = request.params as { uid: string }
  if (!interaction || interaction.uid !== uid) return null
  // It was begun for one session, and nobody else's answers it.
  const begunFor = interaction.session?.uid
  if (begunFor && begunFor !== guest.session?.sessionId) return null
  const client = await findServiceProvider(identity.db, String(interaction.params.client_id))
  return client && !client.suspendedAt ? { exchange, interaction, client, path: consentPath(uid) } : null
}

/** Asks the next thing there is to ask, or leads on. */
async function ask(
  identity: Identity,
  reply: FastifyReply,
  guest: Guest,
  asked: Asked,
  failure: { text: string; status: number; card?: string | undefined } | null,
): Promise<FastifyReply> {
  const { exchange, interaction, client, path } = asked
  const { session, language } = guest
  if (!session) return toSignIn(reply, guest, interaction, path)
  // A key file speaks for the enterprise, never for the person who holds it (I-03).
  if (session.keyId !== null)
    return show(
      reply,
      onwardPage(language, client.names[language], await disagree(identity, exchange, interaction, session)),
    )
  const step = await takeStep(identity, exchange, interaction, session)
  if (step.kind === 'consent') return showConsent(identity, reply, guest, session, asked)
  if (step.kind === 'agree-to-public-services') {
    const serviceProvider = client.names[language]
    return show(reply, publicServicesPage({ language, formToken: guest.token, path, serviceProvider }))
  }
  if (step.kind === 'done') return show(reply, onwardPage(language, client.names[language], step.next))
  const again = step.kind === 'again'
  const raise = step.kind === 'raise' && step.to !== 'high'
  const [devices, login, hasCard] = await Promise.all([
    listDevices(identity.db, session.personId),
    readLogin(identity.db, session.personId),
    raise && hasUsableCard(identity, session.personId),
  ])
  const usable = devices.filter((device) => deviceDoor(device.wrongCodes) === 'open')
  return show(
    reply.code(failure?.status ?? 200),
    confirmPage({
      language,
      formToken: guest.token,
      path,
      serviceProvider: client.names[language],
      why: step.kind === 'raise' ? step.why : 'again',
      ways: {
        password: again && login?.passwordHash != null,
        // A code or a passkey reaches `substantial` and no more (D-01).
        totp: raise && usable.some(({ kind }) => kind === 'totp'),
        passkey: (again || raise) && usable.some(({ kind }) => kind === 'passkey'),
      },
      card: hasCard ? await askCard(identity, session.personId, failure?.card) : null,
      upstreams: upstreamPart(upstreamsFor(identity, session), {
        language,
        formToken: guest.token,
        fields: {
          return: path,
          purpose: 'step-up',
          ...(step.kind === 'raise' ? { level: step.to } : { again: 'yes' }),
        },
        purpose: 'stepUp',
        divided: true,
      }),
      failure: failure?.text ?? null,
    }),
  )
}

async function answer(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
  guest: Guest,
  session: PresentSession,
  asked: Asked,
): Promise<FastifyReply> {
  const { exchange, interaction, client, path } = asked
  const form = formOf(request)
  const onward = (to: string) => show(reply, onwardPage(guest.language, client.names[guest.language], to))
  if (form.answer === 'no') return onward(await disagree(identity, exchange, interaction, session))
  if (form.answer === 'yes' && ['consent', PUBLIC_SERVICES].includes(interaction.prompt.name))
    return onward(await agree(identity, exchange, interaction, session, (form.shown ?? '').split(' ')))
  const visit = visitOf(identity, request)
  try {
    if (form.password !== undefined) await confirmPassword(identity, session, visit, form.password)
    else if (form.code !== undefined) {
      const { code, card, key = '' } = form
      const opened = card
        ? await stepUpWithCard(identity, session, visit, { cardId: card, key, code })
        : await stepUpWithCode(identity, session, visit, code)
      setSessionCookies(identity.site, reply, opened)
    }
    return reply.redirect(path, 303)
  } catch (error) {
    const failure = sayAgain(guest, error, form.code === undefined ? 'sign-in-failed' : 'code', reply)
    return ask(identity, reply, guest, asked, { ...failure, card: form.card })
  }
}

async function showConsent(
  identity: Identity,
  reply: FastifyReply,
  guest: Guest,
  session: PresentSession,
  { interaction, client, path }: Asked,
): Promise<FastifyReply> {
  const nationalNumber = client.numberGround !== null
  const [values, personName] = await Promise.all([
    disclosedValues(identity, session.personId, { nationalNumber }),
    readPersonName(identity.db, session.personId),
  ])
  return show(
    reply,
    consentPage({
      language: guest.language,
      formToken: guest.token,
      path,
      serviceProvider: client.names[guest.language],
      personName,
      claims: claimsAsked(interaction.params),
      values: values ?? {},
      numberGround: client.numberGround,
      lasting: String(interaction.params.scope ?? '')
        .split(' ')
        .includes('offline_access'),
    }),
  )
}

/** The sign-in page comes back here. A wish for a language counts while the person has made no choice of their own. */
function toSignIn(reply: FastifyReply, guest: Guest, interaction: Interaction, path: string): FastifyReply {
  const { ui_locales, login_hint } = interaction.params
  const wished = askedLanguage(ui_locales)
  const query = new URLSearchParams({ return: path })
  if (wished && !guest.languageChosen) query.set('lang', wished)
  // A hint may be a user ID; a number is never put into an address (P-07).
  if (typeof login_hint === 'string' && /^\S{1,100}$/.test(login_hint) && showable(login_hint))
    query.set('hint', login_hint)
  return reply.redirect(`${SIGN_IN_PAGES.signIn}?${query}`, 303)
}

function expired(guest: Guest, reply: FastifyReply): FastifyReply {
  const text = PROVIDER_TEXTS[guest.language].failed.expired
  return show(reply.code(400), failedPage(guest.language, text, null))
}

function sayAgain(guest: Guest, error: unknown, failed: 'sign-in-failed' | 'code', reply: FastifyReply) {
  if (!(error instanceof Refusal)) throw error
  const texts = PAGE_TEXTS[guest.language]
  if (error.code === 'sign-in-failed') return { text: texts.failed[failed], status: 401 }
  if (error.code === 'changed-meanwhile') return { text: texts.stepUp.cardMeanwhile, status: 409 }
  if (error.code !== 'sign-in-wait') throw error
  const seconds = error.retryAfterSeconds ?? 60
  reply.header('retry-after', String(seconds))
  return { text: sayWait(texts, seconds), status: 429 }
}
