/** Documents of one's own over HTTP (api/own-documents.ts). */
import {
  BeginUpload,
  FinishUpload,
  OwnDocument,
  Upload,
  UploadParams,
  UploadPartParams,
} from '#api/own-documents.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { finishUpload } from './finish-upload.ts'
import { beginUpload, giveUpUpload, showUpload, takePart } from './take-upload.ts'

const ACTION = { action: 'upload-document' } as const

export const uploadsRoutes =
  (actorOf: ActorOf): Routes =>
  async (room, house) => {
    room.post(
      '/api/uploads',
      { config: ACTION, schema: { body: BeginUpload, response: { 201: Upload } } },
      async (request, reply) =>
        reply.code(201).send(await beginUpload(house, await actorOf(request), request.body.sizeBytes)),
    )

    room.get(
      '/api/uploads/:uploadId',
      { config: ACTION, schema: { params: UploadParams, response: { 200: Upload } } },
      async (request) => showUpload(house, await actorOf(request), request.params.uploadId),
    )

    room.post(
      '/api/uploads/:uploadId/finish',
      {
        config: ACTION,
        schema: { params: UploadParams, body: FinishUpload, response: { 201: OwnDocument } },
      },
      async (request, reply) =>
        reply
          .code(201)
          .send(await finishUpload(house, await actorOf(request), request.params.uploadId, request.body)),
    )

    room.delete(
      '/api/uploads/:uploadId',
      { config: ACTION, schema: { params: UploadParams } },
      async (request, reply) => {
        await giveUpUpload(house, await actorOf(request), request.params.uploadId)
        return reply.code(204).send()
      },
    )

    await room.register(async (parts) => {
      parts.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, bytes, done) =>
        done(null, bytes),
      )
      parts.put(
        '/api/uploads/:uploadId/parts/:offset',
        {
          config: ACTION,
          bodyLimit: OWN_DOCUMENTS.partBytesMax,
          schema: { params: UploadPartParams, response: { 200: Upload } },
        },
        async (request) => {
          const { uploadId, offset } = request.params as { uploadId: string; offset: number }
          const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
          return takePart(house, await actorOf(request), { uploadId, offset, bytes })
        },
      )
    })
  }
