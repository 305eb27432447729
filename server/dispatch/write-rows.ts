/** Writes planned rows: both sides of the same letters, the feed, and the jobs that follow. Inside the chunk's transaction. */

import type { PlannedRow } from '#dispatch/plan-row.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { insertRows } from '#ground/insert-rows.ts'
import { addJob } from '#ground/jobs.ts'
import { putLetters } from '#letters/put-letters.ts'

export async function writeRows(trx: Trx, planned: readonly PlannedRow[], at: Date): Promise<void> {
  const letters = planned.flatMap((plan) => plan.letters)
  await writeItems(trx, planned, at)
  await putLetters(trx, letters)
  await writeRefusals(trx, planned, at)
  await writePrints(trx, planned, at)
  await writeFeed(trx, planned, at)
  const pairs = (waiting: boolean) =>
    letters
      .filter((letter) => (letter.deliveredAt === null) === waiting)
      .map((letter): [string, string] => [letter.mailboxId, letter.letterId])
  const delivered = pairs(false)
  if (delivered.length > 0) await addJob(trx, 'notify-recipients', { letters: delivered })
  const scans = planned.flatMap((plan) =>
    plan.letters
      .filter((letter) => letter.deliveredAt === null)
      .map((letter): [string, string, string] => [letter.mailboxId, letter.letterId, plan.row.letterId]),
  )
  if (scans.length > 0) await addJob(trx, 'scan-letters', { letters: scans })
}

async function writeItems(trx: Trx, planned: readonly PlannedRow[], at: Date): Promise<void> {
  const acceptedAt = at.toISOString()
  await insertRows<PlannedRow>(
    trx,
    'dispatch_item',
    {
      sender_id: ['uuid', (p) => p.submission.sender.senderId],
      letter_id: ['uuid', (p) => p.row.letterId],
      batch_id: ['uuid', (p) => p.submission.batchId],
      row_no: ['integer', (p) => p.row.row],
      reference: ['text', (p) => p.row.reference ?? null],
      outcome: ['text', (p) => outcomeOf(p)],
      code: ['text', (p) => p.refusal?.code ?? null],
      // Several residents have a letter each; none of them is the sender's to follow.
      mailbox_id: [
        'uuid',
        (p) => p.letters.find((letter) => letter.letterId === p.row.letterId)?.mailboxId ?? null,
      ],
      receipt_salt: ['bytea', (p) => p.submissionEvent.salt],
      leaf_chunk_id: ['uuid', (p) => p.submissionEvent.leafChunkId],
      leaf_no: ['integer', (p) => p.submissionEvent.leafNo],
      document_sha256: ['bytea', (p) => hashesOf(p)],
      accepted_at: ['timestamptz', () => acceptedAt],
      delivered_at: ['timestamptz', (p) => (p.answer.outcome === 'delivered' ? acceptedAt : null)],
    },
    planned,
  )
}

const outcomeOf = (plan: PlannedRow): string => (plan.refusal ? 'refuse' : plan.print ? 'print' : 'deliver')

function hashesOf({ row: { documents } }: PlannedRow): Uint8Array {
  const [only, ...others] = documents
  return others.length === 0 ? only!.document.sha256 : Buffer.concat(documents.map((d) => d.document.sha256))
}

async function writeRefusals(trx: Trx, planned: readonly PlannedRow[], at: Date): Promise<void> {
  await insertRows<PlannedRow>(
    trx,
    'refused_row',
    {
      sender_id: ['uuid', (p) => p.submission.sender.senderId],
      batch_id: ['uuid', (p) => p.submission.batchId],
      row_no: ['integer', (p) => p.row.row],
      letter_id: ['uuid', (p) => p.row.letterId],
      code: ['text', (p) => p.refusal!.code],
      detail_sealed: ['bytea', (p) => p.refusal!.detailSealed!],
      refused_at: ['timestamptz', () => at.toISOString()],
    },
    // Refusals of a request are in its answer; a file has an error list to fetch.
    planned.filter((plan) => plan.refusal?.detailSealed),
  )
}

