/** SQL of names in people's certificates, held against the population register. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

const RUN_MAX = 1000

/** The register's name, and whether it is another than the certificate's; a longer one than fits was cut at a word. */
const REGISTERED = sql`trim(p.given_names || ' ' || p.family_name)`
const DIFFERS = sql`(c.subject_name <> ${REGISTERED}
  and not (char_length(${REGISTERED}) > 64 and starts_with(${REGISTERED}, c.subject_name)))`

/** Those from before names were kept beside them. */
export async function listUnnamed(trx: Trx): Promise<{ serial: Buffer; certificate: Buffer }[]> {
  const { rows } = await sql<{ serial: Buffer; certificate: Buffer }>`
    select serial, certificate from certificate
     where profile = 'person' and subject_name is null order by serial limit ${sql.lit(RUN_MAX)}`.execute(trx)
  return rows
}

export async function putName(trx: Trx, serial: Buffer, name: string): Promise<void> {
  await sql`update certificate set subject_name = ${name} where serial = ${serial}`.execute(trx)
}

/** Marks certificates in force whose person has another name now, and unmarks those whose name is right again. */
export async function markChangedNames(trx: Trx, now: Date): Promise<{ personId: string }[]> {
  await sql`
    update certificate c set name_changed_at = null
      from certificate_holder h join person p on p.person_id = h.person_id
     where c.holder_id = h.holder_id and c.name_changed_at is not null and c.revoked_at is null
       and not ${DIFFERS}`.execute(trx)
  const { rows } = await sql<{ personId: string }>`
    update certificate set name_changed_at = ${now}
     where serial in (
       select c.serial from certificate c join certificate_holder h using (holder_id) join person p using (person_id)
        where c.profile = 'person' and c.revoked_at is null and c.not_after > ${now} and c.name_changed_at is null
          and p.status = 'active' and ${DIFFERS} limit ${sql.lit(RUN_MAX)})
    returning (select h.person_id from certificate_holder h where h.holder_id = certificate.holder_id) as "personId"`.execute(
    trx,
  )
  return rows
}

/** Marked before that moment, and still in force. */
export async function listStaleNames(
  trx: Trx,
  before: Date,
): Promise<{ serial: Buffer; personId: string }[]> {
  const { rows } = await sql<{ serial: Buffer; personId: string }>`
    select c.serial, h.person_id as "personId" from certificate c join certificate_holder h using (holder_id)
     where c.profile = 'person' and c.name_changed_at <= ${before} and c.revoked_at is null
     order by c.serial limit ${sql.lit(RUN_MAX)}`.execute(trx)
  return rows
}
