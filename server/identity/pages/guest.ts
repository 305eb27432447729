/** What every server-rendered page begins and ends with: who looks at it, the form it sent, and the page that goes back. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PROBLEMS } from '#api/problems.ts'
import { SIGN_IN_PAGES } from '#api/session.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import { readCookie, writeCookie } from '../cookies.ts'
import { safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { PresentSession, SessionLanguage } from '../session.store.ts'
import { presentSession, requireOwnOrigin } from '../session-of.ts'
import { newToken, tokenHash } from '../session-token.ts'
import { languageOf, visitOf } from '../visit.ts'
import { errorPage, type PageFailure } from './error-page.ts'
import { formToken, isFormToken } from './form-token.ts'

/** A form holds a name, a password and a few tokens. */
export const SMALL_FORM = { bodyLimit: 16 * 1024 } as const

export type Form = Readonly<Record<string, string>>

/** A browser on a page: what it sent, and the cookie its forms are bound to. */
export type Guest = {
  language: SessionLanguage
  session: PresentSession | null
  formCookie: string
  readonly token: string
  query: Form
  /** The person has chosen the language, here or in their settings. */
  languageChosen: boolean
}

/** @param whose `any` where a session that a key file opened counts too. */
export async function receive(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
  whose: 'own' | 'any' = 'own',
): Promise<Guest> {
  requireOwnOrigin(identity, request)
  const { site } = identity
  const query = textsOf(request.query)
  const cookies = request.headers.cookie
  const session = await presentSession(identity, visitOf(identity, request), 'active', whose)
  const sent = readCookie(site, cookies, 'form')
  const formCookie = tokenHash(sent) ? sent! : newToken().text
  if (formCookie !== sent) reply.header('set-cookie', writeCookie(site, 'form', formCookie))
  if (query.lang === 'da' || query.lang === 'nb' || query.lang === 'sv' || query.lang === 'en') {
    reply.header('set-cookie', writeCookie(site, 'language', query.lang))
  }
  const chosen = query.lang ?? readCookie(site, cookies, 'language') ?? session?.language
  return {
    language: languageOf(chosen, request.headers['accept-language']),
    session,
    formCookie,
    // Where a form is shown; most that is sent is answered without one.
    get token() {
      return formToken(identity.keys, formCookie, session?.sessionId ?? null)
    },
    query,
    languageChosen: chosen !== undefined,
  }
}

/** @param identity given when the page shown is one for the signed-out, whoever is signed in. */
export function pageOf(guest: Guest, identity?: Identity): { language: SessionLanguage; formToken: string } {
  const token = identity ? formToken(identity.keys, guest.formCookie, null) : guest.token
  return { language: guest.language, formToken: token }
}

export const signInPath = (next: string) => `${SIGN_IN_PAGES.signIn}?${new URLSearchParams({ return: next })}`

/** A page behind the guard leads to what is missing, and back to itself. */
function wayTo(code: string, request: FastifyRequest): string | null {
  const here = safeReturn(request.url)
  // A key file's session is told to sign in as the person.
  if (code === 'sign-in-needed' || code === 'acting-for-enterprise') return signInPath(here)
  if (code !== 'level-too-low') return null
  return `${SIGN_IN_PAGES.stepUp}?${new URLSearchParams({ return: here })}`
}

export function requireForm(
  identity: Identity,
  request: FastifyRequest,
  form: Form,
  sessionId: string | null,
): void {
  const cookie = readCookie(identity.site, request.headers.cookie, 'form')
  if (!isFormToken(identity.keys, form.form, cookie, sessionId)) throw refuse('origin-foreign')
}

export const formOf = (request: FastifyRequest): Form => textsOf(request.body)

/** Only plain texts, and no inherited names. */
function textsOf(value: unknown): Form {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>)
  return Object.assign(
    Object.create(null),
    Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  )
}

export function show(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').send(page)
}

const PAGE_FAILURES: Readonly<Record<string, [status: number, failure: PageFailure]>> = {
  'origin-foreign': [403, 'form'],
  'request-malformed': [400, 'form'],
  'mailbox-not-open': [403, 'mailbox-not-open'],
  'id-blocked': [403, 'id-blocked'],
  'device-not-usable': [409, 'device-not-usable'],
  'sign-in-needed': [401, 'form'],
  'too-many-requests': [429, 'too-often'],
}

export function showError(identity: Identity, request: FastifyRequest, reply: FastifyReply, error: unknown) {
  const way =
    error instanceof Refusal && /^\/id(?:[/?]|$)/.test(request.url) ? wayTo(error.code, request) : null
  if (way) return reply.redirect(way, 303)
  const chosen = readCookie(identity.site, request.headers.cookie, 'language')
  // A refusal without words of its own here (a field that came twice, say) is still the browser's doing, not a fault of ours.
  const clientFault =
    error instanceof Refusal ? PROBLEMS[error.code].status : (error as { statusCode?: number }).statusCode
  const unnamed =
    clientFault && clientFault < 500 ? ([clientFault, 'form'] as const) : ([500, 'other'] as const)
  const [status, failure] = (error instanceof Refusal && PAGE_FAILURES[error.code]) || unnamed
  const language = languageOf(chosen, request.headers['accept-language'])
  return show(reply.code(status), errorPage({ language, failure, traceId: request.id }))
}
