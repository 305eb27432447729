/** User ID (dk) or national number (no), and a password: level low (I-14, D-01). */
import { refuse } from '#ground/refuse.ts'
import { findLogin, putPassword } from './login.store.ts'
import { countedAs, readLoginName } from './login-name.ts'
import { noteRefusal, type Opened, openSession } from './open-session.ts'
import type { Identity } from './room.ts'
import { knowsBrowser } from './throttle.store.ts'
import { beginAttempt } from './throttle.ts'
import type { Visit } from './visit.ts'

/** Nobody's: asked for when there is no such person, so that the questions to the database are the same. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
const NO_BROWSER = Buffer.alloc(32)

/**
 * An unknown name, a wrong password and an account without password get the same answer after the same work: the same
 * statements, exactly one argon2 run.
 * @throws `sign-in-wait`, `sign-in-failed`; `id-blocked` and `mailbox-not-open` only to who knew the password.
 */
export async function signInWithPassword(
  identity: Identity,
  visit: Visit,
  given: { name: string; password: string },
): Promise<Opened> {
  const name = readLoginName(given.name)
  const login = await findLogin(identity.db, name)
  const known = await knowsBrowser(identity.db, visit.browserHash ?? NO_BROWSER, login?.personId ?? NOBODY)
  const attempt = await beginAttempt(identity, { about: 'password', name: countedAs(name), visit, known })

  const { right, outdated } = await identity.hasher.check(login?.passwordHash ?? null, given.password)
  if (!login || !right) {
    await noteRefusal(identity, login?.personId ?? null, 'password', visit, attempt.fail)
    throw refuse('sign-in-failed')
  }
  if (login.blockedAt) throw refuse('id-blocked')
  if (login.status === 'deceased') throw refuse('mailbox-not-open')

  const rehashed = outdated ? await identity.hasher.create(given.password) : null
  const { personId, mailboxId } = login
  return openSession(
    identity,
    { personId, mailboxId, level: 'low', method: 'password' },
    visit,
    async (trx) => {
      await attempt.succeed(trx)
      if (rehashed) await putPassword(trx, personId, rehashed, null)
    },
  )
}
