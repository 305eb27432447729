/** The server-rendered pages. They read the form, call the use case, and show or lead on; no law is decided here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { PasskeyAssertion, SIGN_IN_PAGES } from '#api/session.ts'
import { describeError } from '#ground/log.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import { atLeast } from '#rules/levels.ts'
import { readCookie, writeCookie } from '../cookies.ts'
import { readLoginName } from '../login-name.ts'
import type { Opened } from '../open-session.ts'
import { letterPath, safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage, SessionRow } from '../session.store.ts'
import { dropSessionCookie, setSessionCookies } from '../session-cookies.ts'
import { presentSession, requireOwnOrigin } from '../session-of.ts'
import { sessionState } from '../session-state.ts'
import { newToken, tokenHash } from '../session-token.ts'
import { signInWithPassword } from '../sign-in-with-password.ts'
import { signOut } from '../sign-out.ts'
import { stepUpWithCode } from '../step-up-with-code.ts'
import { askToSignIn, signInWithPasskey } from '../use-passkey.ts'
import { languageOf, visitOf } from '../visit.ts'
import { errorPage, type PageFailure } from './error-page.ts'
import { formToken, isFormToken } from './form-token.ts'
import { PAGE_FILES } from './layout.ts'
import { signInPage } from './sign-in-page.ts'
import { signOutPage } from './sign-out-page.ts'
import { stepUpPage } from './step-up-page.ts'
import { PAGE_TEXTS, sayWait } from './texts.ts'

/** A form holds a name, a password and a few tokens. */
const SMALL = { bodyLimit: 16 * 1024 } as const

type Form = Readonly<Record<string, string>>

const FormToken = Type.String({ minLength: 1, maxLength: 100 })
const AskPasskey = Type.Object({ form: FormToken }, { additionalProperties: false })
const AnswerPasskey = Type.Object(
  {
    form: FormToken,
    next: Type.String({ maxLength: 400 }),
    challengeId: Type.String({ format: 'uuid' }),
    assertion: PasskeyAssertion,
  },
  { additionalProperties: false },
)

/** A browser on a page: what it sent, and the cookie its forms are bound to. */
type Guest = {
  language: SessionLanguage
  session: SessionRow | null
  formCookie: string
  token: string
  query: Form
}

export function pageRoutes(identity: Identity): Routes {
  return (app, house) => {
    app.register(async (pages) => {
      pages.addHook('onRequest', async (_request, reply) => {
        // Forms need an Origin or Sec-Fetch-Site; `no-referrer` would make some browsers send "Origin: null".
        reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
      })
      pages.setErrorHandler((error, request, reply) => {
        if (!(error instanceof Refusal)) {
          house.log.error({ event: 'sign-in-page', traceId: request.id, err: describeError(error) })
        }
        return showError(identity, request, reply, error)
      })
      addSignIn(identity, pages as App)
      addStepUp(identity, pages as App)
      addSignOut(identity, pages as App)
    })
    addPasskey(identity, app)
    for (const [name, file] of Object.entries(PAGE_FILES)) {
      app.get(`${SIGN_IN_PAGES.signIn}/${name}`, async (_request, reply) =>
        reply.header('cache-control', 'public, max-age=31536000, immutable').type(file.type).send(file.body),
      )
    }
  }
}

function addSignIn(identity: Identity, pages: App): void {
  pages.get(SIGN_IN_PAGES.signIn, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const next = safeReturn(guest.query.return)
    if (guest.session) return reply.redirect(next, 303)
    return show(reply, signInPage({ ...pageOf(guest), next, failure: null, name: '' }))
  })

  pages.post(SIGN_IN_PAGES.signIn, SMALL, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const next = safeReturn(form.return)
    // A second tab may have signed in meanwhile: the form was made for nobody then, and that is what it is checked for.
    requireForm(identity, request, form, null)
    const { name = '', password = '' } = form
    const again = (failure: string, status: number) =>
      show(
        reply.code(status),
        signInPage({ ...pageOf(guest, identity), next, failure, name: shownName(name) }),
      )
    if (name.trim() === '' || password === '') return again(PAGE_TEXTS[guest.language].failed.empty, 422)
    try {
      const opened = await signInWithPassword(identity, visitOf(identity, request), { name, password })
      return await lead(identity, reply, opened, next)
    } catch (error) {
      return sayAgain(guest, error, 'sign-in-failed', reply, again)
    }
  })
}

