/** O-04: a letter's events as they are committed to in the evidence log. Built in one place only: whoever writes a leaf and
 * whoever proves it later must say the same, byte for byte. */
import type { EvidenceEvent, EvidenceEventName } from '#ground/evidence/events.ts'

export type LetterFacts = {
  readonly letterId: string
  readonly senderId: string
  /** SHA-256 of each document, in the letter's order. */
  readonly documentSha256: readonly Buffer[]
}

export function letterEventOf(
  letter: LetterFacts,
  happened: { readonly eventNo: number; readonly event: EvidenceEventName; readonly at: Date },
): EvidenceEvent {
  return {
    letterId: letter.letterId,
    number: happened.eventNo,
    event: happened.event,
    at: happened.at.toISOString(),
    senderId: letter.senderId,
    documentSha256: letter.documentSha256.map((hash) => hash.toString('hex')),
  }
}
