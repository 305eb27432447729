/**
 * SQL of who hears of a letter: the owner of the mailbox it came to, whoever was given access and wishes it (D-08), and employees whose
 * work it is (B-15). Each is told by the ways of their own mailbox, its `ear`: their addresses and browsers, their switches, their quiet
 * hours, their digest. Letter and ear may lie in two mailboxes, so they are asked apart, through the post office's door.
 */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { Listener } from '#ground/jobs.ts'
import type { ProfileId } from '#rules/profiles.ts'

/** Of one letter and one listener: where they may be told of it, by their own choices. */
export type Told = {
  mailboxId: string
  letterId: string
  /** Left out: the owner. */
  to?: Listener
  ear: string
  profile: ProfileId
  digestHour: number | null
  quietFrom: number | null
  quietUntil: number | null
  emails: number[]
  subscriptions: string[]
  sms: boolean
}

/** In place of the number of one of a person's own addresses: that of the employment. */
export const WORK_EMAIL = 0

/** How a notice is worded, and from which choices it may go. */
export type Hearing = {
  ear: string
  as: 'owner' | 'holder' | 'colleague'
  sensitive: boolean
  senderName: string
  byEmail: boolean
  bySms: boolean
  byPush: boolean
  /** Address of the employment, where the employee wants it there. */
  workEmail: string | null
}

const LIVE = sql.raw(`l.delivered_at is not null and l.cancelled_at is null and m.state <> 'closed'`)

/** In force, wished for, and the letter is in what was shared and not yet opened. Written once for every question. */
const SHARED = (at: Date) => sql`g.state = 'active' and g.notices and (g.ends_at is null or g.ends_at > ${at})
  and (g.folder_ids is null or l.folder_id = any(g.folder_ids)) and (g.sender_ids is null or l.sender_id = any(g.sender_ids))
  and (g.capacity = 'heir') = (o.status = 'deceased') and l.opened_at is null and l.trashed_at is null and ${LIVE}`

const SHARED_FROM = sql.raw(`join mailbox m on m.mailbox_id = l.mailbox_id
  join person o on o.person_id = m.person_id
  join access_grant g on g.mailbox_id = l.mailbox_id
  join person h on h.person_id = g.holder_id and h.status <> 'deceased'`)

/** Theirs to deal with, and nobody has. Whether a colleague has opened it is another matter. */
const THEIRS =
  sql.raw(`e.state = 'active' and e.notices <> 'none' and l.done_at is null and l.trashed_at is null
  and (l.assigned_to = e.employee_id or exists (select from department_member d where d.mailbox_id = l.mailbox_id
    and d.department_id = l.department_id and d.employee_id = e.employee_id))
  and l.delivered_at is not null and l.cancelled_at is null and m.state <> 'closed'`)

const THEIRS_FROM = sql.raw(`join mailbox m on m.mailbox_id = l.mailbox_id
  join employee e on e.mailbox_id = l.mailbox_id
  join person h on h.person_id = e.person_id and h.status <> 'deceased'`)

type Heard = { mailboxId: string; letterId: string; to: Listener; ear: string; only?: 'work-email' }

/** Whoever was given access to where these letters came, once for each letter. */
export async function readHolders(
  trx: Trx,
  letters: readonly (readonly [mailboxId: string, letterId: string])[],
  at: Date,
): Promise<Told[]> {
  const { rows } = await sql<{ mailboxId: string; letterId: string; grantId: string; ear: string | null }>`
    select l.mailbox_id as "mailboxId", l.letter_id as "letterId", g.grant_id as "grantId", h.mailbox_id as ear
    from unnest(${letters.map(([mailboxId]) => mailboxId)}::uuid[], ${letters.map(([, letterId]) => letterId)}::uuid[])
      as told (mailbox_id, letter_id)
    join letter l on l.mailbox_id = told.mailbox_id and l.letter_id = told.letter_id
    ${SHARED_FROM} where ${SHARED(at)}`.execute(trx)
  const heard = rows.flatMap(({ grantId, ear, ...letter }) =>
    ear ? [{ ...letter, ear, to: { grantId } }] : [],
  )
  return withWays(trx, heard)
}

/** Those of these employees whose work this letter is, by why they hear of it. */
export async function readColleaguesTold(
  trx: Trx,
  { mailboxId, letterIds, by }: { mailboxId: string; letterIds: readonly string[]; by: string | null },
): Promise<Told[]> {
  const { rows } = await sql<{
    letterId: string
    employeeId: string
    ear: string | null
    assigned: boolean
    notices: string
  }>`
    select l.letter_id as "letterId", e.employee_id as "employeeId", h.mailbox_id as ear, e.notices,
      l.assigned_to is not distinct from e.employee_id as assigned
    from letter l ${THEIRS_FROM}
    where l.mailbox_id = ${mailboxId} and l.letter_id = any(${letterIds}::uuid[])
      and (l.assigned_to is null or l.assigned_to = e.employee_id)
      and e.employee_id is distinct from ${by}::uuid and ${THEIRS}`.execute(trx)
  const heard = rows.flatMap(({ letterId, employeeId, ear, assigned, notices }): Heard[] => {
    const to = { employeeId, why: assigned ? ('assigned' as const) : ('department' as const) }
    if (!ear) return []
    return [{ mailboxId, letterId, ear, to, ...(notices === 'email' ? { only: 'work-email' as const } : {}) }]
  })
  return withWays(trx, heard)
}

