/** Whether a certificate we issued counts at this moment: for sign-in by key file and for signatures. Checked like anybody's, up to our
 * root and against our published lists; and against the database, which knows of a revocation before any list does. */
import type { KeyUsage } from '#rules/certificate-profiles.ts'
import { listAuthorities, newestList } from './authorities.store.ts'
import { type CertificateRow, findCertificate } from './certificates.store.ts'
import { type PathVerdict, validatePath } from './path/validate-path.ts'
import type { Certificates } from './room.ts'
import { parseSerial } from './serial.ts'

export type Trust =
  | { readonly kind: 'trusted'; readonly row: CertificateRow }
  | { readonly kind: 'refused'; readonly why: Extract<PathVerdict, { kind: 'refused' }> }

/** @param der the certificate as it was presented
 * @param use object identifier of an extended key usage, and what the key must be allowed to do */
export async function trustCertificate(
  pki: Pick<Certificates, 'db' | 'clock'>,
  der: Uint8Array,
  use: { readonly purpose?: string; readonly keyUsage?: readonly KeyUsage[] } = {},
): Promise<Trust> {
  const authorities = await listAuthorities(pki.db)
  const lists = await Promise.all(authorities.map(({ name }) => newestList(pki.db, name)))
  const verdict = validatePath({
    certificate: der,
    intermediates: authorities.filter(({ kind }) => kind === 'issuing').map(({ certificate }) => certificate),
    anchors: authorities.filter(({ kind }) => kind === 'root').map(({ certificate }) => certificate),
    at: pki.clock(),
    ...use,
    revocation: { of: 'all', lists: lists.flatMap((row) => (row ? [row.list] : [])) },
  })
  if (verdict.kind === 'refused') return { kind: 'refused', why: verdict }
  const refused = (fault: 'revoked' | 'no-path', detail: string): Trust => ({
    kind: 'refused',
    why: { kind: 'refused', fault, depth: 0, detail },
  })
  const serial = parseSerial(verdict.path[0]!.serial)
  const row = serial && (await findCertificate(pki.db, serial))
  // Signed by our key and not in our records: the key has been used behind our back.
  if (!row?.certificate.equals(der) || !row.holderId)
    return refused('no-path', 'we have no record of issuing it to a holder')
  if (row.revokedAt) return refused('revoked', 'it was revoked')
  return { kind: 'trusted', row }
}
