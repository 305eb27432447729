/** The SQL of what a sender sees of its letters. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type ItemRow = {
  letter_id: string
  batch_id: string
  row_no: number
  reference: string | null
  outcome: 'deliver' | 'print' | 'refuse'
  /** Why it was refused, at once or by the scanner. */
  code: string | null
  /** Why it was refused at once: part of the receipt. */
  submission_code: string | null
  mailbox_id: string | null
  /** Null once the letter was deleted for good (R30). */
  receipt_salt: Buffer | null
  leaf_chunk_id: string
  leaf_no: number
  document_sha256: Buffer
  accepted_at: Date
  delivered_at: Date | null
  opened_at: Date | null
  cancelled_at: Date | null
  print_state: string | null
}

/** The letter's own row is asked by its mailbox, so that each side stays within its shard. */
export async function selectItem(trx: Trx, senderId: string, letterId: string): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`
    select i.letter_id, i.batch_id, i.row_no, i.reference, i.outcome, coalesce(i.code, i.later_code) as code,
      i.code as submission_code, i.mailbox_id, i.receipt_salt, i.leaf_chunk_id, i.leaf_no, i.document_sha256, i.accepted_at,
      i.delivered_at, i.opened_at, i.cancelled_at, p.state as print_state
    from dispatch_item i
    left join print_item p on p.sender_id = i.sender_id and p.letter_id = i.letter_id
    where i.sender_id = ${senderId} and i.letter_id = ${letterId}`.execute(trx)
  const item = rows[0]
  if (!item?.mailbox_id) return item
  const letter = await trx
    .selectFrom('letter')
    .select('opened_at')
    .where('mailbox_id', '=', item.mailbox_id)
    .where('letter_id', '=', letterId)
    .executeTakeFirst()
  return { ...item, opened_at: letter?.opened_at ?? item.opened_at }
}
