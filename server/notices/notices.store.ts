/** SQL of the notices. */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { NoticeChannel } from '#rules/notice-time.ts'
import type { ProfileId } from '#rules/profiles.ts'
import type { Told } from './hearing.store.ts'

export type OwnerTold = Told & { deliveredAt: Date; enterprise: boolean }

/** One row for each of these letters that the owner of the mailbox may still have to hear of. */
export async function readTold(
  trx: Trx,
  letters: readonly (readonly [mailboxId: string, letterId: string])[],
): Promise<OwnerTold[]> {
  const { rows } = await sql<OwnerTold>`
    select l.mailbox_id as "mailboxId", l.mailbox_id as ear, m.enterprise_id is not null as enterprise, l.letter_id as "letterId", m.profile, l.delivered_at as "deliveredAt",
      m.digest_hour as "digestHour", m.quiet_from as "quietFrom", m.quiet_until as "quietUntil",
      case when m.notice_by_email and coalesce(c.by_email, true) then array(
        select e.email_no from contact_email e where e.mailbox_id = l.mailbox_id and e.verified_at is not null and e.failing_since is null order by e.email_no)
        else '{}' end as emails,
      case when m.notice_by_push and coalesce(c.by_push, true) then array(
        select s.subscription_id::text from push_subscription s where s.mailbox_id = l.mailbox_id order by s.subscription_id)
        else '{}' end as subscriptions,
      m.notice_by_sms and coalesce(c.by_sms, true) and exists (select from contact_phone p
        where p.mailbox_id = l.mailbox_id and p.verified_at is not null and p.failing_since is null) as sms
    from unnest(${letters.map(([mailboxId]) => mailboxId)}::uuid[], ${letters.map(([, letterId]) => letterId)}::uuid[])
      as told (mailbox_id, letter_id)
    join letter l on l.mailbox_id = told.mailbox_id and l.letter_id = told.letter_id
    join mailbox m on m.mailbox_id = l.mailbox_id
    left join notice_choice c on c.mailbox_id = l.mailbox_id and c.sender_id = l.sender_id
    where l.delivered_at is not null and l.cancelled_at is null and l.opened_at is null and m.state <> 'closed'`.execute(
    trx,
  )
  return rows
}

export type Common = {
  language: Language
  profile: ProfileId
  quietFrom: number | null
  quietUntil: number | null
}

/** Which choices count: those about new letters, or those about reminders of one's own (B-17). */
export type ChoiceOf = 'notice' | 'reminder'
const chosen = (of: ChoiceOf, channel: NoticeChannel) => sql.ref(`m.${of}_by_${channel}`)

const COMMON = sql.raw('m.language, m.profile, m.quiet_from as "quietFrom", m.quiet_until as "quietUntil"')

/** One address of an ear; undefined when it wants no e-mail there. */
export async function readEmailWay(
  trx: Trx,
  ear: string,
  emailNo: number,
  of: ChoiceOf = 'notice',
): Promise<(Common & { email: string; emailForm: string }) | undefined> {
  const { rows } = await sql<Common & { email: string; emailForm: string }>`
    select e.email, e.email_form as "emailForm", ${COMMON}
    from mailbox m join contact_email e on e.mailbox_id = m.mailbox_id and e.email_no = ${emailNo}
    where m.mailbox_id = ${ear} and m.state <> 'closed' and ${chosen(of, 'email')} and e.verified_at is not null
      and e.failing_since is null`.execute(trx)
  return rows[0]
}

/** For an address that is not among the ear's own: its language and hours. */
export async function readHours(trx: Trx, ear: string): Promise<Common | undefined> {
  const { rows } = await sql<Common>`
    select ${COMMON} from mailbox m where m.mailbox_id = ${ear} and m.state <> 'closed'`.execute(trx)
  return rows[0]
}

export async function readSmsWay(
  trx: Trx,
  ear: string,
  of: ChoiceOf = 'notice',
): Promise<(Common & { phone: string }) | undefined> {
  const { rows } = await sql<Common & { phone: string }>`
    select p.phone, ${COMMON} from mailbox m join contact_phone p on p.mailbox_id = m.mailbox_id
    where m.mailbox_id = ${ear} and m.state <> 'closed' and ${chosen(of, 'sms')} and p.verified_at is not null
      and p.failing_since is null`.execute(trx)
  return rows[0]
}

export type PushWay = Common & { endpoint: string; publicKey: Buffer; authSecret: Buffer }

export async function readPushWay(
  trx: Trx,
  ear: string,
  subscriptionId: string,
  of: ChoiceOf = 'notice',
): Promise<PushWay | undefined> {
  const { rows } = await sql<PushWay>`
    select s.endpoint, s.public_key as "publicKey", s.auth_secret as "authSecret", ${COMMON}
    from mailbox m join push_subscription s on s.mailbox_id = m.mailbox_id and s.subscription_id = ${subscriptionId}::uuid
    where m.mailbox_id = ${ear} and m.state <> 'closed' and ${chosen(of, 'push')}`.execute(trx)
  return rows[0]
}

