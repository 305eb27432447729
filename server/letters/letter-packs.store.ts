import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { dropIndex } from './search/index.store.ts'

/** Whether a letter in any mailbox, or an archive taken out, has a part in this pack. For the post office's door only. */
export async function letterNamesPack(trx: Trx, packId: string): Promise<boolean> {
  const { rows } = await sql<{ named: boolean }>`
    select exists (select from letter_document where pack_id = ${packId})
      or exists (select from sent_document where pack_id = ${packId})
      or exists (select from report_document where pack_id = ${packId})
      or exists (select from own_upload_part where pack_id = ${packId})
      or exists (select from power_paper where pack_id = ${packId})
      or exists (select from take_out_part where pack_id = ${packId}) as named`.execute(trx)
  return rows[0]!.named
}

/** So many letters of a mailbox with their documents, at most; the number of rows that went. With the last one go its folders. */
export async function deleteLetters(trx: Trx, mailboxId: string, most: number): Promise<number> {
  const documents = await sql`
    delete from letter_document where mailbox_id = ${mailboxId} and (letter_id, document_no) in (
      select letter_id, document_no from letter_document where mailbox_id = ${mailboxId} limit ${most})`.execute(
    trx,
  )
  const gone = Number(documents.numAffectedRows ?? 0n)
  if (gone > 0) return gone
  const letters = await sql`
    delete from letter where mailbox_id = ${mailboxId} and letter_id in (
      select letter_id from letter where mailbox_id = ${mailboxId} limit ${most})`.execute(trx)
  const left = Number(letters.numAffectedRows ?? 0n)
  if (left === 0) await dropIndex(trx, mailboxId)
  if (left === 0)
    for (const table of [
      ...['own_upload', 'letter_report', 'folder', 'naming_key', 'letter_change'],
      ...['sent_document', 'sent_letter', 'person_block', 'person_search_use'],
      ...['take_out_part', 'take_out'],
      ...['personal_token', 'sync_letter', 'sync_folder', 'sync_mailbox'],
      ...['calendar_mark', 'calendar_address'],
    ] as const)
      await sql`delete from ${sql.table(table)} where mailbox_id = ${mailboxId}`.execute(trx)
  return left
}
