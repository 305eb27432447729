/** The SQL of the dry-run quota. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** Adds the rows to the day's count if the quota allows all of them; false otherwise, and nothing is counted. */
export async function countDryRunRows(
  trx: Trx,
  ask: { senderId: string; day: Date; rows: number; max: number },
): Promise<boolean> {
  if (ask.rows > ask.max) return false
  const result = await sql`
    insert into dry_run_use as u (sender_id, day, rows_asked)
    values (${ask.senderId}, (${ask.day}::timestamptz at time zone 'utc')::date, ${ask.rows})
    on conflict (sender_id, day) do update set rows_asked = u.rows_asked + excluded.rows_asked
      where u.rows_asked + excluded.rows_asked <= ${ask.max}`.execute(trx)
  return result.numAffectedRows === 1n
}
