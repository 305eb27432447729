/** Issues a certificate to a person, an employee, an organisation or a function (I-04). A person's name comes from the register;
 * who may order for a company is the caller's to know. */
import { randomInt } from 'node:crypto'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import {
  AUTHORITY_TIMES,
  CERTIFICATE_PROFILES,
  type EndProfile,
  EXTENDED_KEY_USAGES,
  POLICY_ARCS,
} from '#rules/certificate-profiles.ts'
import {
  type CertificateSubject,
  type Enterprise,
  faultsOfSubject,
  subjectNames,
  subjectSerialNumber,
} from '#rules/certificate-subject.ts'
import { holdUnblocked } from '../block/block.store.ts'
import { readAgreements, servesPublicly } from '../self-service/agreements.ts'
import { type AuthorityRow, newestAuthority } from './authorities.store.ts'
import { buildCertificate } from './build-certificate.ts'
import {
  type Asking,
  findHolder,
  findKeyUses,
  findPersonHolder,
  type HolderRow,
  hasGuardian,
  insertCertificate,
  insertHolder,
  personInRegister,
} from './certificates.store.ts'
import {
  access,
  authorityKey,
  emailName,
  extendedKeyUsage,
  keyUsage,
  noAuthority,
  policies,
  revocationList,
  subjectKey,
} from './encode.ts'
import { readCertificate } from './read-certificate.ts'
import { addressesOf, type Certificates } from './room.ts'
import { newSerial } from './serial.ts'
import { type OfferedKey, readSubjectKey, type SubjectKey } from './subject-key.ts'
import { earlier, plusMinutes, plusYears, sha256, wholeSecond } from './times.ts'

/** Without `rid`, `uid` or `fid` a UUID is drawn, and the subject has the OCES3 form. `email`: one that was verified (N-02). */
export type CertificateOrder =
  | { readonly kind: 'person'; readonly personId: string; readonly email?: string }
  | (ForCompany & {
      readonly kind: 'employee'
      readonly name: string
      readonly personId: string | null
      readonly rid?: string
    })
  | (ForCompany & { readonly kind: 'organisation'; readonly uid?: string })
  | (ForCompany & { readonly kind: 'function'; readonly name: string; readonly fid?: string })

type ForCompany = { readonly country: 'dk' | 'no'; readonly enterprise: Enterprise; readonly email?: string }

export type IssuedCertificate = {
  /** 32 hexadecimal digits. */
  readonly serial: string
  readonly der: Buffer
  /** The issuing authority's certificate, which a relying party needs beside it. */
  readonly issuer: Buffer
  readonly notBefore: Date
  readonly notAfter: Date
}

/** @throws Refusal request-invalid, certificate-key-used, certificate-authority-missing, not-found */
export async function issueCertificate(
  pki: Certificates,
  order: CertificateOrder,
  key: OfferedKey,
  asking: Asking,
): Promise<IssuedCertificate> {
  const { subject, holder } = await holderOf(pki, order)
  return certify(pki, {
    subject,
    holder,
    email: order.email,
    key: readSubjectKey(key),
    asking,
    replaces: null,
  })
}

export type Certifying = {
  readonly subject: CertificateSubject
  readonly holder: HolderRow
  readonly email: string | undefined
  readonly key: SubjectKey
  readonly asking: Asking
  readonly replaces: Buffer | null
}

