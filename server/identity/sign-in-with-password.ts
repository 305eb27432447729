/** User ID (dk) or national number (no), and a password: level low (I-14, D-01). */
import { refuse } from '#ground/refuse.ts'
import type { StepUpMeans } from './device.store.ts'
import { putPassword } from './login.store.ts'
import { countedAs, readLoginName } from './login-name.ts'
import { SeenOtherwise } from './open-session.store.ts'
import { noteRefusal, type Opened, openSession } from './open-session.ts'
import type { Identity } from './room.ts'
import { lookUpSignIn } from './sign-in-look-up.store.ts'
import { beginSeen, countersToSee } from './throttle.ts'
import type { Visit } from './visit.ts'

/** `means`: what the session may be raised with. */
export type OpenedByPassword = Opened & { readonly means: StepUpMeans }

/**
 * An unknown name, a wrong password and an account without password get the same answer after the same work: the same
 * statements, exactly one argon2 run.
 * @throws `sign-in-wait`, `sign-in-failed`; `id-blocked` and `mailbox-not-open` only to who knew the password.
 */
export async function signInWithPassword(
  identity: Identity,
  visit: Visit,
  given: { name: string; password: string },
): Promise<OpenedByPassword> {
  const name = readLoginName(given.name)
  const counted = countedAs(name)
  const found = await lookUpSignIn(identity.db, {
    name,
    browserHash: visit.browserHash,
    counters: countersToSee(identity, { about: 'password', name: counted, visit }),
  })
  const { login, known } = found
  const attempt = await beginSeen(identity, { about: 'password', name: counted, visit, known }, found)

  const { right, outdated } = await identity.hasher.check(login?.passwordHash ?? null, given.password)
  const fail = async () => {
    await noteRefusal(identity, login?.personId ?? null, 'password', visit, attempt.fail)
    return refuse('sign-in-failed')
  }
  const shown = login?.passwordHash
  if (!login || !right || !shown) throw await fail()
  if (login.blockedAt) throw refuse('id-blocked')
  if (login.status === 'deceased') throw refuse('mailbox-not-open')

  const rehashed = outdated ? await identity.hasher.create(given.password) : null
  const { personId, mailboxId } = login
  const proof = {
    ...({ personId, mailboxId, level: 'low', method: 'password' } as const),
    passwordHash: rehashed ?? shown,
  }
  const { settling, choices } = attempt
  const open = (together: typeof settling) =>
    openSession(
      identity,
      proof,
      visit,
      async (trx) => {
        if (!together) await attempt.succeed(trx)
        if (rehashed && !(await putPassword(trx, personId, { shown, hash: rehashed, setAt: null })))
          throw new SeenOtherwise('the password was changed')
      },
      { settling: together, choices },
    )
  try {
    return { ...(await open(settling)), means: found.means }
  } catch (error) {
    if (!(error instanceof SeenOtherwise)) throw error
  }
  try {
    // Another sign-in in this name has counted meanwhile: this one takes its turn.
    return { ...(await open(null)), means: found.means }
  } catch (error) {
    // While it was looked at, its owner chose another one.
    throw error instanceof SeenOtherwise ? await fail() : error
  }
}
