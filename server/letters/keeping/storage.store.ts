import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** Bytes of all documents of letters that were delivered, before sealing, of uploads under way as announced, and of one's own copies of what one sent. Goes through the mailbox's documents each time: asked when
 * its owner looks, never when a letter arrives. */
export async function usedBytes(trx: Trx, mailboxId: string): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    select coalesce(sum(d.size_bytes), 0)::float8
      + (select coalesce(sum(size_bytes), 0)::float8 from own_upload where mailbox_id = ${mailboxId})
      + (select coalesce(sum(size_bytes), 0)::float8 from sent_document where mailbox_id = ${mailboxId}) as used
    from letter l join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id
    where l.mailbox_id = ${mailboxId} and l.delivered_at is not null and l.cancelled_at is null`.execute(trx)
  return rows[0]!.used
}