function addStepUp(identity: Identity, pages: App): void {
  const show_ = async (
    guest: Guest,
    session: SessionRow,
    place: Form,
    reply: FastifyReply,
    failure: string | null,
  ) => {
    const { stepUp } = await sessionState(identity, session)
    const { next, letterId } = destination(place)
    return show(reply, stepUpPage({ ...pageOf(guest), next, letterId, ways: stepUp, failure }))
  }

  pages.get(SIGN_IN_PAGES.stepUp, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const { next } = destination(guest.query)
    if (!guest.session) return reply.redirect(signInPath(next), 303)
    if (atLeast(guest.session.level, 'substantial')) return reply.redirect(next, 303)
    return show_(guest, guest.session, guest.query, reply, null)
  })

  pages.post(SIGN_IN_PAGES.stepUp, SMALL, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const { next } = destination(form)
    const { session } = guest
    if (!session) return reply.redirect(signInPath(next), 303)
    requireForm(identity, request, form, session.sessionId)
    const again = (failure: string, status: number) =>
      show_(guest, session, form, reply.code(status), failure)
    try {
      const opened = await stepUpWithCode(identity, session, visitOf(identity, request), form.code ?? '')
      setSessionCookies(identity.site, reply, opened)
      return reply.redirect(next, 303)
    } catch (error) {
      return sayAgain(guest, error, 'code', reply, again)
    }
  })
}

function addSignOut(identity: Identity, pages: App): void {
  pages.get(SIGN_IN_PAGES.signOut, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    return show(
      reply,
      signOutPage({ language: guest.language, formToken: guest.session ? guest.token : null }),
    )
  })

  pages.post(SIGN_IN_PAGES.signOut, SMALL, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    if (guest.session) {
      requireForm(identity, request, formOf(request), guest.session.sessionId)
      await signOut(identity, guest.session)
    }
    dropSessionCookie(identity.site, reply)
    return reply.redirect(SIGN_IN_PAGES.signOut, 303)
  })
}

/** The two questions the passkey script of `/sign-in` asks; problems are JSON here. */
function addPasskey(identity: Identity, app: App): void {
  const bound = (request: FastifyRequest, token: string): string => {
    requireOwnOrigin(identity, request)
    const cookie = readCookie(identity.site, request.headers.cookie, 'form')
    if (!cookie || !isFormToken(identity.keys, token, cookie, null)) throw refuse('origin-foreign')
    return cookie
  }
  app.post(
    `${SIGN_IN_PAGES.signIn}/passkey/options`,
    { schema: { body: AskPasskey } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return askToSignIn(identity, bound(request, request.body.form))
    },
  )
  app.post(
    `${SIGN_IN_PAGES.signIn}/passkey/verify`,
    { schema: { body: AnswerPasskey } },
    async (request, reply) => {
      const form = bound(request, request.body.form)
      const opened = await signInWithPasskey(identity, visitOf(identity, request), { ...request.body, form })
      setSessionCookies(identity.site, reply, opened)
      return reply.header('cache-control', 'no-store').send({ next: safeReturn(request.body.next) })
    },
  )
}

async function receive(identity: Identity, request: FastifyRequest, reply: FastifyReply): Promise<Guest> {
  requireOwnOrigin(identity, request)
  const { site } = identity
  const query = textsOf(request.query)
  const cookies = request.headers.cookie
  const session = await presentSession(identity, visitOf(identity, request), 'active')
  const sent = readCookie(site, cookies, 'form')
  const formCookie = tokenHash(sent) ? sent! : newToken().text
  if (formCookie !== sent) reply.header('set-cookie', writeCookie(site, 'form', formCookie))
  if (query.lang === 'da' || query.lang === 'nb' || query.lang === 'en') {
    reply.header('set-cookie', writeCookie(site, 'language', query.lang))
  }
  const chosen = query.lang ?? readCookie(site, cookies, 'language') ?? session?.language
  return {
    language: languageOf(chosen, request.headers['accept-language']),
    session,
    formCookie,
    token: formToken(identity.keys, formCookie, session?.sessionId ?? null),
    query,
  }
}

