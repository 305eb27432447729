/** The SQL of error lists. */
import { sql } from 'kysely'
import type { BatchKey } from '#dispatch/files/batches.store.ts'
import type { Trx } from '#ground/db.ts'
import { insertRows } from '#ground/insert-rows.ts'

export type NewRefusedRow = { rowNo: number; code: string; detailSealed: Uint8Array }

/** Rows of a dry run: there is no letter that did not go. */
export async function insertRefusedRows(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  rows: readonly NewRefusedRow[],
  at: Date,
): Promise<void> {
  await insertRows<NewRefusedRow>(
    trx,
    'refused_row',
    {
      sender_id: ['uuid', () => senderId],
      batch_id: ['uuid', () => batchId],
      row_no: ['integer', (r) => r.rowNo],
      code: ['text', (r) => r.code],
      detail_sealed: ['bytea', (r) => r.detailSealed],
      refused_at: ['timestamptz', () => at.toISOString()],
    },
    rows,
  )
}

export type RefusedRowRow = { rowNo: number; code: string; detailSealed: Buffer }

export async function selectRefusedRows(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  page: { after: number; limit: number },
): Promise<RefusedRowRow[]> {
  const { rows } = await sql<RefusedRowRow>`
    select row_no as "rowNo", code, detail_sealed as "detailSealed" from refused_row
    where sender_id = ${senderId} and batch_id = ${batchId} and row_no > ${page.after}
    order by row_no limit ${page.limit}`.execute(trx)
  return rows
}

export type RefusedRowState = RefusedRowRow & { correctedBy: string | null }

/** The rows of these numbers, locked, so that each is corrected once. */
export async function lockRefusedRows(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  rowNos: readonly number[],
): Promise<Map<number, RefusedRowState>> {
  const { rows } = await sql<RefusedRowState>`
    select row_no as "rowNo", code, detail_sealed as "detailSealed", corrected_by as "correctedBy" from refused_row
    where sender_id = ${senderId} and batch_id = ${batchId} and row_no = any(${rowNos}::int[])
    order by row_no for update`.execute(trx)
  return new Map(rows.map((row) => [row.rowNo, row]))
}

export async function markCorrected(
  trx: Trx,
  { senderId, batchId }: BatchKey,
  rowNos: readonly number[],
  correctedBy: string,
): Promise<void> {
  await sql`update refused_row set corrected_by = ${correctedBy}
    where sender_id = ${senderId} and batch_id = ${batchId} and row_no = any(${rowNos}::int[])`.execute(trx)
}

/** Corrected rows that a cancelled batch did not get to may be corrected again. */
export async function releaseCorrected(trx: Trx, { senderId, batchId }: BatchKey): Promise<void> {
  await sql`update refused_row r set corrected_by = null
    where r.sender_id = ${senderId} and r.corrected_by = ${batchId}
      and not exists (select from dispatch_item i
        where i.sender_id = r.sender_id and i.batch_id = ${batchId} and i.row_no = r.row_no)`.execute(trx)
}
