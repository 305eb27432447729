/** The mailbox over HTTP (api/mailbox.ts): /api/me, /api/letters… and /api/access-log. */
import { Readable } from 'node:stream'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { ChangeWork, DEPARTMENT_PATHS, LetterWork } from '#api/departments.ts'
import {
  AccessLogPage,
  DocumentParams,
  DocumentQuery,
  Letter,
  LetterOpened,
  LetterPage,
  LetterParams,
  LetterProof,
  LetterQuery,
  Me,
  PageQuery,
  SetUnread,
  UnreadSet,
} from '#api/mailbox.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { calendarRoutes } from './calendar/calendar.routes.ts'
import { archiveHeaders, documentHeaders } from './document-headers.ts'
import { downloadLetter } from './download-letter.ts'
import { keepingRoutes } from './keeping/keeping.routes.ts'
import { KeptPages } from './kept-pages.ts'
import { listLetters } from './list-letters.ts'
import { markLetter } from './mark-letter.ts'
import { openLetter } from './open-letter.ts'
import { uploadsRoutes } from './own/uploads.routes.ts'
import { proveLetter } from './prove-letter.ts'
import { reportsRoutes } from './reports/reports.routes.ts'
import { searchRoutes } from './search/search.routes.ts'
import { showLetterLog, showMailboxLog } from './show-access-log.ts'
import { showLetter } from './show-letter.ts'
import { showMe } from './show-me.ts'
import { streamDocument } from './stream-document.ts'
import { takeOutRoutes } from './take-out/take-out.routes.ts'
import { tokensRoutes } from './tokens/tokens.routes.ts'
import { changeWork, showWork } from './work/assign-letter.ts'
import { writingRoutes } from './writing/writing.routes.ts'

const LETTERS_A_PAGE = 50

/** `actorOf` comes from the identity room. */
export const lettersRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    const kept = new KeptPages(house.clock)
    app.register(async (scope) => {
      const room = scope.withTypeProvider<TypeBoxTypeProvider>()
      // Answers are one person's: nothing between here and their screen keeps them.
      room.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })
      await keepingRoutes(actorOf)(room, house)
      await uploadsRoutes(actorOf)(room, house)
      await writingRoutes(actorOf)(room, house)
      await reportsRoutes(actorOf)(room, house)
      await takeOutRoutes(actorOf)(room, house)
      await searchRoutes(actorOf)(room, house)
      await tokensRoutes(actorOf)(room, house)
      await calendarRoutes(actorOf)(room, house)

      room.get(
        '/api/me',
        { config: { action: 'read-mailbox' }, schema: { response: { 200: Me } } },
        async (request) => showMe(house, await actorOf(request)),
      )

      room.get(
        '/api/letters',
        {
          config: { action: 'read-mailbox' },
          schema: { querystring: LetterQuery, response: { 200: LetterPage } },
        },
        async (request, reply) => {
          const { tag, page } = await listLetters(house, kept, await actorOf(request), {
            ...pageOf(request.query),
            in: request.query.in,
            known: request.headers['if-none-match'],
          })
          reply.header('etag', tag)
          return page ? asJson(reply, page) : notModified(reply)
        },
      )

      room.get(
        '/api/letters/:letterId',
        { config: { action: 'read-mailbox' }, schema: { params: LetterParams, response: { 200: Letter } } },
        async (request) => showLetter(house, await actorOf(request), request.params.letterId),
      )

      room.post(
        '/api/letters/:letterId/open',
        {
          config: { action: 'open-letter' },
          schema: { params: LetterParams, response: { 200: LetterOpened } },
        },
        async (request) => openLetter(house, await actorOf(request), request.params.letterId),
      )

      room.post(
        '/api/letters/:letterId/read',
        {
          config: { action: 'mark-letter' },
          schema: { params: LetterParams, body: SetUnread, response: { 200: UnreadSet } },
        },
        async (request) =>
          markLetter(house, await actorOf(request), request.params.letterId, request.body.unread),
      )

      room.get(
        DEPARTMENT_PATHS.work,
        {
          config: { action: 'read-letter-work' },
          schema: { params: LetterParams, response: { 200: LetterWork } },
        },
        async (request) => showWork(house, await actorOf(request), request.params.letterId),
      )

      room.put(
        DEPARTMENT_PATHS.work,
        {
          config: { action: 'assign-letters' },
          schema: { params: LetterParams, body: ChangeWork, response: { 200: LetterWork } },
        },
        async (request) => changeWork(house, await actorOf(request), request.params.letterId, request.body),
      )

      room.get(
        '/api/letters/:letterId/access-log',
        {
          config: { action: 'read-access-log' },
          schema: { params: LetterParams, querystring: PageQuery, response: { 200: AccessLogPage } },
        },
        async (request) =>
          showLetterLog(house, await actorOf(request), request.params.letterId, pageOf(request.query)),
      )

      room.get(
        '/api/access-log',
        {
          config: { action: 'read-access-log' },
          schema: { querystring: PageQuery, response: { 200: AccessLogPage } },
        },
        async (request) => showMailboxLog(house, await actorOf(request), pageOf(request.query)),
      )

      room.get(
        '/api/letters/:letterId/proof',
        {
          config: { action: 'read-proof' },
          schema: { params: LetterParams, response: { 200: LetterProof } },
        },
        async (request) => proveLetter(house, await actorOf(request), request.params.letterId),
      )

      room.get(
        '/api/letters/:letterId/documents',
        {
          config: { action: 'read-document' },
          exposeHeadRoute: false,
          schema: { params: LetterParams },
        },
        async (request, reply) => {
          const { fileName, sizeBytes, body } = await downloadLetter(
            house,
            await actorOf(request),
            request.params.letterId,
          )
          reply.headers(archiveHeaders(fileName)).header('content-length', sizeBytes)
          return reply.send(Readable.from(body, { objectMode: false }))
        },
      )

      room.get(
        '/api/letters/:letterId/documents/:documentNo',
        // Reading a document opens its letter: HEAD, which promises to change nothing, is not offered.
        {
          config: { action: 'read-document' },
          exposeHeadRoute: false,
          schema: { params: DocumentParams, querystring: DocumentQuery },
        },
        async (request, reply) => {
          const download = request.query.download !== undefined
          const { document, sizeBytes, range, body } = await streamDocument(house, await actorOf(request), {
            ...request.params,
            download,
            range: request.headers.range,
            ifRange: single(request.headers['if-range']),
          })
          reply.headers(documentHeaders(document, download))
          if (range.kind === 'unsatisfiable')
            return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send()
          const length = range.kind === 'part' ? range.to - range.from : sizeBytes
          if (range.kind === 'part')
            reply.code(206).header('content-range', `bytes ${range.from}-${range.to - 1}/${sizeBytes}`)
          return reply.header('content-length', length).send(Readable.from(body, { objectMode: false }))
        },
      )
    })
  }

/** What is JSON already. */
const asJson = <Reply>(reply: Reply, body: Buffer): Reply => {
  const answer = reply as { type(type: string): { send(body: Buffer): void } }
  answer.type('application/json; charset=utf-8').send(body)
  return reply
}

/** It has no body, so no schema. */
const notModified = <Reply>(reply: Reply): Reply => {
  const answer = reply as { code(status: number): { send(): void } }
  answer.code(304).send()
  return reply
}

const pageOf = (query: PageQuery) => ({ after: query.after, limit: query.limit ?? LETTERS_A_PAGE })

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