/** @param identity given when the page shown is one for the signed-out, whoever is signed in. */
function pageOf(guest: Guest, identity?: Identity): { language: SessionLanguage; formToken: string } {
  const token = identity ? formToken(identity.keys, guest.formCookie, null) : guest.token
  return { language: guest.language, formToken: token }
}

/** After a password: to the second step when there is one to take, otherwise on. */
async function lead(identity: Identity, reply: FastifyReply, opened: Opened, next: string) {
  setSessionCookies(identity.site, reply, opened)
  const { stepUp } = await sessionState(identity, opened.session)
  if (!stepUp.totp && !stepUp.passkey) return reply.redirect(next, 303)
  return reply.redirect(`${SIGN_IN_PAGES.stepUp}?${new URLSearchParams({ return: next })}`, 303)
}

/** Expected refusals are said above the form; everything else is for the error page. */
function sayAgain(
  guest: Guest,
  error: unknown,
  failed: 'sign-in-failed' | 'code',
  reply: FastifyReply,
  again: (failure: string, status: number) => unknown,
) {
  if (!(error instanceof Refusal)) throw error
  const texts = PAGE_TEXTS[guest.language]
  if (error.code === 'sign-in-failed') return again(texts.failed[failed], 401)
  if (error.code !== 'sign-in-wait') throw error
  const seconds = error.retryAfterSeconds ?? 60
  reply.header('retry-after', String(seconds))
  return again(sayWait(texts, seconds), 429)
}

function destination(place: Form): { next: string; letterId: string | null } {
  if (place.letter === undefined) {
    const next = safeReturn(place.return)
    const [, letterId = null] = /^\/letters\/([0-9a-f-]{36})$/.exec(next) ?? []
    return { next, letterId }
  }
  const next = letterPath(place.letter)
  return { next, letterId: next === '/' ? null : place.letter }
}

const signInPath = (next: string) => `${SIGN_IN_PAGES.signIn}?${new URLSearchParams({ return: next })}`

/** A user ID comes back into its field; a national number is typed anew. */
function shownName(typed: string): string {
  return readLoginName(typed).kind === 'user-id' && !/\d{6}/.test(typed) ? typed.slice(0, 100) : ''
}

function requireForm(
  identity: Identity,
  request: FastifyRequest,
  form: Form,
  sessionId: string | null,
): void {
  const cookie = readCookie(identity.site, request.headers.cookie, 'form')
  if (!isFormToken(identity.keys, form.form, cookie, sessionId)) throw refuse('origin-foreign')
}

const formOf = (request: FastifyRequest): Form => textsOf(request.body)

/** Only plain texts, and no inherited names. */
function textsOf(value: unknown): Form {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>)
  return Object.assign(
    Object.create(null),
    Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  )
}

function show(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').send(page)
}

const PAGE_FAILURES: Readonly<Record<string, [status: number, failure: PageFailure]>> = {
  'origin-foreign': [403, 'form'],
  'mailbox-not-open': [403, 'mailbox-not-open'],
  'device-not-usable': [409, 'device-not-usable'],
  'sign-in-needed': [401, 'form'],
}

function showError(identity: Identity, request: FastifyRequest, reply: FastifyReply, error: unknown) {
  const chosen = readCookie(identity.site, request.headers.cookie, 'language')
  const clientFault = (error as { statusCode?: number }).statusCode
  const [status, failure] = (error instanceof Refusal && PAGE_FAILURES[error.code]) || [
    clientFault && clientFault < 500 ? clientFault : 500,
    'other' as const,
  ]
  const language = languageOf(chosen, request.headers['accept-language'])
  return show(reply.code(status), errorPage({ language, failure, traceId: request.id }))
}
