import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { forgetSearches } from './finding.store.ts'

const KEPT_MS = 25 * 3_600_000

/** How often somebody searched is kept for a day, for the bound. May run twice. */
export function forgetSearchUse(house: Pick<House, 'db' | 'clock'>): Promise<number> {
  const until = new Date(house.clock().getTime() - KEPT_MS)
  return asPostOffice(house.db, (trx) => forgetSearches(trx, until))
}
