/** R4: what was done with an enterprise's letters is kept five years. By the post office itself; may stop anywhere and run twice. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { dropWork } from './work.store.ts'

export async function forgetWork(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  await asPostOffice(house.db, (trx) => dropWork(trx, house.clock()))
}
