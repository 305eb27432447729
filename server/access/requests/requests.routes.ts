/** Requests to act in another's mailbox over HTTP (api/power-requests.ts). No logic here. */
import {
  AnswerConsent,
  BeginPowerRequest,
  POWER_REQUEST_PATHS as P,
  PaperParams,
  PowerRequest,
  PowerRequestParams,
  PowerRequests,
} from '#api/power-requests.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { type PaperKind, POWER_REQUEST_LIMITS } from '#rules/power-requests.ts'
import {
  answerConsent,
  beginRequest,
  handInPaper,
  listRequests,
  submitRequest,
  withdrawRequest,
} from './make-request.ts'

const READ = { action: 'read-power-requests' } as const
const ASK = { action: 'ask-power' } as const

/** @param own the actor in their own name: nobody asks for others */
export const powerRequestRoutes =
  (own: ActorOf): Routes =>
  async (room, house) => {
    room.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith(P.requests)) reply.header('cache-control', 'no-store')
    })
    room.get(P.requests, { config: READ, schema: { response: { 200: PowerRequests } } }, async (request) =>
      listRequests(house, await own(request)),
    )
    room.post(
      P.requests,
      { config: ASK, schema: { body: BeginPowerRequest, response: { 201: PowerRequest } } },
      async (request, reply) =>
        reply.code(201).send(await beginRequest(house, await own(request), request.body)),
    )
    room.post(
      P.submit,
      { config: ASK, schema: { params: PowerRequestParams, response: { 200: PowerRequest } } },
      async (request) => submitRequest(house, await own(request), request.params.requestId),
    )
    room.delete(
      P.request,
      {
        config: { action: 'withdraw-power-request' },
        schema: { params: PowerRequestParams, response: { 200: PowerRequest } },
      },
      async (request) => withdrawRequest(house, await own(request), request.params.requestId),
    )
    room.post(
      P.consent,
      {
        config: { action: 'answer-power-consent' },
        schema: { params: PowerRequestParams, body: AnswerConsent, response: { 200: PowerRequests } },
      },
      async (request) =>
        answerConsent(house, await own(request), {
          requestId: request.params.requestId,
          consent: request.body.consent,
        }),
    )
    await room.register(async (papers) => {
      papers.addContentTypeParser(
        'application/octet-stream',
        { parseAs: 'buffer' },
        (_request, bytes, done) => done(null, bytes),
      )
      papers.put(
        P.paper,
        {
          config: ASK,
          bodyLimit: POWER_REQUEST_LIMITS.paperBytesMax + 1,
          schema: { params: PaperParams, response: { 200: PowerRequest } },
        },
        async (request) => {
          const { requestId, paper } = request.params as { requestId: string; paper: PaperKind }
          const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
          return handInPaper(house, await own(request), { requestId, paper, bytes })
        },
      )
    })
  }
