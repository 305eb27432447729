/** The SQL of letters that wait for the scanner: delivered or called off, each once. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { EvidenceEventName } from '#ground/evidence/events.ts'
import { insertRows } from '#ground/insert-rows.ts'

export type LetterKey = { mailboxId: string; letterId: string }

export type WaitingDocument = LetterKey & {
  senderId: string
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Buffer
  wrappedKey: Buffer
  packId: string
  packOffset: number
  sealedBytes: number
}

/** The documents, in order, of those of these letters that still wait. */
export async function selectWaitingDocuments(
  trx: Trx,
  letters: readonly LetterKey[],
): Promise<WaitingDocument[]> {
  const { rows } = await sql<WaitingDocument>`
    select l.mailbox_id as "mailboxId", l.letter_id as "letterId", l.sender_id as "senderId", d.document_id as "documentId",
      d.media_type as "mediaType", d.size_bytes::float8 as "sizeBytes", d.sha256, d.wrapped_key as "wrappedKey",
      d.pack_id as "packId", d.pack_offset::float8 as "packOffset", d.sealed_bytes::float8 as "sealedBytes"
    from unnest(${letters.map((l) => l.mailboxId)}::uuid[], ${letters.map((l) => l.letterId)}::uuid[]) as asked (mailbox_id, letter_id)
    join letter l on l.mailbox_id = asked.mailbox_id and l.letter_id = asked.letter_id
    join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id
    where l.delivered_at is null and l.cancelled_at is null
    order by l.letter_id, l.mailbox_id, d.document_no`.execute(trx)
  return rows
}

export type Released = LetterKey & { evidenceSalt: Buffer; eventNo: number }

/** Delivers or calls off; answers with the letters that still waited. */
export async function releaseWaiting(
  trx: Trx,
  letters: readonly LetterKey[],
  as: 'delivered_at' | 'cancelled_at',
  at: Date,
): Promise<Released[]> {
  if (letters.length === 0) return []
  const { rows } = await sql<Released>`
    update letter l set ${sql.ref(as)} = ${at}
    from unnest(${letters.map((l) => l.mailboxId)}::uuid[], ${letters.map((l) => l.letterId)}::uuid[]) as asked (mailbox_id, letter_id)
    where l.mailbox_id = asked.mailbox_id and l.letter_id = asked.letter_id and l.delivered_at is null and l.cancelled_at is null
    returning l.mailbox_id as "mailboxId", l.letter_id as "letterId", l.evidence_salt as "evidenceSalt",
      (select coalesce(max(e.event_no), 0) + 1 from letter_event e
        where e.mailbox_id = l.mailbox_id and e.letter_id = l.letter_id)::int as "eventNo"`.execute(trx)
  return rows
}

export type ReleaseEvent = LetterKey & {
  eventNo: number
  event: EvidenceEventName
  leafChunkId: string
  leafNo: number
}

export async function insertReleaseEvents(
  trx: Trx,
  events: readonly ReleaseEvent[],
  at: Date,
): Promise<void> {
  await insertRows<ReleaseEvent>(
    trx,
    'letter_event',
    {
      mailbox_id: ['uuid', (e) => e.mailboxId],
      letter_id: ['uuid', (e) => e.letterId],
      event_no: ['smallint', (e) => e.eventNo],
      event: ['text', (e) => e.event],
      at: ['timestamptz', () => at.toISOString()],
      leaf_chunk_id: ['uuid', (e) => e.leafChunkId],
      leaf_no: ['integer', (e) => e.leafNo],
    },
    events,
  )
}
