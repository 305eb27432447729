/** B-02, D-24: thirty days after it was thrown away a letter is gone for good; undo is forgotten after an hour. By the post office
 * itself, every hour, in small bites; may stop anywhere and run twice. */
import { logAccesses } from '#ground/access-log.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { KEEPING, trashedBefore } from '#rules/keeping.ts'
import { dropChanges } from './arrange.store.ts'
import { holdTrashed, mailboxesToClear, purge } from './purge.store.ts'

const BITE = 500

export async function clearTrash(house: Pick<House, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = house.clock()
  const until = trashedBefore(now)
  let deleted = 0
  for (;;) {
    const mailboxes = await asPostOffice(house.db, (trx) => mailboxesToClear(trx, until, BITE))
    let gone = 0
    for (const mailboxId of mailboxes) gone += await clearOne(house, mailboxId, until)
    deleted += gone
    // Nothing went although something is due: its owner holds it at this moment. The next hour does it.
    if (gone === 0) break
  }
  const old = new Date(now.getTime() - KEEPING.undoMinutes * 60_000)
  await asPostOffice(house.db, (trx) => dropChanges(trx, old))
  house.log.info({ event: 'trash-cleared', letters: deleted })
}

async function clearOne(house: Pick<House, 'db' | 'clock'>, mailboxId: string, until: Date): Promise<number> {
  return inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const held = await holdTrashed(trx, mailboxId, { until, limit: BITE, waits: false })
    await purge(trx, mailboxId, held)
    const byTime = {
      mailboxId,
      action: 'deleted',
      at,
      actorKind: 'system',
      actorId: null,
      level: null,
    } as const
    await logAccesses(
      trx,
      held.map((letterId) => ({ ...byTime, letterId })),
    )
    return held.length
  })
}
