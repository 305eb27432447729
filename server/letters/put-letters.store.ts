/** The bulk inserts of the letters room: three statements for any number of letters. */
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'
import type { NewLetter, NewLetterDocument, NewLetterEvent } from '#letters/put-letters.ts'

type DocumentRow = { letter: NewLetter; document: NewLetterDocument; no: number }
type EventRow = { letter: NewLetter; event: NewLetterEvent }

export async function insertLetters(trx: Trx, letters: readonly NewLetter[]): Promise<void> {
  await insertRows<NewLetter>(
    trx,
    'letter',
    {
      mailbox_id: ['uuid', (l) => l.mailboxId],
      letter_id: ['uuid', (l) => l.letterId],
      sender_id: ['uuid', (l) => l.senderId],
      title_sealed: ['bytea', (l) => l.titleSealed],
      sensitive: ['boolean', (l) => l.sensitive],
      public_sector: ['boolean', (l) => l.publicSector],
      minimum_level: ['text', (l) => l.minimumLevel],
      document_count: ['smallint', (l) => l.documents.length],
      evidence_salt: ['bytea', (l) => l.evidenceSalt],
      accepted_at: ['timestamptz', (l) => l.acceptedAt.toISOString()],
      delivered_at: ['timestamptz', (l) => l.deliveredAt?.toISOString() ?? null],
    },
    letters,
  )
  const documents: DocumentRow[] = letters.flatMap((letter) =>
    letter.documents.map((document, i) => ({ letter, document, no: i + 1 })),
  )
  await insertRows<DocumentRow>(
    trx,
    'letter_document',
    {
      mailbox_id: ['uuid', (r) => r.letter.mailboxId],
      letter_id: ['uuid', (r) => r.letter.letterId],
      document_no: ['smallint', (r) => r.no],
      document_id: ['uuid', (r) => r.document.documentId],
      media_type: ['text', (r) => r.document.mediaType],
      size_bytes: ['bigint', (r) => r.document.sizeBytes],
      sha256: ['bytea', (r) => r.document.sha256],
      file_name_sealed: ['bytea', (r) => r.document.fileNameSealed],
      wrapped_key: ['bytea', (r) => r.document.wrappedKey],
      pack_id: ['text', (r) => r.document.packId],
      pack_offset: ['bigint', (r) => r.document.packOffset],
      sealed_bytes: ['bigint', (r) => r.document.sealedBytes],
    },
    documents,
  )
  await insertLetterEvents(
    trx,
    letters.flatMap((letter) => letter.events.map((event) => ({ letter, event }))),
  )
}

export async function insertLetterEvents(trx: Trx, rows: readonly EventRow[]): Promise<void> {
  await insertRows<EventRow>(
    trx,
    'letter_event',
    {
      mailbox_id: ['uuid', (r) => r.letter.mailboxId],
      letter_id: ['uuid', (r) => r.letter.letterId],
      event_no: ['smallint', (r) => r.event.number],
      event: ['text', (r) => r.event.event],
      at: ['timestamptz', (r) => r.event.at.toISOString()],
      leaf_chunk_id: ['uuid', (r) => r.event.leafChunkId],
      leaf_no: ['integer', (r) => r.event.leafNo],
    },
    rows,
  )
}
