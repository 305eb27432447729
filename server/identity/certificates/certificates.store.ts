/** SQL of `certificate` and `certificate_holder`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { CertificateKind } from '#rules/certificate-profiles.ts'
import type { Requester, RevocationCause } from '#rules/revocation-reasons.ts'

export type CertificateProfileName = CertificateKind | 'issuing' | 'responder'

export type Asking = { readonly part: Requester; readonly personId: string | null }

export type HolderRow = {
  holderId: string
  kind: CertificateKind
  country: 'dk' | 'no'
  subjectNumber: string
  personId: string | null
  enterpriseNumber: string | null
}

const holderColumns = sql`holder_id as "holderId", kind, country, subject_number as "subjectNumber",
  person_id as "personId", enterprise_number as "enterpriseNumber"`

export async function findPersonHolder(db: Db | Trx, personId: string): Promise<HolderRow | undefined> {
  const { rows } = await sql<HolderRow>`
    select ${holderColumns} from certificate_holder where person_id = ${personId}::uuid and kind = 'person'`.execute(
    db,
  )
  return rows[0]
}

export async function findHolder(db: Db | Trx, subjectNumber: string): Promise<HolderRow | undefined> {
  const { rows } = await sql<HolderRow>`
    select ${holderColumns} from certificate_holder where subject_number = ${subjectNumber}`.execute(db)
  return rows[0]
}

/** False when the number, or a person's own, is taken. */
export async function insertHolder(trx: Trx, holder: HolderRow, at: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into certificate_holder (holder_id, kind, country, subject_number, person_id, enterprise_number, made_at)
    values (${holder.holderId}, ${holder.kind}, ${holder.country}, ${holder.subjectNumber}, ${holder.personId},
            ${holder.enterpriseNumber}, ${at})
    on conflict do nothing returning holder_id`.execute(trx)
  return rows.length === 1
}

export type NewCertificate = {
  serial: Buffer
  authorityName: string
  profile: CertificateProfileName
  holderId: string | null
  certificate: Buffer
  keyHash: Buffer
  notBefore: Date
  notAfter: Date
  issuedAt: Date
  asking: Asking
  replaces: Buffer | null
  /** A person's, as it stands in the certificate. */
  subjectName?: string
}

export async function insertCertificate(trx: Trx, row: NewCertificate): Promise<void> {
  await sql`
    insert into certificate (serial, authority_name, profile, holder_id, certificate, key_hash, not_before, not_after,
                             issued_at, requested_by, requester_id, replaces, subject_name)
    values (${row.serial}, ${row.authorityName}, ${row.profile}, ${row.holderId}, ${row.certificate}, ${row.keyHash},
            ${row.notBefore}, ${row.notAfter}, ${row.issuedAt}, ${row.asking.part}, ${row.asking.personId},
            ${row.replaces}, ${row.subjectName ?? null})`.execute(trx)
}

export type CertificateRow = {
  serial: Buffer
  authorityName: string
  profile: CertificateProfileName
  holderId: string | null
  personId: string | null
  enterpriseNumber: string | null
  subjectNumber: string | null
  certificate: Buffer
  keyHash: Buffer
  notBefore: Date
  notAfter: Date
  issuedAt: Date
  replaces: Buffer | null
  revokedAt: Date | null
  revokedWhy: RevocationCause | null
}

const certificateColumns = sql`c.serial, c.authority_name as "authorityName", c.profile, c.holder_id as "holderId",
  h.person_id as "personId", h.enterprise_number as "enterpriseNumber", h.subject_number as "subjectNumber",
  c.certificate, c.key_hash as "keyHash", c.not_before as "notBefore", c.not_after as "notAfter",
  c.issued_at as "issuedAt", c.replaces, c.revoked_at as "revokedAt", c.revoked_why as "revokedWhy"`

export async function findCertificate(db: Db | Trx, serial: Buffer): Promise<CertificateRow | undefined> {
  const { rows } = await sql<CertificateRow>`
    select ${certificateColumns} from certificate c left join certificate_holder h using (holder_id)
     where c.serial = ${serial}`.execute(db)
  return rows[0]
}

/** A person's own certificates, and those they hold as an employee; newest first. */
export async function listCertificatesOf(db: Db | Trx, personId: string): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`
    select ${certificateColumns} from certificate c join certificate_holder h using (holder_id)
     where h.person_id = ${personId}::uuid order by c.issued_at desc, c.serial limit 100`.execute(db)
  return rows
}

/** Whose key this is or was, and whether it was revoked as compromised. */
export async function findKeyUses(
  db: Db | Trx,
  keyHash: Buffer,
): Promise<{ holderId: string | null; compromised: boolean }[]> {
  const { rows } = await sql<{ holderId: string | null; compromised: boolean }>`
    select holder_id as "holderId", coalesce(revoked_why in ('compromise', 'key-lost'), false) as compromised
      from certificate where key_hash = ${keyHash} limit 100`.execute(db)
  return rows
}

/**
 * Marks it revoked, and forgets what was signed about it. A key file ends with its certificate, and what it has opened with it: whoever
 * says that a key is in wrong hands must not find them still inside. False when it was revoked before.
 */
export async function markRevoked(
  trx: Trx,
  serial: Buffer,
  revocation: { at: Date; why: RevocationCause; asking: Asking },
): Promise<boolean> {
  const { rows } = await sql`
    update certificate
       set revoked_at = ${revocation.at}, revoked_why = ${revocation.why}, revoked_by = ${revocation.asking.part},
           revoker_id = ${revocation.asking.personId}
     where serial = ${serial} and revoked_at is null returning serial`.execute(trx)
  await sql`delete from ocsp_answer where serial = ${serial}`.execute(trx)
  await sql`
    with gone as (
      update employee_key set ended_at = ${revocation.at}, code_hash = null, code_expires_at = null
       where serial = ${serial} and ended_at is null returning key_id)
    update session set ended_at = ${revocation.at}, ended_why = 'device-ended'
     where key_id in (select key_id from gone) and acting_employee_id is not null and ended_at is null`.execute(
    trx,
  )
  return rows.length === 1
}

export type Whose =
  /** Their own and those of their employments, unless one kind is named. */
  | { readonly personId: string; readonly kind?: CertificateKind }
  | { readonly country: 'dk' | 'no'; readonly enterpriseNumber: string }

/**
 * Every certificate of this person or enterprise that is in force, with the key files they belong to and what those have opened.
 * Returns for each one whose it was.
 */
export async function markAllRevoked(
  trx: Trx,
  whose: Whose,
  revocation: { at: Date; why: RevocationCause; asking: Asking },
): Promise<(string | null)[]> {
  const holders =
    'personId' in whose
      ? sql`h.person_id = ${whose.personId}::uuid and h.kind = coalesce(${whose.kind ?? null}::text, h.kind)`
      : sql`h.enterprise_number = ${whose.enterpriseNumber} and h.country = ${whose.country}`
  const { rows } = await sql<{ personId: string | null }>`
    with gone as (
      update certificate c
         set revoked_at = ${revocation.at}, revoked_why = ${revocation.why}, revoked_by = ${revocation.asking.part},
             revoker_id = ${revocation.asking.personId}
        from certificate_holder h
       where h.holder_id = c.holder_id and ${holders} and c.revoked_at is null and c.not_after > ${revocation.at}
      returning c.serial, h.person_id),
    answers as (delete from ocsp_answer where serial in (select serial from gone)),
    keys as (
      update employee_key set ended_at = ${revocation.at}, code_hash = null, code_expires_at = null
       where serial in (select serial from gone) and ended_at is null returning key_id),
    over as (
      update session set ended_at = ${revocation.at}, ended_why = 'device-ended'
       where key_id in (select key_id from keys) and acting_employee_id is not null and ended_at is null)
    select person_id as "personId" from gone`.execute(trx)
  return rows.map(({ personId }) => personId)
}

export type RevokedRow = { serial: Buffer; revokedAt: Date; revokedWhy: RevocationCause }

/** What a list must hold: everything revoked that had not ended when the last list before it was made (RFC 5280 §3.3: an entry
 * stays for one list beyond the certificate's end). */
export async function listRevoked(
  db: Db | Trx,
  authorityName: string,
  endedAfter: Date,
): Promise<RevokedRow[]> {
  const { rows } = await sql<RevokedRow>`
    select serial, revoked_at as "revokedAt", revoked_why as "revokedWhy" from certificate
     where authority_name = ${authorityName} and revoked_at is not null and not_after > ${endedAfter}
     order by revoked_at, serial`.execute(db)
  return rows
}

export type RegisteredPerson = {
  givenNames: string
  familyName: string
  country: 'dk' | 'no'
  status: string
}

/** What the population register says of a person: the only source of a name in a person's certificate. */
export async function personInRegister(
  db: Db | Trx,
  personId: string,
): Promise<RegisteredPerson | undefined> {
  const { rows } = await sql<RegisteredPerson>`
    select given_names as "givenNames", family_name as "familyName", country, status from person
     where person_id = ${personId}::uuid`.execute(db)
  return rows[0]
}

/** Whether a guardian decided on here acts for them at this moment. */
const HAS_GUARDIAN = (at: Date) => sql`exists (
  select from mailbox m join access_grant g on g.mailbox_id = m.mailbox_id
   where m.person_id = p.person_id and g.capacity = 'guardian' and g.state = 'active'
     and (g.ends_at is null or g.ends_at > ${at}))`

export async function hasGuardian(trx: Trx, personId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select ${HAS_GUARDIAN(at)} as has from person p where p.person_id = ${personId}::uuid`.execute(trx)
  return rows[0]?.has ?? false
}

/** People with a certificate in force who have come under guardianship. Through the post office's door. */
export async function listWards(trx: Trx, now: Date): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select distinct p.person_id as "personId"
      from person p join certificate_holder h using (person_id) join certificate c using (holder_id)
     where c.revoked_at is null and c.not_after > ${now} and ${HAS_GUARDIAN(now)} limit 1000`.execute(trx)
  return rows.map(({ personId }) => personId)
}

/** Certificates still in force of people who have died. */
export async function listOfDeceased(db: Db | Trx, now: Date): Promise<Buffer[]> {
  const { rows } = await sql<{ serial: Buffer }>`
    select c.serial from person p join certificate_holder h using (person_id) join certificate c using (holder_id)
     where p.status = 'deceased' and c.revoked_at is null and c.not_after > ${now} limit 1000`.execute(db)
  return rows.map(({ serial }) => serial)
}
