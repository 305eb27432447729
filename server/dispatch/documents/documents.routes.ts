/** /v1/documents. */
import { DOCUMENT_BYTES_MAX, DOCUMENT_TYPES, DocumentAnswer, IdempotencyHeaders } from '#api/dispatch.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { storeDocument } from '#dispatch/documents/store-document.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'

export async function documentRoutes(app: App, house: House, senderOf: SenderOf): Promise<void> {
  await app.register(async (documents) => {
    for (const type of DOCUMENT_TYPES)
      documents.addContentTypeParser(
        type,
        { parseAs: 'buffer', bodyLimit: DOCUMENT_BYTES_MAX },
        (_request, body, done) => done(null, body),
      )
    documents.post(
      '/v1/documents',
      {
        bodyLimit: DOCUMENT_BYTES_MAX,
        schema: {
          summary: 'Upload a document once, to be named by many letters',
          tags: ['letters'],
          headers: IdempotencyHeaders,
          consumes: [...DOCUMENT_TYPES],
          response: { 201: DocumentAnswer },
        },
      },
      async (request, reply) => {
        const sender = senderOf(request)
        const key = readIdempotencyKey(request.headers)
        const mediaType = request.headers['content-type'] ?? ''
        if (!Buffer.isBuffer(request.body)) throw refuse('content-type-unsupported')
        return reply
          .code(201)
          .send(await storeDocument(house, sender, { key, mediaType, bytes: request.body }))
      },
    )
  })
}
