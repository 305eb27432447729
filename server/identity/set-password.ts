/** A login and its password: set by the seed tool and by enrolment, changed by the person, confirmed before great steps. */
import type { Fault } from '#api/problems.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { PROFILES } from '#rules/profiles.ts'
import { endApps } from './app-sessions/app-session.store.ts'
import { type PersonLogin, putLogin, putPassword, readLogin, readPerson } from './login.store.ts'
import { USER_ID_ALLOWED, userIdForm } from './login-name.ts'
import { noteRefusal } from './open-session.ts'
import { faultsOf, PASSWORD_LENGTH, type PasswordFault } from './password-rule.ts'
import { dropOfOtherSessions } from './provider/artifact.store.ts'
import type { Identity } from './room.ts'
import { endOtherSessions, rememberPassword, type SessionRow } from './session.store.ts'
import { knowsBrowser } from './throttle.store.ts'
import { beginAttempt } from './throttle.ts'
import { describeBrowser } from './user-agent.ts'
import type { Visit } from './visit.ts'

const FAULT_WORDS = {
  'too-short': `Use at least ${PASSWORD_LENGTH.min} characters. A short sentence is easy to remember.`,
  'too-long': `Use at most ${PASSWORD_LENGTH.max} characters.`,
  'national-number-inside': 'Leave out your national number, and anything that looks like one.',
  'user-id-inside': 'Leave out your user ID.',
  'too-common': 'Many people use this one, so it is tried first. Choose another.',
  'one-character': 'Use more than one character.',
} as const satisfies Record<PasswordFault, string>

/**
 * Gives a person a login, or a new one. In the profile `dk` by a chosen user ID, in `no` by national number, where `userId` must be
 * left out (I-14).
 * @throws `not-found` for a person the register does not know; `request-invalid` for the user ID; `password-too-weak`
 * with a fault for every broken rule.
 */
export async function setLogin(
  identity: Identity,
  given: { personId: string; userId?: string; password: string },
): Promise<void> {
  const person = await readPerson(identity.db, given.personId)
  if (!person) throw refuse('not-found')
  const byUserId = PROFILES[person.country].loginIdentifier === 'user-id'
  const form = given.userId === undefined ? null : userIdForm(given.userId)
  if (byUserId !== (form !== null))
    throw userIdFault('form', byUserId ? `Allowed: ${USER_ID_ALLOWED}.` : 'Leave it out.')

  requireGood(given.password, { nationalNumber: person.nationalNumber, userId: form }, 'password')
  const passwordHash = await identity.hasher.create(given.password)
  const userId = given.userId ?? null
  const put = await asPostOffice(identity.db, (trx) =>
    putLogin(trx, {
      personId: given.personId,
      userId,
      userIdForm: form,
      passwordHash,
      now: identity.clock(),
    }),
  )
  if (!put) throw userIdFault('taken', 'This user ID is taken. Choose another.')
}

/** The signed-in person's own change. Every other session of theirs ends. @throws as `confirmPassword`, `password-too-weak` */
export async function changePassword(
  identity: Identity,
  session: SessionRow,
  visit: Visit,
  given: { current: string; next: string },
): Promise<void> {
  const { login, shown } = await confirmPassword(identity, session, visit, given.current)
  requireGood(given.next, { nationalNumber: login.nationalNumber, userId: login.userId }, 'next')
  const hash = await identity.hasher.create(given.next)
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    // Changed meanwhile, what was entered as the present one is no longer that.
    if (!(await putPassword(trx, session.personId, { shown, hash, setAt: now })))
      throw refuse('sign-in-failed')
    await endOtherSessions(trx, {
      personId: session.personId,
      keepSessionId: session.sessionId,
      why: 'password-changed',
      now,
    })
    // What opens without the password is over too where the old one was enough to get it: lasting access of service providers, kept devices.
    await dropOfOtherSessions(trx, { personId: session.personId, keepSessionId: session.sessionId })
    await endApps(trx, { personId: session.personId, keepAppId: session.appId, why: 'password-changed', now })
    const facts = { at: now.toISOString(), browser: describeBrowser(visit.userAgent) ?? '' }
    await addJobs(trx, 'tell-person', [{ personId: session.personId, about: 'password-changed', facts }])
  })
}

/** The password once more, within a session. `shown`: the hash it was right by. @throws `sign-in-wait`, `sign-in-failed` */
export async function confirmPassword(
  identity: Identity,
  session: SessionRow,
  visit: Visit,
  password: string,
): Promise<{ login: PersonLogin; shown: string }> {
  const { personId } = session
  const known = visit.browserHash !== null && (await knowsBrowser(identity.db, visit.browserHash, personId))
  const attempt = await beginAttempt(identity, {
    about: 'password',
    name: `person:${personId}`,
    visit,
    known,
  })
  const login = await readLogin(identity.db, personId)
  const shown = login?.passwordHash ?? null
  const { right } = await identity.hasher.check(shown, password)
  if (!right || !login || shown === null) {
    await noteRefusal(identity, personId, 'password', visit)
    throw refuse('sign-in-failed')
  }
  await asPostOffice(identity.db, async (trx) => {
    await attempt.succeed(trx)
    await rememberPassword(trx, session.sessionId, identity.clock())
  })
  return { login, shown }
}

export function requireGood(
  password: string,
  known: { nationalNumber: string; userId: string | null },
  field: string,
): void {
  const faults: Fault[] = faultsOf(password, known).map((reason) => ({
    field,
    reason,
    message: FAULT_WORDS[reason],
  }))
  if (faults.length > 0) throw refuse('password-too-weak', { faults })
}

export function userIdFault(reason: string, message: string) {
  return refuse('request-invalid', { faults: [{ field: 'userId', reason, message }] })
}
