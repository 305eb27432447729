/** The inserts of new letters: three, whatever their number. */
import { type Insert, insertOf } from '#ground/insert-rows.ts'
import type { NewLetter, NewLetterDocument, NewLetterEvent } from '#letters/put-letters.ts'

type DocumentRow = { letter: NewLetter; document: NewLetterDocument; no: number }
type EventRow = { letter: NewLetter; event: NewLetterEvent }

export function letterInserts(letters: readonly NewLetter[]): Insert[] {
  const documents: DocumentRow[] = letters.flatMap((letter) =>
    letter.documents.map((document, i) => ({ letter, document, no: i + 1 })),
  )
  const events: EventRow[] = letters.flatMap((letter) => letter.events.map((event) => ({ letter, event })))
  return [lettersOf(letters), documentsOf(documents), eventsOf(events)]
}

function lettersOf(letters: readonly NewLetter[]): Insert {
  return insertOf<NewLetter>(
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
}

function documentsOf(documents: readonly DocumentRow[]): Insert {
  return insertOf<DocumentRow>(
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
}

function eventsOf(rows: readonly EventRow[]): Insert {
  return insertOf<EventRow>(
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
