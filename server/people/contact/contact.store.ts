/** The SQL of contact details as a whole: when they were confirmed, which of them fail (D-12, D-13). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type ContactRow = {
  since: Date
  confirmedAt: Date | null
  emails: { emailId: string; address: string; failing: boolean }[]
  phone: { number: string; failing: boolean } | null
}

/** Verified details only: what waits for its link or code is not confirmed by a click. */
export async function readContactRow(trx: Trx, mailboxId: string): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select coalesce(m.contact_confirmed_at, m.opened_at) as since, m.contact_confirmed_at as "confirmedAt",
      (select coalesce(json_agg(json_build_object('emailId', e.email_id, 'address', e.email,
          'failing', e.failing_since is not null) order by e.email_no), '[]')
        from contact_email e where e.mailbox_id = ${mailboxId} and e.verified_at is not null) as emails,
      (select json_build_object('number', p.phone, 'failing', p.failing_since is not null)
        from contact_phone p where p.mailbox_id = ${mailboxId} and p.verified_at is not null) as phone
    from mailbox m where m.mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]
}

export async function setContactConfirmed(
  trx: Trx,
  mailboxId: string,
  confirmed: { at: Date; remindAt: Date },
): Promise<void> {
  await sql`
    update mailbox set contact_confirmed_at = ${confirmed.at}, contact_remind_at = ${confirmed.remindAt}
    where mailbox_id = ${mailboxId}::uuid`.execute(trx)
}

/** The first detail that is verified starts the clock. */
export async function startConfirming(
  trx: Trx,
  mailboxId: string,
  first: { at: Date; remindAt: Date },
): Promise<void> {
  await sql`
    update mailbox set contact_confirmed_at = ${first.at}, contact_remind_at = ${first.remindAt}
    where mailbox_id = ${mailboxId}::uuid and contact_confirmed_at is null`.execute(trx)
}

/** For the post office: mailboxes whose reminder is due, held; those another process holds are its own. */
export async function holdReminders(
  trx: Trx,
  now: Date,
  most: number,
): Promise<{ mailboxId: string; confirmedAt: Date; remindAt: Date }[]> {
  const { rows } = await sql<{ mailboxId: string; confirmedAt: Date; remindAt: Date }>`
    select mailbox_id as "mailboxId", contact_confirmed_at as "confirmedAt", contact_remind_at as "remindAt" from mailbox
    where contact_remind_at <= ${now} and state <> 'closed' order by contact_remind_at limit ${most}
    for update skip locked`.execute(trx)
  return rows
}

export async function setReminders(
  trx: Trx,
  reminders: readonly { mailboxId: string; next: Date | null }[],
): Promise<void> {
  await sql`
    update mailbox m set contact_remind_at = r.next
    from unnest(${reminders.map((r) => r.mailboxId)}::uuid[], ${reminders.map((r) => r.next)}::timestamptz[]) as r(mailbox_id, next)
    where m.mailbox_id = r.mailbox_id`.execute(trx)
}

export type EmailOwner = { personId: string } | { enterprise: string }

/** The owner of a newly failing address, an enterprise by its name; undefined when it failed already, or is none. */
export async function setEmailFailing(
  trx: Trx,
  email: { mailboxId: string; emailNo: number; emailForm: string },
  failure: 'refused' | 'bounced' | 'complained',
  at: Date,
): Promise<EmailOwner | undefined> {
  const { rows } = await sql<{ personId: string | null; enterprise: string | null }>`
    update contact_email e set failing_since = ${at}, failure = ${failure}
    from mailbox m left join enterprise n on n.enterprise_id = m.enterprise_id
    where m.mailbox_id = ${email.mailboxId}::uuid and e.mailbox_id = ${email.mailboxId}::uuid and e.email_no = ${email.emailNo}
      and e.email_form = ${email.emailForm} and e.verified_at is not null and e.failing_since is null
    returning m.person_id as "personId", n.name as enterprise`.execute(trx)
  const [owner] = rows
  if (!owner) return undefined
  return owner.personId === null ? { enterprise: owner.enterprise! } : { personId: owner.personId }
}

export async function setPhoneFailing(trx: Trx, mailboxId: string, phone: string, at: Date): Promise<void> {
  await sql`
    update contact_phone set failing_since = ${at}
    where mailbox_id = ${mailboxId}::uuid and phone = ${phone} and failing_since is null`.execute(trx)
}

export type Bounced = { mailboxId: string; emailNo: number; emailForm: string; softBounces: number }

/** Which address a report is about; `soft` counts one that may pass. */
export async function emailOfTag(trx: Trx, tag: string, soft: boolean): Promise<Bounced | undefined> {
  const { rows } = await sql<Bounced>`
    update contact_email set soft_bounces = soft_bounces + ${soft ? 1 : 0} where bounce_tag = ${tag}
    returning mailbox_id as "mailboxId", email_no as "emailNo", email_form as "emailForm", soft_bounces as "softBounces"`.execute(
    trx,
  )
  return rows[0]
}

/** The tag that names this address in the return path of our mail, made at its first mail. */
export async function tagOf(
  trx: Trx,
  mailboxId: string,
  emailNo: number,
  fresh: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ tag: string }>`
    update contact_email set bounce_tag = coalesce(bounce_tag, ${fresh})
    where mailbox_id = ${mailboxId}::uuid and email_no = ${emailNo} returning bounce_tag as tag`.execute(trx)
  return rows[0]?.tag
}
