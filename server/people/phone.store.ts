/** The SQL of a mailbox's one phone number (D-12). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type PhoneRow = {
  phone: string
  addedAt: Date
  verifiedAt: Date | null
  failingSince: Date | null
  codeHash: Buffer | null
  codeExpiresAt: Date | null
  codeTries: number
}

export async function readPhone(trx: Trx, mailboxId: string): Promise<PhoneRow | undefined> {
  const { rows } = await sql<PhoneRow>`
    select phone, added_at as "addedAt", verified_at as "verifiedAt", failing_since as "failingSince", code_hash as "codeHash",
           code_expires_at as "codeExpiresAt", code_tries as "codeTries"
      from contact_phone where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return rows[0]
}

/** Another number begins anew; the same one keeps its age and only gets a new code. */
export async function putPhone(
  trx: Trx,
  mailboxId: string,
  put: {
    phone: string
    codeHash: Buffer
    codeExpiresAt: Date
    at: Date
  },
): Promise<void> {
  const same = sql`contact_phone.phone = excluded.phone`
  await sql`
    insert into contact_phone (mailbox_id, phone, added_at, code_hash, code_expires_at)
    values (${mailboxId}::uuid, ${put.phone}, ${put.at}, ${put.codeHash}, ${put.codeExpiresAt})
    on conflict (mailbox_id) do update set phone = excluded.phone, code_hash = excluded.code_hash,
      code_expires_at = excluded.code_expires_at, code_tries = 0,
      added_at = case when ${same} then contact_phone.added_at else excluded.added_at end,
      verified_at = case when ${same} then contact_phone.verified_at end,
      failing_since = case when ${same} then contact_phone.failing_since end`.execute(trx)
}

export async function countPhoneTry(trx: Trx, mailboxId: string): Promise<void> {
  await sql`update contact_phone set code_tries = code_tries + 1 where mailbox_id = ${mailboxId}::uuid`.execute(
    trx,
  )
}

export async function markPhoneVerified(trx: Trx, mailboxId: string, at: Date): Promise<void> {
  await sql`
    update contact_phone set verified_at = ${at}, failing_since = null, code_hash = null, code_expires_at = null, code_tries = 0
     where mailbox_id = ${mailboxId}::uuid`.execute(trx)
}

export async function deletePhone(trx: Trx, mailboxId: string): Promise<void> {
  await sql`delete from contact_phone where mailbox_id = ${mailboxId}::uuid`.execute(trx)
}
