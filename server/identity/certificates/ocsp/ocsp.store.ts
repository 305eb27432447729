/** SQL of `ocsp_answer`, and what an answer says. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { RevocationCause } from '#rules/revocation-reasons.ts'

export type HashName = 'sha1' | 'sha256'

export type Standing = { serial: Buffer; revokedAt: Date | null; revokedWhy: RevocationCause | null }

/** How these certificates of one authority stand; those it never issued are missing. */
export async function standingsOf(
  db: Db,
  authorityName: string,
  serials: readonly Buffer[],
): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select serial, revoked_at as "revokedAt", revoked_why as "revokedWhy" from certificate
     where authority_name = ${authorityName} and serial = any(${serials}::bytea[])`.execute(db)
  return rows
}

export async function findAnswer(
  db: Db,
  authorityName: string,
  serial: Buffer,
  hash: HashName,
  goodUntil: Date,
): Promise<{ answer: Buffer; nextUpdate: Date } | undefined> {
  const { rows } = await sql<{ answer: Buffer; nextUpdate: Date }>`
    select o.answer, o.next_update as "nextUpdate" from ocsp_answer o join certificate c using (serial)
     where o.serial = ${serial} and o.hash_name = ${hash} and o.next_update > ${goodUntil}
       and c.authority_name = ${authorityName}`.execute(db)
  return rows[0]
}

/** Keeps an answer, unless the certificate stands otherwise than the answer says: a revocation that came between the look and
 * the signature must not be followed by a kept "good". */
export async function keepAnswer(
  trx: Trx,
  answer: { serial: Buffer; hash: HashName; revokedAt: Date | null; nextUpdate: Date; bytes: Buffer },
): Promise<void> {
  await sql`
    insert into ocsp_answer (serial, hash_name, next_update, answer)
    select serial, ${answer.hash}, ${answer.nextUpdate}, ${answer.bytes} from certificate
     where serial = ${answer.serial} and revoked_at is not distinct from ${answer.revokedAt}::timestamptz for share
    on conflict (serial, hash_name) do update set next_update = excluded.next_update, answer = excluded.answer`.execute(
    trx,
  )
}

export type ResponderRow = { certificate: Buffer; notAfter: Date }

/** The newest certificate of the key that answers for this authority. */
export async function newestResponder(
  db: Db | Trx,
  authorityName: string,
): Promise<ResponderRow | undefined> {
  const { rows } = await sql<ResponderRow>`
    select certificate, not_after as "notAfter" from certificate
     where authority_name = ${authorityName} and profile = 'responder' and revoked_at is null
     order by not_after desc limit 1`.execute(db)
  return rows[0]
}

/** N-07: answers that ended, and certificates whose six years after their end are over. */
export async function forgetEnded(trx: Trx, now: Date, endedBefore: Date): Promise<void> {
  await sql`delete from ocsp_answer where next_update < ${now}`.execute(trx)
  await sql`delete from ocsp_answer o using certificate c where c.serial = o.serial and c.not_after < ${endedBefore}`.execute(
    trx,
  )
  await sql`update certificate set replaces = null where replaces in (
    select serial from certificate where not_after < ${endedBefore} and profile <> 'issuing')`.execute(trx)
  await sql`delete from certificate where not_after < ${endedBefore} and profile <> 'issuing'`.execute(trx)
  await sql`delete from certificate_holder h where h.made_at < ${endedBefore}
    and not exists (select from certificate c where c.holder_id = h.holder_id)`.execute(trx)
}
