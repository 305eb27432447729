/** SQL of `security_notice` and `security_notice_mail`. */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import type { ProfileId } from '#rules/profiles.ts'
import type { Facts, SecurityNoticeKind } from '#rules/security-notices.ts'
import type { NoticeOutcome } from './notices.store.ts'

/** False when this job has told it already, or nobody is there to be told. */
export async function insertSecurityNotice(
  trx: Trx,
  notice: {
    noticeId: string
    personId: string
    about: SecurityNoticeKind
    facts: Facts
    jobId: string
    now: Date
  },
): Promise<boolean> {
  const { rows } = await sql`
    insert into security_notice (notice_id, person_id, about, facts, at, job_id)
    select ${notice.noticeId}::uuid, p.person_id, ${notice.about}::text, ${JSON.stringify(notice.facts)}::jsonb,
           ${notice.now}::timestamptz, ${notice.jobId}::bigint
      from person p where p.person_id = ${notice.personId}::uuid and p.status <> 'deceased'
    on conflict (job_id) do nothing returning notice_id`.execute(trx)
  return rows.length === 1
}

/** Every verified address of the person, whether or not they want notices of letters. */
export async function readAddressees(trx: Trx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select e.email from person p join contact_email e on e.mailbox_id = p.mailbox_id
     where p.person_id = ${personId}::uuid and e.verified_at is not null and e.failing_since is null
     order by e.email_no`.execute(trx)
  return rows.map(({ email }) => email)
}

/** The person's verified number, if there is one. */
export async function readPhone(
  trx: Trx,
  personId: string,
): Promise<{ phone: string; mailboxId: string } | null> {
  const { rows } = await sql<{ phone: string; mailboxId: string }>`
    select c.phone, c.mailbox_id as "mailboxId" from person p join contact_phone c on c.mailbox_id = p.mailbox_id
     where p.person_id = ${personId}::uuid and c.verified_at is not null and c.failing_since is null`.execute(
    trx,
  )
  return rows[0] ?? null
}

export type SecurityNoticeRow = {
  noticeId: string
  personId: string
  about: string
  facts: Facts
  at: Date
  language: Language
  country: ProfileId
}

/** What is to be said, and in which language: the mailbox's, or that of the person's country. */
export async function readSecurityNotice(trx: Trx, noticeId: string): Promise<SecurityNoticeRow | undefined> {
  const { rows } = await sql<SecurityNoticeRow>`
    select n.notice_id as "noticeId", n.person_id as "personId", n.about, n.facts, n.at, p.country,
           coalesce(m.language, case p.country when 'no' then 'nb' else 'da' end) as language
      from security_notice n join person p on p.person_id = n.person_id
      left join mailbox m on m.mailbox_id = p.mailbox_id
     where n.notice_id = ${noticeId}::uuid`.execute(trx)
  return rows[0]
}

export async function isSent(trx: Trx, noticeId: string, messageId: string): Promise<boolean> {
  const { rows } = await sql`
    select from security_notice_mail where notice_id = ${noticeId}::uuid and message_id = ${messageId}`.execute(
    trx,
  )
  return rows.length === 1
}

export async function insertMessage(
  trx: Trx,
  sent: { noticeId: string; channel: 'email' | 'sms'; messageId: string; outcome: NoticeOutcome; at: Date },
): Promise<void> {
  await sql`
    insert into security_notice_mail (notice_id, channel, message_id, outcome, at)
    values (${sent.noticeId}::uuid, ${sent.channel}, ${sent.messageId}, ${sent.outcome}, ${sent.at})
    on conflict do nothing`.execute(trx)
}
