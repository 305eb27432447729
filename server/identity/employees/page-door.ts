/** What the pages of this folder share: who may look, and how a refusal is said on a page instead of in JSON. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SIGN_IN_PAGES } from '#api/session.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import { EMPLOYEE_LEVEL } from '#rules/employee-roles.ts'
import { atLeast } from '#rules/levels.ts'
import { type Guest, receive, show, signInPath } from '../pages/guest.ts'
import { safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { openEmployments } from './act-for.ts'
import type { Looking } from './company-pages.ts'
import { actingPage, saidPage } from './employee-pages.ts'
import { EMPLOYEE_TEXTS, type EmployeeTexts } from './texts.ts'

/** Who looks at a page, signed in and at the level of acting for an enterprise. */
export type Colleague = {
  readonly session: PresentSession
  readonly looking: Looking
  readonly texts: EmployeeTexts
  readonly query: Guest['query']
}

/**
 * Runs `work` for who is signed in strongly enough; everybody else is led to what is missing and comes back `here`.
 * @param here path with its query, as a sign-in may lead back to it.
 */
export async function asColleague(
  identity: Identity,
  request: FastifyRequest,
  reply: FastifyReply,
  here: string,
  work: (colleague: Colleague) => Promise<unknown>,
): Promise<unknown> {
  // A key file's session administers its company, and sees none of the person's own pages (KEY_FILE_ACTIONS).
  const whose = request.routeOptions.config.action === 'manage-employees' ? 'any' : 'own'
  const guest = await receive(identity, request, reply, whose)
  const back = safeReturn(here)
  if (!guest.session) return reply.redirect(signInPath(back), 303)
  if (!atLeast(guest.session.level, EMPLOYEE_LEVEL)) return reply.redirect(stepUpPath(back), 303)
  const looking = { language: guest.language, formToken: guest.token }
  const texts = EMPLOYEE_TEXTS[guest.language]
  const { session, query } = guest
  try {
    return await work({ session, looking, texts, query })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'role-not-enough')
      return showActing(identity, reply.code(403), {
        session,
        looking,
        next: back,
        failure: session.acting && texts.failed['role-not-enough'],
      })
    const words = wordsOf(texts, error)
    if (words === null) throw error
    return show(reply.code(STATUS[error.code] ?? 409), saidPage(looking, texts.failedTitle, words))
  }
}

const STATUS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'code-card-needed': 403,
  'link-used-up': 410,
  'too-many-requests': 429,
}

const stepUpPath = (next: string) => `${SIGN_IN_PAGES.stepUp}?${new URLSearchParams({ return: next })}`

/** The refusal in the reader's words; null when it is none that these pages know. */
export function wordsOf(texts: EmployeeTexts, error: unknown): string | null {
  if (!(error instanceof Refusal) || !Object.hasOwn(texts.failed, error.code)) return null
  return texts.failed[error.code as keyof EmployeeTexts['failed']]
}

/** Whom to act for: the page itself, and what somebody sees who acts for nobody where that is needed. */
export async function showActing(
  identity: Identity,
  reply: FastifyReply,
  {
    session,
    looking,
    next,
    failure,
  }: Pick<Colleague, 'session' | 'looking'> & { next: string; failure: string | null },
) {
  const employments = await openEmployments(identity, session.personId)
  return show(
    reply,
    actingPage(looking, {
      employments,
      ownMailbox: session.mailboxId !== null,
      present:
        session.acting && ('grantId' in session.acting ? session.acting.grantId : session.acting.employeeId),
      next,
      failure,
    }),
  )
}

/** An id in an address. @throws `not-found` */
export function idIn(request: FastifyRequest): string {
  const { id } = request.params as { id?: string }
  if (!id || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw refuse('not-found')
  return id
}

export const isRefusal = (error: unknown, code: string): boolean =>
  error instanceof Refusal && error.code === code
