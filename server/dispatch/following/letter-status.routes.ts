/** What a sender asks of one letter of its own: where it stands, its receipts, and to have it back (S-16). */
import { IdempotencyHeaders, LetterParams, LetterReceipt, LetterStatus } from '#api/dispatch.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { cancelLetter } from '#dispatch/following/cancel-letter.ts'
import { cancellationReceipt } from '#dispatch/following/cancellation-evidence.ts'
import { letterReceipt, letterStatus } from '#dispatch/following/letter-status.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'

export function letterStatusRoutes(app: App, house: House, senderOf: SenderOf): void {
  app.get(
    '/v1/letters/:letterId',
    {
      schema: {
        summary: 'What became of a letter',
        tags: ['letters'],
        params: LetterParams,
        response: { 200: LetterStatus },
      },
    },
    async (request) => letterStatus(house, senderOf(request), request.params.letterId),
  )

  app.post(
    '/v1/letters/:letterId/cancel',
    {
      schema: {
        summary: 'Cancel a letter that is not delivered yet (S-16)',
        tags: ['letters'],
        params: LetterParams,
        headers: IdempotencyHeaders,
        response: { 200: LetterStatus },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const key = readIdempotencyKey(request.headers)
      return cancelLetter(house, sender, { letterId: request.params.letterId, key })
    },
  )

  app.get(
    '/v1/letters/:letterId/receipt',
    {
      schema: {
        summary: 'Signed receipt, with its proof once the log is sealed',
        tags: ['letters'],
        params: LetterParams,
        response: { 200: LetterReceipt },
      },
    },
    async (request) => letterReceipt(house, senderOf(request), request.params.letterId),
  )

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
    async (request) => cancellationReceipt(house, senderOf(request), request.params.letterId),
  )
}
