/** The SQL of files handed in. Every change of a batch asks for the state it comes from, so that a run that is late, doubled
 * or cancelled changes nothing. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'

export type BatchKey = { senderId: string; batchId: string }

export type BatchRow = {
  senderId: string
  batchId: string
  uploadId: string | null
  /** The batch whose refused rows these are. */
  corrects: string | null
  /** Where the documents of corrected rows came in. */
  documentsOf: string | null
  state: 'reading' | 'refused' | 'sending' | 'done' | 'dry-run-done' | 'cancelled'
  dryRun: boolean
  optionsSealed: Buffer | null
  problem: unknown
  rows: number
  rowsDecided: number
  delivered: number
  waiting: number
  print: number
  refused: number
  wrappedKey: Buffer
  createdAt: Date
  closedAt: Date | null
}

const COLUMNS = sql`sender_id as "senderId", batch_id as "batchId", upload_id as "uploadId", corrects, documents_of as "documentsOf",
  state, dry_run as "dryRun", options_sealed as "optionsSealed", problem, row_count as rows, rows_decided as "rowsDecided",
  delivered_count as delivered, waiting_count as waiting, print_count as print, refused_count as refused,
  wrapped_key as "wrappedKey", created_at as "createdAt", closed_at as "closedAt"`

export async function findBatch(trx: Trx, { senderId, batchId }: BatchKey): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`
    select ${COLUMNS} from batch where sender_id = ${senderId} and batch_id = ${batchId}`.execute(trx)
  return rows[0]
}

export async function lockBatch(trx: Trx, { senderId, batchId }: BatchKey): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`
    select ${COLUMNS} from batch where sender_id = ${senderId} and batch_id = ${batchId} for update`.execute(
    trx,
  )
  return rows[0]
}

