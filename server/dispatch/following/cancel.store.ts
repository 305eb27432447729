/** The SQL of cancelling. Each update asks again for the state it needs: the scanner may have been faster. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export async function lockItem(trx: Trx, senderId: string, letterId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('dispatch_item')
    .select('letter_id')
    .where('sender_id', '=', senderId)
    .where('letter_id', '=', letterId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** The longest waiting first. */
export async function waitingSince(
  trx: Trx,
  before: Date,
  most: number,
): Promise<{ senderId: string; letterId: string }[]> {
  const { rows } = await sql<{ senderId: string; letterId: string }>`
    select sender_id as "senderId", letter_id as "letterId" from print_item
    where state = 'waiting' and queued_at <= ${before} order by queued_at limit ${most}`.execute(trx)
  return rows
}

export async function cancelPrint(trx: Trx, senderId: string, letterId: string): Promise<boolean> {
  const cancelled = await trx
    .updateTable('print_item')
    .set({ state: 'cancelled' })
    .where('sender_id', '=', senderId)
    .where('letter_id', '=', letterId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return cancelled.numUpdatedRows === 1n
}

export async function cancelWaiting(
  trx: Trx,
  letter: { mailboxId: string; letterId: string; at: Date },
): Promise<boolean> {
  const cancelled = await trx
    .updateTable('letter')
    .set({ cancelled_at: letter.at })
    .where('mailbox_id', '=', letter.mailboxId)
    .where('letter_id', '=', letter.letterId)
    .where('delivered_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst()
  return cancelled.numUpdatedRows === 1n
}

/** The sender's side; a file no longer counts the letter among those that wait. */
export async function cancelItem(
  trx: Trx,
  item: {
    senderId: string
    letterId: string
    batchId: string
    counted: 'waiting' | 'print'
    leafChunkId: string
    at: Date
    /** Why, where it was not the sender's own word. */
    code?: string
  },
): Promise<void> {
  await trx
    .updateTable('dispatch_item')
    .set({
      cancelled_at: item.at,
      cancel_leaf_chunk_id: item.leafChunkId,
      ...(item.code === undefined ? {} : { later_code: item.code }),
    })
    .where('sender_id', '=', item.senderId)
    .where('letter_id', '=', item.letterId)
    .execute()
  const column = `${item.counted}_count` as const
  await trx
    .updateTable('batch')
    .set((row) => ({ [column]: row(column, '-', 1) }))
    .where('sender_id', '=', item.senderId)
    .where('batch_id', '=', item.batchId)
    .execute()
}

export type Cancellation = {
  letter_id: string
  outcome: 'deliver' | 'print'
  code: string | null
  receipt_salt: Buffer
  document_sha256: Buffer
  cancelled_at: Date
  cancel_leaf_chunk_id: string
}

export async function cancellationOf(
  trx: Trx,
  senderId: string,
  letterId: string,
): Promise<Cancellation | undefined> {
  const { rows } = await sql<Cancellation>`
    select letter_id, outcome, later_code as code, receipt_salt, document_sha256, cancelled_at, cancel_leaf_chunk_id from dispatch_item
    where sender_id = ${senderId} and letter_id = ${letterId} and cancel_leaf_chunk_id is not null`.execute(
    trx,
  )
  return rows[0]
}
