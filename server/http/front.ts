/** The whole front of the house: every room's routes on one app. */
import { accessRoutes } from '#access/access.routes.ts'
import { powerRequestRoutes } from '#access/requests/requests.routes.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { personLetterRoutes } from '#dispatch/person-to-person/person-letters.routes.ts'
import { inOwnName } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { installationSecret } from '#ground/installation-secret.ts'
import type { App, Routes } from '#ground/routes.ts'
import { buildApp } from '#http/app.ts'
import { evidenceRoutes } from '#http/evidence.routes.ts'
import { healthRoutes } from '#http/health.routes.ts'
import { operationsRoutes } from '#http/operations.routes.ts'
import { printFrameRoutes } from '#http/print-frame.routes.ts'
import { problemsRoutes } from '#http/problems.routes.ts'
import { webRoutes } from '#http/web.routes.ts'
import { appSessionRoutes } from '#identity/app-sessions/app-sessions.routes.ts'
import { brokerRoutes } from '#identity/broker/broker.routes.ts'
import { openUpstreams } from '#identity/broker/upstreams.ts'
import { certificatesRoutes } from '#identity/certificates/certificates.routes.ts'
import { keyFileRoutes } from '#identity/employees/key-file/key-file.routes.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { ownMailboxRoutes } from '#identity/own-mailbox/own-mailbox.routes.ts'
import { mailFromUsRoutes } from '#identity/pages/mail-from-us.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { privacyRoutes } from '#identity/pages/privacy.routes.ts'
import { providerRoutes } from '#identity/provider/provider.routes.ts'
import { type Identity, openIdentity } from '#identity/room.ts'
import { selfServiceRoutes } from '#identity/self-service/self-service.routes.ts'
import { actorOf, guardRoutes } from '#identity/session-of.ts'
import { describeBrowser } from '#identity/user-agent.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { jmapRoutes } from '#letters/sync/jmap.routes.ts'
import { noticeRoutes } from '#notices/choices/choices.routes.ts'
import { workNoticeRoutes } from '#notices/work/work-notices.routes.ts'
import { contactRoutes } from '#people/contact/contact.routes.ts'
import { findingRoutes } from '#people/finding/finding.routes.ts'
import { lifeRoutes } from '#people/life/life.routes.ts'
import { peopleRoutes } from '#people/people.routes.ts'
import { phoneRoutes } from '#people/phone.routes.ts'

/** @throws ConfigError for an upstream's secret that can't be used */
export async function buildFront(house: House): Promise<App> {
  const identity = openIdentity(house, {
    secret: await installationSecret(house.config.DATA_DIR),
    upstreams: openUpstreams(house.config, house.clock),
  })
  return buildApp(house, frontRooms(identity))
}

/** The guard first: what comes after it is behind it (I-13). */
export function frontRooms(identity: Identity): Routes[] {
  const actor = actorOf(identity)
  return [
    guardRoutes(identity),
    healthRoutes,
    problemsRoutes,
    evidenceRoutes,
    dispatchRoutes,
    identityRoutes(identity),
    appSessionRoutes(identity),
    selfServiceRoutes(identity),
    ownMailboxRoutes(identity),
    pageRoutes(identity),
    mailFromUsRoutes(identity),
    privacyRoutes(identity),
    keyFileRoutes(identity),
    brokerRoutes(identity),
    certificatesRoutes,
    providerRoutes(identity),
    lettersRoutes(actor),
    accessRoutes(actor),
    powerRequestRoutes(inOwnName(actor)),
    jmapRoutes,
    peopleRoutes(inOwnName(actor)),
    lifeRoutes(inOwnName(actor)),
    contactRoutes(inOwnName(actor)),
    noticeRoutes(inOwnName(actor), (line) => describeBrowser(line ?? null) ?? 'Browser'),
    workNoticeRoutes(actor),
    findingRoutes(actor),
    personLetterRoutes(actor),
    printFrameRoutes,
    phoneRoutes(inOwnName(actor)),
    webRoutes,
  ]
}

/** What the operator's machines ask, of every process; never on the public port. */
export const buildOperations = (house: House): Promise<App> => buildApp(house, [operationsRoutes])
