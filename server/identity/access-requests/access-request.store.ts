/** SQL of `access_request`: formal requests for access, and what became of them (I-12, N-08, N-09). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { CalendarDate } from '#rules/calendar-date.ts'
import type { ProfileId } from '#rules/profiles.ts'
import type { SealedKind } from '../secure-mail/seal-content.ts'
import type { SessionLanguage } from '../session.store.ts'

export type AccessRequestRow = {
  requestId: string
  personId: string
  via: 'self-service' | 'signed-email'
  verdict: 'free' | 'fee-or-later'
  choice: 'later' | 'fee' | null
  freeFrom: CalendarDate | null
  answerFrom: CalendarDate
  askedAt: Date
  answerBy: Date
  feeMinor: number | null
  feeReference: string | null
  feePaidAt: Date | null
  answeredAt: Date | null
  undeliverableAt: Date | null
  withdrawnAt: Date | null
  replyTo: string | null
  replyCertificate: Buffer | null
  replySuite: SealedKind | null
  answeredTo: 'registered-address' | 'encrypted-email' | null
  letters: number | null
}

const COLUMNS = sql`
  r.request_id as "requestId", r.person_id as "personId", r.via, r.verdict, r.choice, r.free_from::text as "freeFrom",
  r.answer_from::text as "answerFrom", r.asked_at as "askedAt", r.answer_by as "answerBy", r.fee_minor as "feeMinor",
  r.fee_reference as "feeReference", r.fee_paid_at as "feePaidAt", r.answered_at as "answeredAt",
  r.undeliverable_at as "undeliverableAt", r.withdrawn_at as "withdrawnAt", r.reply_to as "replyTo",
  r.reply_certificate as "replyCertificate", r.reply_suite as "replySuite", r.answered_to as "answeredTo", r.letters`

/** Who asks, as the register has them; the row is held until the end of the transaction, so that two requests are one after another. */
export async function holdAsker(
  trx: Trx,
  personId: string,
): Promise<{ country: ProfileId; status: string; language: SessionLanguage } | null> {
  const { rows } = await sql<{ country: ProfileId; status: string; language: SessionLanguage }>`
    select p.country, p.status,
           coalesce((select m.language from mailbox m where m.mailbox_id = p.mailbox_id),
                    case p.country when 'no' then 'nb' else 'da' end) as language
      from person p where p.person_id = ${personId}::uuid for no key update of p`.execute(trx)
  return rows[0] ?? null
}

/** Days that count as free ones: answered ones, and those that wait for their day. */
export async function countedDays(trx: Trx, personId: string): Promise<CalendarDate[]> {
  const { rows } = await sql<{ day: CalendarDate }>`
    select counts_on::text as day from access_request
     where person_id = ${personId}::uuid and counts_on is not null order by counts_on`.execute(trx)
  return rows.map(({ day }) => day)
}

/** Newest first. */
export async function listRequests(trx: Trx, personId: string, limit = 20): Promise<AccessRequestRow[]> {
  const { rows } = await sql<AccessRequestRow>`
    select ${COLUMNS} from access_request r where r.person_id = ${personId}::uuid
     order by r.request_id desc limit ${limit}::int`.execute(trx)
  return rows
}

export const isOpen = (row: AccessRequestRow): boolean =>
  !row.answeredAt && !row.withdrawnAt && !row.undeliverableAt

export async function holdRequest(trx: Trx, requestId: string): Promise<AccessRequestRow | null> {
  const { rows } = await sql<AccessRequestRow>`
    select ${COLUMNS} from access_request r where r.request_id = ${requestId}::uuid for update`.execute(trx)
  return rows[0] ?? null
}

export async function holdByReference(trx: Trx, reference: string): Promise<AccessRequestRow | null> {
  const { rows } = await sql<AccessRequestRow>`
    select ${COLUMNS} from access_request r where r.fee_reference = ${reference} for update`.execute(trx)
  return rows[0] ?? null
}

export type NewRequest = {
  requestId: string
  personId: string
  via: AccessRequestRow['via']
  verdict: AccessRequestRow['verdict']
  choice: AccessRequestRow['choice']
  freeFrom: CalendarDate | null
  answerFrom: CalendarDate
  askedOn: CalendarDate
  now: Date
  answerBy: Date
  fee: { minor: number; reference: string } | null
  mail: {
    /** SHA-256 of what was signed; null: the page asked, with a choice of the answer by e-mail. */
    digest: Buffer | null
    certificate: Buffer
    /** null: by letter. */
    reply: { to: string; suite: SealedKind } | null
  } | null
}

/** False when the same signed e-mail has asked before, or one of this person's is open. */
export async function addRequest(trx: Trx, one: NewRequest): Promise<boolean> {
  const { rows } = await sql`
    insert into access_request (request_id, person_id, via, verdict, choice, free_from, answer_from, counts_on, asked_on,
                                asked_at, answer_by, fee_minor, fee_reference, mail_digest, reply_to, reply_certificate,
                                reply_suite)
    values (${one.requestId}, ${one.personId}, ${one.via}, ${one.verdict}, ${one.choice}, ${one.freeFrom}, ${one.answerFrom},
            ${one.answerFrom}, ${one.askedOn}, ${one.now}, ${one.answerBy}, ${one.fee?.minor ?? null},
            ${one.fee?.reference ?? null}, ${one.mail?.digest ?? null}, ${one.mail?.reply?.to ?? null},
            ${one.mail?.certificate ?? null}, ${one.mail?.reply?.suite ?? null})
    on conflict do nothing returning request_id`.execute(trx)
  return rows.length === 1
}

export async function noteAnswered(
  trx: Trx,
  requestId: string,
  answer: { to: 'registered-address' | 'encrypted-email'; letters: number; now: Date },
): Promise<void> {
  await sql`
    update access_request set answered_at = ${answer.now}, answered_to = ${answer.to}, letters = ${answer.letters}
     where request_id = ${requestId}::uuid`.execute(trx)
}

/** The tag by which a report of its mail names this request; the same for every try. */
export async function bounceTagOf(trx: Trx, requestId: string, fresh: string): Promise<string> {
  const { rows } = await sql<{ tag: string }>`
    update access_request set bounce_tag = coalesce(bounce_tag, ${fresh}) where request_id = ${requestId}::uuid
    returning bounce_tag as tag`.execute(trx)
  return rows[0]!.tag
}

export async function holdByTag(trx: Trx, tag: string): Promise<AccessRequestRow | null> {
  const { rows } = await sql<AccessRequestRow>`
    select ${COLUMNS} from access_request r where r.bounce_tag = ${tag} for update`.execute(trx)
  return rows[0] ?? null
}

/** One letter of the answer never arrived: the answer did not, and the free one is not used up. */
export async function noteUndeliverable(trx: Trx, requestId: string, now: Date): Promise<void> {
  await sql`
    update access_request set undeliverable_at = ${now}, counts_on = null
     where request_id = ${requestId}::uuid and undeliverable_at is null`.execute(trx)
}

export async function noteWithdrawn(trx: Trx, requestId: string, now: Date): Promise<void> {
  await sql`
    update access_request set withdrawn_at = ${now}, counts_on = null
     where request_id = ${requestId}::uuid and answered_at is null and withdrawn_at is null`.execute(trx)
}

/** Paid: it counts as none of the two free ones. */
export async function notePaid(trx: Trx, requestId: string, now: Date, answerBy: Date): Promise<void> {
  await sql`
    update access_request set fee_paid_at = ${now}, counts_on = null, answer_by = ${answerBy}
     where request_id = ${requestId}::uuid and fee_paid_at is null`.execute(trx)
}
