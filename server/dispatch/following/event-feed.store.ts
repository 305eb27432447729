/** The SQL of the feed. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type FeedCursor = { xactId: string; eventId: string; place: number }
export type FeedEntry = {
  xactId: string
  eventId: string
  event: string
  batchId: string | null
  letterIds: string[]
  codes: string[] | null
  at: Date
}

/** From the cursor's own row on (it may be half read), at most `limit` rows, below the oldest transaction of this database that may still
 * write. Two statements, in this order: docs/decisions/feed-order.md. */
export async function readFeed(
  trx: Trx,
  senderId: string,
  from: FeedCursor,
  limit: number,
): Promise<FeedEntry[]> {
  const horizon = await sql<{ below: string }>`select feed_horizon()::text as below`.execute(trx)
  const { rows } = await sql<FeedEntry>`
    select xact_id::text as "xactId", event_id as "eventId", event, batch_id as "batchId", letter_ids as "letterIds", codes, at
    from sender_event
    where sender_id = ${senderId} and (xact_id, event_id) >= (${from.xactId}::xid8, ${from.eventId}::uuid)
      and not (event_id = ${from.eventId}::uuid and ${from.place} >= greatest(1, cardinality(letter_ids)))
      and xact_id < ${horizon.rows[0]!.below}::xid8
    order by xact_id, event_id limit ${limit}`.execute(trx)
  return rows
}
