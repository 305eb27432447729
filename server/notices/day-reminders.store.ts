/** SQL of the reminders people set for themselves in the calendar (B-17). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import type { ProfileId } from '#rules/profiles.ts'

export type ReminderWays = {
  profile: ProfileId
  quietFrom: number | null
  quietUntil: number | null
  emails: number[]
  subscriptions: string[]
  sms: boolean
}

/** Where its owner wants to be reminded; undefined when there is nobody to remind. */
export async function readReminderWays(trx: Trx, mailboxId: string): Promise<ReminderWays | undefined> {
  const { rows } = await sql<ReminderWays>`
    select m.profile, m.quiet_from as "quietFrom", m.quiet_until as "quietUntil",
      case when m.reminder_by_email then array(
        select e.email_no from contact_email e where e.mailbox_id = m.mailbox_id and e.verified_at is not null
          and e.failing_since is null order by e.email_no) else '{}' end as emails,
      case when m.reminder_by_push then array(
        select s.subscription_id::text from push_subscription s where s.mailbox_id = m.mailbox_id
          order by s.subscription_id) else '{}' end as subscriptions,
      m.reminder_by_sms and exists (select from contact_phone p where p.mailbox_id = m.mailbox_id
        and p.verified_at is not null and p.failing_since is null) as sms
    from mailbox m join person o on o.person_id = m.person_id and o.status <> 'deceased'
    where m.mailbox_id = ${mailboxId} and m.state <> 'closed'`.execute(trx)
  return rows[0]
}

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
