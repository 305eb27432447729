/** Refused rows come back corrected and go as a batch of their own, with the documents of the first. Each row of an
 * error list is corrected once: nobody gets the letter twice because a list was handed in twice. */
import { type BatchStatus, EXPLAINING_COLUMNS } from '#api/batches.ts'
import type { Fault } from '#api/problems.ts'
import { once } from '#dispatch/counter/once.ts'
import { selectDocuments } from '#dispatch/documents/documents.store.ts'
import {
  type BatchOptions,
  newBatchKey,
  openBatchKey,
  openOptions,
  pathKeyOf,
  sealChunks,
  sealOptions,
} from '#dispatch/files/batch-secrets.ts'
import { statusOfBatch } from '#dispatch/files/batch-status.ts'
import {
  type BatchRow,
  findBatch,
  insertBatch,
  insertChunks,
  sentReferences,
} from '#dispatch/files/batches.store.ts'
import { openDetail } from '#dispatch/files/error-list.ts'
import { type ListedRow, takeField } from '#dispatch/files/listed-row.ts'
import { CHUNK_ROWS, judgeDouble } from '#dispatch/files/read-batch.ts'
import { type RecipientList, readRecipients } from '#dispatch/files/read-recipients.ts'
import { lockRefusedRows, markCorrected, type RefusedRowState } from '#dispatch/files/refused-rows.store.ts'
import { SeenRows } from '#dispatch/files/seen-rows.ts'
import { askForSending, tellBatch } from '#dispatch/sorting/claims.store.ts'
import { maskGiven, type RefusedDetail } from '#dispatch/sorting/plan-row.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'

const FAULTS_MAX = 50

export type Corrections = { batchId: string; key: string; format: RecipientList['format']; bytes: Buffer }

export async function correctBatch(house: House, sender: Sender, given: Corrections): Promise<BatchStatus> {
  const { senderId } = sender
  const first = await asPostOffice(house.db, (trx) => findBatch(trx, { senderId, batchId: given.batchId }))
  if (!first) throw refuse('not-found')
  if (first.dryRun || first.optionsSealed === null)
    throw refuse('batch-not-open', { detail: 'Only rows of a file that was sent can be corrected.' })
  const rows = await readCorrections(given)
  const origin = await originOf(house, first)
  const at = house.clock()
  const batchId = newId(at.getTime())
  const own = await newBatchKey(house, senderId, batchId)
  const request = { key: given.key, content: [given.batchId, given.format, given.bytes] }
  return once(house, sender, request, async (trx) => {
    const numbers = rows.map((row) => row.row)
    const refused = await lockRefusedRows(trx, first, numbers)
    checkCorrectable(rows, refused)
    const seen = new SeenRows()
    for (const row of rows) {
      const was = refused.get(row.row)!
      const detail = openDetail(origin.firstKey, first.batchId, was)
      keepOwn(row, detail)
      if (was.code === 'row-duplicate' && isUnchanged(row, detail))
        row.refused ??= { code: 'row-duplicate', faults: [] }
      judgeDouble(row, seen)
    }
    await refuseSent(trx, first, rows)
    await checkDocuments(trx, first, origin, rows)
    await markCorrected(trx, first, numbers, batchId)
    await insertBatch(trx, {
      senderId,
      batchId,
      uploadId: null,
      corrects: first.batchId,
      documentsOf: origin.batchId,
      dryRun: false,
      state: 'sending',
      optionsSealed: sealOptions(own.key, batchId, origin.options),
      rows: rows.length,
      wrappedKey: own.wrappedKey,
      at,
    })
    const chunks = Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, chunkNo) => ({
      chunkNo,
      rows: rows.slice(chunkNo * CHUNK_ROWS, (chunkNo + 1) * CHUNK_ROWS),
    }))
    await insertChunks(trx, { senderId, batchId }, await sealChunks(house, senderId, chunks))
    await tellBatch(trx, { senderId, batchId, state: 'sending' }, at)
    await askForSending(trx, senderId, batchId)
    return statusOfBatch((await findBatch(trx, { senderId, batchId }))!)
  })
}

// ── Reading what came ───────────────────────────────────────────────────────────────────────────────────────

const ROW_NUMBER = /^[1-9]\d{0,8}$/

async function readCorrections({ format, bytes }: Corrections): Promise<ListedRow[]> {
  const numbers = new Map<ListedRow, number>()
  const more: RecipientList['more'] = {
    fields: ['row', ...EXPLAINING_COLUMNS],
    take(row, field, value) {
      const text = String(value).trim()
      if (field === 'row' && ROW_NUMBER.test(text)) numbers.set(row, Number(text))
    },
  }
  const rows: ListedRow[] = []
  const source = (async function* () {
    yield bytes
  })()
  for await (const group of readRecipients(source, { name: 'corrections', format, more })) rows.push(...group)
  const faults: Fault[] = []
  const taken = new Set<number>()
  for (const row of rows) {
    const number = numbers.get(row)
    const field = `corrections, row ${row.row}: row`
    if (number === undefined)
      faults.push({
        field,
        reason: 'missing',
        message: 'Say which row of the file this corrects, by its number.',
      })
    else if (taken.has(number))
      faults.push({ field, reason: 'twice', message: `Row ${number} is corrected twice here.` })
    else {
      taken.add(number)
      row.row = number
    }
  }
  refuseFor(faults)
  if (format === 'csv') for (const row of rows) withoutApostrophes(row)
  return rows.sort((a, b) => a.row - b.row)
}

