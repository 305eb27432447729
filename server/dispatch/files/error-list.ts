/** The error list: one row for each recipient who got nothing, what was given, why, and what to do, in the sender's
 * language; as JSON, or as the CSV that comes back corrected. Numbers are masked in both (P-07). */
import { stringify } from 'csv-stringify/sync'
import { type ErrorList, EXPLAINING_COLUMNS, type RefusedRow } from '#api/batches.ts'
import { openBatchKey } from '#dispatch/files/batch-secrets.ts'
import { type BatchRow, findBatch } from '#dispatch/files/batches.store.ts'
import { ROW_FIELDS } from '#dispatch/files/listed-row.ts'
import { type RefusedRowRow, selectRefusedRows } from '#dispatch/files/refused-rows.store.ts'
import type { RefusedDetail } from '#dispatch/sorting/plan-row.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import { openTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { FAULTS, type FaultCode } from '#rules/faults.ts'
import { type Language, REFUSALS, type RefusalCode } from '#rules/refusals.ts'

const PAGE_ROWS = 1000

type Asked = { batchId: string; after: number; limit: number | undefined; language: Language }

export async function errorList(house: House, { senderId }: Sender, asked: Asked): Promise<ErrorList> {
  const list = await openList(house, senderId, asked.batchId)
  const limit = asked.limit ?? PAGE_ROWS
  const found = await page(house, list, asked.after, limit + 1)
  const rows = found.slice(0, limit).map((row) => sayRow(list, row, asked.language))
  return { rows, ...(found.length > limit ? { next: rows.at(-1)!.row } : {}) }
}

/** The list is found before the first byte is answered; pages follow as they are read. */
export async function errorListCsv(
  house: House,
  { senderId }: Sender,
  asked: Asked,
): Promise<AsyncGenerator<string, void, undefined>> {
  const list = await openList(house, senderId, asked.batchId)
  return csvPages(house, list, asked)
}

const COLUMNS = ['row', ...ROW_FIELDS, ...EXPLAINING_COLUMNS] as const

async function* csvPages(
  house: House,
  list: OpenList,
  asked: Asked,
): AsyncGenerator<string, void, undefined> {
  // Spreadsheets of Denmark and Norway part columns at the semicolon, and know UTF-8 by its mark.
  const delimiter = asked.language === 'en' ? ',' : ';'
  yield `\ufeff${COLUMNS.join(delimiter)}\r\n`
  let { after } = asked
  for (let left = asked.limit ?? Number.POSITIVE_INFINITY; left > 0; ) {
    const rows = await page(house, list, after, Math.min(PAGE_ROWS, left))
    if (rows.length === 0) return
    // A cell that a spreadsheet would run as a formula is text.
    yield stringify(
      rows.map((row) => cellsOf(sayRow(list, row, asked.language))),
      { delimiter, escape_formulas: true, record_delimiter: '\r\n' },
    )
    after = rows.at(-1)!.rowNo
    left -= rows.length
  }
}

function cellsOf({ row, code, reason, given, faults, suggestion }: RefusedRow): string[] {
  const said: Record<string, string> = {
    row: String(row),
    code,
    reason,
    faults: (faults ?? []).map((fault) => `${fault.field}: ${fault.message}`).join(' '),
    suggestedStreet: suggestion?.street ?? '',
    suggestedPostcode: suggestion?.postcode ?? '',
    suggestedCity: suggestion?.city ?? '',
  }
  return COLUMNS.map((column) => {
    const value = said[column] ?? given[column]
    return Array.isArray(value) ? value.join('|') : String(value ?? '')
  })
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────

type OpenList = { batch: BatchRow; key: Uint8Array }

async function openList(house: House, senderId: string, batchId: string): Promise<OpenList> {
  const batch = await asPostOffice(house.db, (trx) => findBatch(trx, { senderId, batchId }))
  if (!batch) throw refuse('not-found')
  return { batch, key: await openBatchKey(house, batch) }
}

const page = (house: House, { batch }: OpenList, after: number, limit: number) =>
  asPostOffice(house.db, (trx) => selectRefusedRows(trx, batch, { after, limit }))

export function openDetail(key: Uint8Array, batchId: string, row: RefusedRowRow): RefusedDetail {
  return JSON.parse(openTitle(key, `${batchId}/${row.rowNo}`, row.detailSealed)) as RefusedDetail
}

function sayRow({ batch, key }: OpenList, row: RefusedRowRow, language: Language): RefusedRow {
  const { given, own, faults, suggestion } = openDetail(key, batch.batchId, row)
  const { reference } = given
  const text = REFUSALS[row.code as RefusalCode][language]
  return {
    row: row.rowNo,
    ...(typeof reference === 'string' ? { reference } : {}),
    given: { ...given, ...own },
    code: row.code,
    reason: `${text.reason} ${text.todo}`,
    ...(faults ? { faults: faults.map((fault) => ({ ...fault, message: sayFault(fault, language) })) } : {}),
    ...(suggestion ? { suggestion } : {}),
  }
}

function sayFault({ reason, message }: { reason: string; message: string }, language: Language): string {
  const text = FAULTS[reason as FaultCode]?.[language]
  return text ? `${text.reason} ${text.todo}` : message
}
