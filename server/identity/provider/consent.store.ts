/** SQL of `disclosure_consent` and `disclosure_event`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { Level } from '#rules/levels.ts'
import type { SessionLanguage } from '../session.store.ts'

/** Claims this person has consented to hand over to this service provider and has not withdrawn. */
export async function presentConsent(db: Db | Trx, personId: string, clientId: string): Promise<string[]> {
  const { rows } = await sql<{ claim: string }>`
    select claim from disclosure_consent
     where person_id = ${personId}::uuid and client_id = ${clientId}::uuid and withdrawn_at is null
     order by claim`.execute(db)
  return rows.map((row) => row.claim)
}

/** What is consented to already stays as it was given. */
export async function addConsent(
  trx: Trx,
  given: {
    personId: string
    clientId: string
    claims: readonly string[]
    consentId: string
    textVersion: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into disclosure_consent (person_id, client_id, claim, consent_id, given_at, text_version)
    select ${given.personId}::uuid, ${given.clientId}::uuid, claim, ${given.consentId}::uuid, ${given.at}, ${given.textVersion}
      from unnest(${given.claims}::text[]) as claim
        on conflict do nothing`.execute(trx)
}

/** False when there was none. */
export async function endConsent(trx: Trx, personId: string, clientId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update disclosure_consent set withdrawn_at = ${now}
     where person_id = ${personId}::uuid and client_id = ${clientId}::uuid and withdrawn_at is null
    returning claim`.execute(trx)
  return rows.length > 0
}

export type ConsentRow = {
  clientId: string
  names: Record<SessionLanguage, string>
  claims: string[]
  givenAt: Date
}

export async function listConsents(db: Db, personId: string): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select c.client_id as "clientId", json_build_object('da', s.name_da, 'nb', s.name_nb, 'sv', s.name_sv, 'en', s.name_en) as names,
           array_agg(c.claim order by c.claim) as claims, max(c.given_at) as "givenAt"
      from disclosure_consent c join service_provider s on s.client_id = c.client_id
     where c.person_id = ${personId}::uuid and c.withdrawn_at is null
     group by c.client_id, s.name_da, s.name_nb, s.name_sv, s.name_en order by max(c.given_at) desc limit 200`.execute(
    db,
  )
  return rows
}

export type Disclosure = {
  personId: string
  eventId: string
  at: Date
  sessionId: string
  /** Its name, in the person's language. */
  service: string
  claims: readonly string[]
  level: Level
  legalGround: string
}

/** N-22: where is kept only for who has chosen so, while acting for an enterprise by the choice of that employment; asked in the
 * same statement. */
export async function addDisclosure(db: Db | Trx, event: Disclosure): Promise<void> {
  await sql`
    with chosen as (
      insert into usage_service (person_id, use_id, session_id, service, at)
      select s.person_id, ${event.eventId}::uuid, s.session_id, ${event.service}, ${event.at}
        from session s left join usage_choice c on c.person_id = s.person_id
       where s.session_id = ${event.sessionId}::uuid and s.person_id = ${event.personId}::uuid
         and case when s.acting_employee_id is null then coalesce(c.services, false) else s.acting_services end)
    insert into disclosure_event (person_id, event_id, at, claims, level, legal_ground)
    values (${event.personId}::uuid, ${event.eventId}::uuid, ${event.at}, ${event.claims}::text[], ${event.level},
            ${event.legalGround})`.execute(db)
}
