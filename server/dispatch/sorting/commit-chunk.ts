/** One chunk, one transaction: everything that makes letters be there (idempotency keys, the sender's side, letters, wrapped
 * keys, evidence, events, jobs) is written together, and only then is anything acknowledged (HOUSE, S-05). The packs
 * are durable before the first row is written; content that no row points at is never served. What may be waited for
 * inside the transaction: docs/decisions/group-commit.md. */
import type { LetterAnswer } from '#api/dispatch.ts'
import {
  claimStretch,
  countStretch,
  findTaken,
  type KeyedAnswer,
  sameKeyAgain,
  tallyOf,
} from '#dispatch/sorting/claims.store.ts'
import { decideRows } from '#dispatch/sorting/decide-rows.ts'
import { type Leaf, type PlannedRow, planRow, type WrappedKeys } from '#dispatch/sorting/plan-row.ts'
import type { Decision, Row, SealedDocument, Submission } from '#dispatch/sorting/submission.ts'
import { writeChunk, writeLastChunk } from '#dispatch/sorting/write-rows.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { KeyVaultError, type WrapItem } from '#ground/key-vault.ts'
import { signReceipt } from '#ground/receipt.ts'
import { TakenBefore } from '#ground/write-together.ts'
import { asMatcher } from '#people/matching-barrier.ts'

export type Committed =
  /** Durable. `body` is what the request is answered with. */
  | { kind: 'committed'; letters: readonly LetterAnswer[]; body: Uint8Array | undefined }
  /** The request's key was taken already: nothing of this submission was written. */
  | { kind: 'key-taken' }
  /** The stretch of the file was decided already: nothing was written again. */
  | { kind: 'decided-before' }

/** Ends the transaction that found some of its submissions already done; the others are tried again without them. */
class DoneBefore extends Error {
  readonly submissions: ReadonlySet<Submission>
  constructor(submissions: ReadonlySet<Submission>) {
    super('done before')
    this.submissions = submissions
  }
}

export async function commitChunk(house: House, chunk: readonly Submission[]): Promise<Committed[]> {
  const placed = placeDocuments(house, chunk)
  // It is awaited before anything is written; if the look-ups fail first, its own failure must not go unheard.
  placed.catch(() => undefined)
  // A store across the network may take its time, and nobody's withdrawal of consent is to wait for it. The disk is
  // written while the look-ups run.
  if (house.config.BLOBS === 's3') await placed
  const outcomes = new Map<Submission, Committed>()
  const again = sameKeyAgain(chunk)
  for (const submission of again) outcomes.set(submission, { kind: 'key-taken' })
  let live = again.size === 0 ? chunk : chunk.filter((submission) => !again.has(submission))
  while (live.length > 0) {
    try {
      for (const [submission, committed] of await commitLive(house, live, placed))
        outcomes.set(submission, committed)
      break
    } catch (error) {
      const done = await doneBefore(house, live, error)
      for (const submission of done)
        outcomes.set(submission, { kind: submission.request ? 'key-taken' : 'decided-before' })
      live = live.filter((submission) => !done.has(submission))
    }
  }
  return chunk.map((submission) => outcomes.get(submission)!)
}

/** @throws the error itself when it is another */
async function doneBefore(
  house: House,
  live: readonly Submission[],
  error: unknown,
): Promise<ReadonlySet<Submission>> {
  if (error instanceof DoneBefore) return error.submissions
  if (error instanceof TakenBefore)
    return asPostOffice(house.db, (trx) => findTaken(trx, live, house.clock()))
  throw error
}

/** Puts what is not in a pack yet into one, all of the chunk with a single append. */
async function placeDocuments(house: House, chunk: readonly Submission[]): Promise<void> {
  const loose: SealedDocument[] = []
  const seen = new Set<SealedDocument>()
  for (const { rows } of chunk)
    for (const { documents } of rows)
      for (const { document } of documents)
        if ('sealed' in document.content && !seen.has(document)) {
          seen.add(document)
          loose.push(document)
        }
  if (loose.length === 0) return
  const parts = loose.map((document) => (document.content as { sealed: Uint8Array }).sealed)
  const { packId, offset } = await house.blobs.append(parts)
  let packOffset = offset
  loose.forEach((document, i) => {
    const sealedBytes = parts[i]!.length
    document.content = { place: { packId, packOffset, sealedBytes } }
    packOffset += sealedBytes
  })
}

async function commitLive(
  house: House,
  live: readonly Submission[],
  placed: Promise<void>,
): Promise<Map<Submission, Committed>> {
  const rows = live.flatMap((submission) => submission.rows.map((row) => ({ submission, row })))
  const result = new Map<Submission, Committed>()
  const planned = await asMatcher(house.db, async (trx) => {
    const decided = await decideRows(trx, rows)
    await placed
    const at = house.clock()
    const plan = await planChunk(house, live, decided, at)
    for (const [submission, committed] of plan.answers) result.set(submission, committed)
    await writePlan(trx, live, plan, at)
    return plan.rows
  })
  count(house, live, planned)
  return result
}

type ChunkPlan = {
  leafChunkId: string
  leaves: Uint8Array[]
  /** For each submission its rows. */
  rows: PlannedRow[][]
  answers: Map<Submission, Extract<Committed, { kind: 'committed' }>>
}