/** Signs and records. The certificate is handed out only when the record of it is durable. */
export async function certify(pki: Certificates, order: Certifying): Promise<IssuedCertificate> {
  const authority = await newestAuthority(pki.db, 'issuing')
  const signing = authority && (await pki.keys.find(authority.keyName))
  if (!authority || !signing || authority.notAfter <= pki.clock())
    throw refuse('certificate-authority-missing')
  const keyHash = sha256(order.key.spki)
  await requireFreeKey(pki, keyHash, order.holder.holderId)
  const issuer = readCertificate(authority.certificate)
  const profile: EndProfile = CERTIFICATE_PROFILES[order.subject.kind]
  const now = wholeSecond(pki.clock())
  const term = plusYears(now, profile.keepYears)
  const serial = newSerial()
  const notBefore = plusMinutes(now, -AUTHORITY_TIMES.backdateMinutes)
  const notAfter = earlier(term, authority.notAfter)
  const der = await buildCertificate(
    {
      serial,
      issuer: issuer.subject.der,
      subject: subjectNames(order.subject),
      notBefore,
      notAfter,
      spki: order.key.spki,
      extensions: extensionsFor(pki, authority, issuer.spki, profile, order),
    },
    { keys: pki.keys, name: authority.keyName, kind: signing.kind },
  )
  const { personId } = order.holder
  await asPostOffice(pki.db, async (trx) => {
    // I-05: a block revokes what there is, and nothing is made beside it.
    if (personId && !(await holdUnblocked(trx, personId))) throw refuse('id-blocked')
    if (personId && (await hasGuardian(trx, personId, now))) throw notFor('guardian')
    // I-15: the login is held, so a yes that is taken back meanwhile finds this certificate and revokes it.
    const signsForThemselves = order.subject.kind === 'person' && order.asking.personId === personId
    if (personId && signsForThemselves && !servesPublicly(await readAgreements(trx, personId)))
      throw notFor('not-agreed')
    await insertCertificate(trx, {
      serial,
      authorityName: authority.name,
      profile: order.subject.kind,
      holderId: order.holder.holderId,
      certificate: der,
      keyHash,
      notBefore,
      notAfter,
      issuedAt: pki.clock(),
      asking: order.asking,
      replaces: order.replaces,
      ...(order.subject.kind === 'person' ? { subjectName: order.subject.name } : {}),
    })
  })
  return { serial: serial.toString('hex'), der, issuer: authority.certificate, notBefore, notAfter }
}

const WHY_NOT = {
  guardian: 'A guardian acts for this person: no certificate is issued to them.',
  'not-agreed': 'This person has not agreed that their ID serves for signature.',
} as const

const notFor = (reason: keyof typeof WHY_NOT) =>
  refuse('request-invalid', { faults: [{ field: 'person', reason, message: WHY_NOT[reason] }] })

function extensionsFor(
  pki: Certificates,
  authority: AuthorityRow,
  issuerSpki: Buffer,
  profile: EndProfile,
  { key, email }: Certifying,
) {
  const addresses = addressesOf(pki, authority.name)
  const more = key.type === 'rsa' ? profile.keyUsageOfRsa : profile.keyUsageOfEc
  return [
    noAuthority(),
    keyUsage([...profile.keyUsage, ...more]),
    extendedKeyUsage(profile.extendedKeyUsage.map((purpose) => EXTENDED_KEY_USAGES[purpose])),
    policies([`${pki.policyArc}.${POLICY_ARCS[profile.policy]}`], addresses.statement),
    access({ ocsp: addresses.ocsp, issuer: addresses.issuer }),
    revocationList(addresses.list),
    email === undefined ? undefined : emailName(email),
    subjectKey(key.spki),
    authorityKey(issuerSpki),
  ]
}

/** A key is one holder's, and a compromised one nobody's any more. */
async function requireFreeKey(pki: Certificates, keyHash: Buffer, holderId: string): Promise<void> {
  const uses = await findKeyUses(pki.db, keyHash)
  if (uses.some((use) => use.compromised || use.holderId !== holderId)) throw refuse('certificate-key-used')
}

/** What an address in a certificate (RFC 5280: IA5String) can be. */
const EMAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$/

