/** SQL of the reminders people set for themselves in the calendar (B-17). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'

export type DayTold = { letterId: string; sensitive: boolean; senderName: string }

/** Those of these letters their owner still wants to be reminded of at that time. */
export async function readDaysTold(
  trx: Trx,
  { mailboxId, at, letterIds }: { mailboxId: string; at: string; letterIds: readonly string[] },
): Promise<DayTold[]> {
  const { rows } = await sql<DayTold>`
    select l.letter_id as "letterId", l.sensitive, s.name as "senderName"
    from calendar_mark k
    join letter l on l.mailbox_id = ${mailboxId} and l.letter_id = k.letter_id
    join sender s on s.sender_id = l.sender_id
    join mailbox m on m.mailbox_id = l.mailbox_id and m.state <> 'closed'
    join person o on o.person_id = m.person_id and o.status <> 'deceased'
    where k.mailbox_id = ${mailboxId} and k.remind_at = ${at}::timestamptz and k.done_at is null
      and k.letter_id = any(${letterIds}::uuid[]) and l.delivered_at is not null and l.cancelled_at is null
      and l.folder_id <> ${PLACES.trash}::uuid`.execute(trx)
  return rows
}
