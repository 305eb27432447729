/** The sender's side of letters whose scan is over. Each item changes once, however often it is told. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type Told = { senderId: string; letterId: string; batchId: string }

/** Holds these items until the transaction ends. @returns the ids of those that were cancelled */
export async function lockItems(
  trx: Trx,
  items: readonly { senderId: string; letterId: string }[],
): Promise<Set<string>> {
  const senderIds = [...new Set(items.map((item) => item.senderId))].sort()
  const cancelled = new Set<string>()
  for (const senderId of senderIds) {
    const letterIds = items.filter((item) => item.senderId === senderId).map((item) => item.letterId)
    const { rows } = await sql<{ letterId: string; cancelled: boolean }>`
      select letter_id as "letterId", cancelled_at is not null as cancelled from dispatch_item
      where sender_id = ${senderId} and letter_id = any(${letterIds}::uuid[]) order by letter_id for update`.execute(
      trx,
    )
    for (const row of rows) if (row.cancelled) cancelled.add(row.letterId)
  }
  return cancelled
}

export async function markItemsDelivered(
  trx: Trx,
  senderId: string,
  letterIds: readonly string[],
  at: Date,
): Promise<Told[]> {
  const { rows } = await sql<Told>`update dispatch_item set delivered_at = ${at}
    where sender_id = ${senderId} and letter_id = any(${letterIds}::uuid[])
      and outcome = 'deliver' and delivered_at is null and cancelled_at is null and later_code is null
    returning sender_id as "senderId", letter_id as "letterId", batch_id as "batchId"`.execute(trx)
  return rows
}

export async function markItemsRefused(
  trx: Trx,
  senderId: string,
  letterIds: readonly string[],
  code: string,
): Promise<Told[]> {
  const { rows } = await sql<Told>`update dispatch_item set later_code = ${code}, outcome = 'refuse'
    where sender_id = ${senderId} and letter_id = any(${letterIds}::uuid[])
      and outcome = 'deliver' and delivered_at is null and cancelled_at is null and later_code is null
    returning sender_id as "senderId", letter_id as "letterId", batch_id as "batchId"`.execute(trx)
  return rows
}

/** What waited in a file is delivered or refused now. Letters handed in one by one have no file to count in. */
export async function recountBatch(
  trx: Trx,
  batch: { senderId: string; batchId: string },
  change: { delivered: number; refused: number },
): Promise<void> {
  await sql`update batch set waiting_count = waiting_count - ${change.delivered + change.refused},
      delivered_count = delivered_count + ${change.delivered}, refused_count = refused_count + ${change.refused}
    where sender_id = ${batch.senderId} and batch_id = ${batch.batchId}`.execute(trx)
}
