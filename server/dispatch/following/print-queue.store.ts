/** The SQL of the print queue. */
import { sql } from 'kysely'
import { COUNTED_MAX } from '#api/counted.ts'
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

/** Up to COUNTED_MAX, and no further: a queue of millions is looked at like a short one. */
export async function countWaiting(trx: Trx, senderId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from print_item where sender_id = ${senderId} and state = 'waiting' limit ${COUNTED_MAX}) as waiting`.execute(
    trx,
  )
  return rows[0]!.count
}
