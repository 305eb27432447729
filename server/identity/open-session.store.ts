/** SQL of a sign-in that succeeded: all it writes is one statement, committed in the same round trip. */
import { isIP } from 'node:net'
import { commitWith, type Trx } from '#ground/db.ts'
import { arrayOf } from '#ground/insert-rows.ts'
import { jobsPiece, type NewJob } from '#ground/jobs.ts'
import { actingColumns, type SessionRow } from './session.store.ts'
import type { SignInEvent } from './sign-in-log.store.ts'
import { countIfSeen, DIVISION_BY_ZERO, keysOf, scopesOf, seenValues } from './throttle.store.ts'
import type { Settling } from './throttle.ts'

/** A counter, or the password that was shown, is no longer as it was seen: nothing was written, and the transaction has failed. */
export class SeenOtherwise extends Error {}

export type OpenedRows = {
  readonly session: SessionRow & { tokenHash: Buffer }
  readonly browserHash: Buffer
  readonly event: SignInEvent
  /** Only when the browser is new to this person. */
  readonly ifNewBrowser: readonly NewJob[]
  readonly settling: Settling | null
  /** The hash of the password that opens it: held, so that a change of it at this moment waits and then finds the session. */
  readonly passwordHash: string | null
}

const JOBS_AT = 41
const TEXT = `
  with credited as (${countIfSeen(1)}),
  shown as (
    select from login where $40::text is not null and person_id = $12::uuid and password_hash = $40::text for share),
  cleared as (
    delete from sign_in_throttle t using unnest($6::text[], $7::bytea[]) as n (scope, key_hash)
     where t.scope = n.scope and t.key_hash = n.key_hash),
  taken_back as (
    update sign_in_throttle t set failed_at = t.failed_at[$10::int + 1:]
     where t.scope = $8::text and t.key_hash = $9::bytea),
  browser as (
    insert into known_browser (browser_hash, person_id, registered_at) values ($11::bytea, $12::uuid, $13::timestamptz)
        on conflict do nothing returning 1),
  opened as (
    insert into session (session_id, person_id, mailbox_id, token_hash, level, language, profile, started_at,
                         last_seen_at, ends_at, falls_at, password_at, browser_hash, app_id, acting_employee_id,
                         acting_enterprise_id, acting_grant_id, acting_mailbox_id, activated_at, key_id)
    values ($14::uuid, $12::uuid, $15::uuid, $16::bytea, $17::text, $18::text, $19::text, $13::timestamptz,
            $20::timestamptz, $21::timestamptz, $22::timestamptz, $23::timestamptz, $11::bytea, $24::uuid, $25::uuid,
            $26::uuid, $27::uuid, $28::uuid, $29::timestamptz, $30::uuid)),
  happened as (
    insert into sign_in_event (person_id, event_id, session_id, at, outcome, method, level)
    values ($12::uuid, $31::uuid, $14::uuid, $32::timestamptz, $33::text, $34::text, $35::text)),
  origin as (
    insert into sign_in_origin (event_id, person_id, session_id, registered_at, address, user_agent, device_checksum)
    values ($31::uuid, $12::uuid, $14::uuid, $32::timestamptz, $36::inet, $37::text, $38::bytea))
  select 1 / ((select count(*) from credited) = $5::int and ($40::text is null or exists (select from shown)))::int as whole,
         case when $39::boolean and exists (select from browser) then (${jobsPiece([]).text(JOBS_AT)}) end as jobs`

/**
 * Nothing more can be said in the transaction afterwards.
 * @throws SeenOtherwise
 */
export async function writeOpened(trx: Trx, rows: OpenedRows): Promise<void> {
  const { session, browserHash, event, ifNewBrowser, settling, passwordHash } = rows
  const { credited = [], cleared = [], back = null } = settling ?? {}
  const acting = actingColumns(session.acting)
  const values = [
    ...seenValues(credited, event.at),
    credited.length,
    scopesOf(cleared),
    arrayOf('bytea', keysOf(cleared)),
    back?.counter.scope ?? null,
    back?.counter.key ?? null,
    back?.failures ?? 0,
    browserHash,
    session.personId,
    session.startedAt,
    session.sessionId,
    session.mailboxId,
    session.tokenHash,
    session.level,
    session.language,
    session.profile,
    session.lastSeenAt,
    session.endsAt,
    session.fallsAt,
    session.passwordAt,
    session.appId,
    acting.employeeId,
    acting.enterpriseId,
    acting.grantId,
    acting.mailboxId,
    session.activatedAt,
    session.keyId,
    event.eventId,
    event.at,
    event.outcome,
    event.method,
    event.level,
    isIP(event.address) ? event.address : null,
    event.userAgent?.slice(0, 400) ?? null,
    event.checksum,
    ifNewBrowser.length > 0,
    passwordHash,
    ...jobsPiece(ifNewBrowser).values,
  ]
  try {
    await commitWith(trx, TEXT, values)
  } catch (error) {
    if ((error as { code?: unknown }).code === DIVISION_BY_ZERO) throw new SeenOtherwise('seen otherwise')
    throw error
  }
}
