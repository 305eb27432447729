/** The job that reads a file handed in (S-06): all of it is checked before anybody is looked for. Rows and documents are
 * put by in small transactions that count for nothing until the last one says `sending`; a run that dies is done again
 * from the beginning, and a run that was taken over finds out at its next write. */
import { DOCUMENT_BYTES_MAX } from '#api/dispatch.ts'
import type { Fault } from '#api/problems.ts'
import { countDryRunRows } from '#dispatch/counter/dry-run.store.ts'
import { insertDocuments, type NewDocument } from '#dispatch/documents/documents.store.ts'
import { takeDocument } from '#dispatch/documents/seal-documents.ts'
import { openBatchKey, pathKeyOf, sealChunks, sealOptions } from '#dispatch/files/batch-secrets.ts'
import {
  type BatchRow,
  beginReading,
  beginSending,
  insertChunks,
  stillReading,
} from '#dispatch/files/batches.store.ts'
import type { ListedRow } from '#dispatch/files/listed-row.ts'
import { type Archive, openArchive } from '#dispatch/files/open-archive.ts'
import { readManifest } from '#dispatch/files/read-manifest.ts'
import { readRecipients } from '#dispatch/files/read-recipients.ts'
import { openUpload } from '#dispatch/files/read-upload.ts'
import { refuseFile } from '#dispatch/files/refuse-file.ts'
import { SeenRows } from '#dispatch/files/seen-rows.ts'
import { findSender } from '#dispatch/senders/sender.store.ts'
import { askForSending, tellBatch } from '#dispatch/sorting/claims.store.ts'
import type { SealedDocument } from '#dispatch/sorting/submission.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import type { Jobs } from '#ground/jobs.ts'
import { Refusal, refuse } from '#ground/refuse.ts'

/** One transaction's worth of letters; the unit that is sent whole or not at all. */
export const CHUNK_ROWS = 1000
const CHUNKS_PER_WRITE = 4
/** Documents put in a pack by one append. */
const GROUP_BYTES = 8 * 1024 * 1024
const FAULTS_MAX = 50

/** Somebody else reads or cancelled; what this run wrote is theirs to clear. */
class TakenOver extends Error {
  override readonly name = 'TakenOver'
}

type Reading = { house: House; batch: BatchRow; run: string; key: Uint8Array }

export async function readBatch(
  house: House,
  payload: Jobs['read-batch'],
  { lastTry }: { lastTry: boolean } = { lastTry: false },
): Promise<void> {
  const run = newId()
  const batch = await asPostOffice(house.db, (trx) => beginReading(trx, payload, run))
  if (!batch) return
  try {
    const reading = { house, batch, run, key: await openBatchKey(house, batch) }
    await readAll(reading)
  } catch (error) {
    if (error instanceof TakenOver) return
    if (error instanceof Refusal) await refuseFile(house, payload, run, error)
    else {
      // Nobody tries again: the sender must not wait for ever.
      if (lastTry) await refuseFile(house, payload, run, refuse('internal-error'))
      throw error
    }
  }
}

/** A file that ends whoever reads it goes back: its sender must not wait for ever. */
export async function giveUpReading(house: House, payload: Jobs['read-batch']): Promise<void> {
  const run = newId()
  const batch = await asPostOffice(house.db, (trx) => beginReading(trx, payload, run))
  if (batch) await refuseFile(house, payload, run, refuse('internal-error'))
}

async function readAll(reading: Reading): Promise<void> {
  const { house, batch, key } = reading
  const { senderId, batchId } = batch
  const upload = batch.uploadId && (await openUpload(house, { senderId, uploadId: batch.uploadId }))
  if (!upload) throw refuse('upload-incomplete')
  const archive = await openArchive(upload)
  const { recipients, documents, version: _, ...letter } = await readManifest(archive)
  const named = new NamedDocuments(archive)
  documents.forEach((name, i) => {
    named.add(name, `manifest.json: documents.${i}`)
  })
  const rows = await putRowsBy(reading, archive, recipients, named)
  named.check()
  await putDocumentsBy(reading, archive, named.names())
  const sender = (await findSender(house.db, senderId))!
  const optionsSealed = sealOptions(key, batchId, { ...letter, documents })
  await write(reading, async (trx) => {
    const at = house.clock()
    // All of a dry run's rows are counted before the first is looked for (S-07).
    const ask = { senderId, day: at, rows, max: sender.dryRunRowsPerDay }
    if (batch.dryRun && !(await countDryRunRows(trx, ask))) throw refuse('dry-run-quota-spent')
    await beginSending(trx, batch, { rows, optionsSealed })
    await tellBatch(trx, { senderId, batchId, state: 'sending' }, at)
    await askForSending(trx, senderId, batchId)
  })
}

async function write({ house, batch, run }: Reading, work: (trx: Trx) => Promise<void>): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    if (!(await stillReading(trx, batch, run))) throw new TakenOver()
    await work(trx)
  })
}

