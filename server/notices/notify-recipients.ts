/** T-01: tells the recipients of delivered letters, each as they chose (D-14). */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJobs, type Jobs } from '#ground/jobs.ts'
import { readWanted } from './notices.store.ts'

/** One job for each letter and address, all in one transaction. Run twice, the second finds the notices already recorded. */
export async function notifyRecipients(house: House, { letters }: Jobs['notify-recipients']): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    await addJobs(trx, 'send-notice', await readWanted(trx, letters))
  })
}
