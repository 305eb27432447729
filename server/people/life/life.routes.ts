/** Pausing and closing one's mailbox (B-09): below /api/settings. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { CloseMailbox, MailboxClosed, MailboxLife, SetPaused } from '#api/settings.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { CONSENT_TEXTS } from '../consent-texts.ts'
import { readSettings } from '../read-settings.ts'
import { closeMailbox, pauseMailbox } from './change-mailbox-state.ts'

/** `actorOf` comes from the identity room; it refuses what another site caused. */
export const lifeRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.register(async (scope) => {
      const room = scope.withTypeProvider<TypeBoxTypeProvider>()
      room.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })

      room.put(
        '/api/settings/paused',
        { config: { action: 'pause-mailbox' }, schema: { body: SetPaused, response: { 200: MailboxLife } } },
        async (request) => {
          const by = await actorOf(request)
          await pauseMailbox(house, { wish: request.body.paused ? 'deactivate' : 'reactivate', by })
          return (await readSettings(house, by)).mailbox
        },
      )

      room.post(
        '/api/settings/close-mailbox',
        {
          config: { action: 'close-mailbox' },
          schema: { body: CloseMailbox, response: { 200: MailboxClosed } },
        },
        async (request) => {
          const by = await actorOf(request)
          const { endsLetters } = request.body
          const textVersion = CONSENT_TEXTS['address-exchange']
          const done = await closeMailbox(house, { endsLetters, textVersion, by })
          return { closedAt: done.closedAt.toISOString(), erasedAt: done.erasedAt.toISOString() }
        },
      )
    })
  }
