/** The counter where letters are handed in: the house, the lanes that commit, and what each sender may hand in a minute.
 * One per process. */

import { SenderQuotas } from '#dispatch/senders/sender-quotas.ts'
import { type Committed, commitChunk } from '#dispatch/sorting/commit-chunk.ts'
import { CommitLanes } from '#dispatch/sorting/commit-lanes.ts'
import type { SealedDocument, Submission } from '#dispatch/sorting/submission.ts'
import type { House } from '#ground/house.ts'
import { isOutage } from '#ground/outage.ts'

export type Desk = {
  readonly house: House
  readonly lanes: CommitLanes<Submission, Committed>
  readonly quotas: SenderQuotas
}

/** A chunk stays small enough to commit within some milliseconds. */
const LIMITS = {
  worthLetters: 16,
  patienceMs: 4,
  chunkLettersMax: 64,
  chunkBytesMax: 4 * 1024 * 1024,
  waitingLettersMax: 5_000,
  waitingBytesMax: 64 * 1024 * 1024,
  isOutage,
}

export function openDesk(house: House): Desk {
  return {
    house,
    quotas: new SenderQuotas(house.clock),
    lanes: new CommitLanes((chunk) => commitChunk(house, chunk), weigh, {
      lanes: house.config.LETTER_LANES,
      ...LIMITS,
    }),
  }
}

function weigh({ sender, rows }: Submission) {
  const documents = new Set<SealedDocument>()
  for (const row of rows) for (const { document } of row.documents) documents.add(document)
  let bytes = 0
  for (const { content } of documents) if ('sealed' in content) bytes += content.sealed.length
  return { turn: sender.senderId, letters: rows.length, bytes }
}