async function writePrints(trx: Trx, planned: readonly PlannedRow[], at: Date): Promise<void> {
  const prints = planned.filter((plan) => plan.print)
  if (prints.length === 0) return
  type PrintDocument = { plan: PlannedRow; part: NonNullable<PlannedRow['print']>['documents'][number] }
  const documents = new Map<string, PrintDocument>()
  for (const plan of prints)
    for (const part of plan.print!.documents) documents.set(part.document.documentId, { plan, part })
  const placeOf = (r: PrintDocument) =>
    (r.part.document.content as { place: { packId: string; packOffset: number; sealedBytes: number } }).place
  await insertRows<PrintDocument>(
    trx,
    'document',
    {
      sender_id: ['uuid', (r) => r.plan.submission.sender.senderId],
      document_id: ['uuid', (r) => r.part.document.documentId],
      media_type: ['text', (r) => r.part.document.mediaType],
      size_bytes: ['bigint', (r) => r.part.document.sizeBytes],
      sha256: ['bytea', (r) => r.part.document.sha256],
      wrapped_key: ['bytea', (r) => r.part.wrappedKey],
      pack_id: ['text', (r) => placeOf(r).packId],
      pack_offset: ['bigint', (r) => placeOf(r).packOffset],
      sealed_bytes: ['bigint', (r) => placeOf(r).sealedBytes],
      verdict: ['text', (r) => r.part.document.verdict],
      created_at: ['timestamptz', () => at.toISOString()],
    },
    [...documents.values()],
  )
  await insertRows<PlannedRow>(
    trx,
    'print_item',
    {
      sender_id: ['uuid', (p) => p.submission.sender.senderId],
      letter_id: ['uuid', (p) => p.row.letterId],
      batch_id: ['uuid', (p) => p.submission.batchId],
      document_ids: ['text', (p) => `{${p.row.documents.map((d) => d.document.documentId).join(',')}}`],
      recipient_sealed: ['bytea', (p) => p.print!.recipientSealed],
      state: ['text', () => 'waiting'],
      queued_at: ['timestamptz', () => at.toISOString()],
    },
    prints,
    { document_ids: 'uuid[]' },
  )
}

type FeedRow = {
  senderId: string
  batchId: string
  event: string
  letterIds: string[]
  codes: string[] | undefined
}

/** One feed row for the rows of a submission that share an outcome. */
async function writeFeed(trx: Trx, planned: readonly PlannedRow[], at: Date): Promise<void> {
  const feed = new Map<string, FeedRow>()
  for (const { submission, answer, row, refusal } of planned) {
    const key = `${submission.sender.senderId}/${submission.batchId}/${answer.outcome}`
    let entry = feed.get(key)
    if (!entry) {
      const codes = refusal ? [] : undefined
      entry = {
        senderId: submission.sender.senderId,
        batchId: submission.batchId,
        event: answer.outcome,
        letterIds: [],
        codes,
      }
      feed.set(key, entry)
    }
    entry.letterIds.push(row.letterId)
    if (refusal) entry.codes!.push(refusal.code)
  }
  await insertFeedRows(trx, [...feed.values()], at)
}

export async function insertFeedRows(trx: Trx, rows: readonly FeedRow[], at: Date): Promise<void> {
  await insertRows<FeedRow>(
    trx,
    'sender_event',
    {
      sender_id: ['uuid', (r) => r.senderId],
      event_id: ['uuid', () => newId(at.getTime())],
      event: ['text', (r) => r.event],
      batch_id: ['uuid', (r) => r.batchId],
      letter_ids: ['text', (r) => `{${r.letterIds.join(',')}}`],
      codes: ['text', (r) => (r.codes ? `{${r.codes.join(',')}}` : null)],
      at: ['timestamptz', () => at.toISOString()],
    },
    rows,
    { letter_ids: 'uuid[]', codes: 'text[]' },
  )
}
