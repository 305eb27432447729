/** For tests of settings from end to end: people who really sign in, the worker's real handlers, the recording mailer. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { Jobs } from '#ground/jobs.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { ownMailboxRoutes } from '#identity/own-mailbox/own-mailbox.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { openIdentity } from '#identity/room.ts'
import { actorOf, guardRoutes } from '#identity/session-of.ts'
import { describeBrowser } from '#identity/user-agent.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { noticeRoutes } from '#notices/choices/choices.routes.ts'
import { contactRoutes } from '#people/contact/contact.routes.ts'
import { lifeRoutes } from '#people/life/life.routes.ts'
import { peopleRoutes } from '#people/people.routes.ts'
import { phoneRoutes } from '#people/phone.routes.ts'
import { handlersOf } from '#worker/handlers.ts'
import { isDue } from './due-jobs.ts'
import { type OpenHouseOptions, openHouse } from './open-house.ts'
import { addSomebody, openBrowser, type SomebodyOptions } from './visitor.ts'

export async function openSettings(options: OpenHouseOptions = {}) {
  const open = await openHouse(options)
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 6) })
  const actor = actorOf(identity)
  const routes = new Set<string>()
  const app = await open.app(
    (noting) => {
      noting.addHook('onRoute', ({ url }) => void routes.add(url))
    },
    guardRoutes(identity),
    identityRoutes(identity),
    pageRoutes(identity),
    lettersRoutes(actor),
    peopleRoutes(actor),
    lifeRoutes(actor),
    ownMailboxRoutes(identity),
    phoneRoutes(actor),
    contactRoutes(actor),
    noticeRoutes(actor, (line) => describeBrowser(line ?? null) ?? 'Browser'),
  )
  const handlers = handlersOf(open.house) as Record<string, (payload: unknown, run: object) => Promise<void>>

  /** Does every job whose time has come by the house's clock, until none is left. Those without a handler here are left. */
  async function work(only = Object.keys(handlers), rounds = Infinity): Promise<string[]> {
    const done: string[] = []
    for (let round = 0; round < rounds; round++) {
      const { rows } = await asPostOffice(open.house.db, (trx) =>
        sql<{ name: keyof Jobs; id: string; payload: unknown }>`
          delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
          where t.id = j.task_id and t.identifier = any(${only}::text[])
            and ${isDue(open.clock.now())}
          returning t.identifier as name, j.id::text, j.payload`.execute(trx),
      )
      if (rows.length === 0) return done
      for (const { name, id, payload } of rows) {
        await handlers[name]!(payload, { lastTry: false, jobId: id })
        done.push(name)
      }
    }
    return done
  }

  return {
    ...open,
    identity,
    /** Patterns of every route of the app. */
    routes,
    work: () => work(),
    /** The same of one name, and not what comes of it. */
    workOnce: (name: keyof Jobs) => work([name], 1),
    browser: () => openBrowser(app, identity.site.origin),
    somebody: (more?: SomebodyOptions) => addSomebody({ house: open.house, identity }, more),
    /** Somebody, and their browser signed in at this level. */
    async signedIn(level: 'low' | 'substantial', more?: SomebodyOptions) {
      const who = await addSomebody({ house: open.house, identity }, more)
      const browser = openBrowser(app, identity.site.origin)
      await browser.signIn(who, level)
      return { who, browser }
    },
  }
}
