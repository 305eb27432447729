/**
 * B-09, B-22, D-04, D-05: what an owner may do to a mailbox as a whole. Deactivated: no new letters, the old ones readable. Closed:
 * nobody reads it, and after the profile's months (`closingMonths`) nobody ever can; until then it can be had back.
 */
export type MailboxState = 'open' | 'deactivated' | 'closed' | 'opted-out'

export const MAILBOX_WISHES = {
  deactivate: { from: ['open'], to: 'deactivated' },
  reactivate: { from: ['deactivated'], to: 'open' },
  close: { from: ['open', 'deactivated', 'opted-out'], to: 'closed' },
  reopen: { from: ['closed'], to: 'open' },
} as const satisfies Record<string, { from: readonly MailboxState[]; to: MailboxState }>

export type MailboxWish = keyof typeof MAILBOX_WISHES

export type MailboxFacts = {
  state: MailboxState
  /** The register's death notice deactivated it: only the register, or heirs, go on from there (B-12). */
  endedByDeath: boolean
  /** The key to the content is gone: there is nothing to reopen. */
  contentErased: boolean
}

export type WishAnswer =
  | { kind: 'changes'; to: MailboxState }
  | { kind: 'so-already' }
  | { kind: 'not-possible'; why: 'state' | 'death' | 'erased' }

/** Asking twice is no error: a page that was sent twice finds it done. */
export function answerWish(wish: MailboxWish, mailbox: MailboxFacts): WishAnswer {
  const { from, to } = MAILBOX_WISHES[wish]
  if (mailbox.endedByDeath) return { kind: 'not-possible', why: 'death' }
  if (mailbox.state === to) return { kind: 'so-already' }
  if (!(from as readonly MailboxState[]).includes(mailbox.state))
    return { kind: 'not-possible', why: 'state' }
  if (mailbox.contentErased) return { kind: 'not-possible', why: 'erased' }
  return { kind: 'changes', to }
}
