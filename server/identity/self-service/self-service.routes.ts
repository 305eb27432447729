/** A person's own pages about their ID (I-06, I-12). No logic here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { askAccess, seeRequests, withdrawRequest } from '../access-requests/ask-access.ts'
import { accessAddress, askedByPage, mailWayOf } from '../access-requests/by-mail/mail-way.ts'
import { localDay } from '../access-requests/local-day.ts'
import { REQUEST_PATHS, requestPage } from '../access-requests/request-page.ts'
import { addAgreedTexts } from '../agreed/agreed.routes.ts'
import { endDevice, ownDevices } from '../app-sessions/own-devices.ts'
import { addOwnCertificates } from '../certificates/own/own-certificates.routes.ts'
import { openCertificates } from '../certificates/room.ts'
import { formOf, receive, requireForm, SMALL_FORM, show } from '../pages/guest.ts'
import { pageScope } from '../pages/page-scope.ts'
import type { Identity } from '../room.ts'
import { endOthers, endOwnSession, ownSessions } from '../sign-out.ts'
import { choosePublicServices } from './agreements.ts'
import { PUBLIC_SERVICES_PATHS } from './agreements-part.ts'
import { blockData, chooseServices, seeAllData, seeAllHeld, seeHistory } from './see-own-data.ts'
import { dataPage, historyPage, SELF_SERVICE_PATHS as P } from './self-service-pages.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function selfServiceRoutes(identity: Identity): Routes {
  const enter = async (request: FastifyRequest, reply: FastifyReply) => {
    const guest = await receive(identity, request, reply)
    const { session } = guest
    if (!session) throw refuse('sign-in-needed')
    return { session, language: guest.language, country: session.profile, formToken: guest.token }
  }
  return (app, house) =>
    pageScope(identity, app, house, (pages) => {
      addOwnCertificates(identity, pages, house)
      addAgreedTexts(identity, pages)
      pages.get(P.id, { config: { action: 'read-history' } }, async (request, reply) => {
        const reader = await enter(request, reply)
        const { session } = reader
        const signedIn = {
          ...(await ownSessions(identity, session)),
          ...(await ownDevices(identity, session)),
        }
        return show(reply, historyPage(reader, await seeHistory(identity, session), signedIn))
      })
      pages.post(
        P.services,
        { config: { action: 'choose-history' }, ...SMALL_FORM },
        async (request, reply) => {
          const { session } = await enter(request, reply)
          const form = formOf(request)
          requireForm(identity, request, form, session.sessionId)
          await chooseServices(identity, session, form.remember === 'yes')
          return reply.redirect(P.id, 303)
        },
      )
      pages.post(P.end, { config: { action: 'end-sessions' }, ...SMALL_FORM }, async (request, reply) => {
        const { session } = await enter(request, reply)
        const form = formOf(request)
        requireForm(identity, request, form, session.sessionId)
        const { end, id = '' } = form
        if (end !== 'others' && !UUID.test(id)) throw refuse('not-found')
        if (end === 'others') await endOthers(identity, session)
        else if (end === 'app') await endDevice(identity, session, id)
        else await endOwnSession(identity, session, id)
        return reply.redirect(P.id, 303)
      })
      for (const [path, action, accepted] of [
        [PUBLIC_SERVICES_PATHS.accept, 'accept-public-services', true],
        [PUBLIC_SERVICES_PATHS.withdraw, 'withdraw-public-services', false],
      ] as const)
        pages.post(path, { config: { action }, ...SMALL_FORM }, async (request, reply) => {
          const { session } = await enter(request, reply)
          requireForm(identity, request, formOf(request), session.sessionId)
          await choosePublicServices(identity, session, accepted)
          return reply.redirect(P.id, 303)
        })
      for (const [path, action, blocked] of [
        [P.block, 'block-data', true],
        [P.unblock, 'unblock-data', false],
      ] as const)
        pages.post(path, { config: { action }, ...SMALL_FORM }, async (request, reply) => {
          const { session } = await enter(request, reply)
          requireForm(identity, request, formOf(request), session.sessionId)
          await blockData(identity, session, blocked)
          return reply.redirect(P.id, 303)
        })
      pages.get(REQUEST_PATHS.request, { config: { action: 'request-access' } }, async (request, reply) => {
        const asker = await enter(request, reply)
        const seen = await seeRequests(identity, asker.session.personId)
        const way = await mailWayOf(openCertificates(house), asker.session.personId)
        const address = house.config.BOUNCE_PORT === 0 ? null : accessAddress(house.config)
        const today = localDay(identity.clock(), asker.country)
        return show(reply, requestPage(asker, seen, today, { way, address }))
      })
      pages.post(
        REQUEST_PATHS.request,
        { config: { action: 'request-access' }, ...SMALL_FORM },
        async (request, reply) => {
          const { session } = await enter(request, reply)
          const form = formOf(request)
          requireForm(identity, request, form, session.sessionId)
          const choice = form.choice === 'fee' ? 'fee' : 'later'
          const { personId } = session
          const way = form.answer === 'mail' ? await mailWayOf(openCertificates(house), personId) : null
          await askAccess(identity, { personId, choice, mail: way && askedByPage(way) })
          return reply.redirect(REQUEST_PATHS.request, 303)
        },
      )
      pages.post(
        REQUEST_PATHS.withdraw,
        { config: { action: 'request-access' }, ...SMALL_FORM },
        async (request, reply) => {
          const { session } = await enter(request, reply)
          requireForm(identity, request, formOf(request), session.sessionId)
          await withdrawRequest(identity, session.personId)
          return reply.redirect(REQUEST_PATHS.request, 303)
        },
      )
      pages.get(P.data, { config: { action: 'download-own-data' } }, async (request, reply) => {
        const reader = await enter(request, reply)
        return show(reply, dataPage(reader, await seeAllHeld(identity, reader.session)))
      })
      pages.get(`${P.data}/json`, { config: { action: 'download-own-data' } }, async (request, reply) => {
        const { session } = await enter(request, reply)
        const data = {
          format: 'brevhus-id/2',
          madeAt: identity.clock(),
          ...(await seeAllData(identity, session)),
          held: await seeAllHeld(identity, session),
        }
        reply.header('content-disposition', 'attachment; filename="brevhus-id.json"')
        return reply.type('application/json; charset=utf-8').send(`${JSON.stringify(data, null, 2)}\n`)
      })
    })
}
