/** JMAP over HTTP (RFC 8620): the session, requests, and blobs. Who asks shows a personal token; nothing here takes a cookie. */
import { Readable } from 'node:stream'
import type { House } from '#ground/house.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import { contentDisposition, safeFileName } from '../document-headers.ts'
import { SESSION_PATH } from '../tokens/manage-tokens.ts'
import { actorOfToken, type TokenActor } from '../tokens/token-actor.ts'
import { downloadBlob } from './download-blob.ts'
import { RequestError } from './jmap-errors.ts'
import { sessionOf } from './jmap-session.ts'
import { readerOf } from './load-messages.ts'
import { openStreams } from './push-streams.ts'
import { lastOf, readWish } from './push-wish.ts'
import { runCalls } from './run-calls.ts'

const MEDIA_TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,80}$/

export const jmapRoutes: Routes = async (app, house) => {
  await app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => {
      const known = requestError(error)
      if (!known) throw error
      return reply.code(known.status).type('application/problem+json').send(JSON.stringify(known.document))
    })
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'private, no-store')
    })
    const underWay = new Map<string, number>()

    scope.get(SESSION_PATH, async (request) => {
      const actor = await readActor(house, request.headers.authorization)
      return sessionFor(house, actor)
    })

    scope.post('/jmap/api', { bodyLimit: SYNC.requestBytesMax }, async (request) => {
      const actor = await readActor(house, request.headers.authorization)
      const now = underWay.get(actor.tokenId) ?? 0
      if (now >= SYNC.requestsAtOnceMax)
        throw new RequestError('limit', 'Too many requests at once by this token.', 'maxConcurrentRequests')
      underWay.set(actor.tokenId, now + 1)
      try {
        const { state } = await sessionFor(house, actor)
        return { ...(await runCalls({ house, actor }, request.body)), sessionState: state }
      } finally {
        if (underWay.get(actor.tokenId) === 1) underWay.delete(actor.tokenId)
        else underWay.set(actor.tokenId, underWay.get(actor.tokenId)! - 1)
      }
    })

    scope.get<{
      Params: { accountId: string; blobId: string; name: string }
      Querystring: { accept?: string }
    }>('/jmap/download/:accountId/:blobId/:name', { exposeHeadRoute: false }, async (request, reply) => {
      const actor = await readActor(house, request.headers.authorization)
      const { accountId, blobId, name } = request.params
      if (accountId !== actor.mailboxId) throw refuse('not-found')
      const { sizeBytes, body } = await downloadBlob(house, actor, blobId)
      const { accept } = request.query
      const type = typeof accept === 'string' && MEDIA_TYPE.test(accept) ? accept : 'application/octet-stream'
      reply.headers({
        'content-type': type,
        'content-length': sizeBytes,
        'content-disposition': contentDisposition('attachment', safeFileName(name)),
        'content-security-policy': "sandbox; default-src 'none'",
        // A blob of an id never changes; but it is somebody's letter.
        'cache-control': 'private, no-store',
      })
      return reply.send(Readable.from(body, { objectMode: false }))
    })

    // Accounts are read only: nothing is uploaded.
    scope.post('/jmap/upload/:accountId', async (request) => {
      await readActor(house, request.headers.authorization)
      throw refuse('sync-read-only')
    })

    const streams = openStreams(house)
    // A stream that is open is a request under way: the house could not close.
    scope.addHook('preClose', async () => streams.close())
    scope.get<{ Querystring: Record<string, unknown> }>(
      '/jmap/eventsource',
      { exposeHeadRoute: false },
      async (request, reply) => {
        const actor = await readActor(house, request.headers.authorization)
        const wish = readWish(request.query)
        const events = await streams.open(actor, wish, lastOf(request.headers['last-event-id']))
        // A proxy that gathers an answer before it passes it on would make of push what it replaces.
        reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
        return reply.send(events)
      },
    )
  })
}

/** @throws Refusal `sync-token-invalid` */
async function readActor(house: House, authorization: string | undefined): Promise<TokenActor> {
  const actor = await actorOfToken(house, authorization, 'mail')
  if (!actor) throw refuse('sync-token-invalid')
  return actor
}

async function sessionFor(house: House, actor: TokenActor) {
  const { name, digitalAddress } = await readerOf(house, actor)
  return sessionOf(house.config.PUBLIC_URL, { accountId: actor.mailboxId, name: digitalAddress ?? name })
}

/** What goes wrong before a request is one, in JMAP's own words; undefined for everything else. */
function requestError(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error
  if (error instanceof Refusal && error.code !== 'request-malformed') return undefined
  const { code } = error as { code?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new RequestError('limit', `At most ${SYNC.requestBytesMax} bytes in a request.`, 'maxSizeRequest')
  const notJson = [
    'FST_ERR_CTP_INVALID_JSON_BODY',
    'FST_ERR_CTP_EMPTY_JSON_BODY',
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
  ]
  return notJson.includes(String(code)) || error instanceof SyntaxError || error instanceof Refusal
    ? new RequestError('notJSON', 'The request is not JSON with the content type application/json.')
    : undefined
}
