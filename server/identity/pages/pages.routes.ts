/** The server-rendered pages. They read the form, call the use case, and show or lead on; no law is decided here. */
import type { FastifyReply } from 'fastify'
import { SIGN_IN_PAGES } from '#api/session.ts'
import { Refusal } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import { atLeast } from '#rules/levels.ts'
import { KEEP_PATH, keepPath } from '../app-sessions/keep-page.ts'
import { keptDevice } from '../app-sessions/reopen-with-pin.ts'
import { upstreamsFor } from '../broker/own-electronic-ids.ts'
import { upstreamPart } from '../broker/upstream-part.ts'
import { sayStopped, UPSTREAM_TEXTS } from '../broker/upstream-texts.ts'
import { askCard, stepUpWithCard } from '../devices/use-card.ts'
import { addCompanyPages } from '../employees/company.routes.ts'
import { addEmployeePages } from '../employees/employee.routes.ts'
import { isDanishNumber, showable } from '../login-name.ts'
import { letterPath, safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { dropSessionCookie, setSessionCookies } from '../session-cookies.ts'
import { canStepUp, sessionState } from '../session-state.ts'
import { type OpenedByPassword, signInWithPassword } from '../sign-in-with-password.ts'
import { signOut } from '../sign-out.ts'
import { stepUpWithCode } from '../step-up-with-code.ts'
import { askToSignIn, signInWithPasskey } from '../use-passkey.ts'
import { visitOf } from '../visit.ts'
import { addBlock } from './block.routes.ts'
import { addEnrolment } from './enrolment.routes.ts'
import {
  type Form,
  formOf,
  type Guest,
  pageOf,
  receive,
  requireForm,
  SMALL_FORM,
  show,
  signInPath,
} from './guest.ts'
import { PAGE_FILES } from './layout.ts'
import { showLost } from './lost-page.ts'
import { pageScope } from './page-scope.ts'
import { addPasskeyQuestions } from './passkey-questions.ts'
import { signInPage } from './sign-in-page.ts'
import { signOutPage } from './sign-out-page.ts'
import { stepUpPage } from './step-up-page.ts'
import { addTemporary, addTemporaryPasskey } from './temporary.routes.ts'
import { PAGE_TEXTS, sayWait } from './texts.ts'
import { addVerifyEmail } from './verify-email.routes.ts'

export function pageRoutes(identity: Identity): Routes {
  return (app, house) => {
    app.decorate('showLost', (request, reply) => showLost(identity, request, reply))
    pageScope(identity, app, house, (pages) => {
      addSignIn(identity, pages)
      addStepUp(identity, pages)
      addSignOut(identity, pages)
      addVerifyEmail(identity, pages)
      addEmployeePages(identity, pages)
      addCompanyPages(identity, pages)
      addEnrolment(identity, pages)
      addBlock(identity, pages)
      addTemporary(identity, pages)
    })
    addPasskeyQuestions(identity, app, SIGN_IN_PAGES.signIn, {
      ask: (form) => askToSignIn(identity, form),
      answer: async (given, request, reply) => {
        setSessionCookies(
          identity.site,
          reply,
          await signInWithPasskey(identity, visitOf(identity, request), given),
        )
        return safeReturn(given.next)
      },
    })
    addTemporaryPasskey(identity, app)
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
    // D-02: a kept device is reopened by its PIN, unless another way is asked for.
    const failure = stoppedAt(identity, guest)
    const way = failure === null ? guest.query.way : 'other'
    if (way !== 'other' && (await keptDevice(identity, visitOf(identity, request))))
      return reply.redirect(`${SIGN_IN_PAGES.pin}?${new URLSearchParams({ return: next })}`, 303)
    return show(
      reply,
      signInPage({
        ...pageOf(guest),
        next,
        failure,
        name: shownName(guest.query.hint ?? ''),
        upstreams: toSignIn(identity, guest, next),
      }),
    )
  })

  pages.post(SIGN_IN_PAGES.signIn, SMALL_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const next = safeReturn(form.return)
    // A second tab may have signed in meanwhile: the form was made for nobody then, and that is what it is checked for.
    requireForm(identity, request, form, null)
    const { name = '', password = '' } = form
    const again = (failure: string, status: number) =>
      show(
        reply.code(status),
        signInPage({
          ...pageOf(guest, identity),
          next,
          failure,
          name: shownName(name),
          upstreams: toSignIn(identity, guest, next),
        }),
      )
    if (name.trim() === '' || password === '') return again(PAGE_TEXTS[guest.language].failed.empty, 422)
    try {
      const opened = await signInWithPassword(identity, visitOf(identity, request), { name, password })
      return lead(identity, reply, opened, next)
    } catch (error) {
      const failed = isDanishNumber(name) ? 'number-typed' : 'sign-in-failed'
      return sayAgain(guest, error, failed, reply, again)
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
    const level = askedLevel(place)
    // A code or a passkey reaches `substantial` and no more (D-01).
    const ways = level === 'high' ? { totp: false, passkey: false } : stepUp
    const card =
      stepUp.card && level !== 'high' ? await askCard(identity, session.personId, place.card) : null
    const part = upstreamPart(upstreamsFor(identity, session), {
      language: guest.language,
      formToken: guest.token,
      fields: { return: next, purpose: 'step-up', level },
      purpose: 'stepUp',
      divided: ways.totp || ways.passkey || card !== null,
    })
    const only = UPSTREAM_TEXTS[guest.language][level === 'high' ? 'onlyHigh' : 'only']
    const upstreams = part && { part, only }
    return show(
      reply,
      stepUpPage({
        ...pageOf(guest),
        next,
        letterId,
        level,
        ways,
        card,
        upstreams,
        failure,
        keep: keepOffer(session, next, level),
      }),
    )
  }

  pages.get(SIGN_IN_PAGES.stepUp, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const { next } = destination(guest.query)
    if (!guest.session) return reply.redirect(signInPath(next), 303)
    if (atLeast(guest.session.level, askedLevel(guest.query))) return reply.redirect(next, 303)
    return show_(guest, guest.session, guest.query, reply, stoppedAt(identity, guest))
  })

  pages.post(SIGN_IN_PAGES.stepUp, SMALL_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const { next } = destination(form)
    const { session } = guest
    if (!session) return reply.redirect(signInPath(next), 303)
    requireForm(identity, request, form, session.sessionId)
    const again = (failure: string, status: number) =>
      show_(guest, session, form, reply.code(status), failure)
    try {
      const visit = visitOf(identity, request)
      const { card, key = '', code = '' } = form
      const opened = card
        ? await stepUpWithCard(identity, session, visit, { cardId: card, key, code })
        : await stepUpWithCode(identity, session, visit, code)
      setSessionCookies(identity.site, reply, opened)
      return reply.redirect(next, 303)
    } catch (error) {
      if (form.card && error instanceof Refusal && error.code === 'sign-in-failed')
        return again(PAGE_TEXTS[guest.language].stepUp.cardWrong, 401)
      if (error instanceof Refusal && error.code === 'changed-meanwhile')
        return again(PAGE_TEXTS[guest.language].stepUp.cardMeanwhile, 409)
      return sayAgain(guest, error, 'code', reply, again)
    }
  })
}

