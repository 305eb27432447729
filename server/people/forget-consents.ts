/** R4, E-24: the proof of a consent is kept five years after the mailbox it was given for is no more. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** May run twice. How many went. Found by the index over when mailboxes were erased (migration 0053). */
export async function forgetConsents(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  const before = house.clock()
  before.setUTCFullYear(before.getUTCFullYear() - 5)
  return asPostOffice(house.db, async (trx) => {
    const gone = await sql`
      delete from consent_event c using mailbox m
       where m.mailbox_id = c.mailbox_id and m.content_erased_at <= ${before}`.execute(trx)
    return Number(gone.numAffectedRows ?? 0)
  })
}
