/** Ports: what the house needs from outside, as types of one to three verbs. Adapters are factories in
 * server/adapters/; each port has one contract test that runs against every adapter. The key vault, the pack store and
 * the signer have files of their own beside this one. */

/** The scanner's word on a document. `waits` tells acceptance whether a verdict takes a provider call: then the letter is
 * accepted first and scanned by the worker (S-14). */
export type Scanner = {
  readonly name: string
  readonly waits: boolean
  inspect(document: { bytes: Uint8Array; mediaType: string }): Promise<Verdict>
}
export type Verdict = { kind: 'not-scanned' } | { kind: 'clean' } | { kind: 'refused'; finding: string }

/** One plain-text e-mail. Resolves when the mail server has taken it over; rejects otherwise. `messageId` is the
 * idempotency key: the same message sent twice carries the same id. */
export type Mailer = {
  send(mail: {
    to: string
    subject: string
    text: string
    language: string
    messageId: string
  }): Promise<void>
}
