/** SQL of giving and holding access (B-10). The owner's side goes through the mailbox's own door, the holder's list through the
 * post office's, and every change through the door of the mailbox it concerns. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { GrantedCapacity } from '#rules/powers.ts'

export type GrantRow = {
  grantId: string
  mailboxId: string
  capacity: GrantedCapacity
  holderId: string | null
  address: string | null
  folderIds: string[] | null
  senderIds: string[] | null
  state: 'invited' | 'active' | 'ended'
  notices: boolean
  givenAt: Date
  answerBy: Date | null
  acceptedAt: Date | null
  endsAt: Date | null
  endedAt: Date | null
  endedWhy: string | null
  ownerName: string
  ownerDied: boolean
  /** Of the holder, once they accepted. */
  holderName: string | null
}

const COLUMNS =
  sql.raw(`g.grant_id as "grantId", g.mailbox_id as "mailboxId", g.capacity, g.holder_id as "holderId",
  g.invited_address as address, g.folder_ids as "folderIds", g.sender_ids as "senderIds", g.state, g.notices,
  g.given_at as "givenAt", g.answer_by as "answerBy", g.accepted_at as "acceptedAt", g.ends_at as "endsAt",
  g.ended_at as "endedAt", g.ended_why as "endedWhy", o.given_names || ' ' || o.family_name as "ownerName",
  o.status = 'deceased' as "ownerDied",
  case when g.accepted_at is not null then h.given_names || ' ' || h.family_name end as "holderName"`)

const FROM = sql.raw(`access_grant g
  join mailbox m on m.mailbox_id = g.mailbox_id join person o on o.person_id = m.person_id
  left join person h on h.person_id = g.holder_id`)

export type NewGrant = {
  mailboxId: string
  grantId: string
  capacity: GrantedCapacity
  address: string
  folderIds: readonly string[] | null
  senderIds: readonly string[] | null
  givenAt: Date
  answerBy: Date
  endsAt: Date | null
}

export async function insertInvitation(trx: Trx, grant: NewGrant): Promise<void> {
  await sql`
    insert into access_grant (mailbox_id, grant_id, capacity, invited_address, folder_ids, sender_ids, state, given_at,
      answer_by, ends_at)
    values (${grant.mailboxId}, ${grant.grantId}, ${grant.capacity}, ${grant.address}, ${grant.folderIds}::uuid[],
      ${grant.senderIds}::uuid[], 'invited', ${grant.givenAt}, ${grant.answerBy}, ${grant.endsAt})`.execute(
    trx,
  )
}

/** Serialises changes of one mailbox's grants: their number, and one per holder. */
export async function lockGrants(trx: Trx, mailboxId: string): Promise<void> {
  await sql`select from mailbox where mailbox_id = ${mailboxId} for no key update`.execute(trx)
}

/** Those that are in force or wait for an answer, and those given since `since`. */
export async function countGrants(
  trx: Trx,
  mailboxId: string,
  { at, since }: { at: Date; since: Date },
): Promise<{ open: number; given: number }> {
  const { rows } = await sql<{ open: number; given: number }>`
    select count(*) filter (where state = 'active' and (ends_at is null or ends_at > ${at})
        or answer_by > ${at} and (state = 'invited' or ended_why = 'declined'))::int as open,
      count(*) filter (where given_at > ${since} and invited_address is not null)::int as given
    from access_grant where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!
}

/** Newest first. */
export async function grantsOf(trx: Trx, mailboxId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select ${COLUMNS} from ${FROM} where g.mailbox_id = ${mailboxId} order by g.grant_id desc limit 200`.execute(
    trx,
  )
  return rows
}

/** One grant, held until the transaction ends. */
export async function holdGrant(trx: Trx, mailboxId: string, grantId: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`
    select ${COLUMNS} from ${FROM} where g.mailbox_id = ${mailboxId} and g.grant_id = ${grantId} for update of g`.execute(
    trx,
  )
  return rows[0]
}

