/** /api/settings/phone (api/phone.ts). No logic here. */
import { ChangePhone, PHONE_PATH, Phone, VerifyPhone } from '#api/phone.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { changePhone, showPhone, verifyPhone } from './change-phone.ts'

export const phoneRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith(PHONE_PATH)) reply.header('cache-control', 'no-store')
    })
    app.get(
      PHONE_PATH,
      { config: { action: 'read-settings' }, schema: { response: { 200: Phone } } },
      async (request) => showPhone(house, await actorOf(request)),
    )
    app.put(
      PHONE_PATH,
      { config: { action: 'change-phone' }, schema: { body: ChangePhone, response: { 202: Phone } } },
      async (request, reply) =>
        reply.code(202).send(await changePhone(house, await actorOf(request), request.body)),
    )
    app.post(
      `${PHONE_PATH}/verify`,
      { config: { action: 'verify-phone' }, schema: { body: VerifyPhone, response: { 200: Phone } } },
      async (request) => verifyPhone(house, await actorOf(request), request.body),
    )
  }
