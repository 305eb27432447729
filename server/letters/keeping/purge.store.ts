/** The SQL of deleting letters for good. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { askForIndex } from '../search/ask-for-index.ts'
import { dropFromIndex } from '../search/index.store.ts'

/**
 * Letters in the trash since `until` or longer, held. A person who is told that the trash is empty has waited for whoever held a letter of
 * it; who clears what is old leaves it for the next time.
 */
export async function holdTrashed(
  trx: Trx,
  mailboxId: string,
  asked: {
    letterIds?: readonly string[]
    until: Date
    after?: string | undefined
    limit: number
    waits: boolean
  },
): Promise<string[]> {
  const named = asked.letterIds ? sql`and letter_id = any(${asked.letterIds}::uuid[])` : sql``
  const { rows } = await sql<{ letter_id: string }>`
    select letter_id from letter
    where mailbox_id = ${mailboxId} and folder_id = '00000000-0000-0000-0000-000000000003' and trashed_at <= ${asked.until}
      and letter_id > ${asked.after ?? '00000000-0000-0000-0000-000000000000'}::uuid ${named}
    order by letter_id limit ${asked.limit} for update ${asked.waits ? sql`` : sql`skip locked`}`.execute(trx)
  return rows.map((row) => row.letter_id)
}

/**
 * The letters' rows, the wrapped keys with them, and everything that opens their commitments in the evidence log, the sender's side
 * included (R30). The packs are noted by a trigger and given back by the sweep. What was done in the mailbox stays (R4).
 */
export async function purge(trx: Trx, mailboxId: string, letterIds: readonly string[]): Promise<void> {
  if (letterIds.length === 0) return
  const these = sql`mailbox_id = ${mailboxId} and letter_id = any(${letterIds}::uuid[])`
  await sql`update dispatch_item i set receipt_salt = null, opened_at = l.opened_at from letter l
    where l.mailbox_id = ${mailboxId} and l.letter_id = any(${letterIds}::uuid[])
      and i.sender_id = l.sender_id and i.letter_id = l.letter_id`.execute(trx)
  await sql`delete from letter_document where ${these}`.execute(trx)
  await sql`delete from letter_event where ${these}`.execute(trx)
  await sql`delete from calendar_mark where ${these}`.execute(trx)
  await sql`delete from letter where ${these}`.execute(trx)
  // Sealed words of theirs stand in blocks with those of others: these are written anew without them.
  if (await dropFromIndex(trx, mailboxId, letterIds)) await askForIndex(trx, mailboxId)
}

/** For the post office: mailboxes with letters whose time in the trash is over. */
export async function mailboxesToClear(trx: Trx, until: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ mailbox_id: string }>`
    select distinct mailbox_id from (
      select mailbox_id from letter where trashed_at is not null and trashed_at <= ${until} limit ${most}) due`.execute(
    trx,
  )
  return rows.map((row) => row.mailbox_id)
}
