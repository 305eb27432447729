/** Retention of what sign-in leaves behind. Runs from the hourly clearing job; may run twice, and stop anywhere. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { Identity } from './room.ts'

export type Forgotten = Record<
  | 'apps'
  | 'artifacts'
  | 'browsers'
  | 'challenges'
  | 'codes'
  | 'consents'
  | 'counters'
  | 'deeds'
  | 'deskActs'
  | 'disclosed'
  | 'disclosures'
  | 'events'
  | 'letters'
  | 'mails'
  | 'origins'
  | 'requests'
  | 'services'
  | 'sessions'
  | 'visits',
  number
>

/** How many rows went, by kind. */
export async function forgetExpired(identity: Pick<Identity, 'db' | 'clock'>): Promise<Forgotten> {
  const now = identity.clock()
  return asPostOffice(identity.db, async (trx) => {
    // Counted forwards in calendar months, as the rules say: what came on 31 August goes on the last day of February. The second
    // condition only lets the index be used.
    const past = (column: string, kept: '1 month' | '6 months' | '5 years') => sql`
      (${sql.ref(column)} at time zone 'UTC') + ${sql.lit(kept)}::interval <= (${now}::timestamptz at time zone 'UTC')
      and ${sql.ref(column)} <= ${now}::timestamptz - ${sql.lit(kept)}::interval + interval '4 days'`
    const gone = async (statement: ReturnType<typeof sql>): Promise<number> =>
      Number((await statement.execute(trx)).numAffectedRows ?? 0)
    return {
      challenges: await gone(sql`delete from sign_in_challenge where expires_at <= ${now}`),
      visits: await gone(sql`delete from upstream_visit where expires_at <= ${now}`),
      keyAnswers: await gone(sql`delete from key_sign_in where expires_at <= ${now}`),
      // The lock-out law forgets after a day.
      counters: await gone(
        sql`delete from sign_in_throttle where last_failed_at <= ${now}::timestamptz - interval '24 hours'`,
      ),
      // R6: device details, six months after registration.
      browsers: await gone(sql`delete from known_browser where ${past('registered_at', '6 months')}`),
      // R6 yields to an open fraud investigation of this person.
      origins: await gone(
        sql`delete from sign_in_origin o where ${past('o.registered_at', '6 months')}
              and not exists (select from fraud_case c where c.person_id = o.person_id and c.closed_at is null)`,
      ),
      // E-20: the session's own trace of its browser goes with the row, a month after its end.
      sessions: await gone(sql`delete from session where ${past('ends_at', '1 month')}`),
      // A kept device has no use once it has run out; its row goes a month after its last sixty days.
      apps: await gone(
        sql`delete from app_session where ${past('last_used_at', '1 month')}
              and last_used_at <= ${now}::timestamptz - interval '90 days'`,
      ),
      services: await gone(sql`delete from usage_service where ${past('at', '5 years')}`),
      // R4: activity, five years.
      events: await gone(sql`delete from sign_in_event where ${past('at', '5 years')}`),
      disclosures: await gone(sql`delete from disclosure_event where ${past('at', '5 years')}`),
      // E-24: the proof of a consent outlives it by R4.
      consents: await gone(sql`delete from disclosure_consent where ${past('withdrawn_at', '5 years')}`),
      // Codes, tokens and grants of the OpenID provider say themselves when they are over.
      artifacts: await gone(sql`delete from openid_artifact where expires_at <= ${now}`),
      codes: await gone(sql`delete from activation_code where ${past('ordered_at', '5 years')}`),
      // Mail that asked for nothing; a month, like the sessions.
      mails: await gone(sql`delete from access_mail where ${past('received_at', '1 month')}`),
      // R5: five years after it was closed; of one that was paid for a year more, in which the financial year ends that R14 counts from.
      requests: await gone(
        sql`delete from access_request where (greatest(answered_at, withdrawn_at, undeliverable_at) at time zone 'UTC')
              + case when fee_paid_at is null then interval '5 years' else interval '6 years' end <= (${now}::timestamptz at time zone 'UTC')`,
      ),
      letters: await gone(sql`delete from id_letter where ${past('ordered_at', '5 years')}`),
      // E-49, R4: what staff did. Two of them stand behind a code that was handed over: it goes first.
      deeds: await gone(sql`delete from staff_action where ${past('at', '5 years')}`),
      deskActs: await gone(
        sql`delete from id_desk_act d where ${past('d.at', '5 years')}
              and not exists (select from activation_code c where d.act_id in (c.first_act_id, c.second_act_id))`,
      ),
      // N-07, N-12: what was given to police, banks and authorities stays with the ID, and five years in any case.
      disclosed: await gone(
        sql`delete from disclosure d where ${past('d.at', '5 years')}
              and not exists (select from login l where l.person_id = d.person_id)`,
      ),
    }
  })
}