/** Of these enterprises' mailboxes those that have departments. */
export async function withDepartments(trx: Trx, mailboxIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ mailboxId: string }>`
    select distinct mailbox_id as "mailboxId" from department where mailbox_id = any(${mailboxIds}::uuid[])`.execute(
    trx,
  )
  return rows.map(({ mailboxId }) => mailboxId)
}

export type DigestFacts = Common & {
  /** When the last one went out. */
  since: Date | null
  letters: number
  emails: { emailNo: number; email: string; emailForm: string }[]
}

/** Letters since the last digest that are still unread, and where it goes; undefined when none is wanted. Holds the mailbox, so that
 * two at once do not tell of the same letters. */
export async function holdDigest(trx: Trx, mailboxId: string): Promise<DigestFacts | undefined> {
  const { rows } = await sql<DigestFacts>`
    select m.language, m.profile, m.quiet_from as "quietFrom", m.quiet_until as "quietUntil", m.digest_sent_at as since,
      (select count(*)::int from letter l where l.mailbox_id = ${mailboxId}::uuid and l.delivered_at is not null and l.cancelled_at is null and l.opened_at is null and m.state <> 'closed'
        and l.delivered_at > coalesce(m.digest_sent_at, '-infinity') and not exists (
          select from notice_choice c where c.mailbox_id = ${mailboxId}::uuid and c.sender_id = l.sender_id and not c.by_email)) as letters,
      (select coalesce(json_agg(json_build_object('emailNo', e.email_no, 'email', e.email, 'emailForm', e.email_form)
          order by e.email_no), '[]') from contact_email e where e.mailbox_id = ${mailboxId}::uuid and e.verified_at is not null and e.failing_since is null) as emails
    from mailbox m where m.mailbox_id = ${mailboxId}::uuid and m.digest_hour is not null and m.notice_by_email
      and m.state <> 'closed' for no key update`.execute(trx)
  return rows[0]
}

/** Since when the next digest counts; undefined: none is wanted. */
export async function readDigestSent(trx: Trx, mailboxId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ since: Date }>`
    select coalesce(digest_sent_at, opened_at) as since from mailbox
    where mailbox_id = ${mailboxId}::uuid and digest_hour is not null and notice_by_email and state <> 'closed'`.execute(
    trx,
  )
  return rows[0]?.since
}

export async function setDigestSent(trx: Trx, mailboxId: string, at: Date): Promise<void> {
  await sql`update mailbox set digest_sent_at = ${at} where mailbox_id = ${mailboxId}::uuid`.execute(trx)
}

/** The addresses a mailbox may be written to about itself, and its language. */
export async function readUsableEmails(
  trx: Trx,
  mailboxId: string,
): Promise<{ emailNo: number; email: string; emailForm: string; language: Language }[]> {
  const { rows } = await sql<{ emailNo: number; email: string; emailForm: string; language: Language }>`
    select e.email_no as "emailNo", e.email, e.email_form as "emailForm", m.language
    from contact_email e join mailbox m on m.mailbox_id = e.mailbox_id
    where e.mailbox_id = ${mailboxId}::uuid and e.verified_at is not null and e.failing_since is null and m.state <> 'closed' order by e.email_no`.execute(
    trx,
  )
  return rows
}

export async function isRecorded(
  trx: Trx,
  { mailboxId }: { mailboxId: string },
  messageId: string,
): Promise<boolean> {
  const row = await trx
    .selectFrom('notice')
    .select('notice_id')
    .where('mailbox_id', '=', mailboxId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row !== undefined
}

export type NoticeOutcome = 'sent' | 'refused' | 'failed'

export type NewNotice = {
  mailboxId: string
  kind: 'letter' | 'reminder' | 'digest' | 'contact' | 'calendar'
  channel: NoticeChannel
  letterId?: string
  emailNo?: number
  messageId: string
  outcome: NoticeOutcome
  at: Date
}

/** The first record of a message stays; a second try of the same adds nothing. */
export async function insertNotice(trx: Trx, notice: NewNotice): Promise<void> {
  await trx
    .insertInto('notice')
    .values({
      mailbox_id: notice.mailboxId,
      notice_id: newId(notice.at.getTime()),
      letter_id: notice.letterId ?? null,
      kind: notice.kind,
      channel: notice.channel,
      email_no: notice.emailNo ?? null,
      message_id: notice.messageId,
      outcome: notice.outcome,
      at: notice.at,
    })
    .onConflict((conflict) => conflict.columns(['mailbox_id', 'message_id']).doNothing())
    .execute()
}

/** A browser that is gone is forgotten. */
export async function forgetSubscription(trx: Trx, mailboxId: string, subscriptionId: string): Promise<void> {
  await sql`
    delete from push_subscription where mailbox_id = ${mailboxId}::uuid and subscription_id = ${subscriptionId}::uuid`.execute(
    trx,
  )
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
