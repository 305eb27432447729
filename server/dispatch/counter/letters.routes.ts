/** POST /v1/letters: where a letter comes in. A request is read here; `acceptLetters` answers it. */
import { IdempotencyHeaders, PostLetters, PostLettersAnswer } from '#api/dispatch.ts'
import { acceptLetters, type Part } from '#dispatch/counter/accept-letters.ts'
import type { Desk } from '#dispatch/counter/desk.ts'
import { hasFewValues } from '#dispatch/counter/few-values.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { readMultipart } from '#dispatch/counter/read-multipart.ts'
import { readWholeBody } from '#dispatch/counter/whole-body.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { validate } from '#ground/validate.ts'

const LETTERS_BODY_BYTES_MAX = 32 * 1024 * 1024

/** To be registered in a scope of its own: only here is a multipart body read whole. */
export async function letterRoutes(app: App, desk: Desk, senderOf: SenderOf): Promise<void> {
  app.addContentTypeParser('multipart/form-data', (request, payload, done) =>
    readWholeBody(
      payload,
      { declared: request.headers['content-length'], bytesMax: LETTERS_BODY_BYTES_MAX },
      done,
    ),
  )
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (hasFewValues(body)) parseJson(request, body.toString('utf8'), done)
    else done(tooManyValues())
  })
  app.post(
    '/v1/letters',
    {
      bodyLimit: LETTERS_BODY_BYTES_MAX,
      config: { body: PostLetters },
      schema: {
        summary: 'Hand in one letter, or up to 1,000, with their documents',
        description:
          'Either application/json (documents uploaded before), or multipart/form-data with a part `letters` (the JSON) and one part for each document. Answers when everything is durable.',
        tags: ['letters'],
        headers: IdempotencyHeaders,
        consumes: ['application/json', 'multipart/form-data'],
        response: { 202: PostLettersAnswer },
      },
      serializerCompiler: () => (data) => data as never,
    },
    async (request, reply) => {
      const sender = senderOf(request)
      const idempotencyKey = readIdempotencyKey(request.headers)
      const { order, parts } = Buffer.isBuffer(request.body)
        ? readParts(request.headers['content-type'] ?? '', request.body)
        : { order: readOrder(request.body), parts: [] }
      const body = await acceptLetters(desk, { sender, idempotencyKey, order, parts })
      return reply
        .code(202)
        .header('content-type', 'application/json; charset=utf-8')
        .send(body as never)
    },
  )
}

function readOrder(body: unknown): PostLetters {
  const read = validate(PostLetters, body)
  if (read.kind === 'faults') throw refuse('request-invalid', { faults: read.faults })
  return read.value
}

/** The part `letters` may come anywhere; documents are parts with a content type and a file name of their own. */
function readParts(contentType: string, body: Buffer): { order: PostLetters; parts: Part[] } {
  const read = readMultipart(contentType, body)
  if (read.kind === 'malformed') throw refuse('request-malformed', { detail: MALFORMED[read.reason] })
  let order: { json: unknown } | undefined
  const parts: Part[] = []
  for (const { name, fileName, mediaType, bytes } of read.parts) {
    if (name === 'letters') {
      if (order) throw partFault(name, 'twice', 'This part may come once only.')
      order = { json: readJson(bytes) }
    } else if (fileName === undefined) {
      throw partFault(name, 'content-type', 'A document needs a content type and a file name.')
    } else {
      if (parts.some((other) => other.name === name))
        throw partFault(name, 'twice', 'Two parts have the same name.')
      parts.push({ name, mediaType, fileName: fileName || undefined, bytes })
    }
  }
  if (!order) throw partFault('letters', 'missing', 'Send the letters as JSON in a part named "letters".')
  return { order: readOrder(order.json), parts }
}

const MALFORMED = {
  boundary: 'The Content-Type names no boundary.',
  'cut-off': 'The body ends in the middle of a part.',
  headers: 'The headers of a part cannot be read.',
  'too-many-parts': 'There are more than 64 parts.',
} as const

const tooManyValues = () =>
  partFault(
    'letters',
    'too-many-values',
    'Holds more than 1,000 letters have. Hand them in as several requests.',
  )

function readJson(bytes: Buffer): unknown {
  if (!hasFewValues(bytes)) throw tooManyValues()
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw partFault('letters', 'json', 'Is not valid JSON.')
  }
}

function partFault(field: string, reason: string, message: string) {
  return refuse('request-invalid', { faults: [{ field: field.slice(0, 100), reason, message }] })
}
