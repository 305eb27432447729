/** /v1/events and /v1/print-queue. */
import { EventPage, EventsQuery, PrintQueue, PrintQueueQuery } from '#api/sender-events.ts'
import { eventPage } from '#dispatch/following/event-feed.ts'
import { printQueue } from '#dispatch/following/print-queue.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'

export function feedRoutes(app: App, house: House, senderOf: SenderOf): void {
  app.get(
    '/v1/events',
    {
      schema: {
        summary: 'Every change to your letters, in order, by cursor',
        tags: ['events'],
        querystring: EventsQuery,
        response: { 200: EventPage },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const { after, limit = 200, waitSeconds = 0 } = request.query
      return eventPage(house, sender, { after, limit, waitSeconds }, request.signal)
    },
  )

  app.get(
    '/v1/print-queue',
    {
      schema: {
        summary: 'Letters that wait for the printer',
        tags: ['letters'],
        querystring: PrintQueueQuery,
        response: { 200: PrintQueue },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const { after, limit = 200 } = request.query
      return printQueue(house, sender, { after, limit })
    },
  )
}