function addSignOut(identity: Identity, pages: App): void {
  pages.get(SIGN_IN_PAGES.signOut, async (request, reply) => {
    const guest = await receive(identity, request, reply, 'any')
    return show(
      reply,
      signOutPage({ language: guest.language, formToken: guest.session ? guest.token : null }),
    )
  })

  pages.post(SIGN_IN_PAGES.signOut, SMALL_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply, 'any')
    if (guest.session) {
      requireForm(identity, request, formOf(request), guest.session.sessionId)
      await signOut(identity, guest.session)
    }
    dropSessionCookie(identity.site, reply)
    return reply.redirect(SIGN_IN_PAGES.signOut, 303)
  })
}

/** After a password: to the second step when there is one to take, otherwise on. */
function lead(identity: Identity, reply: FastifyReply, opened: OpenedByPassword, next: string) {
  setSessionCookies(identity.site, reply, opened)
  // A service provider says itself what level it needs, and is asked on its own page.
  if (next.startsWith('/consent/')) return reply.redirect(next, 303)
  if (!canStepUp(opened.means)) return reply.redirect(next, 303)
  return reply.redirect(`${SIGN_IN_PAGES.stepUp}?${new URLSearchParams({ return: next })}`, 303)
}

/** Expected refusals are said above the form; everything else is for the error page. */
function sayAgain(
  guest: Guest,
  error: unknown,
  failed: 'sign-in-failed' | 'number-typed' | 'code',
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

/** A form of this page is made for nobody, also while somebody signed in by another tab. */
function toSignIn(identity: Identity, guest: Guest, next: string) {
  const { language, formToken } = pageOf(guest, identity)
  return upstreamPart(identity.upstreams, {
    language,
    formToken,
    fields: { return: next },
    purpose: 'signIn',
    divided: true,
  })
}

/** Offered with the second step, which is what keeping a device asks for; not on the way to a service provider. */
function keepOffer({ appId }: SessionRow, next: string, level: 'substantial' | 'high') {
  if (appId !== null || level === 'high' || next.startsWith('/consent/')) return null
  return next.startsWith(KEEP_PATH) ? ('chosen' as const) : { path: keepPath(next) }
}

const askedLevel = (place: Form) => (place.level === 'high' ? 'high' : 'substantial')

/** What became of a visit to an electronic ID of others that led back here. */
function stoppedAt(identity: Identity, { language, query }: Guest): string | null {
  return sayStopped(language, query.said, identity.upstreams.get(query.with ?? '')?.profile.name)
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

/** A user ID comes back into its field; a national number is typed anew. */
function shownName(typed: string): string {
  return showable(typed) ? typed.slice(0, 100) : ''
}
