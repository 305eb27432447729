/** /api/people: finding people and not being found (api/person-to-person.ts). No logic here. */
import { FindPeople, PEOPLE_PATHS, PeopleFound, Visibility } from '#api/person-to-person.ts'
import { type ActorOf, asOneself, inOwnName } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { findPeople } from './find-people.ts'
import { readVisibility, setVisibility } from './own-visibility.ts'

export const findingRoutes =
  (actorOf: ActorOf, hold?: (ms: number) => Promise<unknown>): Routes =>
  (app, house) => {
    // Looking for whom to write to is one's own act wherever one is, counted as one's own.
    const searcherOf = asOneself(actorOf)
    const ownerOf = inOwnName(actorOf)
    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith('/api/people')) reply.header('cache-control', 'no-store')
    })
    app.post(
      PEOPLE_PATHS.find,
      { config: { action: 'find-people' }, schema: { body: FindPeople, response: { 200: PeopleFound } } },
      async (request) => findPeople(house, await searcherOf(request), request.body, hold),
    )
    app.get(
      PEOPLE_PATHS.visibility,
      { config: { action: 'read-settings' }, schema: { response: { 200: Visibility } } },
      async (request) => readVisibility(house, await ownerOf(request)),
    )
    app.put(
      PEOPLE_PATHS.visibility,
      {
        config: { action: 'change-visibility' },
        schema: { body: Visibility, response: { 200: Visibility } },
      },
      async (request) => setVisibility(house, await ownerOf(request), request.body),
    )
  }
