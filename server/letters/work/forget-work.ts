/** R4: what was done with an enterprise's letters is kept five years. By the post office itself; may stop anywhere and run twice. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { dropWork } from './work.store.ts'

const KEEP_YEARS = 5

export async function forgetWork(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  const before = house.clock()
  before.setUTCFullYear(before.getUTCFullYear() - KEEP_YEARS)
  await asPostOffice(house.db, (trx) => dropWork(trx, before))
}
