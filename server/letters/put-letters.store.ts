/** Puts letters into mailboxes: the letter's row is the inbox entry (HOUSE). Called by dispatch inside the transaction
 * that also writes evidence, the sender's side and jobs; the letter is there exactly if all of that is. */
import type { EvidenceEventName } from '#ground/evidence/events.ts'
import { insertOf, type Piece } from '#ground/insert-rows.ts'
import type { Level } from '#rules/levels.ts'

export type NewLetter = {
  mailboxId: string
  letterId: string
  senderId: string
  titleSealed: Uint8Array
  sensitive: boolean
  publicSector: boolean
  minimumLevel: Level
  /** What it wants of its reader, sealed as the subject is, and by which day (B-17). */
  wantsSealed?: Uint8Array | null
  wantsOn?: string | null
  /** Null: if the sender takes mail at all. */
  replyAllowed: boolean | null
  evidenceSalt: Uint8Array
  acceptedAt: Date
  /** null: waits for the scanner. */
  deliveredAt: Date | null
  /** In order: 1 is the letter, 2… are attachments. */
  documents: readonly NewLetterDocument[]
  events: readonly NewLetterEvent[]
}

export type NewLetterDocument = {
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Uint8Array
  fileNameSealed: Uint8Array
  /** The content key under this mailbox's key. */
  wrappedKey: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}

export type NewLetterEvent = {
  number: number
  event: EvidenceEventName
  at: Date
  leafChunkId: string
  leafNo: number
}

type DocumentRow = { letter: NewLetter; document: NewLetterDocument; no: number }
type EventRow = { letter: NewLetter; event: NewLetterEvent }

/** What puts these letters into their mailboxes, to be written together with the rest of the chunk: three inserts, whatever
 * the number of letters. */
export function puttingLetters(letters: readonly NewLetter[]): Piece[] {
  const documents: DocumentRow[] = letters.flatMap((letter) =>
    letter.documents.map((document, i) => ({ letter, document, no: i + 1 })),
  )
  const events: EventRow[] = letters.flatMap((letter) => letter.events.map((event) => ({ letter, event })))
  return [lettersOf(letters), documentsOf(documents), eventsOf(events)]
}

function lettersOf(letters: readonly NewLetter[]): Piece {
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
      reply_allowed: ['boolean', (l) => l.replyAllowed],
      document_count: ['smallint', (l) => l.documents.length],
      evidence_salt: ['bytea', (l) => l.evidenceSalt],
      wants_sealed: ['bytea', (l) => l.wantsSealed ?? null],
      wants_on: ['date', (l) => l.wantsOn ?? null],
      accepted_at: ['timestamptz', (l) => l.acceptedAt],
      delivered_at: ['timestamptz', (l) => l.deliveredAt],
    },
    letters,
  )
}

function documentsOf(documents: readonly DocumentRow[]): Piece {
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

function eventsOf(rows: readonly EventRow[]): Piece {
  return insertOf<EventRow>(
    'letter_event',
    {
      mailbox_id: ['uuid', (r) => r.letter.mailboxId],
      letter_id: ['uuid', (r) => r.letter.letterId],
      event_no: ['smallint', (r) => r.event.number],
      event: ['text', (r) => r.event.event],
      at: ['timestamptz', (r) => r.event.at],
      leaf_chunk_id: ['uuid', (r) => r.event.leafChunkId],
      leaf_no: ['integer', (r) => r.event.leafNo],
    },
    rows,
  )
}