/** The error list puts an apostrophe before what a spreadsheet would take for a formula. */
function withoutApostrophes(row: ListedRow): void {
  for (const [field, value] of Object.entries(row.given))
    if (/^'[=+\-@\t\r]/.test(value)) takeField(row, field, value.slice(1))
  for (const field of ['reference', 'title'] as const)
    if (row[field] && /^'[=+\-@\t\r]/.test(row[field])) takeField(row, field, row[field].slice(1))
}

function refuseFor(faults: readonly Fault[]): void {
  if (faults.length > 0) throw refuse('request-invalid', { faults: faults.slice(0, FAULTS_MAX) })
}

// ── Holding it against the error list ───────────────────────────────────────────────────────────────────────

function checkCorrectable(rows: readonly ListedRow[], refused: ReadonlyMap<number, RefusedRowState>): void {
  refuseFor(
    rows.flatMap(({ row }): Fault[] => {
      const was = refused.get(row)
      const field = `row ${row}`
      if (!was)
        return [
          {
            field,
            reason: 'not-on-the-list',
            message: 'Is not on the error list: it was delivered or printed, or there is no such row.',
          },
        ]
      if (was.correctedBy !== null)
        return [
          {
            field,
            reason: 'corrected-before',
            message: `Was corrected before, in batch ${was.correctedBy}.`,
          },
        ]
      return []
    }),
  )
}

/** A title or documents of the row's own stay unless the correction brings others. */
function keepOwn(row: ListedRow, { own }: RefusedDetail): void {
  if (row.title === undefined && own?.title !== undefined) row.title = own.title
  if (row.documents === undefined && own?.documents !== undefined) row.documents = [...own.documents]
}

function isUnchanged(row: ListedRow, { given }: RefusedDetail): boolean {
  const sorted = (value: Record<string, unknown>) => JSON.stringify(Object.entries(value).sort())
  return sorted(maskGiven(row)) === sorted(given)
}

/** A reference that has its letter already, from another row of the file, does not get a second. */
async function refuseSent(trx: Trx, first: BatchRow, rows: readonly ListedRow[]): Promise<void> {
  const references = rows.flatMap((row) => row.reference ?? [])
  const sent = await sentReferences(trx, first, references)
  for (const row of rows)
    if (row.reference !== undefined && sent.has(row.reference))
      row.refused ??= { code: 'row-duplicate', faults: [] }
}

type Origin = { batchId: string; key: Uint8Array; firstKey: Uint8Array; options: BatchOptions }

/** The batch the documents came in: the first of a chain of corrections. */
async function originOf(house: House, first: BatchRow): Promise<Origin> {
  const firstKey = await openBatchKey(house, first)
  const options = openOptions(firstKey, first.batchId, first.optionsSealed!)
  if (first.documentsOf === null) return { batchId: first.batchId, key: firstKey, firstKey, options }
  const { senderId, documentsOf } = first
  const origin = await asPostOffice(house.db, (trx) => findBatch(trx, { senderId, batchId: documentsOf }))
  return { batchId: documentsOf, key: await openBatchKey(house, origin!), firstKey, options }
}

async function checkDocuments(
  trx: Trx,
  { senderId }: BatchRow,
  { batchId, key, options }: Origin,
  rows: readonly ListedRow[],
): Promise<void> {
  const names = new Set([...options.documents, ...rows.flatMap((row) => row.documents ?? [])])
  const pathKeys = new Map(
    [...names].map((name) => [name, Buffer.from(pathKeyOf(key, name)).toString('hex')]),
  )
  const found = await selectDocuments(trx, senderId, {
    batchId,
    pathKeys: [...pathKeys.values()].map((hex) => Buffer.from(hex, 'hex')),
  })
  const there = new Set(found.map((document) => document.path_key!.toString('hex')))
  if (options.documents.some((name) => !there.has(pathKeys.get(name)!)))
    throw refuse('batch-not-open', { detail: 'Its documents are not kept any more. Hand in a new file.' })
  refuseFor(
    rows.flatMap((row) =>
      (row.documents ?? [])
        .filter((name) => !there.has(pathKeys.get(name)!))
        .map((name) => ({
          field: `row ${row.row}: documents`,
          reason: 'missing',
          message: `There was no "${name.slice(0, 100)}" in the file, or no row named it.`,
        })),
    ),
  )
}
