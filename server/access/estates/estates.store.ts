/** SQL of the estates of the deceased. Through the post office's door. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { ProfileId } from '#rules/profiles.ts'

export type EstateRow = {
  mailboxId: string
  personId: string
  profile: ProfileId
  state: string
  deathNoticeAt: Date
  /** Some heir who lives has access, or one whose own death was told so lately that their heirs can still ask. */
  heirHasIt: boolean
  /** When the earliest request of an heir was handed in that nobody has decided. */
  requestSince: Date | null
}

/** `ofDeadHeirs`: the own mailboxes of heirs with access who have died. */
type FoundEstate = Omit<EstateRow, 'heirHasIt'> & { heirLives: boolean; ofDeadHeirs: string[] }

/** Estates of mailboxes after this one, whose owner's death was told before `before`. One by its id is held until the transaction ends; its owner must be
 * held already, as everybody locks the person first. */
export async function readEstates(
  trx: Trx,
  asked: ({ before: Date; after: string; most: number } | { mailboxId: string }) & { heirsDiedAfter: Date },
): Promise<EstateRow[]> {
  const which =
    'mailboxId' in asked
      ? sql`m.mailbox_id = ${asked.mailboxId}`
      : sql`m.death_notice_at <= ${asked.before} and m.mailbox_id > ${asked.after}`
  const most = 'mailboxId' in asked ? 1 : asked.most
  const { rows } = await sql<FoundEstate>`
    select m.mailbox_id as "mailboxId", m.person_id as "personId", m.profile, m.state, m.death_notice_at as "deathNoticeAt",
      exists (select from access_grant g join person h on h.person_id = g.holder_id
        where g.mailbox_id = m.mailbox_id and g.capacity = 'heir' and g.state = 'active' and h.status <> 'deceased') as "heirLives",
      (select coalesce(array_agg(h.mailbox_id), '{}') from access_grant g join person h on h.person_id = g.holder_id
        where g.mailbox_id = m.mailbox_id and g.capacity = 'heir' and g.state = 'active' and h.status = 'deceased'
          and h.mailbox_id is not null) as "ofDeadHeirs",
      (select min(r.submitted_at) from power_request r where r.subject_id = m.person_id and r.kind = 'heir'
        and r.state in ('waiting', 'submitted')) as "requestSince"
      from mailbox m join person p on p.person_id = m.person_id
     where ${which} and m.death_notice_at is not null and m.content_erased_at is null and p.status = 'deceased'
     order by m.mailbox_id limit ${most} ${'mailboxId' in asked ? sql`for update of m` : sql``}`.execute(trx)
  const lately = await diedAfter(
    trx,
    rows.flatMap(({ ofDeadHeirs }) => ofDeadHeirs),
    asked.heirsDiedAfter,
  )
  return rows.map(({ heirLives, ofDeadHeirs, ...estate }) => ({
    ...estate,
    heirHasIt: heirLives || ofDeadHeirs.some((own) => lately.has(own)),
  }))
}

/** Which of these mailboxes' owners have died so lately, by the day their death was told. */
async function diedAfter(trx: Trx, mailboxIds: readonly string[], after: Date): Promise<ReadonlySet<string>> {
  if (mailboxIds.length === 0) return new Set()
  const { rows } = await sql<{ mailboxId: string }>`
    select mailbox_id as "mailboxId" from mailbox
     where mailbox_id = any(${mailboxIds}::uuid[]) and death_notice_at > ${after}`.execute(trx)
  return new Set(rows.map(({ mailboxId }) => mailboxId))
}

export async function closeEstate(
  trx: Trx,
  { mailboxId, personId, at }: { mailboxId: string; personId: string; at: Date },
): Promise<void> {
  await sql`
    update mailbox set state = 'closed', state_before_death = null, state_changed_at = ${at}
     where mailbox_id = ${mailboxId}`.execute(trx)
  await sql`update person set mailbox_state = 'closed' where person_id = ${personId}`.execute(trx)
}
