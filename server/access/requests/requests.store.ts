/** SQL of requests to act in another's mailbox, as the one who asks and the co-attorneys use them: every query names the person.
 * Through the post office's door: a request is no part of either mailbox. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { PaperKind, PowerKind } from '#rules/power-requests.ts'
import type { ProfileId } from '#rules/profiles.ts'

export type RequestState = 'begun' | 'waiting' | 'submitted' | 'granted' | 'refused' | 'withdrawn' | 'lapsed'

export type RequestRow = {
  requestId: string
  personId: string
  mailboxId: string
  kind: PowerKind
  subjectId: string | null
  statementSealed: Buffer
  statementKey: Buffer
  state: RequestState
  stateAt: Date
  submittedAt: Date | null
  contentDigest: Buffer | null
  decideBy: Date | null
  papers: PaperKind[]
  consentsAsked: number
  consentsGiven: number
}

const COLUMNS =
  sql.raw(`r.request_id as "requestId", r.person_id as "personId", r.mailbox_id as "mailboxId", r.kind,
  r.subject_id as "subjectId", r.statement_sealed as "statementSealed", r.statement_key as "statementKey", r.state,
  r.state_at as "stateAt", r.submitted_at as "submittedAt", r.content_digest as "contentDigest", r.decide_by as "decideBy",
  array(select p.kind from power_paper p where p.request_id = r.request_id order by p.kind) as papers,
  (select count(*)::int from power_consent c where c.request_id = r.request_id) as "consentsAsked",
  (select count(*)::int from power_consent c where c.request_id = r.request_id and c.consented) as "consentsGiven"`)

export type NewRequest = {
  requestId: string
  personId: string
  mailboxId: string
  kind: PowerKind
  subjectId: string | null
  statementSealed: Uint8Array
  statementKey: Uint8Array
  at: Date
}

export async function insertRequest(
  trx: Trx,
  asked: NewRequest,
  coAttorneys: readonly (string | null)[],
): Promise<void> {
  await sql`
    insert into power_request (request_id, person_id, mailbox_id, kind, subject_id, statement_sealed, statement_key, state,
      state_at, begun_at)
    values (${asked.requestId}, ${asked.personId}, ${asked.mailboxId}, ${asked.kind}, ${asked.subjectId},
      ${Buffer.from(asked.statementSealed)}, ${Buffer.from(asked.statementKey)}, 'begun', ${asked.at}, ${asked.at})`.execute(
    trx,
  )
  if (coAttorneys.length === 0) return
  await sql`
    insert into power_consent (request_id, consent_no, person_id)
    select ${asked.requestId}, no, person_id
      from unnest(${coAttorneys}::uuid[]) with ordinality as one(person_id, no)`.execute(trx)
}

/** Serialises what one person begins; returns how many of theirs are open. */
export async function countOpen(trx: Trx, personId: string): Promise<number> {
  await sql`select from person where person_id = ${personId} for no key update`.execute(trx)
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from power_request
     where person_id = ${personId} and state in ('begun', 'waiting', 'submitted')`.execute(trx)
  return rows[0]!.open
}

export async function requestsOf(trx: Trx, personId: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${COLUMNS} from power_request r where r.person_id = ${personId} order by r.request_id desc limit 200`.execute(
    trx,
  )
  return rows
}

/** One's own, held until the transaction ends. */
export async function holdOwn(
  trx: Trx,
  personId: string,
  requestId: string,
): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`
    select ${COLUMNS} from power_request r
     where r.request_id = ${requestId} and r.person_id = ${personId} for update of r`.execute(trx)
  return rows[0]
}

export async function holdRequest(trx: Trx, requestId: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`
    select ${COLUMNS} from power_request r where r.request_id = ${requestId} for update of r`.execute(trx)
  return rows[0]
}

/** The state, and the fact that made it, together. */
export async function setState(
  trx: Trx,
  requestId: string,
  to: { state: RequestState; event: string; at: Date; decideBy?: Date },
): Promise<void> {
  await sql`
    update power_request set state = ${to.state}, state_at = ${to.at},
      decide_by = coalesce(${to.decideBy ?? null}::timestamptz, decide_by)
     where request_id = ${requestId}`.execute(trx)
  await appendEvent(trx, requestId, to.event, to.at)
}

async function appendEvent(trx: Trx, requestId: string, event: string, at: Date): Promise<void> {
  await sql`insert into power_request_event (request_id, event_id, event, at)
    values (${requestId}, ${newId(at.getTime())}, ${event}, ${at})`.execute(trx)
}

export async function sealContent(
  trx: Trx,
  requestId: string,
  { digest, at }: { digest: Buffer; at: Date },
): Promise<void> {
  await sql`update power_request set submitted_at = ${at}, content_digest = ${digest}
    where request_id = ${requestId}`.execute(trx)
}

export async function dropRequest(trx: Trx, requestId: string): Promise<void> {
  await sql`delete from power_paper where request_id = ${requestId}`.execute(trx)
  await sql`delete from power_request where request_id = ${requestId}`.execute(trx)
}

export type PaperRow = {
  kind: PaperKind
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Buffer
  wrappedKey: Buffer
  packId: string
  packOffset: number
  sealedBytes: number
}

