/** `/service-providers`: whom the person has agreed to hand data over to. Works without script. */
import type { FastifyReply } from 'fastify'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { formOf, type Guest, receive, requireForm, SMALL_FORM, show, signInPath } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { SERVICES_PATH, servicesPage } from './pages/services-page.ts'
import { ownConsents, withdrawConsent } from './withdraw-consent.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function addServicePages(identity: Identity, app: App, house: House): void {
  pageScope(identity, app, house, (pages) => {
    pages.get(SERVICES_PATH, async (request, reply) => {
      const guest = await receive(identity, request, reply)
      if (!guest.session) return reply.redirect(signInPath(SERVICES_PATH), 303)
      return showServices(identity, reply, guest, guest.session, guest.query.done === '1')
    })
    pages.post(SERVICES_PATH, SMALL_FORM, async (request, reply) => {
      const guest = await receive(identity, request, reply)
      const { session } = guest
      if (!session) return reply.redirect(signInPath(SERVICES_PATH), 303)
      const form = formOf(request)
      requireForm(identity, request, form, session.sessionId)
      const withdrawn =
        UUID.test(form.withdraw ?? '') && (await withdrawConsent(identity, session, form.withdraw!))
      return reply.redirect(withdrawn ? `${SERVICES_PATH}?done=1` : SERVICES_PATH, 303)
    })
  })
}

async function showServices(
  identity: Identity,
  reply: FastifyReply,
  guest: Guest,
  session: PresentSession,
  withdrawn: boolean,
): Promise<FastifyReply> {
  const consents = await ownConsents(identity, session)
  return show(
    reply,
    servicesPage({
      language: guest.language,
      profile: session.profile,
      formToken: guest.token,
      withdrawn,
      consents,
    }),
  )
}
