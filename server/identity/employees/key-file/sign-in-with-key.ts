/**
 * I-16: signing in with a key file. The program signs a challenge that names this post office and gets a link, good once; the page
 * behind it says who would sign in for which enterprise, and a click opens the session. The session is the enterprise's alone.
 *
 * Trusted is the very certificate that was issued for this employment and recorded here, found by its serial number and judged like
 * anybody's: by our own path validator up to our root, against our lists, for client authentication. No chain a caller brings is
 * looked at.
 */
import { createHash, verify, X509Certificate } from 'node:crypto'
import { type AnswerKeyChallenge, signInStatement } from '#api/key-file.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import {
  type EmployeeRow,
  type Enterprise,
  holdActiveRole,
  readEmployee,
  readEnterprise,
} from '#people/employees/employees.store.ts'
import { EXTENDED_KEY_USAGES } from '#rules/certificate-profiles.ts'
import { EMPLOYEE_LEVEL, EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { findCertificate } from '../../certificates/certificates.store.ts'
import { trustCertificate } from '../../certificates/trust-certificate.ts'
import { readLogin } from '../../login.store.ts'
import { noteRefusal, type Opened, openSession } from '../../open-session.ts'
import type { Identity } from '../../room.ts'
import { newToken, tokenHash } from '../../session-token.ts'
import type { Visit } from '../../visit.ts'
import { endOfChallenge } from './key-challenge.ts'
import { type KeyRow, keyOfLink, keyOfSerial, markUsed, putAnswer } from './keys.store.ts'

/** The token of the page to open. @throws `sign-in-failed`, the same for every kind of wrong answer */
export async function answerChallenge(
  identity: Identity,
  visit: Visit,
  given: AnswerKeyChallenge,
): Promise<string> {
  const now = identity.clock()
  const serial = Buffer.from(given.serial, 'hex')
  const link = newToken()
  const { answered, personId } = await asPostOffice(identity.db, async (trx) => {
    const key = await keyOfSerial(trx, serial)
    const held = key && (await inForce(trx, key, now))
    const personId = held?.employee.personId ?? null
    const good =
      key !== undefined &&
      held !== null &&
      held !== undefined &&
      endOfChallenge(identity.keys, given.challenge, now) !== null &&
      (await isSigned(identity, trx, given)) &&
      (await putAnswer(trx, {
        challengeHash: createHash('sha256').update(given.challenge).digest(),
        linkHash: link.hash,
        mailboxId: key.mailboxId,
        keyId: key.keyId,
        expiresAt: new Date(now.getTime() + EMPLOYEE_LIMITS.keySignInSeconds * 1000),
      }))
    return { answered: good, personId }
  })
  if (answered) return link.text
  await noteRefusal(identity, personId, 'key-file', visit)
  throw refuse('sign-in-failed')
}

async function isSigned(
  identity: Identity,
  trx: Trx,
  { serial, challenge, signature }: AnswerKeyChallenge,
): Promise<boolean> {
  const row = await findCertificate(trx, Buffer.from(serial, 'hex'))
  if (row?.profile !== 'employee') return false
  const trust = await trustCertificate(identity, row.certificate, {
    purpose: EXTENDED_KEY_USAGES.clientAuth,
    keyUsage: ['digitalSignature'],
  })
  if (trust.kind === 'refused') return false
  const said = Buffer.from(signInStatement(identity.site.origin, serial, challenge))
  const key = new X509Certificate(row.certificate).publicKey
  return key.asymmetricKeyType === 'ec' && verify('sha256', said, key, Buffer.from(signature, 'base64url'))
}

type InForce = { employee: EmployeeRow; enterprise: Enterprise }

async function inForce(trx: Trx, key: KeyRow, now: Date): Promise<InForce | null> {
  const employee = await readEmployee(trx, key.mailboxId, key.employeeId)
  const enterprise = employee && (await readEnterprise(trx, employee.enterpriseId))
  if (!enterprise || employee.state !== 'active' || !key.notAfter || key.notAfter <= now) return null
  return { employee, enterprise }
}

/** Who would sign in for which enterprise. @throws `link-used-up` */
export async function readKeyLink(identity: Identity, token: string): Promise<InForce> {
  const hash = tokenHash(token)
  const now = identity.clock()
  const found =
    hash &&
    (await asPostOffice(identity.db, async (trx) => {
      const key = await keyOfLink(trx, hash, now, 'looks')
      return key ? inForce(trx, key, now) : null
    }))
  if (!found) throw refuse('link-used-up')
  return found
}

/** @throws `link-used-up`; `id-blocked`; `mailbox-not-open` for a person who can't sign in at all */
export async function signInWithKey(identity: Identity, visit: Visit, token: string): Promise<Opened> {
  const { employee } = await readKeyLink(identity, token)
  const { personId, mailboxId, employeeId, enterpriseId } = employee
  const login = await readLogin(identity.db, personId!)
  if (!login || login.status === 'deceased') throw refuse('mailbox-not-open')
  if (login.blockedAt) throw refuse('id-blocked')
  const now = identity.clock()
  const key = await asPostOffice(identity.db, async (trx) => {
    const taken = await keyOfLink(trx, tokenHash(token)!, now, 'takes')
    if (!taken || !(await inForce(trx, taken, now))) throw refuse('link-used-up')
    return taken
  })
  const proof = {
    personId: personId!,
    // Nothing of the person's own hangs on it.
    mailboxId: null,
    level: EMPLOYEE_LEVEL,
    method: 'key-file',
    acting: { employeeId, enterpriseId, mailboxId },
    keyId: key.keyId,
  } as const
  return openSession(identity, proof, visit, async (trx) => {
    // Held: an employment that ends at this moment waits, and then finds the session.
    if (!(await holdActiveRole(trx, { mailboxId, employeeId, personId: personId! })))
      throw refuse('link-used-up')
    if (!(await markUsed(trx, key, now))) throw refuse('link-used-up')
    const by = { by: 'employee', byEmployeeId: employeeId, level: EMPLOYEE_LEVEL } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at: now, event: 'acted', role: employee.role, ...by }])
  })
}
