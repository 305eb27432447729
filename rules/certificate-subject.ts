/** How an OCES certificate names its holder (I-04): the serialNumber beside the common name, in one multi-valued RDN. Relying
 * parties read the number, people read the name. OCES2 forms for Danish subjects; the OCES3 form (ETSI EN 319 412-1) where a
 * subject has a UUID, and for Norway, which has no OCES of its own. */
import { parseEnterpriseNumber } from './enterprise-number.ts'

export type Enterprise = { readonly number: string; readonly name: string }

export type CertificateSubject =
  /** `pid`: 12 digits, drawn for the person, never their national number. */
  | { readonly kind: 'person'; readonly country: 'dk' | 'no'; readonly name: string; readonly pid: string }
  /** `rid`: the company's own number for the employee (OCES2), or a UUID (OCES3). */
  | Held<'employee', { readonly name: string; readonly rid: string }>
  | Held<'organisation', { readonly uid: string }>
  | Held<'function', { readonly name: string; readonly fid: string }>

type Held<Kind extends string, More> = {
  readonly kind: Kind
  readonly country: 'dk' | 'no'
  readonly enterprise: Enterprise
} & More

/** The issuer's number in front of a PID, as OCES2 writes it. */
const PID_ISSUER = '9208-2002-2'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What a company may call its employee or function: text a serialNumber (PrintableString) can hold. */
const LABEL = /^[A-Za-z0-9][A-Za-z0-9.]{0,39}$/
/** RFC 5280 upper bounds: 64 characters for a common name and an organisation. */
const NAME_CHARACTERS_MAX = 64

export type SubjectFault = { field: string; reason: string }

/** Empty when the subject can be certified as it is. */
export function faultsOfSubject(subject: CertificateSubject): SubjectFault[] {
  const faults: SubjectFault[] = []
  const name = (field: string, text: string) => {
    if (
      text.trim() !== text ||
      text.length === 0 ||
      [...text].length > NAME_CHARACTERS_MAX ||
      /\p{C}/u.test(text)
    )
      faults.push({ field, reason: `must be 1 to ${NAME_CHARACTERS_MAX} visible characters` })
  }
  const number = (field: string, text: string) => {
    if (!UUID.test(text) && !LABEL.test(text))
      faults.push({ field, reason: 'must be a UUID, or up to 40 letters, digits and full stops' })
    else if (subject.country === 'no' && !UUID.test(text))
      faults.push({ field, reason: 'must be a UUID for a Norwegian subject' })
  }
  if (subject.kind !== 'person') {
    if (!isCanonical(subject.country, subject.enterprise.number))
      faults.push({ field: 'enterprise.number', reason: 'is not a number the business register gives' })
    name('enterprise.name', subject.enterprise.name)
  }
  if (subject.kind !== 'organisation') name('name', subject.name)
  if (subject.kind === 'person' && !/^\d{12}$/.test(subject.pid))
    faults.push({ field: 'pid', reason: 'must be 12 digits' })
  if (subject.kind === 'employee') number('rid', subject.rid)
  if (subject.kind === 'organisation') number('uid', subject.uid)
  if (subject.kind === 'function') number('fid', subject.fid)
  return faults
}

/** The serialNumber attribute of the subject: `PID:…`, `CVR:…-RID:…`, `CVR:…-UID:…`, `CVR:…-FID:…`, `UI:DK-E:G:…`, `UI:DK-O:G:…`. */
export function subjectSerialNumber(subject: CertificateSubject): string {
  switch (subject.kind) {
    case 'person':
      return `PID:${PID_ISSUER}-${subject.pid}`
    case 'employee':
      return held(subject, 'RID', 'E', subject.rid)
    case 'organisation':
      return held(subject, 'UID', 'O', subject.uid)
    case 'function':
      // OCES3 knows a system certificate as one of the organisation's own.
      return held(subject, 'FID', 'O', subject.fid)
  }
}

function held(
  subject: Exclude<CertificateSubject, { kind: 'person' }>,
  label: string,
  letter: 'E' | 'O',
  id: string,
): string {
  if (UUID.test(id)) return `UI:${subject.country.toUpperCase()}-${letter}:G:${id}`
  return `CVR:${subject.enterprise.number}-${label}:${id}`
}

export type SubjectAttribute =
  | 'country'
  | 'organisation'
  | 'organisationIdentifier'
  | 'commonName'
  | 'serialNumber'

/** The subject as RDNs, outermost first. The last one holds common name and serialNumber together. */
export function subjectNames(
  subject: CertificateSubject,
): readonly (readonly [SubjectAttribute, string][])[] {
  const common = subject.kind === 'organisation' ? subject.enterprise.name : subject.name
  const last: [SubjectAttribute, string][] = [
    ['commonName', common],
    ['serialNumber', subjectSerialNumber(subject)],
  ]
  const country: [SubjectAttribute, string][] = [['country', subject.country.toUpperCase()]]
  if (subject.kind === 'person') return [country, last]
  return [
    country,
    [['organisation', subject.enterprise.name]],
    // ETSI EN 319 412-1 §5.1.4: NTR, the country, the number of the national trade register.
    [['organisationIdentifier', `NTR${subject.country.toUpperCase()}-${subject.enterprise.number}`]],
    last,
  ]
}

function isCanonical(country: 'dk' | 'no', number: string): boolean {
  const verdict = parseEnterpriseNumber(country, number)
  return verdict.kind === 'valid' && verdict.number === number
}
