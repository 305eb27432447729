/** What is handed in, on its way through the house. A letter is a batch of one: a single letter, a request of a thousand
 * and a stretch of a file are all a submission of rows, and take the same path from here (HOUSE). */

import type { LetterAnswer, Recipient } from '#api/dispatch.ts'
import type { Fault } from '#api/problems.ts'
import type { Trx } from '#ground/db.ts'
import type { FaultCode } from '#rules/faults.ts'
import type { Level } from '#rules/levels.ts'
import type { NoticeWish } from '#rules/notice-time.ts'
import type { RecipientResult } from '#rules/recipient.ts'
import type { RefusalCode } from '#rules/refusals.ts'
import type { Wants } from '#rules/wants.ts'
import type { WarningCode } from '#rules/warnings.ts'

export type Sender = {
  senderId: string
  name: string
  country: 'dk' | 'no'
  publicSector: boolean
  lettersPerMinute: number
  dryRunRowsPerDay: number
  /** Where a person writes (S-13): then the recipient may have blocked them. */
  personId?: string
  /** Who wrote it, where that is somebody else than the person in whose name it goes (B-10). */
  writerId?: string
}

export type Place = { packId: string; packOffset: number; sealedBytes: number }

/** A sealed document. `sealed` is still to be put in a pack, together with its neighbours; `place` is where it lies. */
export type SealedDocument = {
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Buffer
  key: Uint8Array
  /** `waiting`: the scanner has to see it before the recipient does. */
  verdict: 'waiting' | 'not-scanned' | 'clean'
  content: { sealed: Uint8Array } | { place: Place }
  /** There is a row in `document` already. */
  stored: boolean
  /** What was worked out of it before. On the document itself: a WeakMap that gets an entry for each letter costs the collector more
   * than all of this saves. */
  known?: { sha256Hex?: readonly string[]; words?: Map<string, Uint8Array> }
}

export type Row = {
  /** As handed in, from 1. */
  row: number
  letterId: string
  reference: string | undefined
  /** What the sender wrote, for paper and for the error list. */
  given: Recipient
  recipient: RecipientResult
  /** Found wrong before it was read as a recipient: a row of a file that is no row, or is there twice. */
  refused?: RefusedEarly | undefined
  /** What a row of a file says instead of the file: goes to the error list, so that a corrected row keeps it. */
  own?: { title?: string; documents?: readonly string[] } | undefined
  title: string
  sensitive: boolean
  minimumLevel: Level
  replyAllowed?: boolean | undefined
  printAllowed: boolean
  /** What the sender wants told besides the recipient's own choice. */
  notice?: NoticeWish | undefined
  /** What it wants of its reader (B-17). */
  wants?: Wants | undefined
  documents: readonly { document: SealedDocument; fileName: string }[]
}

export type RefusedEarly = {
  code: RefusalCode
  faults: readonly { field: string; code: FaultCode }[]
}

export type Submission = {
  sender: Sender
  batchId: string
  rows: readonly Row[]
  /** A request's key, and how its answer is written; the answer is kept with the key, in the same transaction. */
  request?: { key: string; hash: Uint8Array; answer: (letters: readonly LetterAnswer[]) => Uint8Array }
  /** A stretch of a file: marked as decided in the same transaction. `key` seals the error list. */
  chunk?: { chunkNo: number; key: Uint8Array }
  /** What a person who writes keeps of it, written in the same transaction. */
  also?: (trx: Trx, letters: readonly LetterAnswer[], at: Date) => Promise<void>
}

/** What the house decided for a row. */
export type Decision =
  /** `residents`: an address alone; each gets a letter of their own, and the sender is not told how many there are. */
  | { kind: 'deliver'; mailboxIds: readonly string[]; residents: boolean; warnings: readonly WarningCode[] }
  | { kind: 'print'; to: PrintAddress }
  | { kind: 'refuse'; code: RefusalCode; faults?: readonly Fault[]; suggestion?: Suggestion }

/** What goes in the window of the envelope. */
export type PrintAddress = { name: string; lines: readonly string[] }
export type Suggestion = { street: string; postcode: string; city: string }
