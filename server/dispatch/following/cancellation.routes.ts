/** The receipt of a cancellation; cancelling itself is with the letters. */
import { LetterParams, LetterReceipt } from '#api/dispatch.ts'
import { cancellationReceipt } from '#dispatch/following/cancellation-evidence.ts'
import type { senderGate } from '#dispatch/senders/access-token.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'

export function cancellationRoutes(app: App, house: House, senderOf: ReturnType<typeof senderGate>): void {
  app.get(
    '/v1/letters/:letterId/cancellation-receipt',
    {
      schema: {
        summary: 'Signed receipt that you cancelled the letter, with its proof once the log is sealed',
        tags: ['letters'],
        params: LetterParams,
        response: { 200: LetterReceipt },
      },
    },
    async (request) =>
      cancellationReceipt(house, await senderOf(request.headers.authorization), request.params.letterId),
  )
}
