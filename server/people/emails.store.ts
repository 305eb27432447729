import { sql } from 'kysely'
import type { EmailAddress } from '#api/settings.ts'
import type { Trx } from '#ground/db.ts'

/** The SQL of a person's e-mail addresses and of the claims to them. */

export type EmailRow = {
  emailId: string
  emailNo: number
  email: string
  emailForm: string
  verifiedAt: Date | null
  failingSince: Date | null
  tokenExpiresAt: Date | null
}

export async function emailsOf(trx: Trx, mailboxId: string): Promise<EmailRow[]> {
  const result = await sql<EmailRow>`
    select email_id as "emailId", email_no as "emailNo", email, email_form as "emailForm",
      verified_at as "verifiedAt", failing_since as "failingSince", token_expires_at as "tokenExpiresAt"
    from contact_email where mailbox_id = ${mailboxId}::uuid order by email_no`.execute(trx)
  return result.rows
}

export type EmailToken = { hash: Uint8Array; expiresAt: Date }

/** Adds the address in this place, or gives the one there a new token, which ends the old one. Returns its id. */
export async function putEmail(
  trx: Trx,
  mailboxId: string,
  row: { emailNo: number; email: string; emailForm: string },
  token: EmailToken,
  at: Date,
): Promise<string> {
  const result = await sql<{ emailId: string }>`
    insert into contact_email (mailbox_id, email_no, email, email_form, added_at, token_hash, token_expires_at)
    values (${mailboxId}::uuid, ${row.emailNo}, ${row.email}, ${row.emailForm}, ${at}, ${Buffer.from(token.hash)}, ${token.expiresAt})
    on conflict (mailbox_id, email_no) do update set token_hash = excluded.token_hash,
      token_expires_at = excluded.token_expires_at
    returning email_id as "emailId"`.execute(trx)
  return result.rows[0]!.emailId
}

/** The address a token was made for, if the token has not expired. */
export async function emailByToken(
  trx: Trx,
  mailboxId: string,
  hash: Uint8Array,
  at: Date,
): Promise<{ emailNo: number; emailForm: string } | undefined> {
  const result = await sql<{ emailNo: number; emailForm: string }>`
    select email_no as "emailNo", email_form as "emailForm" from contact_email
    where mailbox_id = ${mailboxId}::uuid and token_hash = ${Buffer.from(hash)} and token_expires_at > ${at}
    for update`.execute(trx)
  return result.rows[0]
}

/** A new return path as well: whoever knows the one of mail until now reports nothing more. */
export async function spendToken(
  trx: Trx,
  mailboxId: string,
  emailNo: number,
  verifiedAt: Date | null,
): Promise<void> {
  await sql`
    update contact_email set verified_at = coalesce(${verifiedAt}::timestamptz, verified_at), token_hash = null,
      token_expires_at = null, failing_since = case when ${verifiedAt}::timestamptz is null then failing_since end,
      failure = case when ${verifiedAt}::timestamptz is null then failure end,
      soft_bounces = case when ${verifiedAt}::timestamptz is null then soft_bounces else 0 end,
      bounce_tag = case when ${verifiedAt}::timestamptz is null then bounce_tag end
    where mailbox_id = ${mailboxId}::uuid and email_no = ${emailNo}`.execute(trx)
}

/** By the id, not the place: whoever removes an address in a stale page must not remove another one. */
export async function deleteEmail(
  trx: Trx,
  mailboxId: string,
  emailId: string,
): Promise<{ form: string; email: string; used: boolean } | undefined> {
  const result = await sql<{ form: string; email: string; used: boolean }>`
    delete from contact_email where mailbox_id = ${mailboxId}::uuid and email_id = ${emailId}::uuid
    returning email_form as form, email, verified_at is not null and failing_since is null as used`.execute(
    trx,
  )
  return result.rows[0]
}

/** The address has to be verified again before anything is sent to it. */
export async function unverifyEmail(trx: Trx, mailboxId: string, emailNo: number): Promise<void> {
  await sql`
    update contact_email set verified_at = null where mailbox_id = ${mailboxId}::uuid and email_no = ${emailNo}`.execute(
    trx,
  )
}

/** true when the mailbox holds the claim afterwards; false when somebody else does. */
export async function holdClaim(trx: Trx, emailForm: string, mailboxId: string, at: Date): Promise<boolean> {
  await sql`
    insert into email_claim (email_form, mailbox_id, claimed_at) values (${emailForm}, ${mailboxId}::uuid, ${at})
    on conflict (email_form) do nothing`.execute(trx)
  const result = await sql<{ mine: boolean }>`
    select mailbox_id = ${mailboxId}::uuid as mine from email_claim where email_form = ${emailForm} for update`.execute(
    trx,
  )
  return result.rows[0]?.mine === true
}

/** Releases one claim, or all of a mailbox's. */
export async function releaseClaims(trx: Trx, mailboxId: string, emailForm?: string): Promise<void> {
  await sql`
    delete from email_claim where mailbox_id = ${mailboxId}::uuid
      and (${emailForm ?? null}::text is null or email_form = ${emailForm ?? null})`.execute(trx)
}

/** As settings show it. */
export const shownEmail = (row: EmailRow): EmailAddress => ({
  emailId: row.emailId,
  address: row.email,
  state: row.failingSince ? 'failing' : row.verifiedAt ? 'verified' : 'waiting',
  verifiedAt: row.verifiedAt?.toISOString() ?? null,
  linkExpiresAt: row.tokenExpiresAt?.toISOString() ?? null,
})
