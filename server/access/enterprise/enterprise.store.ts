/** SQL of an enterprise's own settings and of the life of its mailbox, through its own door but for `closedOf`. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { ClosingRequest } from '#rules/enterprise-closing.ts'
import type { MailboxState } from '#rules/mailbox-life.ts'

export type StoredEnterprise = {
  name: string
  country: 'dk' | 'no'
  number: string
  language: 'da' | 'nb' | 'sv' | 'en'
  noticesByEmail: boolean
  noticesBySms: boolean
  profile: 'dk' | 'no'
  state: MailboxState
}

export async function readEnterpriseOf(trx: Trx, mailboxId: string): Promise<StoredEnterprise | undefined> {
  const { rows } = await sql<StoredEnterprise>`
    select n.name, n.country, n.enterprise_number as number, m.language, m.notice_by_email as "noticesByEmail",
      m.notice_by_sms as "noticesBySms", m.profile, m.state from mailbox m join enterprise n on n.enterprise_id = m.enterprise_id where m.mailbox_id = ${mailboxId}`.execute(
    trx,
  )
  return rows[0]
}

export async function readClosing(trx: Trx, mailboxId: string): Promise<ClosingRequest | undefined> {
  const { rows } = await sql<{ askedBy: string; askedAt: Date }>`
    select asked_by as "askedBy", asked_at as "askedAt" from enterprise_closing where mailbox_id = ${mailboxId}`.execute(
    trx,
  )
  return rows[0]
}

export async function putClosing(trx: Trx, mailboxId: string, request: ClosingRequest): Promise<void> {
  await sql`
    insert into enterprise_closing (mailbox_id, asked_by, asked_at) values (${mailboxId}, ${request.askedBy}, ${request.askedAt})
    on conflict (mailbox_id) do update set asked_by = excluded.asked_by, asked_at = excluded.asked_at`.execute(
    trx,
  )
}

export type ClosedEnterprise = {
  employeeId: string
  mailboxId: string
  name: string
  profile: 'dk' | 'no'
  closedAt: Date
}

/** Closed mailboxes of enterprises this person administers, whose content is still there. */
export async function closedOf(trx: Trx, personId: string): Promise<ClosedEnterprise[]> {
  const { rows } = await sql<ClosedEnterprise>`
    select e.employee_id as "employeeId", e.mailbox_id as "mailboxId", n.name, m.profile, m.state_changed_at as "closedAt"
    from employee e join mailbox m on m.mailbox_id = e.mailbox_id join enterprise n on n.enterprise_id = e.enterprise_id
    where e.person_id = ${personId} and e.state = 'active' and e.role = 'administrator' and m.state = 'closed'
      and m.content_erased_at is null order by lower(n.name), e.employee_id`.execute(trx)
  return rows
}
