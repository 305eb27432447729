/** R4, E-24: the proof of a consent is kept five years after it was withdrawn, or after the mailbox it was given for is no more. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'

/** May run twice. How many went. Found by the indexes over withdrawals and over when mailboxes were erased (migrations 0053, 0057). */
export async function forgetConsents(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  const before = house.clock()
  before.setUTCFullYear(before.getUTCFullYear() - 5)
  return asPostOffice(house.db, async (trx) => {
    const gone = await sql`
      delete from consent_event c using mailbox m
       where m.mailbox_id = c.mailbox_id and m.content_erased_at <= ${before}`.execute(trx)
    // With a withdrawal goes what it withdrew; what was given anew since has its own time.
    const withdrawn = await sql`
      delete from consent_event c using consent_event w
       where not w.given and w.at <= ${before} and c.mailbox_id = w.mailbox_id and c.consent = w.consent and c.at <= w.at`.execute(
      trx,
    )
    return Number((gone.numAffectedRows ?? 0n) + (withdrawn.numAffectedRows ?? 0n))
  })
}
