/** /api/settings/contact (api/contact.ts). No logic here. */
import { CONTACT_PATH, ConfirmContact, Contact } from '#api/contact.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { confirmContact, readContact } from './confirm-contact.ts'

export const contactRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith(CONTACT_PATH)) reply.header('cache-control', 'no-store')
    })
    app.get(
      CONTACT_PATH,
      { config: { action: 'read-settings' }, schema: { response: { 200: Contact } } },
      async (request) => readContact(house, await actorOf(request)),
    )
    app.post(
      `${CONTACT_PATH}/confirm`,
      { config: { action: 'confirm-contact' }, schema: { body: ConfirmContact, response: { 200: Contact } } },
      async (request) => confirmContact(house, await actorOf(request), request.body),
    )
  }