async function planChunk(
  house: House,
  live: readonly Submission[],
  decided: ReadonlyMap<Row, Decision>,
  at: Date,
): Promise<ChunkPlan> {
  const leafChunkId = newId(at.getTime())
  const leaves: Uint8Array[] = []
  const leaf: Leaf = (salt, event) => leaves.push(leafHashOf(salt, event)) - 1
  const keys = await wrapKeys(house, live, decided)
  const issuer = logOf(house)
  const answers: ChunkPlan['answers'] = new Map()
  const rows = live.map((submission) => {
    const planned = submission.rows.map((row) =>
      planRow({
        submission,
        row,
        decision: keys.decisionFor(decided.get(row)!),
        keys,
        at,
        leafChunkId,
        leaf,
      }),
    )
    const letters = planned.map((plan) => answerOf(plan, submission.request ? issuer : undefined))
    answers.set(submission, { kind: 'committed', letters, body: submission.request?.answer(letters) })
    return planned
  })
  return { leafChunkId, leaves, rows, answers }
}

/** @throws DoneBefore, TakenBefore when some of it was done before; the transaction then ends without a trace */
async function writePlan(trx: Trx, live: readonly Submission[], plan: ChunkPlan, at: Date): Promise<void> {
  const { rows, leaves, leafChunkId } = plan
  const answers = live.flatMap((submission): KeyedAnswer[] => {
    const { body } = plan.answers.get(submission)!
    return body ? [{ submission, body }] : []
  })
  const done = new Set<Submission>()
  const stretches = live.flatMap((submission) => {
    const { sender, batchId, chunk } = submission
    if (!chunk) return []
    const stretch = { senderId: sender.senderId, batchId, chunkNo: chunk.chunkNo, dryRun: false }
    return [{ submission, stretch }]
  })
  for (const { submission, stretch } of stretches)
    if (!(await claimStretch(trx, stretch, at))) done.add(submission)
  if (done.size > 0) throw new DoneBefore(done)
  for (const submission of live)
    if (submission.also) await submission.also(trx, plan.answers.get(submission)!.letters, at)
  const writes = { planned: rows.flat(), leaves, leafChunkId, answers }
  if (stretches.length === 0) return writeLastChunk(trx, writes, at)
  await writeChunk(trx, writes, at)
  for (const { submission, stretch } of stretches) {
    const tally = tallyOf(plan.answers.get(submission)!.letters)
    if (!(await countStretch(trx, stretch, tally, at))) done.add(submission)
  }
  if (done.size > 0) throw new DoneBefore(done)
}

function answerOf(plan: PlannedRow, issuer: Parameters<typeof signReceipt>[0] | undefined): LetterAnswer {
  if (!issuer) return plan.answer
  const { event, salt, leafChunkId, leafNo } = plan.submissionEvent
  const leaf = { chunkId: leafChunkId, leafNo }
  return { ...plan.answer, receipt: signReceipt(issuer, { event, evidenceSalt: salt, leaf }) }
}

/** Wraps every content key for every mailbox that gets it, and for the sender where paper or the scanner needs it, in one
 * call. A mailbox whose key is gone is a mailbox that cannot be reached. */
async function wrapKeys(
  house: House,
  live: readonly Submission[],
  decided: ReadonlyMap<Row, Decision>,
): Promise<WrappedKeys> {
  let items: WrapItem[] = []
  for (const { sender, rows } of live)
    for (const row of rows) {
      const decision = decided.get(row)!
      const holders =
        decision.kind === 'deliver' ? decision.mailboxIds : decision.kind === 'print' ? [sender.senderId] : []
      for (const mailboxId of holders)
        for (const { document } of row.documents)
          if (decision.kind === 'deliver' || !document.stored)
            items.push({ mailboxId, documentId: document.documentId, key: document.key })
    }
  const gone = new Set<string>()
  const wrapped = new Map<string, Uint8Array>()
  for (;;) {
    try {
      const keys = items.length > 0 ? await house.vault.wrap(items) : []
      items.forEach((item, i) => {
        wrapped.set(item.mailboxId + item.documentId, keys[i]!)
      })
      break
    } catch (error) {
      if (!(error instanceof KeyVaultError)) throw error
      for (const failure of error.failures) gone.add(failure.mailboxId)
      items = items.filter((item) => !gone.has(item.mailboxId))
    }
  }
  return {
    of: (holder, documentId) => wrapped.get(holder + documentId)!,
    decisionFor: (decision) => {
      if (decision.kind !== 'deliver' || !decision.mailboxIds.some((id) => gone.has(id))) return decision
      const mailboxIds = decision.mailboxIds.filter((id) => !gone.has(id))
      return mailboxIds.length > 0
        ? { ...decision, mailboxIds }
        : { kind: 'refuse', code: 'mailbox-unavailable' }
    },
  }
}

function count(house: House, live: readonly Submission[], planned: readonly (readonly PlannedRow[])[]): void {
  live.forEach((submission, i) => {
    const lane = submission.chunk ? 'files' : 'letters'
    for (const plan of planned[i]!) house.metrics.letters.inc({ outcome: plan.answer.outcome, lane })
  })
  house.metrics.chunkLetters.observe(planned.reduce((sum, rows) => sum + rows.length, 0))
}
