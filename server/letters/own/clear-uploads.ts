/** What nobody finished within a day goes, with its room; by the post office, every hour. May stop anywhere and run twice. */
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { deleteAbandoned, mailboxesToClear } from './uploads.store.ts'

const BITE = 200
const HOUR_MS = 3_600_000

export async function clearUploads(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  const before = new Date(house.clock().getTime() - OWN_DOCUMENTS.uploadHours * HOUR_MS)
  for (;;) {
    const mailboxes = await asPostOffice(house.db, (trx) => mailboxesToClear(trx, before, BITE))
    for (const mailboxId of mailboxes)
      await inMailbox(house.db, mailboxId, (trx) => deleteAbandoned(trx, mailboxId, before))
    if (mailboxes.length === 0) return
  }
}