export async function putPaper(
  trx: Trx,
  { requestId, personId, at }: { requestId: string; personId: string; at: Date },
  paper: Omit<PaperRow, 'wrappedKey'> & { wrappedKey: Uint8Array },
): Promise<void> {
  await sql`delete from power_paper where request_id = ${requestId} and kind = ${paper.kind}`.execute(trx)
  await sql`
    insert into power_paper (request_id, kind, person_id, document_id, media_type, size_bytes, sha256, wrapped_key, pack_id,
      pack_offset, sealed_bytes, added_at)
    values (${requestId}, ${paper.kind}, ${personId}, ${paper.documentId}, ${paper.mediaType}, ${paper.sizeBytes},
      ${paper.sha256}, ${Buffer.from(paper.wrappedKey)}, ${paper.packId}, ${paper.packOffset}, ${paper.sealedBytes}, ${at})`.execute(
    trx,
  )
}

export async function papersOf(trx: Trx, requestId: string): Promise<PaperRow[]> {
  const { rows } = await sql<PaperRow>`
    select kind, document_id as "documentId", media_type as "mediaType", size_bytes::float8 as "sizeBytes", sha256,
      wrapped_key as "wrappedKey", pack_id as "packId", pack_offset::float8 as "packOffset",
      sealed_bytes::float8 as "sealedBytes"
      from power_paper where request_id = ${requestId} order by kind`.execute(trx)
  return rows
}

// ── Co-attorneys ────────────────────────────────────────────────────────────────────────────────────

/** Who is asked, of those the register knows. */
export async function askConsents(
  trx: Trx,
  requestId: string,
  { at, answerBy }: { at: Date; answerBy: Date },
): Promise<string[]> {
  const { rows } = await sql<{ personId: string | null }>`
    update power_consent set asked_at = ${at}, answer_by = ${answerBy} where request_id = ${requestId}
    returning person_id as "personId"`.execute(trx)
  return rows.flatMap(({ personId }) => personId ?? [])
}

export type AskedOf = { request: RequestRow; applicantName: string; answerBy: Date }

export async function consentsAskedOf(trx: Trx, personId: string, at: Date): Promise<AskedOf[]> {
  const { rows } = await sql<RequestRow & { applicantName: string; answerBy: Date }>`
    select ${COLUMNS}, a.given_names || ' ' || a.family_name as "applicantName", mine.answer_by as "answerBy"
      from power_consent mine join power_request r on r.request_id = mine.request_id
      join person a on a.person_id = r.person_id
      join mailbox am on am.mailbox_id = r.mailbox_id and am.state <> 'closed'
     where mine.person_id = ${personId} and mine.answered_at is null and r.state = 'waiting' and mine.answer_by > ${at}
     order by r.request_id limit 200`.execute(trx)
  return rows.map(({ applicantName, answerBy, ...request }) => ({ request, applicantName, answerBy }))
}

/** False when it was not asked of them, is answered, or too late. */
export async function putConsent(
  trx: Trx,
  answer: { requestId: string; personId: string; consented: boolean; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update power_consent set answered_at = ${answer.at}, consented = ${answer.consented}
     where request_id = ${answer.requestId} and person_id = ${answer.personId} and answered_at is null
       and answer_by > ${answer.at} returning consent_no`.execute(trx)
  return rows.length > 0
}

// ── By the clock ────────────────────────────────────────────────────────────────────────────────────

export async function unansweredBy(trx: Trx, at: Date): Promise<string[]> {
  const { rows } = await sql<{ requestId: string }>`
    select r.request_id as "requestId" from power_request r where r.state = 'waiting' and exists (
      select from power_consent c where c.request_id = r.request_id and c.answered_at is null and c.answer_by <= ${at})
    limit 200`.execute(trx)
  return rows.map(({ requestId }) => requestId)
}

/** Those never handed in, and those closed long ago whose power, if it gave one, has ended long ago too (R3). */
export async function forgettable(
  trx: Trx,
  { begunBefore, closedBefore }: { begunBefore: Date; closedBefore: Date },
): Promise<string[]> {
  const { rows } = await sql<{ requestId: string }>`
    select r.request_id as "requestId" from power_request r
     where (r.state = 'begun' and r.begun_at < ${begunBefore})
        or (r.state in ('granted', 'refused', 'withdrawn', 'lapsed') and r.state_at < ${closedBefore}
            and not exists (select from access_grant g where g.holder_id = r.person_id and g.request_id = r.request_id
              and (g.state = 'active' or g.ended_at >= ${closedBefore})))
     limit 200`.execute(trx)
  return rows.map(({ requestId }) => requestId)
}

/** What the register and the mailbox say of who it is about. */
export type Subject = {
  name: string
  status: string
  mailboxId: string | null
  profile: ProfileId | null
  deathNoticeAt: Date | null
}

/** Held first, then read: whoever closes or revives the mailbox holds its owner too. */
export async function subjectOf(trx: Trx, personId: string): Promise<Subject | undefined> {
  await sql`select from person where person_id = ${personId} for no key update`.execute(trx)
  const { rows } = await sql<Subject>`
    select p.given_names || ' ' || p.family_name as name, p.status, m.mailbox_id as "mailboxId", m.profile,
           m.death_notice_at as "deathNoticeAt"
      from person p left join mailbox m on m.mailbox_id = p.mailbox_id and m.state <> 'closed'
     where p.person_id = ${personId}`.execute(trx)
  return rows[0]
}
