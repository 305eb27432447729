import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { ERASED_WITH_LETTERS } from '#rules/mailbox-erasure.ts'

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

/** So many rows of a mailbox's letters and of all that goes with them, at most; how many went. */
export async function deleteLetters(trx: Trx, mailboxId: string, most: number): Promise<number> {
  let gone = 0
  for (const table of ERASED_WITH_LETTERS) {
    const { numAffectedRows } = await sql`
      delete from ${sql.table(table)} where mailbox_id = ${mailboxId} and ctid = any(array(
        select ctid from ${sql.table(table)} where mailbox_id = ${mailboxId} limit ${most - gone}))`.execute(
      trx,
    )
    gone += Number(numAffectedRows ?? 0n)
    if (gone >= most) break
  }
  return gone
}