/** The list, checked and cut into chunks. @returns how many rows */
async function putRowsBy(
  reading: Reading,
  archive: Archive,
  list: string,
  named: NamedDocuments,
): Promise<number> {
  const { house, batch } = reading
  const seen = new SeenRows()
  let waiting: ListedRow[] = []
  let chunkNo = 0
  let count = 0
  const putBy = async (rows: readonly ListedRow[]) => {
    const chunks: { chunkNo: number; rows: readonly ListedRow[] }[] = []
    for (let from = 0; from < rows.length; from += CHUNK_ROWS)
      chunks.push({ chunkNo: chunkNo++, rows: rows.slice(from, from + CHUNK_ROWS) })
    const sealed = await sealChunks(house, batch.senderId, chunks)
    await write(reading, (trx) => insertChunks(trx, batch, sealed))
  }
  const format = list.toLowerCase().endsWith('.csv') ? 'csv' : 'json-lines'
  for await (const group of readRecipients(archive.stream(list), { name: list, format })) {
    for (const row of group) {
      count += 1
      judgeDouble(row, seen)
      row.documents?.forEach((name, i) => {
        named.add(name, `${list}, row ${row.row}: documents.${i}`)
      })
      waiting.push(row)
    }
    const full = waiting.length - (waiting.length % CHUNK_ROWS)
    if (full >= CHUNK_ROWS * CHUNKS_PER_WRITE) {
      await putBy(waiting.slice(0, full))
      waiting = waiting.slice(full)
    }
  }
  if (waiting.length > 0) await putBy(waiting)
  return count
}

/** A letter may not go twice to the same recipient in one file (FACTS): the sender's own reference tells, or all of the row. */
export function judgeDouble(row: ListedRow, seen: SeenRows): void {
  if (row.refused) return
  const { reference } = row
  const twice =
    reference === undefined
      ? seen.add(JSON.stringify([row.given, row.title, row.documents]))
      : seen.add(`r${reference}`)
  if (twice) row.refused = { code: 'row-duplicate', faults: [] }
}

/** The documents that letters need, each with the first place that names it. */
class NamedDocuments {
  readonly #archive: Archive
  readonly #known = new Set<string>()
  readonly #missing: Fault[] = []

  constructor(archive: Archive) {
    this.#archive = archive
  }

  add(name: string, place: string): void {
    if (this.#known.has(name)) return
    if (this.#archive.has(name)) this.#known.add(name)
    else if (this.#missing.length < FAULTS_MAX)
      this.#missing.push({
        field: place,
        reason: 'missing',
        message: `There is no "${name.slice(0, 100)}" in the archive.`,
      })
  }

  /** @throws Refusal document-missing */
  check(): void {
    if (this.#missing.length > 0) throw refuse('document-missing', { faults: this.#missing })
  }

  names(): Iterable<string> {
    return this.#known
  }
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  uri: 'text/uri-list',
}

const mediaTypeOf = (name: string): string =>
  MEDIA_TYPES[name.toLowerCase().split('.').at(-1) ?? ''] ?? 'application/octet-stream'

async function putDocumentsBy(reading: Reading, archive: Archive, names: Iterable<string>): Promise<void> {
  const { house, key } = reading
  let group: { document: SealedDocument; pathKey: Uint8Array }[] = []
  let groupBytes = 0
  let wrong: { refusal: Refusal; faults: Fault[] } | undefined
  const putBy = async () => {
    if (group.length > 0 && !wrong) await placeGroup(reading, group)
    group = []
    groupBytes = 0
  }
  for (const name of names) {
    try {
      if (archive.sizeOf(name) > DOCUMENT_BYTES_MAX) throw tooLarge(name)
      const bytes = await archive.bytes(name)
      const given = { bytes, mediaType: mediaTypeOf(name), place: name.slice(0, 150), scanNow: true }
      group.push({ document: await takeDocument(house, given), pathKey: pathKeyOf(key, name) })
      groupBytes += bytes.length
    } catch (error) {
      if (!(error instanceof Refusal) || error.code.startsWith('archive')) throw error
      // All faulty documents are named, not only the first.
      wrong ??= { refusal: error, faults: [] }
      wrong.faults.push(...error.faults)
      if (wrong.faults.length >= FAULTS_MAX) break
    }
    if (groupBytes >= GROUP_BYTES) await putBy()
  }
  await putBy()
  if (wrong) throw refuse(wrong.refusal.code, { faults: wrong.faults })
}

const tooLarge = (name: string) =>
  refuse('document-unreadable', {
    faults: [
      {
        field: name.slice(0, 150),
        reason: 'too-large',
        message: `Must be at most ${DOCUMENT_BYTES_MAX / 1024 / 1024} MiB.`,
      },
    ],
  })

async function placeGroup(
  reading: Reading,
  group: readonly { document: SealedDocument; pathKey: Uint8Array }[],
): Promise<void> {
  const { house, batch } = reading
  const parts = group.map(({ document }) => (document.content as { sealed: Uint8Array }).sealed)
  const [{ packId, offset }, wrapped] = await Promise.all([
    house.blobs.append(parts),
    house.vault.wrap(
      group.map(({ document: { documentId, key } }) => ({ mailboxId: batch.senderId, documentId, key })),
    ),
  ])
  let packOffset = offset
  const rows = group.map(({ document, pathKey }, i): NewDocument => {
    const sealedBytes = parts[i]!.length
    document.content = { place: { packId, packOffset, sealedBytes } }
    packOffset += sealedBytes
    return { document, wrappedKey: wrapped[i]!, batchId: batch.batchId, pathKey }
  })
  await write(reading, (trx) => insertDocuments(trx, batch.senderId, rows, house.clock()))
}
