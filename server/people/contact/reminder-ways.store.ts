/** Where a person wants to be reminded of what they set in their calendar (B-17, D-14), as far as those places can be reached. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { ProfileId } from '#rules/profiles.ts'

export type ReminderWays = {
  profile: ProfileId
  quietFrom: number | null
  quietUntil: number | null
  emails: number[]
  subscriptions: string[]
  sms: boolean
}

/** Undefined when there is nobody to remind. */
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
