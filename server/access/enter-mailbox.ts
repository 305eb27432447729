import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { type MailboxAction, may, type Power } from './may.ts'

export type Entered = Extract<Power, { kind: 'granted' }>

/**
 * One transaction in the actor's mailbox, after asking whether they may do this there. Every use case of the letters
 * room comes in through here.
 * @throws Refusal `mailbox-not-open` when it is closed, `not-found` when it is nobody's or somebody else's
 */
export function enterMailbox<T>(
  house: House,
  actor: Actor,
  action: MailboxAction,
  work: (trx: Trx, entered: Entered) => Promise<T>,
): Promise<T> {
  return inMailbox(house.db, actor.mailboxId, async (trx) => {
    const power = await may(trx, actor, action, actor.mailboxId)
    if (power.kind === 'granted') return work(trx, power)
    throw refuse(power.why === 'mailbox-closed' ? 'mailbox-not-open' : 'not-found')
  })
}
