/** Mounts the OpenID provider, and the pages its sign-ins lead to. No logic here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { describeError } from '#ground/log.ts'
import { refuse } from '#ground/refuse.ts'
import type { App, Routes } from '#ground/routes.ts'
import type { Identity } from '../room.ts'
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
  for (const path of [P.token, P.pushed_authorization_request, P.introspection, P.revocation])
    app.post(path, hand)
  app.get(P.userinfo, hand)
  app.post(P.userinfo, hand)
  app.get(P.end_session, hand)
  app.post(`${P.end_session}/confirm`, hand)
  app.get(`${P.end_session}/success`, hand)
  // Core §3.1.2.1 allows a form here. It becomes a link, so that our cookie comes along: browsers send it with links from elsewhere, not
  // with forms (SameSite=Lax).
  for (const path of [P.authorization, P.end_session]) {
    app.register(async (forms) => {
      forms.removeAllContentTypeParsers()
      forms.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
        (_request, text, done) => done(null, text),
      )
      forms.post(path, async (request, reply) => {
        const query = new URLSearchParams(String(request.body ?? '')).toString()
        if (query.length > REQUEST_CHARACTERS_MAX) throw refuse('body-too-large')
        return reply.redirect(`${path}?${query}`, 303)
      })
    })
  }
}

function handTo(identity: Identity, provider: OpenProvider) {
  const { host, protocol } = new URL(identity.site.origin)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const callback = (await provider()).callback()
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    // Addresses in answers are ours, whatever the request says of its host.
    const { headers } = request.raw
    headers.host = host
    headers['x-forwarded-host'] = host
    headers['x-forwarded-proto'] = protocol.slice(0, -1)
    await callback(request.raw, reply.raw)
  }
}
