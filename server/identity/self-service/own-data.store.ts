/** SQL of a person's own data, as they may see and download it (I-12, N-10, G1). */
import { sql } from 'kysely'
import type { SignInMethod } from '#api/session.ts'
import type { Trx } from '#ground/db.ts'
import type { Finding } from '#rules/fraud.ts'
import type { Level } from '#rules/levels.ts'
import type { Facts } from '#rules/security-notices.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Everything the room of the ID holds about one person; nothing of letters, nobody's secrets, no hashes. */
export type OwnData = {
  readonly person: Readonly<Record<string, unknown>>
  readonly contact: Rows
  readonly devices: Rows
  readonly keptDevices: Rows
  readonly sessions: Rows
  readonly uses: readonly UseRow[]
  readonly services: readonly { at: Date; service: string }[]
  readonly notices: readonly NoticeRow[]
  readonly suspicious: readonly { at: Date; findings: readonly Finding[]; outcome: string | null }[]
  readonly disclosures: Rows
  readonly handedOver: Rows
  readonly consents: Rows
}
export type UseRow = {
  at: Date
  outcome: 'signed-in' | 'raised' | 'refused'
  method: SignInMethod
  level: Level | null
  address: string | null
  userAgent: string | null
}
export type NoticeRow = { at: Date; about: string; facts: Facts }

/** Longest list shown or given; R4's five years of a busy person are fewer. */
const ROWS_MAX = 20_000

export async function readOwnData(trx: Trx, personId: string): Promise<OwnData> {
  const rows = async (query: ReturnType<typeof sql>): Promise<Rows> => (await query.execute(trx)).rows as Rows
  const [person] = await rows(sql`
    select p.given_names as "givenNames", p.family_name as "familyName", p.national_number as "nationalNumber",
           p.road, p.house_number as "houseNumber", p.floor, p.door, p.dwelling, p.postcode, p.city,
           p.country, p.status, p.protected, l.user_id as "userId", l.created_at as "idSince",
           l.password_set_at as "passwordSetAt"
      from person p join login l on l.person_id = p.person_id where p.person_id = ${personId}::uuid`)
  return {
    person: person ?? {},
    contact: await rows(sql`
      select e.email, e.added_at as "addedAt", e.verified_at as "verifiedAt"
        from person p join contact_email e on e.mailbox_id = p.mailbox_id
       where p.person_id = ${personId}::uuid order by e.email_no`),
    devices: await rows(sql`
      select kind, name, registered_at as "registeredAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
        from sign_in_device where person_id = ${personId}::uuid order by device_id limit 200`),
    keptDevices: await rows(sql`
      select name, opened_at as "openedAt", last_used_at as "lastUsedAt", ended_at as "endedAt"
        from app_session where person_id = ${personId}::uuid order by app_id limit 200`),
    sessions: await rows(sql`
      select level, started_at as "startedAt", last_seen_at as "lastSeenAt", ends_at as "endsAt", ended_at as "endedAt"
        from session where person_id = ${personId}::uuid order by session_id limit 2000`),
    uses: await readUses(trx, personId, ROWS_MAX),
    services: await readServices(trx, personId, ROWS_MAX),
    notices: await readNotices(trx, personId, ROWS_MAX),
    suspicious: (await rows(sql`
      select c.found_at as at, c.findings, c.outcome from fraud_case c
       where c.person_id = ${personId}::uuid order by c.case_id limit 1000`)) as OwnData['suspicious'],
    // Law may forbid to tell of a disclosure while an investigation goes on; those are not here.
    disclosures: await rows(sql`
      select at, what, recipient, legal_ground as "legalGround", reference from disclosure
       where person_id = ${personId}::uuid and told order by disclosure_id limit 1000`),
    handedOver: await rows(sql`
      select at, claims, level, legal_ground as "legalGround" from disclosure_event
       where person_id = ${personId}::uuid order by event_id limit ${ROWS_MAX}::int`),
    consents: await rows(sql`
      select s.name_en as "serviceProvider", c.claim, c.given_at as "givenAt", c.withdrawn_at as "withdrawnAt"
        from disclosure_consent c join service_provider s on s.client_id = c.client_id
       where c.person_id = ${personId}::uuid order by c.given_at, c.claim limit 5000`),
  }
}

/** Newest first. Address and browser are gone after six months (R6). Technical facts are not in it: they serve fraud
 * investigation alone (N-22), and say nothing a person could read. */
export async function readUses(trx: Trx, personId: string, limit: number): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    select e.at, e.outcome, e.method, e.level, host(o.address) as address, o.user_agent as "userAgent"
      from sign_in_event e left join sign_in_origin o on o.event_id = e.event_id
     where e.person_id = ${personId}::uuid order by e.event_id desc limit ${limit}::int`.execute(trx)
  return rows
}

export async function readServices(
  trx: Trx,
  personId: string,
  limit: number,
): Promise<{ at: Date; service: string }[]> {
  const { rows } = await sql<{ at: Date; service: string }>`
    select at, service from usage_service where person_id = ${personId}::uuid
     order by use_id desc limit ${limit}::int`.execute(trx)
  return rows
}

export async function readNotices(trx: Trx, personId: string, limit: number): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select at, about, facts from security_notice where person_id = ${personId}::uuid
     order by notice_id desc limit ${limit}::int`.execute(trx)
  return rows
}

/** Since when the person's data is blocked (I-19); null: it is not. */
export async function readDataBlock(trx: Trx, personId: string): Promise<Date | null> {
  const { rows } = await sql<{ since: Date }>`
    select since from data_block where person_id = ${personId}::uuid`.execute(trx)
  return rows[0]?.since ?? null
}

export async function putDataBlock(trx: Trx, personId: string, since: Date | null): Promise<void> {
  if (since === null) await sql`delete from data_block where person_id = ${personId}::uuid`.execute(trx)
  else
    await sql`
      insert into data_block (person_id, since) values (${personId}, ${since}) on conflict do nothing`.execute(
      trx,
    )
}

/** Since when the history remembers service providers; null: it does not. */
export async function readChoice(trx: Trx, personId: string): Promise<Date | null> {
  const { rows } = await sql<{ changedAt: Date }>`
    select changed_at as "changedAt" from usage_choice where person_id = ${personId}::uuid and services`.execute(
    trx,
  )
  return rows[0]?.changedAt ?? null
}

export async function putChoice(trx: Trx, personId: string, services: boolean, now: Date): Promise<void> {
  await sql`
    insert into usage_choice as c (person_id, services, changed_at) values (${personId}, ${services}, ${now})
    on conflict (person_id) do update set services = excluded.services, changed_at = excluded.changed_at
     where c.services <> excluded.services`.execute(trx)
}

/** What was remembered goes with the choice (G8: withdrawn is withdrawn; N-22). */
export async function forgetServices(trx: Trx, personId: string): Promise<void> {
  await sql`
    delete from usage_service u where u.person_id = ${personId}::uuid
      and not exists (select from session s where s.session_id = u.session_id and s.acting_employee_id is not null)`.execute(
    trx,
  )
}
