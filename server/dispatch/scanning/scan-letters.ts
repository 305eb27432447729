/** The job for letters that were taken over before the scanner had seen their documents (S-14): it looks at each document
 * once, then delivers or calls off, in one transaction with the evidence and both feeds. A scanner that does not answer
 * fails the job, which is tried again; a letter that was cancelled meanwhile stays cancelled. */

import {
  lockItems,
  markItemsDelivered,
  markItemsRefused,
  recountBatch,
  type Told,
} from '#dispatch/scanning/scan.store.ts'
import { insertFeedRows } from '#dispatch/sorting/write-rows.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { openDocument } from '#ground/envelope.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob, type Jobs, type LetterWish } from '#ground/jobs.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { letterEventOf } from '#letters/letter-evidence.ts'
import {
  insertReleaseEvents,
  type LetterKey,
  type Released,
  type ReleaseEvent,
  releaseWaiting,
  selectWaitingDocuments,
  type WaitingDocument,
} from '#letters/release-letters.store.ts'

/** `refused`: why it is called off; `mailbox-unavailable` when the mailbox was closed for good meanwhile. */
type WaitingLetter = LetterKey & {
  senderId: string
  documents: WaitingDocument[]
  refused: 'document-refused' | 'mailbox-unavailable' | undefined
}

export async function scanLetters(
  house: House,
  { letters, wishes = [] }: Jobs['scan-letters'],
): Promise<void> {
  const asked = letters.map(([mailboxId, letterId]) => ({ mailboxId, letterId }))
  const itemOf = new Map(letters.map(([mailboxId, letterId, item]) => [mailboxId + letterId, item]))
  const documents = await asPostOffice(house.db, (trx) => selectWaitingDocuments(trx, asked))
  const waiting = lettersOf(documents)
  const verdicts = new Map<string, 'passed' | 'refused'>()
  for (const letter of waiting)
    for (const document of letter.documents) {
      const known = verdicts.get(document.documentId) ?? (await inspect(house, document))
      // The mailbox is closed for good: nothing can be delivered to it.
      if (known !== 'gone') verdicts.set(document.documentId, known)
      if (known !== 'passed') letter.refused ??= known === 'gone' ? 'mailbox-unavailable' : 'document-refused'
    }
  if (waiting.length === 0) return
  await asPostOffice(house.db, (trx) =>
    release(trx, waiting, (letter) => itemOf.get(letter.mailboxId + letter.letterId)!, house.clock(), wishes),
  )
}

function lettersOf(documents: readonly WaitingDocument[]): WaitingLetter[] {
  const letters = new Map<string, WaitingLetter>()
  for (const document of documents) {
    const { mailboxId, letterId, senderId } = document
    const letter = letters.get(mailboxId + letterId)
    if (letter) letter.documents.push(document)
    else
      letters.set(mailboxId + letterId, {
        mailboxId,
        letterId,
        senderId,
        documents: [document],
        refused: undefined,
      })
  }
  return [...letters.values()]
}

async function inspect(house: House, document: WaitingDocument): Promise<'passed' | 'refused' | 'gone'> {
  const { mailboxId, documentId, wrappedKey, packId, packOffset, sealedBytes, mediaType } = document
  let key: Uint8Array
  try {
    key = (await house.vault.unwrap([{ mailboxId, documentId, wrapped: wrappedKey }]))[0]!
  } catch (error) {
    if (error instanceof KeyVaultError && error.kind === 'erased') return 'gone'
    throw error
  }
  const bytes = openDocument(await house.blobs.read(packId, packOffset, sealedBytes), { key, documentId })
  const verdict = await house.scanner.inspect({ bytes, mediaType })
  return verdict.kind === 'refused' ? 'refused' : 'passed'
}

