/** What all server-rendered pages of this room share: nothing is stored, and an error is a page. */
import type { House } from '#ground/house.ts'
import { describeError } from '#ground/log.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { isUnstorable } from '#ground/unstorable.ts'
import { allowUpstreams } from '../broker/upstream-part.ts'
import type { Identity } from '../room.ts'
import { showError } from './guest.ts'
import { showLost } from './lost-page.ts'

export function pageScope(identity: Identity, app: App, house: House, add: (pages: App) => void): void {
  app.register(async (pages) => {
    pages.addHook('onRequest', async (_request, reply) => {
      // Forms need an Origin or Sec-Fetch-Site; `no-referrer` would make some browsers send "Origin: null".
      reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
      allowUpstreams(identity, reply)
    })
    pages.setErrorHandler((thrown, request, reply) => {
      const error = isUnstorable(thrown) ? refuse('request-malformed') : thrown
      if (!(error instanceof Refusal)) {
        house.log.error({ event: 'sign-in-page', traceId: request.id, err: describeError(error) })
      }
      return error instanceof Refusal && error.code === 'not-found'
        ? showLost(identity, request, reply)
        : showError(identity, request, reply, error)
    })
    add(pages as App)
  })
}
