/** The SQL of the words inside documents. They are sealed with the content key: whoever may read the document may read them. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type StoredText = {
  document_id: string
  state: 'read' | 'unreadable' | 'too-large'
  text_sealed: Buffer
}

export async function readTexts(
  trx: Trx,
  documents: readonly { senderId: string; documentId: string }[],
): Promise<Map<string, StoredText>> {
  if (documents.length === 0) return new Map()
  const { rows } = await sql<StoredText>`
    select t.document_id, t.state, t.text_sealed
    from unnest(${documents.map((d) => d.senderId)}::uuid[], ${documents.map((d) => d.documentId)}::uuid[]) as w (sender_id, document_id)
    join document_text t on t.sender_id = w.sender_id and t.document_id = w.document_id`.execute(trx)
  return new Map(rows.map((row) => [row.document_id, row]))
}

export async function insertText(
  trx: Trx,
  text: { senderId: string; documentId: string; packId: string; state: StoredText['state']; sealed: Buffer },
): Promise<void> {
  await sql`insert into document_text (sender_id, document_id, pack_id, state, text_sealed)
    values (${text.senderId}, ${text.documentId}, ${text.packId}, ${text.state}, ${text.sealed})
    on conflict (sender_id, document_id) do nothing`.execute(trx)
}

/** The pack is erased: what was read out of it goes as well. For the post office's door only. */
export async function dropTexts(trx: Trx, packId: string): Promise<void> {
  await sql`delete from document_text where pack_id = ${packId}`.execute(trx)
}
