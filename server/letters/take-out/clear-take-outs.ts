/** Archives whose time is over are erased, every hour, by the post office itself. */
import { logAccess } from '#ground/access-log.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { deleteTakeOut, expiredTakeOuts } from './take-out.store.ts'

const BITE = 100

export async function clearTakeOuts(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  for (let due = BITE; due === BITE; ) {
    const at = house.clock()
    const expired = await asPostOffice(house.db, (trx) => expiredTakeOuts(trx, at, BITE))
    due = expired.length
    for (const { mailboxId, takeOutId } of expired)
      await inMailbox(house.db, mailboxId, async (trx) => {
        if (!(await deleteTakeOut(trx, mailboxId, takeOutId))) return
        const byTime = { actorKind: 'system', actorId: null, level: null } as const
        await logAccess(trx, { mailboxId, action: 'take-out-erased', at, ...byTime })
      })
  }
}
