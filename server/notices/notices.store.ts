/** SQL of the notices. */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'

export type Wanted = { mailboxId: string; letterId: string; emailNo: number }

/** One row for each address that is to hear of each of these letters: chosen by the person, verified, and not yet opened. */
export async function readWanted(
  trx: Trx,
  letters: readonly (readonly [mailboxId: string, letterId: string])[],
): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    select l.mailbox_id as "mailboxId", l.letter_id as "letterId", e.email_no as "emailNo"
    from unnest(${letters.map(([mailboxId]) => mailboxId)}::uuid[], ${letters.map(([, letterId]) => letterId)}::uuid[])
      as told (mailbox_id, letter_id)
    join letter l on l.mailbox_id = told.mailbox_id and l.letter_id = told.letter_id
    join mailbox m on m.mailbox_id = l.mailbox_id
    join contact_email e on e.mailbox_id = l.mailbox_id
    where l.delivered_at is not null and l.cancelled_at is null and l.opened_at is null
      and m.notice_by_email and m.state <> 'closed' and e.verified_at is not null`.execute(trx)
  return rows
}

export type NoticeFacts = {
  email: string
  email_form: string
  language: Language
  sensitive: boolean
  sender_name: string
}

/** What one notice says and where it goes; undefined when it is no longer wanted. */
export async function readNotice(trx: Trx, notice: Wanted): Promise<NoticeFacts | undefined> {
  const { rows } = await sql<NoticeFacts>`
    select e.email, e.email_form, m.language, l.sensitive, s.name as sender_name
    from letter l
    join mailbox m on m.mailbox_id = l.mailbox_id
    join contact_email e on e.mailbox_id = l.mailbox_id and e.email_no = ${notice.emailNo}
    join sender s on s.sender_id = l.sender_id
    where l.mailbox_id = ${notice.mailboxId} and l.letter_id = ${notice.letterId}
      and l.delivered_at is not null and l.cancelled_at is null and l.opened_at is null
      and m.notice_by_email and m.state <> 'closed' and e.verified_at is not null`.execute(trx)
  return rows[0]
}

export async function isRecorded(trx: Trx, notice: Wanted, messageId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('notice')
    .select('notice_id')
    .where('mailbox_id', '=', notice.mailboxId)
    .where('letter_id', '=', notice.letterId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row !== undefined
}

export type NoticeOutcome = 'sent' | 'refused' | 'failed'

/** The first record of a message stays; a second try of the same adds nothing. */
export async function insertNotice(
  trx: Trx,
  notice: Wanted & { messageId: string; outcome: NoticeOutcome; at: Date },
): Promise<void> {
  await trx
    .insertInto('notice')
    .values({
      mailbox_id: notice.mailboxId,
      notice_id: newId(notice.at.getTime()),
      letter_id: notice.letterId,
      channel: 'email',
      email_no: notice.emailNo,
      message_id: notice.messageId,
      outcome: notice.outcome,
      at: notice.at,
    })
    .onConflict((conflict) => conflict.columns(['mailbox_id', 'letter_id', 'message_id']).doNothing())
    .execute()
}

export type VerificationFacts = {
  email: string
  language: Language
  token_hash: Buffer | null
  token_expires_at: Date | null
}

export async function readVerification(
  trx: Trx,
  mailboxId: string,
  emailNo: number,
): Promise<VerificationFacts | undefined> {
  const { rows } = await sql<VerificationFacts>`
    select e.email, m.language, e.token_hash, e.token_expires_at
    from contact_email e join mailbox m on m.mailbox_id = e.mailbox_id
    where e.mailbox_id = ${mailboxId} and e.email_no = ${emailNo} and m.state <> 'closed'`.execute(trx)
  return rows[0]
}

export type InvitationFacts = {
  email: string
  language: Language
  enterpriseName: string
  enterpriseNumber: string
  hash: Buffer | null
  expiresAt: Date | null
}

/** An invitation that waits, in the language of the enterprise's mailbox: the person's own is not known yet (I-03). */
export async function readInvitationFacts(
  trx: Trx,
  mailboxId: string,
  employeeId: string,
): Promise<InvitationFacts | undefined> {
  const { rows } = await sql<InvitationFacts>`
    select e.email, m.language, n.name as "enterpriseName", n.enterprise_number as "enterpriseNumber",
      e.invitation_hash as hash, e.invitation_expires_at as "expiresAt"
    from employee e
    join mailbox m on m.mailbox_id = e.mailbox_id
    join enterprise n on n.enterprise_id = e.enterprise_id
    where e.mailbox_id = ${mailboxId} and e.employee_id = ${employeeId} and e.state = 'invited' and m.state <> 'closed'`.execute(
    trx,
  )
  return rows[0]
}
