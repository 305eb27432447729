// The events of a letter that are evidence, named as ETSI EN 319 522-1 (clause 6) names them.
// Relay events (B, F) come with interoperability; the names are here so that no leaf ever uses another.
export const EVIDENCE_EVENTS = [
  'A.1 SubmissionAcceptance',
  'A.2 SubmissionRejection',
  'B.1 RelayAcceptance',
  'B.2 RelayRejection',
  'B.3 RelayFailure',
  'C.1 NotificationForAcceptance',
  'C.2 NotificationForAcceptanceFailure',
  'C.3 ConsignmentAcceptance',
  'C.4 ConsignmentRejection',
  'C.5 AcceptanceRejectionExpiry',
  'D.1 ContentConsignment',
  'D.2 ContentConsignmentFailure',
  'D.3 ConsignmentNotification',
  'D.4 ConsignmentNotificationFailure',
  'E.1 ContentHandover',
  'E.2 ContentHandoverFailure',
  'F.1 RelayToNonERDS',
  'F.2 RelayToNonERDSFailure',
  'F.3 ReceivedFromNonERDS',
] as const

export type EvidenceEventName = (typeof EVIDENCE_EVENTS)[number]

/** One thing that happened to a letter, as it is committed to. Holds no name, number, subject or mailbox. */
export type EvidenceEvent = {
  /** Letter, uuid. */
  readonly letterId: string
  /** Which event of this letter: 1, 2, … as in `letter_event.event_no`; an integer below 2^32. */
  readonly number: number
  readonly event: EvidenceEventName
  /** When, in UTC with milliseconds: `2026-11-22T19:10:14.123Z`. */
  readonly at: string
  /** The sending enterprise, uuid. */
  readonly senderId: string
  /** SHA-256 of each document as handed in, lower-case hex, in the letter's order. */
  readonly documentSha256?: readonly string[]
  /** A registry code that qualifies the event (why rejected, at what level of assurance opened); never free text. */
  readonly code?: string
}
