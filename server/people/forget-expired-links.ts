import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** P-09: what is left of verification links that ran out. The address stays, waiting for a new link. How many went; for the
 * hourly clearing, may run twice. */
export async function forgetExpiredLinks(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  return asPostOffice(house.db, async (trx) => {
    const result = await sql`
      update contact_email set token_hash = null, token_expires_at = null
      where token_expires_at <= ${house.clock()}`.execute(trx)
    return Number(result.numAffectedRows ?? 0)
  })
}
