import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { type MailboxAction, may, type Power } from './may.ts'

export type Entered = Extract<Power, { kind: 'granted' }>

/**
 * One transaction in the actor's mailbox, after asking whether they may do this there. Every use case of the letters
 * room comes in through here.
 * @throws Refusal `mailbox-not-open` when it is closed, `not-found` when it is nobody's or somebody else's, `role-not-enough`
 * and `level-too-low` to an employee of the enterprise it belongs to
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
    throw refuse(REFUSALS[power.why])
  })
}

const REFUSALS = {
  'mailbox-closed': 'mailbox-not-open',
  'not-yours': 'not-found',
  role: 'role-not-enough',
  level: 'level-too-low',
} as const
