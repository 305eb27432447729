import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { countUnreadUpTo } from './letters.store.ts'

/** Counted no further: 100 is shown as "99+", and a mailbox of 100,000 unread letters costs no more than this. */
export const UNREAD_COUNTED_MAX = 100

/** 0 to 99, or 100 for "more than 99". */
export function countUnread(house: House, actor: Actor): Promise<number> {
  return enterMailbox(house, actor, 'read-letters', (trx) =>
    countUnreadUpTo(trx, actor.mailboxId, UNREAD_COUNTED_MAX),
  )
}
