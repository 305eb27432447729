/** Writing to organisations over HTTP (api/writing.ts). */
import { SentParams } from '#api/person-to-person.ts'
import {
  OrganisationQuery,
  Organisations,
  SentReceipt,
  WriteToOrganisation,
  WrittenToOrganisation,
} from '#api/writing.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { sentReceipt } from './sent-receipt.ts'
import { listOrganisations, writeToOrganisation } from './write-to-organisation.ts'

export const writingRoutes =
  (actorOf: ActorOf): Routes =>
  (room, house) => {
    room.get(
      '/api/organisations',
      {
        config: { action: 'read-mailbox' },
        schema: { querystring: OrganisationQuery, response: { 200: Organisations } },
      },
      async (request) => listOrganisations(house, await actorOf(request), request.query.name ?? ''),
    )

    room.post(
      '/api/organisations/letters',
      {
        config: { action: 'send-letter' },
        schema: { body: WriteToOrganisation, response: { 201: WrittenToOrganisation } },
      },
      async (request, reply) =>
        reply.code(201).send(await writeToOrganisation(house, await actorOf(request), request.body)),
    )

    room.get(
      '/api/sent/:letterId/receipt',
      { config: { action: 'read-sent' }, schema: { params: SentParams, response: { 200: SentReceipt } } },
      async (request) => sentReceipt(house, await actorOf(request), request.params.letterId),
    )
  }
