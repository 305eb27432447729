/** I-02, I-16: an employee orders a key file, fetches its certificate with the program, and ends it. */
import { createPublicKey, verify } from 'node:crypto'
import { type EnrolKey, enrolStatement, type KeyEnrolled } from '#api/key-file.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import {
  type Employment,
  employmentsOf,
  readEmployee,
  readEnterprise,
} from '#people/employees/employees.store.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { issueCertificate } from '../../certificates/issue-certificate.ts'
import type { Certificates } from '../../certificates/room.ts'
import type { Identity } from '../../room.ts'
import { endSessionsOfKey, type SessionRow } from '../../session.store.ts'
import { newToken, tokenHash } from '../../session-token.ts'
import { endKeys, type KeyRow, listKeys, putOrder, putSerial, takeOrder } from './keys.store.ts'

/** The one-time code, to be shown once. @throws `not-found` unless the employment is theirs and goes on; `too-many-requests` */
export function orderKey(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
): Promise<{ code: string; expiresAt: Date }> {
  return asPostOffice(identity.db, async (trx) => {
    const { mailboxId, role } = await own(trx, session, employeeId)
    const at = identity.clock()
    if ((await listKeys(trx, mailboxId, employeeId)).length >= EMPLOYEE_LIMITS.keysMax)
      throw refuse('too-many-requests', {
        detail: `At most ${EMPLOYEE_LIMITS.keysMax} key files. End one first.`,
      })
    const code = newToken()
    const expiresAt = new Date(at.getTime() + EMPLOYEE_LIMITS.keyCodeMinutes * 60_000)
    await putOrder(trx, {
      mailboxId,
      employeeId,
      keyId: newId(at.getTime()),
      codeHash: code.hash,
      expiresAt,
      at,
    })
    const by = { by: 'employee', byEmployeeId: employeeId, level: session.level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'key-ordered', role, ...by }])
    return { code: code.text, expiresAt }
  })
}

async function own(trx: Trx, session: SessionRow, employeeId: string): Promise<Employment> {
  const found = (await employmentsOf(trx, session.personId)).find((one) => one.employeeId === employeeId)
  if (found?.state !== 'active') throw refuse('not-found')
  return found
}

export function listOwnKeys(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
): Promise<{ employment: Employment; keys: KeyRow[] }> {
  return asPostOffice(identity.db, async (trx) => {
    const employment = await own(trx, session, employeeId)
    return { employment, keys: await listKeys(trx, employment.mailboxId, employeeId) }
  })
}

/** Ends it, what it has opened, and its certificate. @throws `not-found` */
export function endKey(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
  keyId: string,
): Promise<void> {
  return asPostOffice(identity.db, async (trx) => {
    const { mailboxId } = await own(trx, session, employeeId)
    const at = identity.clock()
    if ((await endKeysAt(trx, { mailboxId, employeeId, keyId, at }, 'holder')) === 0)
      throw refuse('not-found')
    await endSessionsOfKey(trx, keyId, at)
    const by = { by: 'employee', byEmployeeId: employeeId, level: session.level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event: 'key-ended', ...by }])
  })
}

/** In the transaction that ends an employment, or one key of it. Certificates are revoked by a job: durable, and right after. */
export async function endKeysAt(
  trx: Trx,
  which: Parameters<typeof endKeys>[1],
  part: 'holder' | 'administrator',
): Promise<number> {
  const ended = await endKeys(trx, which)
  const serials = ended.flatMap(({ serial }) => (serial ? [serial.toString('hex')] : []))
  await addJobs(
    trx,
    'revoke-certificate',
    serials.map((serial) => ({ serial, part })),
  )
  return ended.length
}

/**
 * The program brings a key and shows that it holds its private half. @throws `link-used-up` for a code that is wrong, used or has
 * run out; `request-invalid` for a key that is none of ours; `sign-in-failed` when the signature is not by that key.
 */
export async function enrolKey(identity: Identity, pki: Certificates, given: EnrolKey): Promise<KeyEnrolled> {
  const hash = tokenHash(given.code)
  if (!hash) throw refuse('link-used-up')
  requirePossession(identity, given)
  const spki = Buffer.from(given.publicKey, 'base64url')
  const at = identity.clock()
  const order = await asPostOffice(identity.db, async (trx) => {
    const taken = await takeOrder(trx, hash, at)
    const employee = taken && (await readEmployee(trx, taken.mailboxId, taken.employeeId))
    const enterprise = employee && (await readEnterprise(trx, employee.enterpriseId))
    if (!taken || !enterprise || employee.state !== 'active' || !employee.personId) return null
    return { taken, employee, enterprise, personId: employee.personId }
  })
  // Refused outside the transaction: the code is spent all the same.
  if (!order) throw refuse('link-used-up')
  const { taken, employee, enterprise, personId } = order
  const { mailboxId, employeeId, keyId } = taken
  const issued = await issueCertificate(
    pki,
    {
      kind: 'employee',
      country: enterprise.country,
      enterprise: { number: enterprise.enterpriseNumber, name: enterprise.name },
      name: employee.name,
      personId,
      rid: employeeId,
    },
    { spki },
    { part: 'holder', personId },
  )
  const kept = await asPostOffice(identity.db, async (trx) => {
    const serial = Buffer.from(issued.serial, 'hex')
    if (!(await putSerial(trx, { mailboxId, keyId, serial, at, notAfter: issued.notAfter }))) {
      await addJobs(trx, 'revoke-certificate', [{ serial: issued.serial, part: 'holder' }])
      return false
    }
    await appendEvents(trx, [
      { mailboxId, employeeId, at, event: 'key-issued', by: 'employee', byEmployeeId: employeeId },
    ])
    const facts = { at: at.toISOString(), device: enterprise.name }
    await addJobs(trx, 'tell-person', [{ personId, about: 'certificate-issued', facts }])
    return true
  })
  // The employment, the key or the ID ended while the certificate was made.
  if (!kept) throw refuse('link-used-up')
  return {
    serial: issued.serial,
    certificates: pemOf(issued.der) + pemOf(issued.issuer),
    name: employee.name,
    enterprise: enterprise.name,
    notAfter: issued.notAfter.toISOString(),
  }
}

function requirePossession(identity: Identity, { code, publicKey, signature }: EnrolKey): void {
  const said = Buffer.from(enrolStatement(identity.site.origin, code))
  let held = false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' })
    held = key.asymmetricKeyType === 'ec' && verify('sha256', said, key, Buffer.from(signature, 'base64url'))
  } catch {
    throw refuse('request-invalid', {
      faults: [{ field: 'publicKey', reason: 'key', message: 'Must be an EC key on P-256 in DER.' }],
    })
  }
  if (!held) throw refuse('sign-in-failed')
}

const pemOf = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`
