/** Puts letters into mailboxes: the letter's row is the inbox entry (HOUSE). Called by dispatch inside the transaction
 * that also writes evidence, the sender's side and jobs; the letter is there exactly if all of that is. */
import type { EvidenceEventName } from '#ground/evidence/events.ts'
import type { Insert } from '#ground/insert-rows.ts'
import { letterInserts } from '#letters/put-letters.store.ts'
import type { Level } from '#rules/levels.ts'

export type NewLetter = {
  mailboxId: string
  letterId: string
  senderId: string
  titleSealed: Uint8Array
  sensitive: boolean
  publicSector: boolean
  minimumLevel: Level
  evidenceSalt: Uint8Array
  acceptedAt: Date
  /** null: waits for the scanner. */
  deliveredAt: Date | null
  /** In order: 1 is the letter, 2… are attachments. */
  documents: readonly NewLetterDocument[]
  events: readonly NewLetterEvent[]
}

export type NewLetterDocument = {
  documentId: string
  mediaType: string
  sizeBytes: number
  sha256: Uint8Array
  fileNameSealed: Uint8Array
  /** The content key under this mailbox's key. */
  wrappedKey: Uint8Array
  packId: string
  packOffset: number
  sealedBytes: number
}

export type NewLetterEvent = {
  number: number
  event: EvidenceEventName
  at: Date
  leafChunkId: string
  leafNo: number
}

/** What puts these letters into their mailboxes, to be written together with the rest of the chunk. */
export function puttingLetters(letters: readonly NewLetter[]): Insert[] {
  return letterInserts(letters)
}
