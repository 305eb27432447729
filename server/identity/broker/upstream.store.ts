/** SQL of `upstream_visit` and `upstream_link`, and who has a national number. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { UpstreamId } from '#rules/upstream.ts'

export type UpstreamVisit = {
  stateHash: Buffer
  upstream: UpstreamId
  boundTo: Buffer
  /** The session to be raised; null: to sign in. */
  sessionId: string | null
  askedLevel: 'substantial' | 'high'
  returnTo: string
  startedAt: Date
  expiresAt: Date
}

/** A browser has one open question per upstream; what is over goes along the way, so that unanswered ones never pile up. */
export async function putVisit(db: Db | Trx, visit: UpstreamVisit): Promise<void> {
  await sql`
    with gone as (
      delete from upstream_visit
       where state_hash in (select state_hash from upstream_visit where expires_at <= ${visit.startedAt} limit 100)
          or (bound_to = ${visit.boundTo} and upstream = ${visit.upstream}))
    insert into upstream_visit (state_hash, upstream, bound_to, session_id, asked_level, return_to, started_at, expires_at)
    values (${visit.stateHash}, ${visit.upstream}, ${visit.boundTo}, ${visit.sessionId}::uuid, ${visit.askedLevel},
            ${visit.returnTo}, ${visit.startedAt}, ${visit.expiresAt})`.execute(db)
}

/** The visit, which is gone with this call. null: unknown, over, another upstream's or another browser's. */
export async function takeVisit(
  db: Db | Trx,
  asked: { stateHash: Buffer; upstream: UpstreamId; boundTo: Buffer; now: Date },
): Promise<UpstreamVisit | null> {
  const { rows } = await sql<UpstreamVisit>`
    delete from upstream_visit
     where state_hash = ${asked.stateHash} and upstream = ${asked.upstream} and bound_to = ${asked.boundTo}
       and expires_at > ${asked.now}
    returning state_hash as "stateHash", upstream, bound_to as "boundTo", session_id as "sessionId",
              asked_level as "askedLevel", return_to as "returnTo", started_at as "startedAt",
              expires_at as "expiresAt"`.execute(db)
  return rows[0] ?? null
}

export type KnownPerson = {
  personId: string
  /** Null without a mailbox, and while it is closed (B-09): the ID lives on without it. */
  mailboxId: string | null
  status: string
  hasLogin: boolean
  /** Set while the person's ID is blocked (I-05). */
  blockedAt: Date | null
}

/** Whoever the register gives this number, with or without an account here. */
export async function findByNumber(
  db: Db,
  country: 'dk' | 'no',
  number: string,
): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select p.person_id as "personId", case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId",
           p.status,
           l.person_id is not null as "hasLogin", l.blocked_at as "blockedAt"
      from person p left join login l on l.person_id = p.person_id
     where p.country = ${country} and p.national_number = ${number}`.execute(db)
  return rows[0] ?? null
}

export async function findByLink(db: Db, subjectHash: Buffer): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select p.person_id as "personId", case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId",
           p.status,
           true as "hasLogin", l.blocked_at as "blockedAt"
      from upstream_link u join person p on p.person_id = u.person_id join login l on l.person_id = u.person_id
     where u.subject_hash = ${subjectHash}`.execute(db)
  return rows[0] ?? null
}

/**
 * Remembers whom the subject belongs to. With `strong`, an electronic ID counts as the person's first device: from then on a password alone
 * never adds one, nor passes for all that this person can show. True when it is new to this person.
 */
export async function putLink(
  trx: Trx,
  link: {
    subjectHash: Buffer
    linkId: string
    upstream: UpstreamId
    personId: string
    now: Date
    strong: boolean
  },
): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`
    insert into upstream_link (subject_hash, link_id, upstream, person_id, linked_at, last_used_at)
    values (${link.subjectHash}, ${link.linkId}, ${link.upstream}, ${link.personId}, ${link.now}, ${link.now})
    on conflict (subject_hash) do update set
      last_used_at = excluded.last_used_at, person_id = excluded.person_id,
      linked_at = case when upstream_link.person_id = excluded.person_id then upstream_link.linked_at
                       else excluded.linked_at end
    returning linked_at = ${link.now}::timestamptz as "isNew"`.execute(trx)
  if (link.strong) {
    await sql`
      update login set first_device_at = ${link.now}
       where person_id = ${link.personId}::uuid and first_device_at is null`.execute(trx)
  }
  return rows[0]!.isNew
}

export type UpstreamLink = { linkId: string; upstream: UpstreamId; linkedAt: Date; lastUsedAt: Date }

export async function listLinks(db: Db, personId: string): Promise<UpstreamLink[]> {
  const { rows } = await sql<UpstreamLink>`
    select link_id as "linkId", upstream, linked_at as "linkedAt", last_used_at as "lastUsedAt"
      from upstream_link where person_id = ${personId}::uuid order by link_id limit 20`.execute(db)
  return rows
}

/** Which electronic ID it was; null for one that is not theirs. */
export async function removeLink(trx: Trx, personId: string, linkId: string): Promise<UpstreamId | null> {
  const { rows } = await sql<{ upstream: UpstreamId }>`
    delete from upstream_link where link_id = ${linkId}::uuid and person_id = ${personId}::uuid
    returning upstream`.execute(trx)
  return rows[0]?.upstream ?? null
}
