/** A passkey signs in directly, or raises the present session: level substantial either way (I-02, B-06). */
import type { PasskeyAssertion, PasskeyChallenge } from '#api/session.ts'
import { refuse } from '#ground/refuse.ts'
import { type Challenge, takeChallenge } from './challenge.store.ts'
import { findPasskey, type PasskeyRow, usePasskey } from './device.store.ts'
import { readLogin } from './login.store.ts'
import { noteRefusal, type Opened, openSession, raisePresentSession } from './open-session.ts'
import { askPasskey, judgeAssertion } from './passkey-challenge.ts'
import type { Identity } from './room.ts'
import type { SessionRow } from './session.store.ts'
import { sha256, type Visit } from './visit.ts'

/** @param form the browser's form token: only the page that asked may answer. */
export function askToSignIn(identity: Identity, form: string): Promise<PasskeyChallenge> {
  return askPasskey(identity, { purpose: 'sign-in', boundTo: sha256(`form ${form}`), personId: null })
}

/** @throws `device-not-usable` when the person has no passkey. */
export async function askToStepUp(identity: Identity, session: SessionRow): Promise<PasskeyChallenge> {
  const { personId } = session
  const asked = await askPasskey(identity, { purpose: 'step-up', boundTo: boundToSession(session), personId })
  const { allowCredentials } = asked.options as { allowCredentials?: unknown[] }
  if (!allowCredentials?.length) throw refuse('device-not-usable')
  return asked
}

/** @throws `sign-in-failed` for every kind of wrong answer, `mailbox-not-open` to who holds the passkey. */
export async function signInWithPasskey(
  identity: Identity,
  visit: Visit,
  given: { form: string; challengeId: string; assertion: PasskeyAssertion },
): Promise<Opened> {
  const challenge = await takeChallenge(identity.db, {
    challengeId: given.challengeId,
    purpose: 'sign-in',
    boundTo: sha256(`form ${given.form}`),
    now: identity.clock(),
  })
  const { passkey, counter } = await answered(identity, visit, challenge, given.assertion)
  const login = await readLogin(identity.db, passkey.personId)
  if (!login || login.status === 'deceased') throw refuse('mailbox-not-open')
  if (login.blockedAt) throw refuse('id-blocked')
  const proof = {
    personId: passkey.personId,
    mailboxId: login.mailboxId,
    level: 'substantial',
    method: 'passkey',
  } as const
  const now = identity.clock()
  return openSession(identity, proof, visit, async (trx) => {
    if (!(await usePasskey(trx, passkey.deviceId, counter, now))) throw refuse('sign-in-failed')
  })
}

/** @throws `sign-in-failed`; also for somebody else's passkey: a session never changes its person. */
export async function stepUpWithPasskey(
  identity: Identity,
  session: SessionRow,
  visit: Visit,
  given: { challengeId: string; assertion: PasskeyAssertion },
): Promise<Opened> {
  const challenge = await takeChallenge(identity.db, {
    challengeId: given.challengeId,
    purpose: 'step-up',
    boundTo: boundToSession(session),
    now: identity.clock(),
  })
  const { passkey, counter } = await answered(identity, visit, challenge, given.assertion)
  if (passkey.personId !== session.personId) throw refuse('sign-in-failed')
  const proof = {
    personId: session.personId,
    mailboxId: session.mailboxId,
    level: 'substantial',
    method: 'passkey',
  } as const
  const now = identity.clock()
  return raisePresentSession(identity, session, proof, visit, async (trx) => {
    if (!(await usePasskey(trx, passkey.deviceId, counter, now))) throw refuse('sign-in-failed')
  })
}

export function boundToSession(session: { sessionId: string }): Buffer {
  return sha256(`session ${session.sessionId}`)
}

/** @throws `sign-in-failed` for every kind of wrong answer; whose passkey it is, and the counter it must be used with. */
export async function answered(
  identity: Identity,
  visit: Visit,
  challenge: Challenge | null,
  assertion: PasskeyAssertion,
): Promise<{ passkey: PasskeyRow; counter: number }> {
  if (!challenge) throw refuse('sign-in-failed')
  const passkey = await findPasskey(identity.db, Buffer.from(assertion.id, 'base64url'))
  const counter = passkey && (await judgeAssertion(identity, challenge, passkey, assertion))
  if (!passkey || counter === null) {
    await noteRefusal(identity, passkey?.personId ?? null, 'passkey', visit)
    throw refuse('sign-in-failed')
  }
  return { passkey, counter }
}
