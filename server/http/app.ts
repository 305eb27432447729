/** The edge: one fastify app in front of all rooms. It reads requests, turns refusals into problem documents, counts and
 * logs by route pattern, and sets the headers that keep a browser honest. Rooms bring their routes as plugins. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { clientAddress } from '#ground/client-address.ts'
import type { House } from '#ground/house.ts'
import { randomOf } from '#ground/random.ts'
import { refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import { checkOf, faultsOf } from '#ground/validate.ts'
import { answerClientError } from '#http/client-error.ts'
import { MethodsAt } from '#http/methods-at.ts'
import { openApiRoutes } from '#http/openapi.routes.ts'
import { collectOpenApi } from '#http/openapi.ts'
import { answerProblem } from '#http/problem.ts'
import { readText } from '#http/read-text.ts'
import { wantsPage } from '#http/wants-page.ts'

/** JSON bodies; documents have limits of their own where they are taken. */
const JSON_BYTES_MAX = 2 * 1024 * 1024
/** A client that sends slower than this is cut off, so that idle half-requests cannot hold the house. */
const REQUEST_TIMEOUT_MS = 60_000

/** Scripts and styles only from here, nothing framed by others, nothing sent elsewhere. Frames are our own
 * documents (sandboxed at the frame). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)',
} as const

export async function buildApp(house: House, rooms: readonly Routes[]): Promise<App> {
  const app: App = fastify({
    logger: false,
    bodyLimit: JSON_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A trace id of ours, never the caller's: it must not carry anything into the log.
    genReqId: () => randomOf(8).toString('hex'),
    routerOptions: { maxParamLength: 200 },
    // An address that no route can be looked up for: no hook has run.
    frameworkErrors: (error, request, reply) => {
      reply.headers(SECURITY_HEADERS).header('cache-control', 'no-store')
      const fail = (why: unknown) => answerProblem(house, why, request, reply)
      lostPage(request, reply)?.catch(fail) ?? fail(error)
    },
    clientErrorHandler: answerClientError,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    // Headers are read by the routes that use them, each with a problem of its own; their schema is documentation.
    if (httpPart === 'headers') return (value: unknown) => ({ value })
    const check = checkOf(schema)
    const place = httpPart === 'body' || httpPart === undefined ? '' : `${httpPart}.`
    return (value: unknown) => {
      // A body says what it means and is never bent into shape.
      const read = place ? readText(schema, value) : value
      if (check.Check(read)) return { value: read }
      const faults = faultsOf(check.Errors(read)).map((fault) => ({ ...fault, field: place + fault.field }))
      return { error: Object.assign(new Error('request does not fit its schema'), { faults }) }
    }
  })
  const methodsAt = new MethodsAt()
  app.addHook('onRoute', (route) => methodsAt.add(route))
  app.setErrorHandler((error, request, reply) => answerProblem(house, error, request, reply))
  /** For a person at an address where nothing is; undefined for a program, which is told so in a problem document. */
  function lostPage(request: FastifyRequest, reply: FastifyReply) {
    reply.header('vary', 'accept')
    const reads = request.method === 'GET' || request.method === 'HEAD'
    return reads && wantsPage(request.headers.accept) ? app.showLost?.(request, reply) : undefined
  }
  app.setNotFoundHandler((request, reply) => {
    const page = lostPage(request, reply)
    if (page) return page
    const allowed = methodsAt.find(request.url.split('?', 1)[0]!)
    if (allowed.length === 0 || allowed.includes(request.method))
      return answerProblem(house, { notFound: true }, request, reply)
    reply.header('allow', allowed.join(', '))
    return answerProblem(house, refuse('method-not-allowed'), request, reply)
  })

  // Forms of the server-rendered pages and of OAuth. A field that comes twice is a fault, not a choice.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => {
      const fields = new URLSearchParams(text as string)
      if (fields.size !== new Set(fields.keys()).size) done(refuse('request-malformed'))
      else done(null, Object.fromEntries(fields))
    },
  )

  const addressOf = clientAddress(house.config)
  if (addressOf)
    app.addHook('onRequest', (request, _reply, done) => {
      Object.defineProperty(request, 'ip', { value: addressOf(request.ip, request.headers) })
      done()
    })
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS)
    // What a session is answered is one person's: whatever room forgets to say so, nothing keeps it.
    if (request.routeOptions.url?.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    house.metrics.httpSeconds.observe(
      { route, method: request.method, status: `${Math.floor(reply.statusCode / 100)}xx` },
      seconds,
    )
    // The pattern, not the URL: a URL may hold what a person typed.
    house.log.debug({
      event: 'http',
      traceId: request.id,
      route,
      method: request.method,
      status: reply.statusCode,
    })
    done()
  })

  await collectOpenApi(app, house)
  openApiRoutes(app)
  for (const routes of rooms) await routes(app, house)
  return app
}
