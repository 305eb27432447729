/** B-14: how long an archive of a mailbox is kept, and in what bites it is made. */
export const TAKE_OUT = {
  /** Ours: long enough for a slow line and a holiday, short enough that a second copy of somebody's letters does not stay. */
  keepDays: 7,
  /** Ours: an archive being made is given up after this, whatever held it. */
  buildDays: 2,
  /** Letters one run of the job takes at most, then others have their turn. */
  lettersABite: 200,
  /** Bytes of documents one run takes, checked between letters. */
  bytesABite: 64 * 1024 * 1024,
  /** Letters on one page of the archive. */
  lettersAPage: 1000,
} as const

/** Jobs of one mailbox one after another, within a sixteenth of all mailboxes: many archives never take more than their share of the lane. */
export const takeOutQueue = (mailboxId: string): string => `take-out-${mailboxId.at(-1)}`

const DAY_MS = 86_400_000

export const takeOutExpires = (readyAt: Date): Date =>
  new Date(readyAt.getTime() + TAKE_OUT.keepDays * DAY_MS)
export const takeOutGivenUp = (askedAt: Date): Date =>
  new Date(askedAt.getTime() + TAKE_OUT.buildDays * DAY_MS)
