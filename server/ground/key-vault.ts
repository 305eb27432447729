/**
 * O-05: the port to the key management. Each mailbox has one key that never leaves the vault; content keys come in,
 * go out wrapped under it, and come back. Erasing a mailbox key makes everything wrapped under it unreadable
 * everywhere, in every backup of the main database and of the packs.
 *
 * Mailbox and document ids are UUIDs; both are bound into the wrapping, so that a wrapped key moved to another row
 * does not open. All calls are idempotent, and a bulk call does all of its items or none.
 */
export type KeyVault = {
  /** Makes a key for each mailbox that has none; durable when it resolves. An erased mailbox never gets one again. */
  create(mailboxIds: readonly string[]): Promise<void>
  /** Wraps content keys (32 bytes each); the answers are in the order of the items. */
  wrap(items: readonly WrapItem[]): Promise<Uint8Array[]>
  /** Unwraps what `wrap` gave for the same mailbox and document; the answers are in the order of the items. */
  unwrap(items: readonly UnwrapItem[]): Promise<Uint8Array[]>
  /** Destroys the keys for good; durable and in force in every process when it resolves. Unknown ids are barred too. */
  erase(mailboxIds: readonly string[]): Promise<void>
}

export type WrapItem = { mailboxId: string; documentId: string; key: Uint8Array }
export type UnwrapItem = { mailboxId: string; documentId: string; wrapped: Uint8Array }

export type KeyFailure = {
  mailboxId: string
  /** `unknown-mailbox`: never created here. `erased`: gone for good. `tampered`: not what this vault wrapped. */
  kind: 'unknown-mailbox' | 'erased' | 'tampered'
  /** The place of the item in the call. */
  index: number
}

/** Some items of a call have no usable key; none of the call was done. `failures` names every one of them. */
export class KeyVaultError extends Error {
  override readonly name = 'KeyVaultError'
  readonly kind: KeyFailure['kind']
  readonly failures: readonly KeyFailure[]

  constructor(failures: readonly [KeyFailure, ...KeyFailure[]]) {
    const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : ''
    super(`key vault: ${failures[0].kind}: mailbox ${failures[0].mailboxId}${more}`)
    this.kind = failures[0].kind
    this.failures = failures
  }
}