/** Newest first; ids are in the order of time. */
export async function selectBatches(
  trx: Trx,
  senderId: string,
  page: { before: string | undefined; limit: number },
): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select ${COLUMNS} from batch
    where sender_id = ${senderId} and (${page.before ?? null}::uuid is null or batch_id < ${page.before ?? null}::uuid)
    order by batch_id desc limit ${page.limit}`.execute(trx)
  return rows
}

export type NewBatch = BatchKey & {
  uploadId: string | null
  corrects: string | null
  documentsOf: string | null
  dryRun: boolean
  state: 'reading' | 'sending'
  optionsSealed: Uint8Array | null
  rows: number
  wrappedKey: Uint8Array
  at: Date
}

export async function insertBatch(trx: Trx, batch: NewBatch): Promise<void> {
  await trx
    .insertInto('batch')
    .values({
      sender_id: batch.senderId,
      batch_id: batch.batchId,
      upload_id: batch.uploadId,
      corrects: batch.corrects,
      documents_of: batch.documentsOf,
      state: batch.state,
      dry_run: batch.dryRun,
      options_sealed: batch.optionsSealed && Buffer.from(batch.optionsSealed),
      row_count: batch.rows,
      wrapped_key: Buffer.from(batch.wrappedKey),
      created_at: batch.at,
    })
    .execute()
}

/** Whether the upload was handed in for real already; locks it, so that two requests find each other. */
export async function handedInAs(
  trx: Trx,
  senderId: string,
  uploadId: string,
): Promise<{ complete: boolean; batchId: string | undefined } | undefined> {
  const upload = await trx
    .selectFrom('upload')
    .select(['size_bytes', 'received_bytes'])
    .where('sender_id', '=', senderId)
    .where('upload_id', '=', uploadId)
    .forUpdate()
    .executeTakeFirst()
  if (!upload) return undefined
  const batch = await trx
    .selectFrom('batch')
    .select('batch_id')
    .where('sender_id', '=', senderId)
    .where('upload_id', '=', uploadId)
    .where('dry_run', '=', false)
    .executeTakeFirst()
  return { complete: upload.size_bytes === upload.received_bytes, batchId: batch?.batch_id }
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A run takes the reading over; what an earlier run left half written goes. undefined: there is nothing to read. */
export async function beginReading(trx: Trx, batch: BatchKey, run: string): Promise<BatchRow | undefined> {
  const found = await lockBatch(trx, batch)
  if (found?.state !== 'reading') return undefined
  const { senderId, batchId } = batch
  await trx
    .updateTable('batch')
    .set({ reading_run: run })
    .where('sender_id', '=', senderId)
    .where('batch_id', '=', batchId)
    .execute()
  await trx
    .deleteFrom('batch_chunk')
    .where('sender_id', '=', senderId)
    .where('batch_id', '=', batchId)
    .execute()
  await trx.deleteFrom('document').where('sender_id', '=', senderId).where('batch_id', '=', batchId).execute()
  return found
}

/** Whether this run still reads; locks the batch, so that nothing changes that until the transaction ends. */
export async function stillReading(trx: Trx, { senderId, batchId }: BatchKey, run: string): Promise<boolean> {
  const { rows } = await sql`select from batch where sender_id = ${senderId} and batch_id = ${batchId}
    and state = 'reading' and reading_run = ${run} for update`.execute(trx)
  return rows.length > 0
}

export type NewChunk = {
  chunkNo: number
  firstRow: number
  rows: number
  chunkId: string
  wrappedKey: Uint8Array
  rowsSealed: Uint8Array
}

export async function insertChunks(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  chunks: readonly NewChunk[],
): Promise<void> {
  await insertRows<NewChunk>(
    trx,
    'batch_chunk',
    {
      sender_id: ['uuid', () => senderId],
      batch_id: ['uuid', () => batchId],
      chunk_no: ['integer', (c) => c.chunkNo],
      first_row: ['integer', (c) => c.firstRow],
      row_count: ['integer', (c) => c.rows],
      chunk_id: ['uuid', (c) => c.chunkId],
      wrapped_key: ['bytea', (c) => c.wrappedKey],
      rows_sealed: ['bytea', (c) => c.rowsSealed],
    },
    chunks,
  )
}

export async function beginSending(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  given: { rows: number; optionsSealed: Uint8Array },
): Promise<void> {
  await trx
    .updateTable('batch')
    .set({ state: 'sending', row_count: given.rows, options_sealed: Buffer.from(given.optionsSealed) })
    .where('sender_id', '=', senderId)
    .where('batch_id', '=', batchId)
    .execute()
}

/** Ends a batch that is open; what was read of it and not sent goes. False when it was not open. */
export async function closeBatch(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  end: { state: 'refused' | 'cancelled'; problem: object | null; at: Date },
): Promise<boolean> {
  const closed = await trx
    .updateTable('batch')
    .set({ state: end.state, problem: end.problem && JSON.stringify(end.problem), closed_at: end.at })
    .where('sender_id', '=', senderId)
    .where('batch_id', '=', batchId)
    .where('state', 'in', ['reading', 'sending'])
    .executeTakeFirst()
  if (closed.numUpdatedRows === 0n) return false
  // A stretch on its way is locked and waits for the batch: it will find it closed. Its rows go with the next clearing.
  await sql`delete from batch_chunk where ctid = any(array(select ctid from batch_chunk
    where sender_id = ${senderId} and batch_id = ${batchId} and decided_at is null for update skip locked))`.execute(
    trx,
  )
  return true
}

// ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────────

export type ChunkRow = { chunkNo: number; chunkId: string; wrappedKey: Buffer; rowsSealed: Buffer }

/** The numbers of the stretches that are not decided yet: the first few, or all. */
export async function undecidedChunks(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  limit: number | null = null,
): Promise<number[]> {
  const { rows } = await sql<{ chunkNo: number }>`select chunk_no as "chunkNo" from batch_chunk
    where sender_id = ${senderId} and batch_id = ${batchId} and decided_at is null order by chunk_no limit ${limit}`.execute(
    trx,
  )
  return rows.map((row) => row.chunkNo)
}

/** undefined: decided meanwhile, or gone with its batch. */
export async function findChunk(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  chunkNo: number,
): Promise<ChunkRow | undefined> {
  const { rows } = await sql<ChunkRow>`
    select chunk_no as "chunkNo", chunk_id as "chunkId", wrapped_key as "wrappedKey", rows_sealed as "rowsSealed"
    from batch_chunk where sender_id = ${senderId} and batch_id = ${batchId} and chunk_no = ${chunkNo}
      and decided_at is null`.execute(trx)
  return rows[0]
}

/** Which of these references have a letter already, in this file or in a correction of it. */
export async function sentReferences(
  trx: Trx,
  batch: Pick<BatchRow, 'senderId' | 'batchId' | 'documentsOf'>,
  references: readonly string[],
): Promise<Set<string>> {
  const origin = batch.documentsOf ?? batch.batchId
  const { rows } = await sql<{ reference: string }>`
    select distinct i.reference from dispatch_item i
    join batch b on b.sender_id = i.sender_id and b.batch_id = i.batch_id
    where i.sender_id = ${batch.senderId} and (b.batch_id = ${origin} or b.documents_of = ${origin})
      and i.outcome <> 'refuse' and i.reference = any(${references}::text[])`.execute(trx)
  return new Set(rows.map((row) => row.reference))
}
