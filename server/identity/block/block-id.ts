/**
 * Blocking: the whole ID, or one device. At once and for whoever asks rightly; opened again by a new identification alone (I-05, N-11).
 * Nothing is erased. Three things are kept apart: a waiting time after wrong tries (`rules/lock-out.ts`), a device that takes no more
 * codes, and this.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import type { Requester } from '#rules/revocation-reasons.ts'
import { endApps } from '../app-sessions/app-session.store.ts'
import { markAllRevoked } from '../certificates/certificates.store.ts'
import { wholeSecond } from '../certificates/times.ts'
import { revokeDevice } from '../device.store.ts'
import { endCard } from '../devices/code-card.store.ts'
import { dropOrdersOf } from '../employees/key-file/keys.store.ts'
import { endCodes, NOBODY } from '../enrolment/activation.store.ts'
import { findLogin, readLogin } from '../login.store.ts'
import { countedAs, readLoginName } from '../login-name.ts'
import { noteRefusal } from '../open-session.ts'
import { dropAllOfPerson } from '../provider/artifact.store.ts'
import type { Identity } from '../room.ts'
import { endAllSessions, endOtherSessions, type SessionRow } from '../session.store.ts'
import { beginAttempt } from '../throttle.ts'
import type { Visit } from '../visit.ts'
import { addBlock, type BlockedBy, holdLogin, markBlocked, spendLink } from './block.store.ts'
import { isBlockCode } from './block-code.ts'

export type Blocking = {
  personId: string
  by: BlockedBy
  /** Named staff and why, for support and administrators. */
  staff?: string
  reason?: string
}

/**
 * In the caller's transaction: every session and kept device ends, codes on their way are void, certificates are revoked, nobody signs
 * in. Blocked twice is blocked.
 * For the other rooms that block (fraud staff, company administrators) this is the one way.
 */
export async function blockEverything(
  identity: Pick<Identity, 'clock'>,
  trx: Trx,
  { personId, by, staff, reason }: Blocking,
): Promise<void> {
  const now = identity.clock()
  if (!(await holdLogin(trx, personId)) || !(await markBlocked(trx, personId, now))) return
  const blockId = newId(now.getTime())
  await addBlock(trx, {
    blockId,
    personId,
    deviceId: null,
    by,
    staff: staff ?? null,
    reason: reason ?? null,
    at: now,
  })
  await endAllSessions(trx, { personId, why: 'blocked', now })
  await endApps(trx, { personId, why: 'blocked', now })
  await dropAllOfPerson(trx, personId)
  // Somebody may be holding a letter meant for the owner: it must not open what was just shut.
  await endCodes(trx, personId, 'blocked', now)
  await dropOrdersOf(trx, personId)
  await revokeAllCertificates(trx, personId, by, now)
  await addJob(trx, 'tell-person', { personId, about: 'blocked', facts: {} })
}

/**
 * Certificates go with the ID, those of employments too: whoever has the one may have the other. For good, since a revocation knows
 * no way back; after an unblocking new ones are ordered, with new keys.
 */
export async function revokeAllCertificates(
  trx: Trx,
  personId: string,
  by: BlockedBy,
  now: Date,
): Promise<void> {
  const part = REQUESTERS[by]
  const asking = { part, personId: part === 'holder' ? personId : null }
  const gone = await markAllRevoked(trx, { personId }, { at: wholeSecond(now), why: 'compromise', asking })
  if (gone.length > 0) await addJob(trx, 'publish-lists', {}, { key: 'publish-lists now' })
}

const REQUESTERS = {
  person: 'holder',
  'block-code': 'holder',
  link: 'holder',
  support: 'support',
  administrator: 'administrator',
  fraud: 'system',
} as const satisfies Record<BlockedBy, Requester>

/** The signed-in person's own word, at any level: shutting needs no strength (I-13). */
export function blockOwn(identity: Identity, session: SessionRow): Promise<void> {
  return asPostOffice(identity.db, (trx) =>
    blockEverything(identity, trx, { personId: session.personId, by: 'person' }),
  )
}

/**
 * One device or card, also the last one, also with the password alone: it is lost or in wrong hands. The other sessions end with it.
 * @throws `not-found`
 */
export async function blockOwnDevice(
  identity: Identity,
  session: SessionRow,
  deviceId: string,
): Promise<void> {
  const { personId } = session
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    await holdLogin(trx, personId)
    const gone =
      (await revokeDevice(trx, personId, deviceId, now)) ||
      (await endCard(trx, { personId, cardId: deviceId, why: 'blocked', now }))
    if (!gone) throw refuse('not-found')
    const blockId = newId(now.getTime())
    await addBlock(trx, { blockId, personId, deviceId, by: 'person', staff: null, reason: null, at: now })
    await endOtherSessions(trx, { personId, keepSessionId: session.sessionId, why: 'blocked', now })
    await addJob(trx, 'tell-person', { personId, about: 'device-removed', facts: {} })
  })
}

/**
 * Without signing in: user ID (or national number) and the block code of a letter. The code is 35 bits and can do nothing else, and
 * guessing it is as slow as guessing a password.
 * @throws `code-mistyped`, `sign-in-failed`, `sign-in-wait`
 */
export async function blockByCode(
  identity: Identity,
  visit: Visit,
  given: { name: string; code: string },
): Promise<void> {
  const name = readLoginName(given.name)
  const attempt = await beginAttempt(identity, {
    about: 'code',
    name: `block ${countedAs(name)}`,
    visit,
    known: false,
  })
  const found = await findLogin(identity.db, name)
  const login = await readLogin(identity.db, found?.personId ?? NOBODY)
  const right = isBlockCode(identity, login?.personId ?? 'nobody', login?.blockCodeNo ?? 1, given.code)
  if (!login || !right) {
    await noteRefusal(identity, null, 'activation', visit, attempt.fail)
    throw refuse('sign-in-failed')
  }
  await asPostOffice(identity.db, async (trx) => {
    await attempt.succeed(trx)
    await blockEverything(identity, trx, { personId: login.personId, by: 'block-code' })
  })
}

/** The link of a security notice. @throws `link-used-up` when it was used or is too old. */
export async function blockByLink(identity: Identity, noticeId: string): Promise<void> {
  await asPostOffice(identity.db, async (trx) => {
    const personId = await spendLink(trx, noticeId, identity.clock())
    if (!personId) throw refuse('link-used-up')
    await blockEverything(identity, trx, { personId, by: 'link' })
  })
}
