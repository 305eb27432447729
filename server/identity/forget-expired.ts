/** Retention of what sign-in leaves behind. Runs from the daily clearing job; may run twice, and stop anywhere. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { Identity } from './room.ts'

export type Forgotten = Record<
  'challenges' | 'counters' | 'browsers' | 'origins' | 'sessions' | 'events',
  number
>

/** How many rows went, by kind. Calendar months and years, as the rules say. */
export async function forgetExpired(identity: Pick<Identity, 'db' | 'clock'>): Promise<Forgotten> {
  const now = identity.clock()
  return asPostOffice(identity.db, async (trx) => {
    const gone = async (statement: ReturnType<typeof sql>): Promise<number> =>
      Number((await statement.execute(trx)).numAffectedRows ?? 0)
    return {
      challenges: await gone(sql`delete from sign_in_challenge where expires_at <= ${now}`),
      // The lock-out law forgets after a day.
      counters: await gone(
        sql`delete from sign_in_throttle where last_failed_at <= ${now}::timestamptz - interval '24 hours'`,
      ),
      // R6: device details, six months after registration.
      browsers: await gone(
        sql`delete from known_browser where registered_at <= ${now}::timestamptz - interval '6 months'`,
      ),
      origins: await gone(
        sql`delete from sign_in_origin where registered_at <= ${now}::timestamptz - interval '6 months'`,
      ),
      // E-20: the session's own trace of its browser goes with the row, a month after its end.
      sessions: await gone(
        sql`delete from session where ends_at <= ${now}::timestamptz - interval '1 month'`,
      ),
      // R4: activity, five years.
      events: await gone(sql`delete from sign_in_event where at <= ${now}::timestamptz - interval '5 years'`),
    }
  })
}
