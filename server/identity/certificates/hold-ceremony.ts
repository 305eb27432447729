/** The ceremony (I-04): makes the root and the issuing authority, once, and the next issuing authority when the present one can no
 * longer issue for a full term. Held again it changes nothing. Keys are made where signing keys are kept. */
import { asPostOffice } from '#ground/db.ts'
import type { SigningKeyKind } from '#ground/signing-keys.ts'
import {
  AUTHORITY_TIMES,
  EXTENDED_KEY_USAGES,
  ISSUING_ROLLOVER_YEARS_BEFORE_END,
  POLICY_ARCS,
} from '#rules/certificate-profiles.ts'
import { type AuthorityRow, insertAuthority, listAuthorities, lockAuthorities } from './authorities.store.ts'
import { buildCertificate } from './build-certificate.ts'
import { insertCertificate } from './certificates.store.ts'
import {
  access,
  authority,
  authorityKey,
  derOf,
  extendedKeyUsage,
  keyUsage,
  nameOf,
  policies,
  revocationList,
  subjectKey,
} from './encode.ts'
import { publishLists } from './publish-lists.ts'
import { readCertificate } from './read-certificate.ts'
import { addressesOf, type Certificates } from './room.ts'
import { newSerial } from './serial.ts'
import { earlier, plusYears, sha256, wholeSecond } from './times.ts'

export type CeremonyOrder = {
  /** Who runs the authority: the O of its names. */
  readonly organisation: string
  readonly country: 'dk' | 'no'
  /** A new issuing authority now, though the present one would do: after a compromise, or to practise. */
  readonly rollOver?: boolean
}

export type Ceremony = { readonly made: readonly AuthorityRow[]; readonly all: readonly AuthorityRow[] }

const AUTHORITY_KEY: SigningKeyKind = 'ec-p384'
const RESPONDER_KEY: SigningKeyKind = 'ec-p256'

export async function holdCeremony(pki: Certificates, order: CeremonyOrder): Promise<Ceremony> {
  const before = await listAuthorities(pki.db)
  const made: AuthorityRow[] = []
  const root = before.filter(({ kind }) => kind === 'root').at(-1) ?? (await makeRoot(pki, order, made))
  const issuing = before.filter(({ kind }) => kind === 'issuing').at(-1)
  if (!issuing || order.rollOver || lastsTooShort(pki, issuing))
    await makeIssuing(pki, order, root, (issuing?.number ?? 0) + 1, made)
  await publishLists(pki)
  return { made, all: await listAuthorities(pki.db) }
}

/** Whether a certificate issued now would have to end before its term. */
const lastsTooShort = (pki: Certificates, issuing: AuthorityRow): boolean =>
  issuing.notAfter < plusYears(pki.clock(), ISSUING_ROLLOVER_YEARS_BEFORE_END)

async function makeRoot(
  pki: Certificates,
  order: CeremonyOrder,
  made: AuthorityRow[],
): Promise<AuthorityRow> {
  const name = 'root-1'
  const { spki, kind } = await pki.keys.create(name, AUTHORITY_KEY)
  const now = wholeSecond(pki.clock())
  const subject = namesOf(order, `${order.organisation} Root CA 1`)
  const certificate = await buildCertificate(
    {
      serial: newSerial(),
      issuer: derOf(nameOf(subject)),
      subject,
      notBefore: now,
      notAfter: plusYears(now, AUTHORITY_TIMES.rootYears),
      spki,
      extensions: [authority(1), keyUsage(['keyCertSign', 'cRLSign']), subjectKey(spki)],
    },
    { keys: pki.keys, name, kind },
  )
  const row = {
    name,
    kind: 'root',
    issuerName: name,
    number: 1,
    keyName: name,
    responderKeyName: null,
  } as const
  return keep(pki, { ...row, certificate, notAfter: plusYears(now, AUTHORITY_TIMES.rootYears) }, made)
}

async function makeIssuing(
  pki: Certificates,
  order: CeremonyOrder,
  root: AuthorityRow,
  number: number,
  made: AuthorityRow[],
): Promise<void> {
  const name = `issuing-${number}`
  const responderKeyName = `ocsp-${number}`
  // Each authority has a name of its own with its key, so that a list or an answer can never be taken for another key's.
  const { spki } = await pki.keys.create(name, AUTHORITY_KEY)
  await pki.keys.create(responderKeyName, RESPONDER_KEY)
  const signer = readCertificate(root.certificate)
  const now = wholeSecond(pki.clock())
  const end = plusYears(now, AUTHORITY_TIMES.issuingYears)
  const notAfter = earlier(end, root.notAfter)
  const addresses = addressesOf(pki, root.name)
  const serial = newSerial()
  const certificate = await buildCertificate(
    {
      serial,
      issuer: signer.subject.der,
      subject: namesOf(order, `${order.organisation} Issuing CA ${number}`),
      notBefore: now,
      notAfter,
      spki,
      extensions: [
        authority(0),
        keyUsage(['keyCertSign', 'cRLSign']),
        // What it may issue for, so that it can never become an authority for web sites.
        extendedKeyUsage(Object.values(EXTENDED_KEY_USAGES)),
        policies(
          Object.values(POLICY_ARCS).map((arc) => `${pki.policyArc}.${arc}`),
          addresses.statement,
        ),
        access({ issuer: addresses.issuer }),
        revocationList(addresses.list),
        subjectKey(spki),
        authorityKey(signer.spki),
      ],
    },
    { keys: pki.keys, name: root.keyName, kind: AUTHORITY_KEY },
  )
  const row = {
    name,
    kind: 'issuing',
    issuerName: root.name,
    number,
    keyName: name,
    responderKeyName,
  } as const
  await keep(pki, { ...row, certificate, notAfter }, made, { serial, notBefore: now, spki })
}

/** Two ceremonies at once: the first one's authority counts, the other's certificate is dropped unseen. */
async function keep(
  pki: Certificates,
  row: AuthorityRow,
  made: AuthorityRow[],
  issued?: { serial: Buffer; notBefore: Date; spki: Buffer },
): Promise<AuthorityRow> {
  return asPostOffice(pki.db, async (trx) => {
    await lockAuthorities(trx, 'ceremony')
    const present = (await listAuthorities(trx)).find(({ name }) => name === row.name)
    if (present) return present
    const now = pki.clock()
    await insertAuthority(trx, row, now)
    if (issued)
      await insertCertificate(trx, {
        serial: issued.serial,
        authorityName: row.issuerName,
        profile: 'issuing',
        holderId: null,
        certificate: row.certificate,
        keyHash: sha256(issued.spki),
        notBefore: issued.notBefore,
        notAfter: row.notAfter,
        issuedAt: now,
        asking: { part: 'system', personId: null },
        replaces: null,
      })
    made.push(row)
    return row
  })
}

function namesOf(order: CeremonyOrder, commonName: string) {
  return [
    [['country', order.country.toUpperCase()]],
    [['organisation', order.organisation]],
    [['commonName', commonName]],
  ] as const
}
