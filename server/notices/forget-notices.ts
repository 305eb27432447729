/** Retention of notices: that they were sent is kept five years (R4, E-26), what is said of a device six months (R6). */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** May run twice. How many notices lost their facts, how many went, and of how many browsers it is forgotten which they are. */
export async function forgetNotices(
  house: Pick<House, 'db' | 'clock'>,
): Promise<{ emptied: number; gone: number; ofLetters: number; unnamed: number }> {
  const now = house.clock()
  return asPostOffice(house.db, async (trx) => {
    // Counted forwards in calendar months, as the rules say.
    const past = (kept: '6 months' | '5 years') => sql`
      (at at time zone 'UTC') + ${sql.lit(kept)}::interval <= (${now}::timestamptz at time zone 'UTC')`
    const emptied = await sql`
      update security_notice set facts = '{}' where ${past('6 months')} and facts <> '{}'`.execute(trx)
    const gone = await sql`delete from security_notice where ${past('5 years')}`.execute(trx)
    // It goes on showing notices, and its owner still sees since when.
    const unnamed = await sql`
      update push_subscription set device = '' where device <> ''
        and (added_at at time zone 'UTC') + interval '6 months' <= (${now}::timestamptz at time zone 'UTC')`.execute(
      trx,
    )
    // Found by the index over when they were sent.
    const ofLetters = await sql`delete from notice where ${past('5 years')}
      and at <= ${now}::timestamptz - interval '5 years' + interval '4 days'`.execute(trx)
    return {
      emptied: Number(emptied.numAffectedRows ?? 0),
      gone: Number(gone.numAffectedRows ?? 0),
      ofLetters: Number(ofLetters.numAffectedRows ?? 0),
      unnamed: Number(unnamed.numAffectedRows ?? 0),
    }
  })
}