/** What this person was offered or holds and could still use, by the clock; through the post office's door. */
export async function grantsFor(trx: Trx, personId: string, at: Date): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select ${COLUMNS} from ${FROM}
     where g.holder_id = ${personId} and g.state in ('invited', 'active') and m.state <> 'closed'
       and (g.ends_at is null or g.ends_at > ${at}) and (g.state = 'active' or g.answer_by > ${at})
       and (g.capacity = 'heir') = (o.status = 'deceased')
     order by g.state desc, g.grant_id desc limit 200`.execute(trx)
  return rows
}

/** To whom the invitation goes; only while nobody is known and it waits. */
export async function bindInvited(
  trx: Trx,
  bind: { mailboxId: string; grantId: string; holderId: string },
): Promise<boolean> {
  const { rows } = await sql`
    update access_grant set holder_id = ${bind.holderId}
     where mailbox_id = ${bind.mailboxId} and grant_id = ${bind.grantId} and state = 'invited' and holder_id is null
    returning grant_id`.execute(trx)
  return rows.length === 1
}

export async function acceptGrant(
  trx: Trx,
  accept: { mailboxId: string; grantId: string; notices: boolean; at: Date },
): Promise<void> {
  await sql`
    update access_grant set state = 'active', accepted_at = ${accept.at}, notices = ${accept.notices}, answer_by = null
     where mailbox_id = ${accept.mailboxId} and grant_id = ${accept.grantId} and state = 'invited'`.execute(
    trx,
  )
}

/** One person has one access to a mailbox: a new one takes the old one's place. */
export async function endOthersOf(
  trx: Trx,
  end: { mailboxId: string; holderId: string; but: string; at: Date },
): Promise<void> {
  await sql`
    update access_grant set state = 'ended', ended_at = ${end.at}, ended_why = 'replaced'
     where mailbox_id = ${end.mailboxId} and holder_id = ${end.holderId} and grant_id <> ${end.but}
       and state = 'active' and capacity in ('delegate-reader', 'delegate-sender')`.execute(trx)
}

export async function endGrant(
  trx: Trx,
  end: { mailboxId: string; grantId: string; why: 'taken-back' | 'given-up' | 'declined'; at: Date },
): Promise<void> {
  await sql`
    update access_grant set state = 'ended', ended_at = ${end.at}, ended_why = ${end.why}
     where mailbox_id = ${end.mailboxId} and grant_id = ${end.grantId}`.execute(trx)
}

export async function setNotices(
  trx: Trx,
  set: { mailboxId: string; grantId: string; notices: boolean },
): Promise<void> {
  await sql`update access_grant set notices = ${set.notices}
    where mailbox_id = ${set.mailboxId} and grant_id = ${set.grantId}`.execute(trx)
}

/** The tags of the mailbox's own digital addresses, past ones too. */
export async function ownTags(trx: Trx, mailboxId: string): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    select address_number || suffix as tag from digital_address where mailbox_id = ${mailboxId}`.execute(trx)
  return rows.map(({ tag }) => tag)
}

/** Whose mailbox it is; null when it is an enterprise's. */
export async function ownerOf(trx: Trx, mailboxId: string): Promise<string | null> {
  const { rows } = await sql<{ personId: string | null }>`
    select person_id as "personId" from mailbox where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]?.personId ?? null
}

/** Those of these ids that are folders of this mailbox. */
export async function knownFolders(
  trx: Trx,
  mailboxId: string,
  folderIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    select count(*)::int as known from folder where mailbox_id = ${mailboxId} and folder_id = any(${folderIds}::uuid[])`.execute(
    trx,
  )
  return rows[0]!.known
}

/** Whether the mailbox holds a letter of each of these senders. */
export async function knownSenders(
  trx: Trx,
  mailboxId: string,
  senderIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    select count(*)::int as known from unnest(${senderIds}::uuid[]) as s(sender_id)
     where exists (select from letter l where l.mailbox_id = ${mailboxId} and l.sender_id = s.sender_id)`.execute(
    trx,
  )
  return rows[0]!.known
}

/** For the post office: R4. */
export async function dropEnded(trx: Trx, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from access_grant where (state = 'ended' and ended_at < ${before})
      or (state = 'active' and ends_at < ${before}) or (state = 'invited' and answer_by < ${before})`.execute(
    trx,
  )
  return Number(numAffectedRows ?? 0)
}
