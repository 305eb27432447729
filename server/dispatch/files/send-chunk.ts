/** The job that sends the next stretches of a file: each takes the path of every letter (HOUSE), whole or not at all, and is
 * marked in the transaction that writes it. A dry run takes the same decisions and writes no letter (S-07). */
import { basename } from 'node:path/posix'
import { loadDocuments } from '#dispatch/documents/load-documents.ts'
import {
  type BatchOptions,
  openBatchKey,
  openChunk,
  openOptions,
  pathKeyOf,
} from '#dispatch/files/batch-secrets.ts'
import {
  type BatchKey,
  type BatchRow,
  closeBatch,
  findBatch,
  findChunk,
  undecidedChunks,
} from '#dispatch/files/batches.store.ts'
import type { ListedRow } from '#dispatch/files/listed-row.ts'
import { fileProblem } from '#dispatch/files/refuse-file.ts'
import { insertRefusedRows } from '#dispatch/files/refused-rows.store.ts'
import { findSender, type SenderRow } from '#dispatch/senders/sender.store.ts'
import {
  askForSending,
  claimStretch,
  countStretch,
  type Tally,
  tellBatch,
} from '#dispatch/sorting/claims.store.ts'
import { commitChunk } from '#dispatch/sorting/commit-chunk.ts'
import { decideRows } from '#dispatch/sorting/decide-rows.ts'
import { sealDetail } from '#dispatch/sorting/plan-row.ts'
import { readRow } from '#dispatch/sorting/read-row.ts'
import type { Row, SealedDocument } from '#dispatch/sorting/submission.ts'
import { asPostOffice } from '#ground/db.ts'
import { isCounterBusy } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import type { Jobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { asMatcher } from '#people/matching-barrier.ts'

/** A job's share of a file, some two seconds: after it, other files of the sender have their turn. Between two jobs nothing is
 * on its way, so shorter ones would stand still more often. */
const CHUNKS_PER_JOB = 30
/** One is on its way through the database, one is at the key vault, one is prepared. */
const CHUNKS_AT_A_TIME = 3

export async function sendChunk(
  house: House,
  { senderId, batchId }: Jobs['send-chunk'],
  { lastTry = false, chunksMax = CHUNKS_PER_JOB }: { lastTry?: boolean; chunksMax?: number } = {},
): Promise<void> {
  try {
    await sendSome(house, { senderId, batchId }, chunksMax)
  } catch (error) {
    // Nobody tries again: the sender must not wait for ever.
    if (lastTry) await giveUpSending(house, { senderId, batchId })
    throw error
  }
}

async function sendSome(house: House, { senderId, batchId }: BatchKey, chunksMax: number): Promise<void> {
  const [batch, chunkNos] = await asPostOffice(house.db, async (trx) => [
    await findBatch(trx, { senderId, batchId }),
    await undecidedChunks(trx, { senderId, batchId }, chunksMax),
  ])
  if (batch?.state !== 'sending') return
  const sender = await findSender(house.db, senderId)
  if (sender?.state !== 'approved') return stop(house, batch)
  const sending = { house, batch, sender, opened: await openBatch(house, batch) }
  const results = await Promise.allSettled(
    Array.from({ length: CHUNKS_AT_A_TIME }, (_, hand) => sendNext(sending, chunkNos, hand > 0)),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  await asPostOffice(house.db, async (trx) => {
    const left = await undecidedChunks(trx, { senderId, batchId }, 1)
    if (left.length > 0) await askForSending(trx, senderId, batchId)
  })
}

/** What cannot be sent, because it fails each time or ends whoever sends it, goes to the error list: nobody is looked for, and its
 * sender can hand it in again as a correction. What was sent before stays so. */
export async function giveUpSending(house: House, { senderId, batchId }: BatchKey): Promise<void> {
  const [batch, chunkNos] = await asPostOffice(house.db, async (trx) => [
    await findBatch(trx, { senderId, batchId }),
    await undecidedChunks(trx, { senderId, batchId }),
  ])
  const sender = await findSender(house.db, senderId)
  if (batch?.state !== 'sending' || !sender) return
  const sending = { house, batch, sender, opened: await openBatch(house, batch), givenUp: true as const }
  for (const chunkNo of chunkNos) await sendOne(sending, chunkNo)
}

type Sending = { house: House; batch: BatchRow; sender: SenderRow; opened: OpenBatch; givenUp?: true }

/** Sends what is left, one after the other. A hand that only helps goes when somebody is at the counter: two stretches at the
 * database are two that a single letter waits for (S-12). */
async function sendNext(sending: Sending, chunkNos: number[], helpsOnly: boolean): Promise<void> {
  const { db, clock } = sending.house
  while (chunkNos.length > 0) {
    if (helpsOnly && (await asPostOffice(db, (trx) => isCounterBusy(trx, clock())))) return
    const next = chunkNos.shift()
    if (next !== undefined) await sendOne(sending, next)
  }
}

async function sendOne({ house, batch, sender, opened, givenUp }: Sending, chunkNo: number): Promise<void> {
  const chunk = await asPostOffice(house.db, (trx) => findChunk(trx, batch, chunkNo))
  if (!chunk) return
  const listed = await openChunk(house, batch.senderId, chunk)
  if (givenUp) for (const row of listed) row.refused ??= { code: 'not-processed', faults: [] }
  const rows = await rowsOf(house, sender, opened, listed)
  if (batch.dryRun) await tryChunk(house, { batch, chunkNo, sender, opened, rows })
  else
    await commitChunk(house, [{ sender, batchId: batch.batchId, rows, chunk: { chunkNo, key: opened.key } }])
}

/** S-18: what a suspended sender handed in before does not go out any more. */
async function stop(house: House, { senderId, batchId }: BatchRow): Promise<void> {
  await asPostOffice(house.db, async (trx) => {
    const at = house.clock()
    const problem = fileProblem(refuse('sender-suspended'))
    if (await closeBatch(trx, { senderId, batchId }, { state: 'cancelled', problem, at }))
      await tellBatch(trx, { senderId, batchId, state: 'cancelled' }, at)
  })
}

// ── What holds for all stretches of a file is opened once ───────────────────────────────────────────────────

type OpenBatch = {
  key: Uint8Array
  options: BatchOptions
  /** Of the batch the documents came in: its own, or the one it corrects. */
  documents: { batchId: string; key: Uint8Array }
  /** What the manifest names, by name. The same objects for every stretch: what is sealed under them is kept with them. */
  shared: ReadonlyMap<string, SealedDocument>
}

const BATCHES_KEPT = 4
const kept = new WeakMap<House, Map<string, OpenBatch>>()

async function openBatch(house: House, batch: BatchRow): Promise<OpenBatch> {
  let batches = kept.get(house)
  if (!batches) {
    batches = new Map()
    kept.set(house, batches)
  }
  const known = batches.get(batch.batchId)
  if (known) return known
  const key = await openBatchKey(house, batch)
  const options = openOptions(key, batch.batchId, batch.optionsSealed!)
  const documents = batch.documentsOf
    ? await documentsFrom(house, batch.senderId, batch.documentsOf)
    : { batchId: batch.batchId, key }
  const shared = await load(house, batch.senderId, documents, options.documents)
  const opened = { key, options, documents, shared }
  batches.set(batch.batchId, opened)
  if (batches.size > BATCHES_KEPT) batches.delete(batches.keys().next().value!)
  return opened
}

async function documentsFrom(
  house: House,
  senderId: string,
  batchId: string,
): Promise<OpenBatch['documents']> {
  const origin = await asPostOffice(house.db, (trx) => findBatch(trx, { senderId, batchId }))
  return { batchId, key: await openBatchKey(house, origin!) }
}

async function load(
  house: House,
  senderId: string,
  from: OpenBatch['documents'],
  names: readonly string[],
): Promise<Map<string, SealedDocument>> {
  const pathKeys = names.map((name) => pathKeyOf(from.key, name))
  const found = await loadDocuments(house, senderId, { batchId: from.batchId, pathKeys })
  return new Map(names.map((name, i) => [name, found.get(Buffer.from(pathKeys[i]!).toString('hex'))!]))
}

// ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────────

async function rowsOf(
  house: House,
  sender: SenderRow,
  opened: OpenBatch,
  listed: readonly ListedRow[],
): Promise<Row[]> {
  const { options, shared } = opened
  const names = new Set<string>()
  for (const { documents } of listed)
    for (const name of documents ?? []) if (!shared.has(name)) names.add(name)
  const own = names.size > 0 ? await load(house, sender.senderId, opened.documents, [...names]) : undefined
  const attach = (names: readonly string[]): Row['documents'] =>
    names.map((name) => ({ document: (shared.get(name) ?? own?.get(name))!, fileName: basename(name) }))
  const forAll = attach(options.documents)
  const nowMs = house.clock().getTime()
  return listed.map((row) =>
    readRow(sender, {
      row: row.row,
      letterId: newId(nowMs),
      reference: row.reference,
      given: row.given,
      refused: row.refused,
      own: ownOf(row),
      title: row.title ?? options.title,
      sensitive: options.sensitive,
      minimumLevel: options.minimumLevel,
      replyAllowed: options.replyAllowed,
      printAllowed: options.printAllowed,
      notice: options.notice,
      wants: options.wants,
      documents: row.documents ? attach(row.documents) : forAll,
    }),
  )
}

function ownOf({ title, documents }: ListedRow): Row['own'] {
  if (title === undefined && documents === undefined) return undefined
  return { ...(title === undefined ? {} : { title }), ...(documents === undefined ? {} : { documents }) }
}

// ── Dry run ─────────────────────────────────────────────────────────────────────────────────────────────────

type Trial = {
  batch: BatchRow
  chunkNo: number
  sender: SenderRow
  opened: OpenBatch
  rows: readonly Row[]
}

/** Ends the transaction of a stretch that was decided before. */
class DecidedBefore extends Error {}

async function tryChunk(house: House, { batch, chunkNo, sender, opened, rows }: Trial): Promise<void> {
  const { senderId, batchId } = batch
  try {
    await asMatcher(house.db, async (trx) => {
      const decisions = await decideRows(
        trx,
        rows.map((row) => ({ submission: { sender }, row })),
      )
      const at = house.clock()
      const tally: Tally = { delivered: 0, accepted: 0, print: 0, refused: 0 }
      const refused = rows.flatMap((row) => {
        const decision = decisions.get(row)!
        tally[decision.kind === 'deliver' ? 'delivered' : decision.kind === 'print' ? 'print' : 'refused'] +=
          1
        if (decision.kind !== 'refuse') return []
        const detailSealed = sealDetail(opened.key, batchId, row, decision)
        return [{ rowNo: row.row, code: decision.code, detailSealed }]
      })
      const stretch = { senderId, batchId, chunkNo, dryRun: true }
      if (!(await claimStretch(trx, stretch, at))) throw new DecidedBefore()
      await insertRefusedRows(trx, { senderId, batchId }, refused, at)
      if (!(await countStretch(trx, stretch, tally, at))) throw new DecidedBefore()
    })
  } catch (error) {
    if (!(error instanceof DecidedBefore)) throw error
  }
}
