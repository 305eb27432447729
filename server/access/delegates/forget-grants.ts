/** R4: what was given and has ended is kept five years. By the post office itself; may stop anywhere and run twice. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { ACCESS_LIMITS } from '#rules/access-for-others.ts'
import { dropEnded } from './delegates.store.ts'

export async function forgetGrants(house: Pick<House, 'db' | 'clock' | 'log'>): Promise<void> {
  const before = house.clock()
  before.setUTCFullYear(before.getUTCFullYear() - ACCESS_LIMITS.keepYears)
  const gone = await asPostOffice(house.db, (trx) => dropEnded(trx, before))
  if (gone > 0) house.log.info({ event: 'grants-forgotten', grants: gone })
}
