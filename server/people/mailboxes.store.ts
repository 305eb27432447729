import { sql } from 'kysely'
import { COUNTED_MAX } from '#api/counted.ts'
import type { Trx } from '#ground/db.ts'
import { ERASED_AT_ONCE } from '#rules/mailbox-erasure.ts'
import type { MailboxFacts, MailboxState } from '#rules/mailbox-life.ts'
import { firstLookAt } from '#rules/unused-mailbox.ts'
import { endEveryGrant } from './grants/grants.store.ts'

/** The SQL of mailboxes as accounts: their state, consents and e-mail addresses. All of it is behind row-level security. */

export type Consent = 'terms' | 'number-use' | 'address-exchange' | 'marketing'

export type NewMailbox = {
  mailboxId: string
  personId: string
  profile: 'dk' | 'no'
  language: 'da' | 'nb' | 'sv' | 'en'
}

/** Returns the user number of each mailbox. */
export async function insertMailboxes(
  trx: Trx,
  rows: readonly NewMailbox[],
  at: Date,
): Promise<Map<string, string>> {
  const result = await sql<{ mailbox_id: string; user_number: string }>`
    insert into mailbox (mailbox_id, person_id, profile, state, user_number, language, opened_at, state_changed_at, idle_look_at)
    select mailbox_id, person_id, profile, 'open', nextval('user_number_seq'), language, ${at}::timestamptz, ${at}::timestamptz, look_at
    from unnest(${rows.map((r) => r.mailboxId)}::uuid[], ${rows.map((r) => r.personId)}::uuid[],
      ${rows.map((r) => r.profile)}::text[], ${rows.map((r) => r.language)}::text[],
      ${rows.map((r) => firstLookAt(r.profile, at))}::timestamptz[]) as r(mailbox_id, person_id, profile, language, look_at)
    returning mailbox_id, user_number`.execute(trx)
  return new Map(result.rows.map((row) => [row.mailbox_id, row.user_number]))
}

export type MailboxRow = { profile: 'dk' | 'no'; state: MailboxState }

export async function lockMailbox(
  trx: Trx,
  mailboxId: string,
): Promise<(MailboxRow & MailboxFacts) | undefined> {
  const result = await sql<MailboxRow & MailboxFacts>`
    select profile, state, state_before_death is not null as "endedByDeath",
      content_erased_at is not null as "contentErased"
    from mailbox where mailbox_id = ${mailboxId}::uuid for update`.execute(trx)
  return result.rows[0]
}

export type Closed = { profile: 'dk' | 'no'; closedAt: Date; erasedAt: Date | null }

/** A mailbox that is closed; undefined when it is not, or is none. */
export async function readClosed(trx: Trx, mailboxId: string): Promise<Closed | undefined> {
  const result = await sql<Closed>`
    select profile, state_changed_at as "closedAt", content_erased_at as "erasedAt"
    from mailbox where mailbox_id = ${mailboxId}::uuid and state = 'closed'`.execute(trx)
  return result.rows[0]
}

/**
 * Says that the content is gone, and takes along what was only there for it: addresses, devices, tokens and wishes, and what others were given in
 * it. Nothing is sent to its owner any more, and nobody comes in.
 */
export async function recordErasure(trx: Trx, mailboxId: string, at: Date): Promise<void> {
  await sql`
    update mailbox set content_erased_at = coalesce(content_erased_at, ${at}), quiet_from = null, quiet_until = null,
      digest_hour = null, digest_sent_at = null, contact_confirmed_at = null, contact_remind_at = null,
      email_links = 0, email_links_since = null, sms_codes = 0, sms_codes_since = null,
      idle_look_at = null, idle_warned_at = null
    where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  for (const table of ERASED_AT_ONCE)
    await sql`delete from ${sql.table(table)} where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  await endEveryGrant(trx, mailboxId, { why: 'taken-back', at })
}

/** Which of these closed mailboxes have lost their content for good. */
export async function erasedAmong(trx: Trx, mailboxIds: readonly string[]): Promise<Set<string>> {
  const result = await sql<{ mailboxId: string }>`
    select mailbox_id as "mailboxId" from mailbox
    where mailbox_id = any(${mailboxIds}::uuid[]) and state = 'closed' and content_erased_at is not null`.execute(
    trx,
  )
  return new Set(result.rows.map((row) => row.mailboxId))
}

type OwnersState = { personId: string; state: MailboxRow['state'] }

/** D-06: the register tells of their owners' deaths: no new letters, old ones stay readable. Returns the new state of each owner it changed. */
export async function deactivateForDeath(
  trx: Trx,
  mailboxIds: readonly string[],
  at: Date,
): Promise<Map<string, MailboxRow['state']>> {
  const result = await sql<OwnersState>`
    update mailbox set state_before_death = state, state = 'deactivated', state_changed_at = ${at}
    where mailbox_id = any(${mailboxIds}::uuid[]) and state in ('open', 'opted-out')
    returning person_id as "personId", state`.execute(trx)
  return new Map(result.rows.map((row) => [row.personId, row.state]))
}

