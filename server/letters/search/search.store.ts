import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** The ids of the letters in one place, newest first. */
export async function readPlace(
  trx: Trx,
  mailboxId: string,
  folderId: string,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ letter_id: string }>`
    select letter_id from letter where mailbox_id = ${mailboxId} and folder_id = ${folderId} limit ${most}`.execute(
    trx,
  )
  return rows.map((row) => row.letter_id)
}

/** Whether this person did this in the mailbox since then. */
export async function readAccessSince(
  trx: Trx,
  done: { mailboxId: string; actorId: string; action: string },
  since: Date,
): Promise<boolean> {
  // Keys are made of time: only those since then are looked at.
  const first = `${since.getTime().toString(16).padStart(12, '0')}`
  const { rows } = await sql`
    select from access_log where mailbox_id = ${done.mailboxId}
      and access_id > ${`${first.slice(0, 8)}-${first.slice(8)}-7000-8000-000000000000`}::uuid
      and actor_id = ${done.actorId} and action = ${done.action} limit 1`.execute(trx)
  return rows.length > 0
}
