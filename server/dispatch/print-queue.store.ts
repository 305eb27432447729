/** The SQL of the print queue. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export async function selectWaiting(trx: Trx, senderId: string, after: string | undefined, limit: number) {
  const waiting = trx
    .selectFrom('print_item')
    .select(['letter_id', 'batch_id', 'queued_at'])
    .where('sender_id', '=', senderId)
    .where('state', '=', 'waiting')
    .orderBy('letter_id')
    .limit(limit)
  return (after === undefined ? waiting : waiting.where('letter_id', '>', after)).execute()
}

export async function countWaiting(trx: Trx, senderId: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from print_item where sender_id = ${senderId} and state = 'waiting'`.execute(trx)
  return Number(rows[0]!.count)
}
