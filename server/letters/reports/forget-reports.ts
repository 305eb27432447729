/** R3: a report goes five years after it was decided. By the post office, every hour. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { REPORTS } from '#rules/reports.ts'
import { dropReports } from './reports.store.ts'

export async function forgetReports(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  const before = house.clock()
  before.setUTCFullYear(before.getUTCFullYear() - REPORTS.keepYears)
  await asPostOffice(house.db, (trx) => dropReports(trx, before))
}
