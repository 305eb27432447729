/** The SQL of cancelling. Each update asks again for the state it needs: the scanner may have been faster. */
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

export async function cancelPrint(trx: Trx, senderId: string, letterId: string, at: Date): Promise<boolean> {
  const cancelled = await trx
    .updateTable('print_item')
    .set({ state: 'cancelled' })
    .where('sender_id', '=', senderId)
    .where('letter_id', '=', letterId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (cancelled.numUpdatedRows === 0n) return false
  await markCancelled(trx, senderId, letterId, at)
  return true
}

export async function cancelWaiting(
  trx: Trx,
  letter: { senderId: string; mailboxId: string; letterId: string; at: Date },
): Promise<boolean> {
  const cancelled = await trx
    .updateTable('letter')
    .set({ cancelled_at: letter.at })
    .where('mailbox_id', '=', letter.mailboxId)
    .where('letter_id', '=', letter.letterId)
    .where('delivered_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .executeTakeFirst()
  if (cancelled.numUpdatedRows === 0n) return false
  await markCancelled(trx, letter.senderId, letter.letterId, letter.at)
  return true
}

async function markCancelled(trx: Trx, senderId: string, letterId: string, at: Date): Promise<void> {
  await trx
    .updateTable('dispatch_item')
    .set({ cancelled_at: at })
    .where('sender_id', '=', senderId)
    .where('letter_id', '=', letterId)
    .execute()
}
