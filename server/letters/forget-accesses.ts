/** R4: who did what in a mailbox is kept five years after it was done. By the post office itself; may stop anywhere and run twice. What is a
 * leaf of the evidence log stays there: a commitment that tells nobody anything. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { dropAccesses } from './letter-events.store.ts'

/** At a time, so that no transaction holds more for long. */
const ROWS_MAX = 5000

export async function forgetAccesses(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  let gone = 0
  for (;;) {
    const some = await asPostOffice(house.db, (trx) => dropAccesses(trx, house.clock(), ROWS_MAX))
    gone += some
    if (some < ROWS_MAX) return gone
  }
}
