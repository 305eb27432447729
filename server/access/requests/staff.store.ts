/** SQL of staff deciding requests. Through the post office's door. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { PowerKind, Verdict, Vote } from '#rules/power-requests.ts'

export type OpenRequest = {
  requestId: string
  kind: PowerKind
  submittedAt: Date
  decideBy: Date
  votes: number
}

/** The most urgent first. */
export async function openRequests(trx: Trx, most: number): Promise<OpenRequest[]> {
  const { rows } = await sql<OpenRequest>`
    select r.request_id as "requestId", r.kind, r.submitted_at as "submittedAt", r.decide_by as "decideBy",
      (select count(*)::int from power_vote v where v.request_id = r.request_id) as votes
      from power_request r where r.state = 'submitted' order by r.decide_by, r.request_id limit ${most}::int`.execute(
    trx,
  )
  return rows
}

export type VoteRow = Vote & { reason: string; at: Date }

export async function votesOn(trx: Trx, requestId: string): Promise<VoteRow[]> {
  const { rows } = await sql<VoteRow>`
    select v.staff, m.person_id as "personId", v.verdict, v.reason, v.at
      from power_vote v join staff_member m on m.staff = v.staff where v.request_id = ${requestId} order by v.at`.execute(
    trx,
  )
  return rows
}

export async function insertVote(
  trx: Trx,
  vote: { requestId: string; staff: string; verdict: Verdict; reason: string; signature: Buffer; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into power_vote (request_id, staff, verdict, reason, signature, at)
    values (${vote.requestId}, ${vote.staff}, ${vote.verdict}, ${vote.reason}, ${vote.signature}, ${vote.at})
    on conflict do nothing returning staff`.execute(trx)
  return rows.length === 1
}

/** The people who may not decide: who asks, whose mailbox it is, the co-attorneys. */
export async function interestedIn(trx: Trx, requestId: string): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select person_id as "personId" from power_request where request_id = ${requestId}
    union select subject_id from power_request where request_id = ${requestId} and subject_id is not null
    union select person_id from power_consent where request_id = ${requestId} and person_id is not null`.execute(
    trx,
  )
  return rows.map(({ personId }) => personId)
}

export async function nameOf(trx: Trx, personId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select given_names || ' ' || family_name as name from person where person_id = ${personId}`.execute(trx)
  return rows[0]?.name ?? ''
}

/** Migration 0033 asks once more whether two different people approved the request. */
export async function insertGrant(
  trx: Trx,
  grant: { mailboxId: string; requestId: string; capacity: PowerKind; holderId: string; at: Date },
): Promise<string> {
  const grantId = newId(grant.at.getTime())
  await sql`
    insert into access_grant (mailbox_id, grant_id, capacity, holder_id, state, given_at, accepted_at, request_id)
    values (${grant.mailboxId}, ${grantId}, ${grant.capacity}, ${grant.holderId}, 'active', ${grant.at}, ${grant.at},
      ${grant.requestId})`.execute(trx)
  return grantId
}

/** What a request gave, while it is in force. */
export async function grantOf(
  trx: Trx,
  requestId: string,
): Promise<{ mailboxId: string; grantId: string; holderId: string; capacity: PowerKind } | undefined> {
  const { rows } = await sql<{ mailboxId: string; grantId: string; holderId: string; capacity: PowerKind }>`
    select mailbox_id as "mailboxId", grant_id as "grantId", holder_id as "holderId", capacity from access_grant
     where request_id = ${requestId} and state = 'active' for update`.execute(trx)
  return rows[0]
}
