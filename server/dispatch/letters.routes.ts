/** /v1/letters and /v1/documents. */
import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import {
  DOCUMENT_BYTES_MAX,
  DOCUMENT_TYPES,
  DocumentAnswer,
  IdempotencyHeaders,
  LetterParams,
  LetterReceipt,
  LetterStatus,
  PostLetters,
  PostLettersAnswer,
} from '#api/dispatch.ts'
import { acceptLetters, type Part } from '#dispatch/accept-letters.ts'
import type { senderGate } from '#dispatch/access-token.ts'
import { cancelLetter } from '#dispatch/cancel-letter.ts'
import type { Desk } from '#dispatch/desk.ts'
import { readIdempotencyKey } from '#dispatch/idempotency.ts'
import { letterReceipt, letterStatus } from '#dispatch/letter-status.ts'
import { storeDocument } from '#dispatch/store-document.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { validate } from '#ground/validate.ts'

const PARTS_MAX = 40
const ORDER_BYTES_MAX = 4 * 1024 * 1024
const LETTERS_BODY_BYTES_MAX = 32 * 1024 * 1024

export async function letterRoutes(
  app: App,
  desk: Desk,
  senderOf: ReturnType<typeof senderGate>,
): Promise<void> {
  const { house } = desk
  await app.register(multipart, {
    limits: {
      parts: PARTS_MAX,
      files: PARTS_MAX,
      fields: 1,
      fileSize: DOCUMENT_BYTES_MAX,
      fieldSize: ORDER_BYTES_MAX,
    },
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
      const sender = await senderOf(request.headers.authorization)
      const idempotencyKey = readIdempotencyKey(request.headers)
      const { order, parts } = request.isMultipart()
        ? await readParts(request)
        : { order: readOrder(request.body), parts: [] }
      const body = await acceptLetters(desk, { sender, idempotencyKey, order, parts })
      return reply
        .code(202)
        .header('content-type', 'application/json; charset=utf-8')
        .send(body as never)
    },
  )

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
    async (request) =>
      letterStatus(house, await senderOf(request.headers.authorization), request.params.letterId),
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
      const sender = await senderOf(request.headers.authorization)
      readIdempotencyKey(request.headers)
      return cancelLetter(house, sender, request.params.letterId)
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
    async (request) =>
      letterReceipt(house, await senderOf(request.headers.authorization), request.params.letterId),
  )

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
        const sender = await senderOf(request.headers.authorization)
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

function readOrder(body: unknown): PostLetters {
  const read = validate(PostLetters, body)
  if (read.kind === 'faults') throw refuse('request-invalid', { faults: read.faults })
  return read.value
}

/** The part `letters` may come anywhere; documents are parts with a content type and a file name of their own. */
async function readParts(request: FastifyRequest): Promise<{ order: PostLetters; parts: Part[] }> {
  let order: { json: unknown } | undefined
  const parts: Part[] = []
  for await (const part of request.parts()) {
    const { fieldname: name } = part
    if (name === 'letters') {
      if (order) throw partFault(name, 'twice', 'This part may come once only.')
      order = { json: part.type === 'file' ? readJson(await part.toBuffer()) : readJson(part.value) }
    } else if (part.type === 'file') {
      if (parts.some((other) => other.name === name))
        throw partFault(name, 'twice', 'Two parts have the same name.')
      parts.push({
        name,
        mediaType: part.mimetype,
        fileName: part.filename || undefined,
        bytes: await part.toBuffer(),
      })
    } else throw partFault(name, 'content-type', 'A document needs a content type and a file name.')
  }
  if (!order) throw partFault('letters', 'missing', 'Send the letters as JSON in a part named "letters".')
  return { order: readOrder(order.json), parts }
}

/** A part marked as JSON comes parsed already. */
function readJson(value: unknown): unknown {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return value
  try {
    return JSON.parse(value.toString())
  } catch {
    throw partFault('letters', 'json', 'Is not valid JSON.')
  }
}

function partFault(field: string, reason: string, message: string) {
  return refuse('request-invalid', { faults: [{ field: field.slice(0, 100), reason, message }] })
}
