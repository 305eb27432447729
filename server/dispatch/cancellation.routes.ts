/** The receipt of a cancellation; cancelling itself is with the letters. */
import { LetterParams, LetterReceipt } from '#api/dispatch.ts'
import type { senderGate } from '#dispatch/access-token.ts'
import { cancellationReceipt } from '#dispatch/cancellation-evidence.ts'
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
