/** Publishes the revocation list of each authority: when the last one is getting old, and at once when something was revoked. */
import { asPostOffice } from '#ground/db.ts'
import type { SigningKeyKind } from '#ground/signing-keys.ts'
import { AUTHORITY_TIMES } from '#rules/certificate-profiles.ts'
import { crlReasonOf } from '#rules/revocation-reasons.ts'
import {
  type AuthorityRow,
  insertList,
  type ListRow,
  listAuthorities,
  newestList,
} from './authorities.store.ts'
import { buildCrl } from './build-crl.ts'
import { listRevoked } from './certificates.store.ts'
import { readCertificate } from './read-certificate.ts'
import { readCrl } from './read-crl.ts'
import type { Certificates } from './room.ts'
import { plusDays, plusHours, wholeSecond } from './times.ts'

/** @returns the names of the authorities that have a new list */
export async function publishLists(pki: Certificates): Promise<string[]> {
  const published: string[] = []
  for (const authority of await listAuthorities(pki.db)) {
    const key = await pki.keys.find(authority.keyName)
    // A root kept apart publishes at the ceremony, where its key is (docs/operations.md).
    if (!key || authority.notAfter <= pki.clock()) continue
    if (await publishList(pki, authority, key.kind)) published.push(authority.name)
  }
  return published
}

export type ListElsewhere = { readonly authority: string; readonly endsAt: Date | null }

/** Lists that are due, or lack a revocation, of authorities whose key is not here: somebody has to bring it (docs/operations.md). */
export async function listsDueElsewhere(pki: Certificates): Promise<ListElsewhere[]> {
  const due: ListElsewhere[] = []
  for (const authority of await listAuthorities(pki.db)) {
    if (authority.notAfter <= pki.clock() || (await pki.keys.find(authority.keyName))) continue
    const last = await newestList(pki.db, authority.name)
    const revoked = last ? await listRevoked(pki.db, authority.name, last.thisUpdate) : []
    const news =
      last !== undefined &&
      lacksOne(
        last,
        revoked.map(({ serial }) => serial),
      )
    if (!last || news || pki.clock() >= renewAt(authority, last))
      due.push({ authority: authority.name, endsAt: last?.nextUpdate ?? null })
  }
  return due
}

const TRIES = 5

async function publishList(
  pki: Certificates,
  authority: AuthorityRow,
  kind: SigningKeyKind,
): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const last = await newestList(pki.db, authority.name)
    const now = wholeSecond(pki.clock())
    const due = last === undefined || now >= renewAt(authority, last)
    const revoked = await listRevoked(pki.db, authority.name, last?.thisUpdate ?? now)
    // Marked after the last list was made; or in the same second, or by a transaction that was slow to commit.
    const news =
      last !== undefined &&
      lacksOne(
        last,
        revoked.map(({ serial }) => serial),
      )
    if (!due && !news) return false
    const issuer = readCertificate(authority.certificate)
    const next: Omit<ListRow, 'list'> = {
      number: (last?.number ?? 0) + 1,
      thisUpdate: now,
      nextUpdate: endOf(authority, now),
    }
    const list = await buildCrl(
      {
        issuer: issuer.subject.der,
        issuerSpki: issuer.spki,
        ...next,
        revoked: revoked.map(({ serial, revokedAt, revokedWhy }) => ({
          serial,
          at: revokedAt,
          reason: crlReasonOf(revokedWhy),
        })),
      },
      { keys: pki.keys, name: authority.keyName, kind },
    )
    if (await keepList(pki, authority.name, { ...next, list })) return true
  }
  throw new Error(`the list of ${authority.name} was published by others ${TRIES} times in a row`)
}

const renewAt = (authority: AuthorityRow, last: ListRow): Date =>
  authority.kind === 'root'
    ? plusDays(last.thisUpdate, AUTHORITY_TIMES.rootCrlEveryDays)
    : plusHours(last.thisUpdate, AUTHORITY_TIMES.crlEveryHours)

const endOf = (authority: AuthorityRow, now: Date): Date =>
  authority.kind === 'root'
    ? plusDays(now, AUTHORITY_TIMES.rootCrlDays)
    : plusHours(now, AUTHORITY_TIMES.crlHours)

function lacksOne(last: ListRow, serials: readonly Buffer[]): boolean {
  if (serials.length === 0) return false
  const { entries } = readCrl(last.list)
  return serials.some((serial) => !entries.has(serial.toString('hex')))
}

/** False when another process was first with this number: its list may lack what ours holds, so look again. */
async function keepList(pki: Certificates, authorityName: string, row: ListRow): Promise<boolean> {
  return asPostOffice(pki.db, (trx) => insertList(trx, authorityName, row))
}
