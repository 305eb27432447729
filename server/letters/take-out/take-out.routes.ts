/** Taking everything out, over HTTP (api/take-out.ts). Whose mailbox, the use cases ask (B-24). */
import { Readable } from 'node:stream'
import { AskTakeOut, TakeOut, TakeOutPage, TakeOutParams } from '#api/take-out.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { askTakeOut, dropTakeOut, showTakeOut } from './ask-take-out.ts'
import { checkTakeOut, downloadTakeOut } from './download-take-out.ts'

export const takeOutRoutes =
  (actorOf: ActorOf): Routes =>
  (room, house) => {
    room.get(
      '/api/take-out',
      { config: { action: 'read-take-out' }, schema: { response: { 200: TakeOutPage } } },
      async (request) => showTakeOut(house, await actorOf(request)),
    )

    room.post(
      '/api/take-out',
      { config: { action: 'ask-take-out' }, schema: { body: AskTakeOut, response: { 202: TakeOut } } },
      async (request, reply) => reply.code(202).send(await askTakeOut(house, await actorOf(request))),
    )

    room.get(
      '/api/take-out/:takeOutId',
      {
        config: { action: 'download-take-out' },
        schema: { params: TakeOutParams, response: { 200: TakeOut } },
      },
      async (request) => checkTakeOut(house, await actorOf(request), request.params.takeOutId),
    )

    room.delete(
      '/api/take-out/:takeOutId',
      { config: { action: 'drop-take-out' }, schema: { params: TakeOutParams } },
      async (request, reply) => {
        await dropTakeOut(house, await actorOf(request), request.params.takeOutId)
        return reply.code(204).send()
      },
    )

    room.get(
      '/api/take-out/:takeOutId/archive',
      {
        config: { action: 'download-take-out' },
        exposeHeadRoute: false,
        schema: { params: TakeOutParams },
      },
      async (request, reply) => {
        const answer = await downloadTakeOut(house, await actorOf(request), {
          takeOutId: request.params.takeOutId,
          range: request.headers.range,
          ifRange: single(request.headers['if-range']),
        })
        const { sizeBytes, range } = answer
        reply.headers({
          'content-type': 'application/zip',
          'content-disposition': `attachment; filename="${answer.fileName}"`,
          'accept-ranges': 'bytes',
          etag: answer.etag,
          'cache-control': 'private, no-store',
        })
        if (range.kind === 'unsatisfiable')
          return reply.code(416).header('content-range', `bytes */${sizeBytes}`).send()
        const length = range.kind === 'part' ? range.to - range.from : sizeBytes
        if (range.kind === 'part')
          reply.code(206).header('content-range', `bytes ${range.from}-${range.to - 1}/${sizeBytes}`)
        return reply.header('content-length', length).send(Readable.from(answer.body, { objectMode: false }))
      },
    )
  }

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)
