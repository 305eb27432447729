import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** Documents of letters that lie in the mailbox, received ones and one's own. */
const held = (
  mailboxId: string,
) => sql`letter l join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id
  where l.mailbox_id = ${mailboxId} and l.delivered_at is not null and l.cancelled_at is null`

/**
 * Bytes of all documents of letters that were delivered, before sealing, of uploads under way as announced, and of one's own copies of what one
 * sent: but a document that lies in the mailbox counts once, however often it was attached. Goes through the mailbox's documents each time: asked when
 * its owner looks, never when a letter arrives.
 */
export async function usedBytes(trx: Trx, mailboxId: string): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    with here as materialized (select d.sha256, d.size_bytes from ${held(mailboxId)})
    select (select coalesce(sum(size_bytes), 0)::float8 from here)
      + (select coalesce(sum(size_bytes), 0)::float8 from own_upload where mailbox_id = ${mailboxId})
      + (select coalesce(sum(size_bytes), 0)::float8 from (
        select distinct document_id, size_bytes from sent_document
        where mailbox_id = ${mailboxId} and sha256 not in (select sha256 from here)) copies) as used`.execute(
    trx,
  )
  return rows[0]!.used
}

/** Those of these contents that lie in the mailbox, by SHA-256 in hex. */
export async function heldContents(
  trx: Trx,
  mailboxId: string,
  sha256: readonly Uint8Array[],
): Promise<ReadonlySet<string>> {
  const wanted = sha256.map((one) => Buffer.from(one).toString('hex'))
  const { rows } = await sql<{ sha256: string }>`
    select distinct encode(d.sha256, 'hex') as sha256 from ${held(mailboxId)}
      and encode(d.sha256, 'hex') = any(${wanted}::text[])`.execute(trx)
  return new Set(rows.map((row) => row.sha256))
}
