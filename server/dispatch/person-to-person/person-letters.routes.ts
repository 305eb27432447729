/** /api/people/letters, /api/people/blocks and /api/sent (api/person-to-person.ts). No logic here but the reading of parts. */
import Type from 'typebox'
import {
  BlockParams,
  BlockPerson,
  PEOPLE_PATHS,
  PersonBlocks,
  PersonLetterSent,
  SentDocumentParams,
  SentLetter,
  SentLetters,
  SentParams,
  SentQuery,
  WritePersonLetter,
} from '#api/person-to-person.ts'
import { openDesk } from '#dispatch/counter/desk.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { readMultipart } from '#dispatch/counter/read-multipart.ts'
import { type ActorOf, inOwnName } from '#ground/actor.ts'
import { refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import { validate } from '#ground/validate.ts'
import { documentHeaders } from '#letters/document-headers.ts'
import { listBlocks, unblockPerson } from '#people/finding/block-people.ts'
import { PERSON_LETTER } from '#rules/person-letter.ts'
import { blockWriter } from './block-writer.ts'
import { type PersonLetter, sendAsPerson } from './send-as-person.ts'
import { forgetSent, listSent, readSentDocument, showSent } from './sent-letters.ts'

/** Room for the parts' headers and the JSON around what is allowed. */
const BODY_BYTES_MAX = PERSON_LETTER.bytesMax + 256 * 1024

export const personLetterRoutes =
  (actorOf: ActorOf): Routes =>
  async (app, house) => {
    const ownerOf = inOwnName(actorOf)
    await app.register(async (scope) => writingRoute(scope as App, actorOf, openDesk(house)))

    app.get(
      PEOPLE_PATHS.blocks,
      { config: { action: 'read-settings' }, schema: { response: { 200: PersonBlocks } } },
      async (request) => listBlocks(house, await ownerOf(request)),
    )
    app.post(
      PEOPLE_PATHS.blocks,
      { config: { action: 'block-person' }, schema: { body: BlockPerson, response: { 200: PersonBlocks } } },
      async (request) => blockWriter(house, await ownerOf(request), request.body),
    )
    app.delete(
      PEOPLE_PATHS.block,
      {
        config: { action: 'block-person' },
        schema: { params: BlockParams, response: { 200: PersonBlocks } },
      },
      async (request) => unblockPerson(house, await ownerOf(request), request.params.blockId),
    )

    app.get(
      PEOPLE_PATHS.sent,
      {
        config: { action: 'read-sent' },
        schema: { querystring: SentQuery, response: { 200: SentLetters } },
      },
      async (request) => listSent(house, await actorOf(request), request.query.after),
    )
    app.get(
      PEOPLE_PATHS.sentLetter,
      { config: { action: 'read-sent' }, schema: { params: SentParams, response: { 200: SentLetter } } },
      async (request) => showSent(house, await actorOf(request), request.params.letterId),
    )
    app.delete(
      PEOPLE_PATHS.sentLetter,
      {
        config: { action: 'delete-letters' },
        schema: { params: SentParams, response: { 204: Type.Null() } },
      },
      async (request, reply) => {
        await forgetSent(house, await actorOf(request), request.params.letterId)
        return reply.code(204).send(null)
      },
    )
    app.get(
      PEOPLE_PATHS.sentDocument,
      { config: { action: 'read-sent' }, schema: { params: SentDocumentParams } },
      async (request, reply) => {
        const document = await readSentDocument(house, await actorOf(request), request.params)
        return reply.headers(documentHeaders(document, false)).send(Buffer.from(document.bytes))
      },
    )
  }

/** In a scope of its own: only here is a multipart body read whole. */
function writingRoute(app: App, actorOf: ActorOf, desk: ReturnType<typeof openDesk>): void {
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )
  app.post(
    PEOPLE_PATHS.letters,
    {
      config: { action: 'send-letter', body: WritePersonLetter },
      bodyLimit: BODY_BYTES_MAX,
      schema: { consumes: ['multipart/form-data'], response: { 201: PersonLetterSent } },
    },
    async (request, reply) => {
      const actor = await actorOf(request)
      const idempotencyKey = readIdempotencyKey(request.headers)
      if (!Buffer.isBuffer(request.body)) throw refuse('content-type-unsupported')
      const parts = readParts(request.headers['content-type'] ?? '', request.body)
      return reply.code(201).send(await sendAsPerson(desk, actor, { idempotencyKey, ...parts }))
    },
  )
}

function readParts(contentType: string, body: Buffer): Omit<PersonLetter, 'idempotencyKey'> {
  const read = readMultipart(contentType, body)
  if (read.kind === 'malformed') throw refuse('request-malformed')
  const said = read.parts.filter(({ name }) => name === 'letter')
  const attachments = read.parts.filter(({ name }) => name === 'attachment')
  if (said.length !== 1 || attachments.length + 1 !== read.parts.length) throw refuse('request-malformed')
  const letter = validate(WritePersonLetter, readJson(said[0]!.bytes))
  if (letter.kind === 'faults') throw refuse('request-invalid', { faults: letter.faults })
  return { ...letter.value, attachments }
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw refuse('request-malformed')
  }
}