/** The ways of each ear, asked once for all of them. */
async function withWays(trx: Trx, heard: readonly Heard[]): Promise<Told[]> {
  if (heard.length === 0) return []
  const { rows } = await sql<Omit<Told, 'mailboxId' | 'letterId' | 'to'>>`
    select m.mailbox_id as ear, m.profile, m.digest_hour as "digestHour", m.quiet_from as "quietFrom",
      m.quiet_until as "quietUntil", false as sms,
      case when m.notice_by_email then array(
        select c.email_no from contact_email c where c.mailbox_id = m.mailbox_id and c.verified_at is not null
          and c.failing_since is null order by c.email_no) else '{}' end as emails,
      case when m.notice_by_push then array(
        select s.subscription_id::text from push_subscription s where s.mailbox_id = m.mailbox_id
          order by s.subscription_id) else '{}' end as subscriptions
    from mailbox m where m.mailbox_id = any(${[...new Set(heard.map(({ ear }) => ear))]}::uuid[])
      and m.state <> 'closed'`.execute(trx)
  const ways = new Map(rows.map((row) => [row.ear, row]))
  return heard.flatMap(({ only, ...one }) => {
    const way = ways.get(one.ear)
    if (!way) return []
    const work = { emails: [WORK_EMAIL], subscriptions: [], digestHour: null }
    return [{ ...way, ...one, ...(only ? work : {}) }]
  })
}

/** Whether, and from whose choices, one listener is still to hear of one letter; undefined: no longer. */
export async function readHearing(
  trx: Trx,
  { mailboxId, letterId, to }: { mailboxId: string; letterId: string; to?: Listener | undefined },
  at: Date,
): Promise<Hearing | undefined> {
  if (!to) return readOwner(trx, mailboxId, letterId)
  const whose = 'grantId' in to ? holder(to.grantId, at) : colleague(to.employeeId)
  const { rows } = await sql<{ ear: string | null; workEmail: string | null }>`
    select h.mailbox_id as ear, ${whose.workEmail} as "workEmail" from letter l ${whose.from}
    where l.mailbox_id = ${mailboxId} and l.letter_id = ${letterId} and ${whose.which}`.execute(trx)
  const [row] = rows
  if (!row?.ear) return undefined
  // Nothing of the letter is said to whom it does not belong: neither sender nor whether it is sensitive.
  const said = { sensitive: true, senderName: '', byEmail: true, bySms: false, byPush: true }
  return { ...said, ear: row.ear, as: whose.as, workEmail: row.workEmail }
}

const holder = (grantId: string, at: Date) => ({
  as: 'holder' as const,
  from: SHARED_FROM,
  which: sql`g.grant_id = ${grantId} and ${SHARED(at)}`,
  workEmail: sql`null::text`,
})

const colleague = (employeeId: string) => ({
  as: 'colleague' as const,
  from: THEIRS_FROM,
  which: sql`e.employee_id = ${employeeId} and ${THEIRS}`,
  workEmail: sql`case when e.notices = 'email' then e.email end`,
})

async function readOwner(trx: Trx, mailboxId: string, letterId: string): Promise<Hearing | undefined> {
  const { rows } = await sql<Omit<Hearing, 'ear' | 'as' | 'workEmail'>>`
    select l.sensitive, s.name as "senderName", coalesce(c.by_email, true) as "byEmail", coalesce(c.by_sms, true) as "bySms",
      coalesce(c.by_push, true) as "byPush"
    from letter l join mailbox m on m.mailbox_id = l.mailbox_id join sender s on s.sender_id = l.sender_id
    left join notice_choice c on c.mailbox_id = l.mailbox_id and c.sender_id = l.sender_id
    where l.mailbox_id = ${mailboxId} and l.letter_id = ${letterId} and l.opened_at is null and ${LIVE}`.execute(
    trx,
  )
  return rows[0] && { ...rows[0], ear: mailboxId, as: 'owner', workEmail: null }
}

/** For a digest: new letters since then in mailboxes that are not the listener's own. */
export async function countElsewhere(trx: Trx, ear: string, since: Date, at: Date): Promise<number> {
  const { rows } = await sql<{ letters: number }>`
    select (
      (select count(*) from letter l ${SHARED_FROM}
        where h.mailbox_id = ${ear} and l.delivered_at > ${since} and ${SHARED(at)})
      + (select count(*) from letter l ${THEIRS_FROM}
        where h.mailbox_id = ${ear} and e.notices = 'own' and ${THEIRS} and exists (
          select from work_event w where w.mailbox_id = l.mailbox_id and w.letter_id = l.letter_id and w.at > ${since}
            and w.by_employee_id is distinct from e.employee_id
            and ((w.event = 'assigned' and w.employee_id = e.employee_id)
              or (w.event in ('routed', 'handed') and w.department_id = l.department_id))))
    )::int as letters`.execute(trx)
  return rows[0]!.letters
}
