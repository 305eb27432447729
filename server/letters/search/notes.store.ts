/** The SQL of notes on letters. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

export type StoredNote = { letter_id: string; note_sealed: Buffer }

export async function readNotes(
  trx: Trx,
  mailboxId: string,
  letterIds?: readonly string[],
): Promise<StoredNote[]> {
  const these = letterIds ? sql`and letter_id = any(${letterIds}::uuid[])` : sql``
  const { rows } = await sql<StoredNote>`
    select letter_id, note_sealed from letter_note where mailbox_id = ${mailboxId} ${these}`.execute(trx)
  return rows
}

export async function countNotes(trx: Trx, mailboxId: string): Promise<number> {
  const { rows } = await sql<{ notes: number }>`
    select count(*)::int as notes from letter_note where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0]!.notes
}

/** Holds the letter, so that a note is never left behind by one that is deleted at this moment. */
export async function holdLetter(trx: Trx, mailboxId: string, letterId: string): Promise<void> {
  await sql`select from letter where mailbox_id = ${mailboxId} and letter_id = ${letterId} for key share`.execute(
    trx,
  )
}

export async function writeNote(
  trx: Trx,
  mailboxId: string,
  note: { letterId: string; sealed: Buffer; by: string; at: Date },
): Promise<void> {
  await sql`insert into letter_note (mailbox_id, letter_id, note_sealed, written_by, written_at)
    values (${mailboxId}, ${note.letterId}, ${note.sealed}, ${note.by}, ${note.at})
    on conflict (mailbox_id, letter_id) do update
      set note_sealed = excluded.note_sealed, written_by = excluded.written_by, written_at = excluded.written_at`.execute(
    trx,
  )
}

export async function dropNote(trx: Trx, mailboxId: string, letterId: string): Promise<void> {
  await sql`delete from letter_note where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(trx)
}
