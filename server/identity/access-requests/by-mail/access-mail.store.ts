/** SQL of `access_mail`, and of the addresses an answer may go to. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { MailRefusal } from '#rules/access-mail.ts'

/** What this person has proven to be theirs, and takes mail; the one first verified first. */
export async function ownAddresses(trx: Trx, personId: string): Promise<string[]> {
  const { rows: found } = await sql<{ mailboxId: string | null }>`
    select mailbox_id as "mailboxId" from person where person_id = ${personId}::uuid`.execute(trx)
  const mailboxId = found[0]?.mailboxId
  if (!mailboxId) return []
  const { rows } = await sql<{ email: string }>`
    select email_form as email from contact_email
     where mailbox_id = ${mailboxId}::uuid and verified_at is not null and failing_since is null
     order by email_no`.execute(trx)
  return rows.map(({ email }) => email)
}

export type RefusedMail = {
  mailId: string
  receivedAt: Date
  why: MailRefusal
  detail: string | null
  sender: string | null
  sizeBytes: number
  personId: string | null
}

/** False when there were too many since then. */
export async function addRefused(trx: Trx, mail: RefusedMail, since: Date, max: number): Promise<boolean> {
  const { rows } = await sql`
    insert into access_mail (mail_id, received_at, why, detail, sender, size_bytes, person_id)
    select ${mail.mailId}::uuid, ${mail.receivedAt}::timestamptz, ${mail.why}, ${mail.detail}, ${mail.sender},
           ${mail.sizeBytes}::int, ${mail.personId}::uuid
     where (select count(*) from access_mail where received_at > ${since}) < ${max}::int
    returning mail_id`.execute(trx)
  return rows.length === 1
}

/** Not done with yet; newest first. */
export async function listRefused(trx: Trx, max: number): Promise<RefusedMail[]> {
  const { rows } = await sql<RefusedMail>`
    select mail_id as "mailId", received_at as "receivedAt", why, detail, sender, size_bytes as "sizeBytes",
           person_id as "personId"
      from access_mail where seen_at is null order by received_at desc limit ${max}::int`.execute(trx)
  return rows
}

/** False when there is no such one, or it was done with before. */
export async function markSeen(trx: Trx, mailId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update access_mail set seen_at = ${now} where mail_id = ${mailId}::uuid and seen_at is null returning mail_id`.execute(
    trx,
  )
  return rows.length === 1
}
