/** The person behind a code chooses user ID and password: an ID is issued, or its holder is back (I-01, I-14, I-15). */
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { PROFILES } from '#rules/profiles.ts'
import { currentText } from '../agreed/agreed-texts.ts'
import { endApps } from '../app-sessions/app-session.store.ts'
import { liftBlocks } from '../block/block.store.ts'
import { revokeAllCertificates } from '../block/block-id.ts'
import { revokeAllDevices } from '../device.store.ts'
import { dropOrdersOf } from '../employees/key-file/keys.store.ts'
import { putLogin, readPerson } from '../login.store.ts'
import { USER_ID_ALLOWED, userIdForm } from '../login-name.ts'
import { type Opened, openSession } from '../open-session.ts'
import { dropAllOfPerson } from '../provider/artifact.store.ts'
import type { Identity } from '../room.ts'
import { endAllSessions } from '../session.store.ts'
import { requireGood, userIdFault } from '../set-password.ts'
import { describeBrowser } from '../user-agent.ts'
import type { Visit } from '../visit.ts'
import {
  type ActivationRow,
  appendAgreement,
  findActivation,
  holdPerson,
  markEnrolled,
  spendActivation,
} from './activation.store.ts'
import { before, type Choosing, readTicket } from './try-code.ts'

export type Choice = {
  ticket: string
  formCookie: string
  /** Left out in `no`, and when it stays as it is. */
  userId?: string
  password: string
  acceptTerms: boolean
  acceptPublicServices: boolean
  /** Recovery: everything registered so far is lost or in wrong hands. */
  forgetDevices: boolean
  /** Recovery of a blocked ID: everything registered so far is in the owner's hands. Not said, it is over. */
  keepDevices: boolean
}

/**
 * The code is used up in the transaction that makes the login: two at once make one. Everything that was open before ends.
 * @throws `link-used-up` when the ticket or its code is over; `request-invalid` with faults for the user ID and for terms not accepted;
 * `password-too-weak`.
 */
export async function chooseLogin(identity: Identity, visit: Visit, choice: Choice): Promise<Opened> {
  const activationId = readTicket(identity, choice.ticket, choice.formCookie)
  const code = activationId && (await findActivation(identity.db, activationId))
  if (!code || code.endedAt || code.status !== 'active') throw refuse('link-used-up')
  const person = (await readPerson(identity.db, code.personId))!
  const chosen = code.enrolled && code.userId !== null ? code.userId : choice.userId?.trim() || undefined
  const byUserId = PROFILES[person.country].loginIdentifier === 'user-id'
  const form = byUserId && chosen !== undefined ? userIdForm(chosen) : null
  if (byUserId && form === null) throw userIdFault('form', `Allowed: ${USER_ID_ALLOWED}.`)
  if (code.purpose === 'enrol' && !choice.acceptTerms)
    throw refuse('request-invalid', {
      faults: [{ field: 'terms', reason: 'missing', message: 'Without the terms there is no ID.' }],
    })
  requireGood(choice.password, { nationalNumber: person.nationalNumber, userId: form }, 'password')
  const passwordHash = await identity.hasher.create(choice.password)
  const proof = {
    personId: code.personId,
    mailboxId: code.mailboxId,
    level: 'low',
    method: 'activation',
  } as const
  return openSession(identity, proof, visit, async (trx) => {
    const now = identity.clock()
    await holdPerson(trx, code.personId)
    if (!(await spendActivation(trx, code, now))) throw refuse('link-used-up')
    const login = {
      personId: code.personId,
      userId: byUserId ? chosen! : null,
      userIdForm: form,
      passwordHash,
      now,
    }
    if (!(await putLogin(trx, login))) throw userIdFault('taken', 'This user ID is taken. Choose another.')
    await markEnrolled(trx, code.personId, now)
    if (code.purpose === 'enrol') await agree(identity, trx, code, choice)
    else await comeBack(trx, code, choice, visit, now)
  })
}

async function agree(identity: Identity, trx: Trx, code: ActivationRow, choice: Choice): Promise<void> {
  const at = identity.clock()
  for (const [agreement, accepted] of [
    ['id-terms', true],
    ['public-services-and-signature', choice.acceptPublicServices],
  ] as const)
    await appendAgreement(trx, {
      personId: code.personId,
      agreementId: newId(at.getTime()),
      agreement,
      accepted,
      textVersion: currentText(agreement).version,
      at,
    })
}

/** N-11: a new identification is the only thing that lifts a block. */
async function comeBack(
  trx: Trx,
  code: ActivationRow,
  choice: Choice,
  visit: Visit,
  now: Date,
): Promise<void> {
  const { personId } = code
  await endAllSessions(trx, { personId, why: 'recovered', now })
  // What opens without the password, and what service providers were given: a thief may have kept either.
  await endApps(trx, { personId, why: 'recovered', now })
  await dropAllOfPerson(trx, personId)
  await dropOrdersOf(trx, personId)
  const browser = describeBrowser(visit.userAgent)
  const facts = browser ? { browser } : {}
  if (code.purpose !== 'temporary-password') {
    // Somebody who got in may have left a device, a token or a certificate of their own behind.
    if (code.blocked ? !choice.keepDevices : choice.forgetDevices) {
      await revokeAllDevices(trx, personId, now)
      await revokeAllCertificates(trx, personId, 'person', now)
    }
    if (await liftBlocks(trx, personId, now))
      await addJob(trx, 'tell-person', { personId, about: 'unblocked', facts: {} })
    await addJob(trx, 'tell-person', { personId, about: 'recovery-finished', facts })
  } else await addJob(trx, 'tell-person', { personId, about: 'password-changed', facts })
}

/** For the page: what the ticket is about, or null when it is over. */
export async function choiceOf(
  identity: Identity,
  ticket: string,
  formCookie: string,
): Promise<Omit<Choosing, 'ticket'> | null> {
  const activationId = readTicket(identity, ticket, formCookie)
  const code = activationId && (await findActivation(identity.db, activationId))
  if (!code || code.endedAt) return null
  const { purpose, country, userId } = code
  return { purpose, country, userId, before: await before(identity, code) }
}
