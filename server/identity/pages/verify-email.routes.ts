import type { FastifyReply } from 'fastify'
import { Refusal } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { confirmEmail } from '#people/confirm-email.ts'
import { HOME, safeReturn } from '../return-path.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import { actorIn } from '../session-of.ts'
import { type Form, formOf, pageOf, receive, requireForm, SMALL_FORM, show, signInPath } from './guest.ts'
import { emailVerifiedPage, VERIFY_EMAIL_PATH, verifyEmailPage } from './verify-email-page.ts'

/** P-09, A-15: the link asks for a sign-in of the mailbox that wanted it, and comes back here. */
export function addVerifyEmail(identity: Identity, pages: App): void {
  pages.get(VERIFY_EMAIL_PATH, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const { token, here } = placeOf(guest.query)
    if (here === HOME) return sayUseless(reply, guest.language)
    if (!guest.session) return reply.redirect(signInPath(here), 303)
    return show(reply, verifyEmailPage({ ...pageOf(guest), token }))
  })

  pages.post(VERIFY_EMAIL_PATH, SMALL_FORM, async (request, reply) => {
    const guest = await receive(identity, request, reply)
    const form = formOf(request)
    const { token, here } = placeOf(form)
    if (!guest.session) return reply.redirect(signInPath(here), 303)
    requireForm(identity, request, form, guest.session.sessionId)
    const by = actorIn(guest.session)
    try {
      const { email } = await confirmEmail(identity, { mailboxId: by.mailboxId, token, by })
      return show(reply, emailVerifiedPage({ language: guest.language, address: email }))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'link-used-up') throw error
      return sayUseless(reply, guest.language)
    }
  })
}

/** `here` is this page with its token, as a sign-in may lead back to it; the front page when the token is none. */
function placeOf({ token = '' }: Form): { token: string; here: string } {
  return { token, here: safeReturn(`${VERIFY_EMAIL_PATH}?${new URLSearchParams({ token })}`) }
}

const sayUseless = (reply: FastifyReply, language: SessionLanguage) =>
  show(reply.code(410), emailVerifiedPage({ language, address: null }))