async function release(
  trx: Trx,
  waiting: readonly WaitingLetter[],
  itemOf: (letter: LetterKey) => string,
  at: Date,
  wishes: readonly LetterWish[],
): Promise<void> {
  const letterOf = new Map(waiting.map((letter) => [letter.mailboxId + letter.letterId, letter]))
  const leafChunkId = newId(at.getTime())
  const leaves: Uint8Array[] = []
  const events: ReleaseEvent[] = []
  const happen = (released: readonly Released[], event: ReleaseEvent['event']) => {
    for (const { mailboxId, letterId, evidenceSalt, eventNo } of released) {
      const { senderId, documents } = letterOf.get(mailboxId + letterId)!
      const facts = { letterId, senderId, documentSha256: documents.map((document) => document.sha256) }
      const leafNo = leaves.push(leafHashOf(evidenceSalt, letterEventOf(facts, { eventNo, event, at }))) - 1
      events.push({ mailboxId, letterId, eventNo, event, leafChunkId, leafNo })
    }
  }
  // The sender's side first, in the order in which it is cancelled: neither waits for the other in a circle (S-16).
  const cancelled = await lockItems(
    trx,
    waiting.map((letter) => ({ senderId: letter.senderId, letterId: itemOf(letter) })),
  )
  const isCancelled = (letter: WaitingLetter) => cancelled.has(itemOf(letter))
  await releaseWaiting(trx, waiting.filter(isCancelled), 'cancelled_at', at)
  const passed = await releaseWaiting(
    trx,
    waiting.filter((letter) => !letter.refused && !isCancelled(letter)),
    'delivered_at',
    at,
  )
  const refused = await releaseWaiting(
    trx,
    waiting.filter((letter) => letter.refused && !isCancelled(letter)),
    'cancelled_at',
    at,
  )
  happen(passed, 'D.1 ContentConsignment')
  happen(refused, 'D.2 ContentConsignmentFailure')
  if (leaves.length === 0) return
  await appendLeaves(trx, leaves, leafChunkId)
  await insertReleaseEvents(trx, events, at)
  for (const senderId of new Set(waiting.map((letter) => letter.senderId))) {
    const items = (released: readonly Released[]) => [
      ...new Set(
        released
          .filter((key) => letterOf.get(key.mailboxId + key.letterId)!.senderId === senderId)
          .map(itemOf),
      ),
    ]
    // Of several residents the sender knows one item; it is delivered when one of them has it.
    const delivered = await markItemsDelivered(trx, senderId, items(passed), at)
    await tell(trx, delivered, 'delivered', undefined, at)
    for (const code of ['document-refused', 'mailbox-unavailable'] as const) {
      const because = refused.filter((key) => letterOf.get(key.mailboxId + key.letterId)!.refused === code)
      const calledOff = await markItemsRefused(trx, senderId, items(because), code)
      await tell(trx, calledOff, 'refused', code, at)
    }
  }
  if (passed.length === 0) return
  const there = new Set(passed.map(({ letterId }) => letterId))
  const kept = wishes.filter(([letterId]) => there.has(letterId))
  await addJob(trx, 'notify-recipients', {
    letters: passed.map(({ mailboxId, letterId }): [string, string] => [mailboxId, letterId]),
    ...(kept.length > 0 ? { wishes: kept } : {}),
  })
}

async function tell(
  trx: Trx,
  items: readonly Told[],
  event: 'delivered' | 'refused',
  code: string | undefined,
  at: Date,
): Promise<void> {
  const batches = new Map<string, Told[]>()
  for (const item of items) batches.set(item.batchId, [...(batches.get(item.batchId) ?? []), item])
  for (const [batchId, told] of batches) {
    const { senderId } = told[0]!
    const counts = { delivered: 0, refused: 0, [event]: told.length }
    await recountBatch(trx, { senderId, batchId }, counts)
    const letterIds = told.map((item) => item.letterId)
    const codes = code === undefined ? undefined : told.map(() => code)
    await insertFeedRows(trx, [{ senderId, batchId, event, letterIds, codes }], at)
  }
}
