/** O-04: a letter to an organisation as it is committed to. Who writes it and who proves it later say the same, byte for byte. */
import type { EvidenceEvent } from '#ground/evidence/events.ts'

export type MailFacts = {
  readonly mailId: string
  readonly organisationId: string
  readonly at: Date
  readonly documentSha256: readonly Uint8Array[]
}

/** In the order of their leaves. */
const EVENTS = ['A.1 SubmissionAcceptance', 'D.1 ContentConsignment'] as const
export const CONSIGNED = 1

/** The organisation is named, not the writer: a commitment holds no person and no mailbox. The code says which way it went. */
export function mailEvents({ mailId, organisationId, at, documentSha256 }: MailFacts): EvidenceEvent[] {
  return EVENTS.map((event, i) => ({
    letterId: mailId,
    number: i + 1,
    event,
    at: at.toISOString(),
    senderId: organisationId,
    documentSha256: documentSha256.map((hash) => Buffer.from(hash).toString('hex')),
    code: 'to-organisation',
  }))
}
