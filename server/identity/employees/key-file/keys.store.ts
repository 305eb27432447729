/** SQL of `employee_key` and `key_sign_in`. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type KeyRow = {
  mailboxId: string
  keyId: string
  employeeId: string
  serial: Buffer | null
  issuedAt: Date | null
  notAfter: Date | null
  lastUsedAt: Date | null
  endedAt: Date | null
}

const COLUMNS =
  sql.raw(`k.mailbox_id as "mailboxId", k.key_id as "keyId", k.employee_id as "employeeId", k.serial,
  k.issued_at as "issuedAt", k.not_after as "notAfter", k.last_used_at as "lastUsedAt", k.ended_at as "endedAt"`)

/** Replaces an order of this employment that was never fetched: one open code each. */
export async function putOrder(
  trx: Trx,
  order: {
    mailboxId: string
    keyId: string
    employeeId: string
    codeHash: Buffer
    expiresAt: Date
    at: Date
  },
): Promise<void> {
  await sql`
    delete from employee_key where mailbox_id = ${order.mailboxId}::uuid and employee_id = ${order.employeeId}::uuid
       and serial is null`.execute(trx)
  await sql`
    insert into employee_key (mailbox_id, key_id, employee_id, ordered_at, code_hash, code_expires_at)
    values (${order.mailboxId}, ${order.keyId}, ${order.employeeId}, ${order.at}, ${order.codeHash}, ${order.expiresAt})`.execute(
    trx,
  )
}

/** Takes the code: whatever becomes of this try, there is no second one. */
export async function takeOrder(trx: Trx, codeHash: Buffer, at: Date): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    update employee_key k set code_hash = null, code_expires_at = null
     where k.code_hash = ${codeHash} and k.code_expires_at > ${at} and k.ended_at is null
    returning ${COLUMNS}`.execute(trx)
  return rows[0]
}

/** False when it was ended while its certificate was made. */
export async function putSerial(
  trx: Trx,
  key: { mailboxId: string; keyId: string; serial: Buffer; at: Date; notAfter: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update employee_key set serial = ${key.serial}, issued_at = ${key.at}, not_after = ${key.notAfter}
     where mailbox_id = ${key.mailboxId}::uuid and key_id = ${key.keyId}::uuid and ended_at is null
    returning key_id`.execute(trx)
  return rows.length === 1
}

/** Codes of this person that nobody has fetched a certificate by, at every enterprise. */
export async function dropOrdersOf(trx: Trx, personId: string): Promise<void> {
  await sql`
    delete from employee_key k using employee e
     where e.person_id = ${personId}::uuid and k.mailbox_id = e.mailbox_id and k.employee_id = e.employee_id
       and k.serial is null and k.code_hash is not null`.execute(trx)
}

/** Fetched and not ended, those that have run out included. */
export async function listKeys(trx: Trx, mailboxId: string, employeeId: string): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select ${COLUMNS} from employee_key k
     where k.mailbox_id = ${mailboxId}::uuid and k.employee_id = ${employeeId}::uuid and k.serial is not null
       and k.ended_at is null order by k.key_id`.execute(trx)
  return rows
}

export async function keyOfSerial(trx: Trx, serial: Buffer): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select ${COLUMNS} from employee_key k where k.serial = ${serial} and k.ended_at is null`.execute(trx)
  return rows[0]
}

/** Ends one, or all of an employment; returns the serial numbers of those that had a certificate. */
export async function endKeys(
  trx: Trx,
  which: { mailboxId: string; employeeId: string; keyId?: string; at: Date },
): Promise<{ keyId: string; serial: Buffer | null }[]> {
  const { rows } = await sql<{ keyId: string; serial: Buffer | null }>`
    update employee_key set ended_at = ${which.at}, code_hash = null, code_expires_at = null
     where mailbox_id = ${which.mailboxId}::uuid and employee_id = ${which.employeeId}::uuid and ended_at is null
       and (${which.keyId ?? null}::uuid is null or key_id = ${which.keyId ?? null}::uuid)
    returning key_id as "keyId", serial`.execute(trx)
  return rows
}

/** False when this challenge was answered before. */
export async function putAnswer(
  trx: Trx,
  answer: { challengeHash: Buffer; linkHash: Buffer; mailboxId: string; keyId: string; expiresAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into key_sign_in (challenge_hash, link_hash, mailbox_id, key_id, expires_at)
    values (${answer.challengeHash}, ${answer.linkHash}, ${answer.mailboxId}, ${answer.keyId}, ${answer.expiresAt})
    on conflict do nothing returning challenge_hash`.execute(trx)
  return rows.length === 1
}

/** The key whose answer this link stands for. `takes` uses the link up. */
export async function keyOfLink(
  trx: Trx,
  linkHash: Buffer,
  at: Date,
  manner: 'looks' | 'takes',
): Promise<KeyRow | undefined> {
  const { rows } = await sql<KeyRow>`
    select ${COLUMNS} from key_sign_in s
      join employee_key k on k.mailbox_id = s.mailbox_id and k.key_id = s.key_id
     where s.link_hash = ${linkHash} and s.expires_at > ${at} and k.ended_at is null`.execute(trx)
  if (manner === 'looks' || !rows[0]) return rows[0]
  const taken = await sql`
    update key_sign_in set link_hash = null where link_hash = ${linkHash} returning key_id`.execute(trx)
  return taken.rows.length === 1 ? rows[0] : undefined
}

/** False when it has ended; held until the transaction ends, so that who ends it finds what it has opened. */
export async function markUsed(trx: Trx, key: KeyRow, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update employee_key set last_used_at = ${at}
     where mailbox_id = ${key.mailboxId}::uuid and key_id = ${key.keyId}::uuid and ended_at is null
    returning key_id`.execute(trx)
  return rows.length === 1
}
