/** The employee's own pages over HTTP: choosing whom to act for, invitations, employments, leaving. */
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { formOf, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import { HOME, safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import { setSessionCookies } from '../session-cookies.ts'
import { acceptInvitation, declineInvitation, readInvitation } from './accept-invitation.ts'
import { actFor } from './act-for.ts'
import { chooseHistory } from './choose-history.ts'
import { acceptedPage, employmentsPage, invitationPage, leavePage, saidPage } from './employee-pages.ts'
import { leaveEmployment } from './end-employment.ts'
import { asColleague, type Colleague, idIn, showActing, wordsOf } from './page-door.ts'
import { COMPANY_PATHS as P } from './paths.ts'
import { type OwnEmployment, showEmployments } from './read-employees.ts'

export function addEmployeePages(identity: Identity, pages: App): void {
  addActing(identity, pages)
  addInvitation(identity, pages)
  addEmployments(identity, pages)
  addHistory(identity, pages)
}

function addActing(identity: Identity, pages: App): void {
  pages.get(P.actingFor, { config: { action: 'choose-acting' } }, (request, reply) =>
    asColleague(identity, request, reply, P.actingFor, ({ session, looking, query }) =>
      showActing(identity, reply, { session, looking, next: safeReturn(query.return), failure: null }),
    ),
  )
  pages.post(P.actingFor, { config: { action: 'choose-acting' }, ...SMALL_FORM }, (request, reply) =>
    asColleague(identity, request, reply, P.actingFor, async ({ session }) => {
      const form = formOf(request)
      requireForm(identity, request, form, session.sessionId)
      const opened = await actFor(
        identity,
        session,
        form.employee ? { employeeId: idText(form.employee) } : null,
      )
      setSessionCookies(identity.site, reply, opened)
      return reply.redirect(safeReturn(form.return), 303)
    }),
  )
}

function idText(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text)) throw refuse('not-found')
  return text
}

const linkOf = (token: string | undefined) => `${P.invitation}?${new URLSearchParams({ token: token ?? '' })}`

function addInvitation(identity: Identity, pages: App): void {
  pages.get(P.invitation, { config: { action: 'answer-invitation' } }, (request, reply) => {
    const { token } = request.query as { token?: unknown }
    const here = linkOf(typeof token === 'string' ? token : '')
    return asColleague(identity, request, reply, here, async ({ session, looking, query, texts }) => {
      if (safeReturn(here) === HOME)
        return show(reply.code(410), saidPage(looking, texts.failedTitle, texts.failed['link-used-up']))
      const invitation = await readInvitation(identity, session, query.token ?? '')
      return show(reply, invitationPage(looking, { invitation, token: query.token ?? '', failure: null }))
    })
  })
  pages.post(P.invitation, { config: { action: 'answer-invitation' }, ...SMALL_FORM }, (request, reply) => {
    const form = formOf(request)
    return asColleague(identity, request, reply, linkOf(form.token), async (colleague) => {
      const { session, looking, texts } = colleague
      requireForm(identity, request, form, session.sessionId)
      const { token = '', answer } = form
      if (answer === 'decline') {
        await declineInvitation(identity, session, token)
        return show(reply, saidPage(looking, texts.declinedTitle, texts.declined))
      }
      if (answer !== 'accept') throw refuse('request-malformed')
      try {
        return show(reply, acceptedPage(looking, await acceptInvitation(identity, session, token)))
      } catch (error) {
        const failure = wordsOf(texts, error)
        if (failure === null || (error instanceof Refusal && error.code === 'link-used-up')) throw error
        const invitation = await readInvitation(identity, session, token)
        return show(reply.code(409), invitationPage(looking, { invitation, token, failure }))
      }
    })
  })
}

function addEmployments(identity: Identity, pages: App): void {
  pages.get(P.employments, { config: { action: 'read-employments' } }, (request, reply) =>
    asColleague(identity, request, reply, P.employments, async ({ session, looking, texts, query }) =>
      show(
        reply,
        employmentsPage(looking, {
          employments: await showEmployments(identity, session),
          done:
            query.done === 'left' ? texts.done.left : query.done === 'history' ? texts.history.done : null,
        }),
      ),
    ),
  )
  pages.get(P.leave(':id'), { config: { action: 'leave-employment' } }, (request, reply) =>
    asColleague(identity, request, reply, request.url, async (colleague) =>
      show(
        reply,
        leavePage(colleague.looking, {
          employment: await ownEmployment(identity, colleague, idIn(request)),
          failure: null,
        }),
      ),
    ),
  )
  pages.post(P.leave(':id'), { config: { action: 'leave-employment' }, ...SMALL_FORM }, (request, reply) =>
    asColleague(identity, request, reply, request.url, async (colleague) => {
      const { session, looking, texts } = colleague
      requireForm(identity, request, formOf(request), session.sessionId)
      const employment = await ownEmployment(identity, colleague, idIn(request))
      try {
        await leaveEmployment(identity, session, employment.employeeId)
      } catch (error) {
        const failure = wordsOf(texts, error)
        if (failure === null) throw error
        return show(reply.code(409), leavePage(looking, { employment, failure }))
      }
      return reply.redirect(`${P.employments}?done=left`, 303)
    }),
  )
}

function addHistory(identity: Identity, pages: App): void {
  const chooses = { config: { action: 'choose-employee-history' } } as const
  // Where a sign-in in between leads back to.
  pages.get(P.history(':id'), chooses, (_request, reply) => reply.redirect(P.employments, 303))
  pages.post(P.history(':id'), { ...chooses, ...SMALL_FORM }, (request, reply) =>
    asColleague(identity, request, reply, P.employments, async ({ session }) => {
      const form = formOf(request)
      requireForm(identity, request, form, session.sessionId)
      await chooseHistory(identity, session, idIn(request), form.remember === 'yes')
      return reply.redirect(`${P.employments}?done=history`, 303)
    }),
  )
}

async function ownEmployment(
  identity: Identity,
  { session }: Colleague,
  employeeId: string,
): Promise<OwnEmployment> {
  const own = (await showEmployments(identity, session)).find((one) => one.employeeId === employeeId)
  if (own?.state !== 'active') throw refuse('not-found')
  return own
}
