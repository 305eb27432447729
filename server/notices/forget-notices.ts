/** Retention of security notices: what they say of a device lives six months (R6), that they were sent five years (R4). */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** May run twice. How many notices lost their facts, and how many went. */
export async function forgetNotices(
  house: Pick<House, 'db' | 'clock'>,
): Promise<{ emptied: number; gone: number }> {
  const now = house.clock()
  return asPostOffice(house.db, async (trx) => {
    // Counted forwards in calendar months, as the rules say.
    const past = (kept: '6 months' | '5 years') => sql`
      (at at time zone 'UTC') + ${sql.lit(kept)}::interval <= (${now}::timestamptz at time zone 'UTC')`
    const emptied = await sql`
      update security_notice set facts = '{}' where ${past('6 months')} and facts <> '{}'`.execute(trx)
    const gone = await sql`delete from security_notice where ${past('5 years')}`.execute(trx)
    return { emptied: Number(emptied.numAffectedRows ?? 0), gone: Number(gone.numAffectedRows ?? 0) }
  })
}
