/** Access for others over HTTP (api/access.ts). No logic here. */
import Type from 'typebox'
import {
  AnswerAccess,
  ChangeHeld,
  GiveAccess,
  GivenAccess,
  GivenAccesses,
  GrantParams,
  HeldAccess,
  HeldAccesses,
  ACCESS_PATHS as P,
} from '#api/access.ts'
import { type ActorOf, inOwnName } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { giveAccess, listGiven, takeBack } from './delegates/give-access.ts'
import { answerInvitation, chooseNotices, giveUp, listHeld } from './delegates/hold-access.ts'
import { departmentsRoutes } from './departments/departments.routes.ts'
import { enterpriseRoutes } from './enterprise/enterprise.routes.ts'

export const accessRoutes =
  (actorOf: ActorOf): Routes =>
  async (app, house) => {
    const own = inOwnName(actorOf)
    app.addHook('onRequest', async (request, reply) => {
      if (/^\/api\/(access|departments|routing-rules|enterprises?)\b/.test(request.routeOptions.url ?? ''))
        reply.header('cache-control', 'no-store')
    })
    await departmentsRoutes(actorOf)(app, house)
    await enterpriseRoutes(actorOf)(app, house)
    app.get(
      P.given,
      { config: { action: 'read-given-access' }, schema: { response: { 200: GivenAccesses } } },
      async (request) => listGiven(house, await actorOf(request)),
    )
    app.post(
      P.given,
      { config: { action: 'give-access' }, schema: { body: GiveAccess, response: { 201: GivenAccess } } },
      async (request, reply) =>
        reply.code(201).send(await giveAccess(house, await actorOf(request), request.body)),
    )
    app.delete(
      P.givenOne,
      {
        config: { action: 'take-access-back' },
        schema: { params: GrantParams, response: { 200: GivenAccess } },
      },
      async (request) => takeBack(house, await actorOf(request), request.params.grantId),
    )
    app.get(
      P.held,
      { config: { action: 'read-held-access' }, schema: { response: { 200: HeldAccesses } } },
      async (request) => listHeld(house, await own(request)),
    )
    app.post(
      P.answer,
      {
        config: { action: 'answer-access' },
        schema: { params: GrantParams, body: AnswerAccess, response: { 200: HeldAccesses } },
      },
      async (request) => answerInvitation(house, await own(request), request.params.grantId, request.body),
    )
    app.put(
      P.heldOne,
      {
        config: { action: 'change-held-access' },
        schema: { params: GrantParams, body: ChangeHeld, response: { 200: HeldAccess } },
      },
      async (request) =>
        chooseNotices(house, await own(request), request.params.grantId, request.body.notices),
    )
    app.delete(
      P.heldOne,
      {
        config: { action: 'give-up-access' },
        schema: { params: GrantParams, response: { 204: Type.Null() } },
      },
      async (request, reply) => {
        await giveUp(house, await own(request), request.params.grantId)
        return reply.code(204).send(null)
      },
    )
  }
