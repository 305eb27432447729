import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** A document of one's own is known to whoever put it in: read and opened, and where they wanted it. */
export async function placeNewLetter(
  trx: Trx,
  mailboxId: string,
  { letterId, at, folderId }: { letterId: string; at: Date; folderId: string },
): Promise<void> {
  await sql`update letter set folder_id = ${folderId}, read_at = ${at}, opened_at = ${at}
    where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(trx)
}
