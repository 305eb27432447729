/** Personal tokens over HTTP (api/personal-tokens.ts). */
import { MakeToken, PersonalTokens, TokenMade, TokenParams } from '#api/personal-tokens.ts'
import { type ActorOf, inOwnName } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { endToken, listTokens, makeToken } from './manage-tokens.ts'

export const tokensRoutes = (anyActorOf: ActorOf): Routes => {
  const actorOf = inOwnName(anyActorOf)
  return (room, house) => {
    room.get(
      '/api/tokens',
      { config: { action: 'read-tokens' }, schema: { response: { 200: PersonalTokens } } },
      async (request) => listTokens(house, await actorOf(request)),
    )

    room.post(
      '/api/tokens',
      { config: { action: 'make-token' }, schema: { body: MakeToken, response: { 201: TokenMade } } },
      async (request, reply) =>
        reply.code(201).send(await makeToken(house, await actorOf(request), request.body)),
    )

    room.delete(
      '/api/tokens/:tokenId',
      { config: { action: 'end-token' }, schema: { params: TokenParams } },
      async (request, reply) => {
        await endToken(house, await actorOf(request), request.params.tokenId)
        return reply.code(204).send()
      },
    )
  }
}
