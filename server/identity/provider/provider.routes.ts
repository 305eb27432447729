/** Mounts the OpenID provider, and the pages its sign-ins lead to. No logic here. */
import { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { describeError } from '#ground/log.ts'
import { refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import type { Identity } from '../room.ts'
import { addressOf } from './bind-session.ts'
import { checkTokens } from './check-token.ts'
import { OPENID_PATHS } from './configuration.ts'
import { addConsentPages } from './consent.routes.ts'
import { type OpenProvider, openProvider } from './open-provider.ts'
import { addServicePages } from './services.routes.ts'

/** What the library's longest form may hold: a pushed request with its assertions. */
const FORM_BYTES_MAX = 56 * 1024
const REQUEST_CHARACTERS_MAX = 8000

export function providerRoutes(identity: Identity): Routes {
  return (app, house) => {
    const provider = openProvider(identity, (error) =>
      house.log.error({ event: 'openid-provider', err: describeError(error) }),
    )
    app.register(async (scope) => addProtocol(identity, scope as App, provider))
    addConsentPages(identity, app, house, provider)
    addServicePages(identity, app, house)
  }
}

function addProtocol(identity: Identity, app: App, provider: OpenProvider): void {
  // The library reads bodies itself, from the request as it came.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { bodyLimit: FORM_BYTES_MAX }, (_request, _payload, done) => done(null))
  const hand = handTo(identity, provider)
  const P = OPENID_PATHS
  app.get('/.well-known/openid-configuration', hand)
  app.get('/.well-known/oauth-authorization-server', hand)
  app.get(P.jwks, hand)
  app.get(P.authorization, hand)
  app.get(`${P.authorization}/:uid`, hand)
  for (const path of [P.token, P.pushed_authorization_request, P.revocation]) app.post(path, hand)
  app.get(P.userinfo, hand)
  app.post(P.userinfo, hand)
  app.get(P.end_session, hand)
  app.post(`${P.end_session}/confirm`, hand)
  app.get(`${P.end_session}/success`, hand)
  addTokenChecks(identity, app, hand)
  // Core §3.1.2.1 allows a form here. It becomes a link, so that our cookie comes along: browsers send it with links from elsewhere, not
  // with forms (SameSite=Lax).
  for (const path of [P.authorization, P.end_session]) {
    app.register(async (forms) => {
      forms.removeAllContentTypeParsers()
      readForms(forms as App)
      forms.post(path, async (request, reply) => {
        const query = new URLSearchParams(String(request.body ?? '')).toString()
        if (query.length > REQUEST_CHARACTERS_MAX) throw refuse('body-too-large')
        return reply.redirect(`${path}?${query}`, 303)
      })
    })
  }
}

const TOKEN_ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  vary: 'Origin',
}

type Hand = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** A plain yes is ours; for everything else the library reads the same request anew. */
function addTokenChecks(identity: Identity, app: App, hand: Hand): void {
  const check = checkTokens(identity)
  app.register(async (forms) => {
    readForms(forms as App)
    forms.post(OPENID_PATHS.introspection, async (request, reply) => {
      const { authorization, origin } = request.headers
      // A page in a browser (CORS) is answered by the library.
      const form = typeof request.body === 'string' && origin === undefined ? request.body : undefined
      const answer = form === undefined ? null : await check(form, authorization)
      return answer === null ? hand(request, reply) : reply.headers(TOKEN_ANSWER_HEADERS).send(answer)
    })
  })
}

function readForms(app: App): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
    (_request, text, done) => done(null, text),
  )
}

function handTo(identity: Identity, provider: OpenProvider): Hand {
  const { host, protocol } = new URL(identity.site.origin)
  let made: { of: Provider; callback: ReturnType<Provider['callback']> } | undefined
  return async (request, reply) => {
    const of = await provider()
    if (made?.of !== of) made = { of, callback: of.callback() }
    const { callback } = made
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    const raw = typeof request.body === 'string' ? readAgain(request.raw, request.body) : request.raw
    addressOf.set(raw, request.ip)
    // Addresses in answers are ours, whatever the request says of its host.
    const { headers } = raw
    headers.host = host
    headers['x-forwarded-host'] = host
    headers['x-forwarded-proto'] = protocol.slice(0, -1)
    await callback(raw, reply.raw)
  }
}

/** The request with its body still to be read. */
function readAgain(read: IncomingMessage, body: string): IncomingMessage {
  const { method, url, httpVersion, headers } = read
  const again = Object.assign(new IncomingMessage(read.socket), { method, url, httpVersion, headers })
  again.push(body)
  again.push(null)
  again.complete = true
  return again
}
