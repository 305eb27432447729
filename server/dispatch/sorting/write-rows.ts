/** Writes planned rows: both sides of the same letters, the feed, and the jobs that follow. Inside the chunk's transaction. */

import { type KeyedAnswer, requestKeyClaim } from '#dispatch/sorting/claims.store.ts'
import type { PlannedRow } from '#dispatch/sorting/plan-row.ts'
import type { Trx } from '#ground/db.ts'
import { leavesInsert } from '#ground/evidence/log.ts'
import { newId } from '#ground/ids.ts'
import { insertOf, insertRows, type Piece, runPiece } from '#ground/insert-rows.ts'
import type { LetterWish, NewJob } from '#ground/jobs.ts'
import { type TogetherWork, writeAndCommit, writeTogether } from '#ground/write-together.ts'
import { type NewLetter, puttingLetters } from '#letters/put-letters.store.ts'

export type ChunkWrites = {
  planned: readonly PlannedRow[]
  leaves: readonly Uint8Array[]
  leafChunkId: string
  answers: readonly KeyedAnswer[]
}

/** @throws TakenBefore when an Idempotency-Key is no longer free */
export async function writeChunk(trx: Trx, chunk: ChunkWrites, at: Date): Promise<void> {
  await writeTogether(trx, await written(trx, chunk, at))
}

/** The same, as the last act of the transaction. */
export async function writeLastChunk(trx: Trx, chunk: ChunkWrites, at: Date): Promise<void> {
  await writeAndCommit(trx, await written(trx, chunk, at))
}

async function written(trx: Trx, chunk: ChunkWrites, at: Date): Promise<TogetherWork> {
  const { planned, answers } = chunk
  await writeRefusals(trx, planned, at)
  await writePrints(trx, planned, at)
  const letters = planned.flatMap((plan) => plan.letters)
  return {
    claim: requestKeyClaim(answers, at),
    claims: answers.length,
    inserts: [
      leavesInsert(chunk.leaves, chunk.leafChunkId),
      itemsInsert(planned, at),
      ...puttingLetters(letters),
      feedInsert(feedOf(planned), at),
    ],
    jobs: jobsFor(planned, letters),
  }
}

function jobsFor(planned: readonly PlannedRow[], letters: readonly NewLetter[]): NewJob[] {
  const delivered = letters.filter((letter) => letter.deliveredAt !== null)
  const scans = planned.flatMap(({ letters: own, row }) =>
    own
      .filter((letter) => letter.deliveredAt === null)
      .map((letter): [string, string, string] => [letter.mailboxId, letter.letterId, row.letterId]),
  )
  const pairs = delivered.map((letter): [string, string] => [letter.mailboxId, letter.letterId])
  const wishes = wishesOf(planned)
  return [
    ...(pairs.length > 0
      ? [{ name: 'notify-recipients' as const, payload: { letters: pairs, ...wishes } }]
      : []),
    ...(scans.length > 0 ? [{ name: 'scan-letters' as const, payload: { letters: scans, ...wishes } }] : []),
  ]
}

/** Few senders wish for anything: then nothing is carried along. */
function wishesOf(planned: readonly PlannedRow[]): { wishes?: LetterWish[] } {
  const wishes: LetterWish[] = []
  for (const { row, letters } of planned)
    if (row.notice) for (const { letterId } of letters) wishes.push([letterId, row.notice])
  return wishes.length > 0 ? { wishes } : {}
}

function itemsInsert(planned: readonly PlannedRow[], at: Date): Piece {
  return insertOf<PlannedRow>(
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
      accepted_at: ['timestamptz', () => at],
      delivered_at: ['timestamptz', (p) => (p.answer.outcome === 'delivered' ? at : null)],
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
      refused_at: ['timestamptz', () => at],
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
      created_at: ['timestamptz', () => at],
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
      queued_at: ['timestamptz', () => at],
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

/** One feed row for the rows of a submission that share an outcome and a warning. */
function feedOf(planned: readonly PlannedRow[]): FeedRow[] {
  const feed = new Map<string, FeedRow>()
  for (const { submission, answer, row, refusal, warning } of planned) {
    const { senderId } = submission.sender
    const key = `${senderId}/${submission.batchId}/${answer.outcome}/${warning ?? ''}`
    const code = refusal?.code ?? warning
    let entry = feed.get(key)
    if (!entry) {
      const codes = code ? [] : undefined
      entry = { senderId, batchId: submission.batchId, event: answer.outcome, letterIds: [], codes }
      feed.set(key, entry)
    }
    entry.letterIds.push(row.letterId)
    if (code) entry.codes!.push(code)
  }
  return [...feed.values()]
}

export async function insertFeedRows(trx: Trx, rows: readonly FeedRow[], at: Date): Promise<void> {
  await runPiece(trx, feedInsert(rows, at))
}

function feedInsert(rows: readonly FeedRow[], at: Date): Piece {
  return insertOf<FeedRow>(
    'sender_event',
    {
      sender_id: ['uuid', (r) => r.senderId],
      event_id: ['uuid', () => newId(at.getTime())],
      event: ['text', (r) => r.event],
      batch_id: ['uuid', (r) => r.batchId],
      letter_ids: ['text', (r) => `{${r.letterIds.join(',')}}`],
      codes: ['text', (r) => (r.codes ? `{${r.codes.join(',')}}` : null)],
      at: ['timestamptz', () => at],
    },
    rows,
    { letter_ids: 'uuid[]', codes: 'text[]' },
  )
}
