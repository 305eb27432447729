/** SQL of the notices to those who were given access to a mailbox (D-08). Through the post office's door: it lies between two mailboxes. */
import { sql } from 'kysely'
import type { Language } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'

export type DelegateWanted = { mailboxId: string; letterId: string; grantId: string; emailNo: number }

/** In force, wished for, and the letter is in what was shared and not yet opened. Written once for both questions. */
const WANTED = (at: Date) => sql`g.state = 'active' and g.notices and (g.ends_at is null or g.ends_at > ${at})
  and (g.folder_ids is null or l.folder_id = any(g.folder_ids)) and (g.sender_ids is null or l.sender_id = any(g.sender_ids))
  and (g.capacity = 'heir') = (o.status = 'deceased')
  and l.delivered_at is not null and l.cancelled_at is null and l.opened_at is null and l.trashed_at is null
  and m.state <> 'closed'`

const FROM = sql.raw(`join mailbox m on m.mailbox_id = l.mailbox_id
  join person o on o.person_id = m.person_id
  join access_grant g on g.mailbox_id = l.mailbox_id
  join person h on h.person_id = g.holder_id and h.status <> 'deceased'`)

/** One row for each of their addresses that is to hear of each of these letters. */
export async function readDelegatesWanting(
  trx: Trx,
  letters: readonly (readonly [mailboxId: string, letterId: string])[],
  at: Date,
): Promise<DelegateWanted[]> {
  const { rows } = await sql<Omit<DelegateWanted, 'emailNo'> & { holdersMailboxId: string | null }>`
    select l.mailbox_id as "mailboxId", l.letter_id as "letterId", g.grant_id as "grantId",
      h.mailbox_id as "holdersMailboxId"
    from unnest(${letters.map(([mailboxId]) => mailboxId)}::uuid[], ${letters.map(([, letterId]) => letterId)}::uuid[])
      as told (mailbox_id, letter_id)
    join letter l on l.mailbox_id = told.mailbox_id and l.letter_id = told.letter_id
    ${FROM} where ${WANTED(at)}`.execute(trx)
  if (rows.length === 0) return []
  // The holders' addresses lie in their own mailboxes: asked apart, so that no join leaves one.
  const { rows: addresses } = await sql<{ mailboxId: string; emailNo: number }>`
    select m.mailbox_id as "mailboxId", e.email_no as "emailNo"
    from mailbox m join contact_email e on e.mailbox_id = m.mailbox_id
    where m.mailbox_id = any(${[...new Set(rows.map((row) => row.holdersMailboxId))]}::uuid[])
      and m.state <> 'closed' and e.verified_at is not null
    order by m.mailbox_id, e.email_no`.execute(trx)
  return rows.flatMap(({ holdersMailboxId, ...wanted }) =>
    addresses
      .filter(({ mailboxId }) => mailboxId === holdersMailboxId)
      .map(({ emailNo }) => ({ ...wanted, emailNo })),
  )
}

export type DelegateNotice = { email: string; emailForm: string; language: Language }

/** Where one goes; undefined when it is no longer wanted. */
export async function readDelegateNotice(
  trx: Trx,
  notice: DelegateWanted,
  at: Date,
): Promise<DelegateNotice | undefined> {
  const { rows: wanting } = await sql<{ holdersMailboxId: string | null }>`
    select h.mailbox_id as "holdersMailboxId" from letter l ${FROM}
    where l.mailbox_id = ${notice.mailboxId} and l.letter_id = ${notice.letterId} and g.grant_id = ${notice.grantId}
      and ${WANTED(at)}`.execute(trx)
  const { rows } = await sql<DelegateNotice>`
    select e.email, e.email_form as "emailForm", m.language
    from mailbox m join contact_email e on e.mailbox_id = m.mailbox_id
    where m.mailbox_id = ${wanting[0]?.holdersMailboxId ?? null}::uuid and e.email_no = ${notice.emailNo}
      and m.state <> 'closed' and e.verified_at is not null`.execute(trx)
  return rows[0]
}