/** When the register first told of it: that is where the clocks of the estate start (B-12). */
export async function noteDeaths(trx: Trx, mailboxIds: readonly string[], at: Date): Promise<void> {
  await sql`
    update mailbox set death_notice_at = ${at}
    where mailbox_id = any(${mailboxIds}::uuid[]) and death_notice_at is null`.execute(trx)
}

/** The register takes a death back: what its notice ended goes on. */
export async function undoDeath(
  trx: Trx,
  mailboxIds: readonly string[],
  at: Date,
): Promise<Map<string, MailboxRow['state']>> {
  await sql`
    update mailbox set death_notice_at = null
    where mailbox_id = any(${mailboxIds}::uuid[]) and death_notice_at is not null`.execute(trx)
  const result = await sql<OwnersState>`
    update mailbox set state = state_before_death, state_before_death = null, state_changed_at = ${at}
    where mailbox_id = any(${mailboxIds}::uuid[]) and state = 'deactivated' and state_before_death is not null
    returning person_id as "personId", state`.execute(trx)
  return new Map(result.rows.map((row) => [row.personId, row.state]))
}

export type Account = MailboxRow & {
  endedByDeath: boolean
  language: 'da' | 'nb' | 'sv' | 'en'
  noticeByEmail: boolean
  openedAt: Date
}

export async function readMailbox(trx: Trx, mailboxId: string): Promise<Account | undefined> {
  const result = await sql<Account>`
    select profile, state, state_before_death is not null as "endedByDeath", language,
      notice_by_email as "noticeByEmail", opened_at as "openedAt"
    from mailbox where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return result.rows[0]
}

/** Only what is given changes; false when it was so already. */
export async function updateChoices(
  trx: Trx,
  mailboxId: string,
  choices: { language?: 'da' | 'nb' | 'sv' | 'en'; noticesByEmail?: boolean; noticesBySms?: boolean },
): Promise<boolean> {
  const language = choices.language ?? null
  const notices = choices.noticesByEmail ?? null
  const bySms = choices.noticesBySms ?? null
  const result = await sql`
    update mailbox set language = coalesce(${language}::text, language),
      notice_by_email = coalesce(${notices}::boolean, notice_by_email), notice_by_sms = coalesce(${bySms}::boolean, notice_by_sms)
    where mailbox_id = ${mailboxId}::uuid
      and (language <> coalesce(${language}::text, language)
        or notice_by_email <> coalesce(${notices}::boolean, notice_by_email)
        or notice_by_sms <> coalesce(${bySms}::boolean, notice_by_sms))
    returning mailbox_id`.execute(trx)
  return result.rows.length > 0
}

export async function setMailboxRowState(
  trx: Trx,
  mailboxId: string,
  state: MailboxState,
  at: Date,
): Promise<void> {
  await sql`
    update mailbox set state = ${state}, state_changed_at = ${at} where mailbox_id = ${mailboxId}::uuid`.execute(
    trx,
  )
}

export type ConsentEvent = {
  mailboxId: string
  consentEventId: string
  consent: Consent
  given: boolean
  textVersion: string
}

/** Consents as they happen are only ever added to: they are the proof (E-24, G8). */
export async function appendConsents(trx: Trx, events: readonly ConsentEvent[], at: Date): Promise<void> {
  await sql`
    insert into consent_event (mailbox_id, consent_event_id, consent, given, text_version, at)
    select mailbox_id, event_id, consent, given, version, ${at}::timestamptz
    from unnest(${events.map((e) => e.mailboxId)}::uuid[], ${events.map((e) => e.consentEventId)}::uuid[],
      ${events.map((e) => e.consent)}::text[], ${events.map((e) => e.given)}::boolean[],
      ${events.map((e) => e.textVersion)}::text[]) as r(mailbox_id, event_id, consent, given, version)`.execute(
    trx,
  )
}

/** The newest word on a consent; undefined when it was never asked or given. */
export async function newestConsent(
  trx: Trx,
  mailboxId: string,
  consent: Consent,
): Promise<{ given: boolean; at: Date } | undefined> {
  const result = await sql<{ given: boolean; at: Date }>`
    select given, at from consent_event where mailbox_id = ${mailboxId}::uuid and consent = ${consent}
    order by at desc, consent_event_id desc limit 1`.execute(trx)
  return result.rows[0]
}

/** Letters the mailbox holds, for the warning before it ends (P-12); COUNTED_MAX for that many or more. */
export async function countLetters(trx: Trx, mailboxId: string): Promise<number> {
  const result = await sql<{ letters: number }>`
    select count(*)::int as letters from (
      select from letter where mailbox_id = ${mailboxId}::uuid and delivered_at is not null
      limit ${COUNTED_MAX}) as held`.execute(trx)
  return result.rows[0]?.letters ?? 0
}