async function holderOf(
  pki: Certificates,
  order: CertificateOrder,
): Promise<{ subject: CertificateSubject; holder: HolderRow }> {
  if (order.email !== undefined && !EMAIL.test(order.email))
    throw refuse('request-invalid', {
      faults: [
        { field: 'email', reason: 'format', message: 'Only an ASCII address can stand in a certificate.' },
      ],
    })
  if (order.kind === 'person') return personHolder(pki, order.personId)
  const subject = companySubject(order)
  requireSound(subject)
  const personId = order.kind === 'employee' ? order.personId : null
  const holder = await keepHolder(pki, {
    holderId: newId(pki.clock().getTime()),
    kind: order.kind,
    country: order.country,
    subjectNumber: subjectSerialNumber(subject),
    personId,
    enterpriseNumber: order.enterprise.number,
  })
  // An employee number is one human's for ever: it never passes to a colleague.
  if (holder.personId !== personId || holder.kind !== order.kind)
    throw refuse('request-invalid', {
      faults: [
        { field: 'rid', reason: 'taken', message: 'This number belongs to somebody else in the company.' },
      ],
    })
  return { subject, holder }
}

function companySubject(order: Exclude<CertificateOrder, { kind: 'person' }>): CertificateSubject {
  const { country, enterprise } = order
  switch (order.kind) {
    case 'employee':
      return {
        kind: 'employee',
        country,
        enterprise,
        name: order.name,
        rid: order.rid ?? crypto.randomUUID(),
      }
    case 'organisation':
      return { kind: 'organisation', country, enterprise, uid: order.uid ?? crypto.randomUUID() }
    case 'function':
      return {
        kind: 'function',
        country,
        enterprise,
        name: order.name,
        fid: order.fid ?? crypto.randomUUID(),
      }
  }
}

export function requireSound(subject: CertificateSubject): void {
  const faults = faultsOfSubject(subject).map(({ field, reason }) => ({
    field,
    reason: 'not-allowed',
    message: `${field} ${reason}.`,
  }))
  if (faults.length > 0) throw refuse('request-invalid', { faults })
}

/** Names longer than a common name can be are cut at a word, as OCES did. */
const COMMON_NAME_CHARACTERS_MAX = 64

export async function registeredSubject(
  pki: Certificates,
  personId: string,
  pid: string,
): Promise<CertificateSubject> {
  const person = await personInRegister(pki.db, personId)
  if (person?.status !== 'active')
    throw refuse('not-found', { detail: 'The population register knows no such living person.' })
  const name = `${person.givenNames} ${person.familyName}`.trim()
  const characters = [...name]
  const fitting =
    characters.length <= COMMON_NAME_CHARACTERS_MAX
      ? name
      : characters
          .slice(0, COMMON_NAME_CHARACTERS_MAX)
          .join('')
          .replace(/\s+\S*$/, '')
  return { kind: 'person', country: person.country, name: fitting, pid }
}

const PID_DIGITS = 12

async function personHolder(pki: Certificates, personId: string) {
  const known = await findPersonHolder(pki.db, personId)
  const pid =
    known?.subjectNumber.slice(-PID_DIGITS) ?? String(randomInt(10 ** PID_DIGITS)).padStart(PID_DIGITS, '0')
  const subject = await registeredSubject(pki, personId, pid)
  requireSound(subject)
  const holder =
    known ??
    (await keepHolder(pki, {
      holderId: newId(pki.clock().getTime()),
      kind: 'person',
      country: subject.country,
      subjectNumber: subjectSerialNumber(subject),
      personId,
      enterpriseNumber: null,
    }))
  return {
    holder,
    subject: { ...subject, pid: holder.subjectNumber.slice(-PID_DIGITS) } as CertificateSubject,
  }
}

/** The holder as it stands after this: somebody else may have been first with the same number or the same person. */
async function keepHolder(pki: Certificates, holder: HolderRow): Promise<HolderRow> {
  const added = await asPostOffice(pki.db, (trx) => insertHolder(trx, holder, pki.clock()))
  if (added) return holder
  const present =
    holder.kind === 'person' && holder.personId
      ? await findPersonHolder(pki.db, holder.personId)
      : await findHolder(pki.db, holder.subjectNumber)
  // A drawn number that is taken, once in a trillion: the order is simply made again.
  if (!present) throw refuse('busy', { retryAfterSeconds: 1 })
  return present
}
