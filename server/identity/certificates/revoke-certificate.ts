/** Revokes a certificate (I-04): effective at once in OCSP, and in the list that is published right after. For good: there is no
 * way back, and no hold. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { addJob, addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { mayRevoke, type RevocationCause } from '#rules/revocation-reasons.ts'
import {
  type Asking,
  findCertificate,
  listOfDeceased,
  listWards,
  markAllRevoked,
  markRevoked,
  type Whose,
} from './certificates.store.ts'
import type { Certificates } from './room.ts'
import { parseSerial } from './serial.ts'
import { wholeSecond } from './times.ts'

export type Revocation = {
  /** 32 hexadecimal digits. */
  readonly serial: string
  readonly reason: RevocationCause
  /** Who asks, and as what. That they may for this certificate, the caller has found out; that they may give this reason is
   * checked here. */
  readonly requester: Asking
}

export type Revoked = { readonly serial: string; readonly revokedAt: Date; readonly reason: RevocationCause }

/** Revoking again changes nothing: the first reason and time stay.
 * @throws Refusal not-found, request-invalid */
export async function revokeCertificate(
  pki: Certificates,
  { serial, reason, requester }: Revocation,
): Promise<Revoked> {
  if (!mayRevoke(reason, requester.part))
    throw refuse('request-invalid', {
      faults: [{ field: 'reason', reason: 'not-allowed', message: 'This reason is for others to give.' }],
    })
  const number = parseSerial(serial)
  if (!number) throw refuse('not-found')
  return asPostOffice(pki.db, async (trx) => {
    const at = wholeSecond(pki.clock())
    const marked = await markRevoked(trx, number, { at, why: reason, asking: requester })
    const row = await findCertificate(trx, number)
    if (!row?.revokedAt || !row.revokedWhy) throw refuse('not-found')
    if (marked) await addJob(trx, 'publish-lists', {}, { key: 'publish-lists now' })
    return { serial, revokedAt: row.revokedAt, reason: row.revokedWhy }
  })
}

/** In the transaction that knows why: all at once, each holder is told, and the list is published right after. */
export async function revokeAllOf(
  trx: Trx,
  whose: Whose,
  revocation: { at: Date; why: RevocationCause; asking: Asking },
): Promise<number> {
  const at = wholeSecond(revocation.at)
  const holders = await markAllRevoked(trx, whose, { ...revocation, at })
  if (holders.length === 0) return 0
  await addJob(trx, 'publish-lists', {}, { key: 'publish-lists now' })
  const told = [...new Set(holders)].filter((personId) => personId !== null)
  const facts = { at: at.toISOString() }
  await addJobs(
    trx,
    'tell-person',
    told.map((personId) => ({ personId, about: 'certificate-revoked' as const, facts })),
  )
  return holders.length
}

/** Who comes under guardianship acts by a guardian: nothing is signed with their key any more. */
export async function revokeOfWards(pki: Certificates): Promise<void> {
  const at = pki.clock()
  const asking = { part: 'system', personId: null } as const
  await asPostOffice(pki.db, async (trx) => {
    for (const personId of await listWards(trx, at))
      await revokeAllOf(trx, { personId }, { at, why: 'guardianship', asking })
  })
}

/** @returns how many certificates of the deceased were revoked */
export async function revokeOfDeceased(pki: Certificates): Promise<number> {
  const serials = await listOfDeceased(pki.db, pki.clock())
  for (const serial of serials)
    await revokeCertificate(pki, {
      serial: serial.toString('hex'),
      reason: 'death',
      requester: { part: 'system', personId: null },
    })
  return serials.length
}
