/** For this room's tests: an open house with the sign-in routes, and a hasher that counts its runs. */

import type { App, Routes } from '#ground/routes.ts'
import { appSessionRoutes } from '#identity/app-sessions/app-sessions.routes.ts'
import { brokerRoutes } from '#identity/broker/broker.routes.ts'
import { openUpstreams } from '#identity/broker/upstreams.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { argon2Hasher } from '#identity/password-hash.ts'
import { openIdentity } from '#identity/room.ts'
import { selfServiceRoutes } from '#identity/self-service/self-service.routes.ts'
import { guardRoutes } from '#identity/session-of.ts'
import { type OpenHouseOptions, openHouse } from './open-house.ts'
import { openBrowser } from './visitor.ts'

export async function openSignIn(options: OpenHouseOptions = {}) {
  const open = await openHouse(options)
  const runs = { checks: 0 }
  const identity = openIdentity(open.house, {
    secret: Buffer.alloc(32, 5),
    upstreams: openUpstreams(open.house.config, open.house.clock),
    hasher: {
      create: argon2Hasher.create,
      check: (stored, password) => {
        runs.checks += 1
        return argon2Hasher.check(stored, password)
      },
    },
  })
  const app = await open.app(
    guardRoutes(identity),
    identityRoutes(identity),
    appSessionRoutes(identity),
    selfServiceRoutes(identity),
    pageRoutes(identity),
    brokerRoutes(identity),
  )
  return {
    ...open,
    identity,
    runs,
    browser: (address?: string) => openBrowser(app, identity.site.origin, address),
    /** The same with more routes. */
    open: (...more: Routes[]) =>
      open.app(identityRoutes(identity), pageRoutes(identity), brokerRoutes(identity), ...more),
    browserOf: (other: App, address?: string) => openBrowser(other, identity.site.origin, address),
  }
}
