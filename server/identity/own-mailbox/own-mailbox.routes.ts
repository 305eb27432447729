/** `/id/mailbox`: opening one's mailbox. No logic here. */
import { Refusal, refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { formOf, receive, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import type { Identity } from '../room.ts'
import { openOwnMailbox, seeStanding } from './own-mailbox.ts'
import { OWN_MAILBOX_PATH, ownMailboxPage } from './own-mailbox-page.ts'

const INBOX = '/'
const ACTION = { action: 'open-own-mailbox' } as const

export function ownMailboxRoutes(identity: Identity): Routes {
  return (app, house) =>
    pageScope(identity, app, house, (pages) => {
      pages.get(OWN_MAILBOX_PATH, { config: ACTION }, async (request, reply) => {
        const { session, language, token } = await receive(identity, request, reply)
        if (!session) throw refuse('sign-in-needed')
        const standing = await seeStanding(house, session)
        if (standing.kind === 'open') return reply.redirect(INBOX, 303)
        return show(reply, ownMailboxPage({ language, formToken: token, standing, country: session.profile }))
      })

      pages.post(OWN_MAILBOX_PATH, { config: ACTION, ...SMALL_FORM }, async (request, reply) => {
        const { session, language, token } = await receive(identity, request, reply)
        if (!session) throw refuse('sign-in-needed')
        const form = formOf(request)
        requireForm(identity, request, form, session.sessionId)
        const wanted = {
          language,
          terms: form.terms === 'yes',
          numberUse: form.numberUse === 'yes',
          addressExchange: form.addressExchange === 'yes',
        }
        try {
          await openOwnMailbox(house, session, wanted)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          // Opened a moment ago in another window: there it is.
          if (error.code === 'mailbox-exists') return reply.redirect(INBOX, 303)
          const failure =
            error.code === 'request-invalid'
              ? 'consents'
              : error.code === 'sign-up-not-possible'
                ? 'register'
                : undefined
          if (!failure) throw error
          const standing = await seeStanding(house, session)
          const page = {
            language,
            formToken: token,
            standing,
            country: session.profile,
            wanted,
            failure,
          } as const
          return show(reply.code(422), ownMailboxPage(page))
        }
        return reply.redirect(INBOX, 303)
      })
    })
}
