/** /v1/batches: files of many letters. */
import { Readable } from 'node:stream'
import type { Static } from 'typebox'
import {
  BatchList,
  BatchListQuery,
  BatchParams,
  BatchStatus,
  ErrorList,
  ErrorListQuery,
  PostBatch,
} from '#api/batches.ts'
import { IdempotencyHeaders } from '#api/dispatch.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { batchList, batchStatus } from '#dispatch/files/batch-status.ts'
import { cancelBatch } from '#dispatch/files/cancel-batch.ts'
import { correctBatch } from '#dispatch/files/correct-batch.ts'
import { errorList, errorListCsv } from '#dispatch/files/error-list.ts'
import { postBatch } from '#dispatch/files/post-batch.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'

const CORRECTION_TYPES = {
  'text/csv': 'csv',
  'application/jsonl': 'json-lines',
  'application/x-ndjson': 'json-lines',
} as const
const CORRECTIONS_BYTES_MAX = 32 * 1024 * 1024
/** An upload's id and a choice: no more is ever needed. */
const POST_BATCH_BYTES_MAX = 16 * 1024

export async function batchRoutes(app: App, house: House, senderOf: SenderOf): Promise<void> {
  app.post(
    '/v1/batches',
    {
      bodyLimit: POST_BATCH_BYTES_MAX,
      schema: {
        summary: 'Hand in an uploaded file of many letters',
        description:
          'One ZIP archive with manifest.json (BatchManifest), the recipient list (RecipientRow, CSV or JSON Lines) and the documents. All of it is checked before anybody is looked for. An upload is handed in once; as a dry run any number of times.',
        tags: ['files'],
        headers: IdempotencyHeaders,
        body: PostBatch,
        response: { 202: BatchStatus },
      },
    },
    async (request, reply) => {
      const sender = senderOf(request)
      const key = readIdempotencyKey(request.headers)
      return reply.code(202).send(await postBatch(house, sender, key, request.body))
    },
  )

  app.get(
    '/v1/batches',
    {
      schema: {
        summary: 'Your files, the newest first',
        tags: ['files'],
        querystring: BatchListQuery,
        response: { 200: BatchList },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const { before, limit = 50 } = request.query
      return batchList(house, sender, { before, limit })
    },
  )

  app.get(
    '/v1/batches/:batchId',
    {
      schema: {
        summary: 'Where a file stands',
        tags: ['files'],
        params: BatchParams,
        response: { 200: BatchStatus },
      },
    },
    async (request) => batchStatus(house, senderOf(request), request.params.batchId),
  )

  app.get(
    '/v1/batches/:batchId/errors',
    {
      schema: {
        summary: 'The error list: one row for each recipient who got nothing',
        description:
          'In JSON by pages, or as CSV (`format=csv`), which can be corrected in a spreadsheet and handed back to …/corrections. National numbers are masked.',
        tags: ['files'],
        params: BatchParams,
        querystring: ErrorListQuery,
        produces: ['application/json', 'text/csv'],
        response: { 200: ErrorList },
      },
    },
    async (request, reply) => {
      const sender = senderOf(request)
      const { after = 0, limit, format = 'json', language = 'en' } = request.query
      const asked = { batchId: request.params.batchId, after, limit, language }
      if (format === 'json') return errorList(house, sender, asked)
      const pages = await errorListCsv(house, sender, asked)
      return reply
        .header('content-type', 'text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="errors-${asked.batchId}.csv"`)
        .send(Readable.from(pages) as never)
    },
  )

  app.post(
    '/v1/batches/:batchId/cancel',
    {
      schema: {
        summary: 'Stop a file: rows not decided yet do not go (S-16)',
        tags: ['files'],
        params: BatchParams,
        headers: IdempotencyHeaders,
        response: { 200: BatchStatus },
      },
    },
    async (request) => {
      const sender = senderOf(request)
      const key = readIdempotencyKey(request.headers)
      return cancelBatch(house, sender, { batchId: request.params.batchId, key })
    },
  )

  await app.register(async (corrections) => {
    for (const type of Object.keys(CORRECTION_TYPES))
      corrections.addContentTypeParser(
        type,
        { parseAs: 'buffer', bodyLimit: CORRECTIONS_BYTES_MAX },
        (_request, body, done) => done(null, body),
      )
    corrections.post(
      '/v1/batches/:batchId/corrections',
      {
        bodyLimit: CORRECTIONS_BYTES_MAX,
        schema: {
          summary: 'Hand in refused rows again, corrected',
          description:
            'CSV or JSON Lines with the columns of RecipientRow and `row`, the number in the first file. The CSV of the error list is taken as it is, edited. Rows that are corrected go with the first file’s documents, as a batch of their own; each can be corrected once. Masked numbers have to be typed again.',
          tags: ['files'],
          params: BatchParams,
          headers: IdempotencyHeaders,
          consumes: Object.keys(CORRECTION_TYPES),
          response: { 202: BatchStatus },
        },
      },
      async (request, reply) => {
        const sender = senderOf(request)
        const key = readIdempotencyKey(request.headers)
        const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
        const format = CORRECTION_TYPES[type as keyof typeof CORRECTION_TYPES]
        if (!format || !Buffer.isBuffer(request.body)) throw refuse('content-type-unsupported')
        const { batchId } = request.params as Static<typeof BatchParams>
        return reply
          .code(202)
          .send(await correctBatch(house, sender, { batchId, key, format, bytes: request.body }))
      },
    )
  })
}
