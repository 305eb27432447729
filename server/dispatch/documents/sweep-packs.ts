/**
 * Gives back the room of packs in which every document is dead: those of erased mailboxes, of uploads nobody handed in, of
 * files that were refused (O-05, R29). Which packs to look at was noted by the transactions that took rows away; nobody
 * else is asked, so a store needs no listing.
 *
 * A pack is erased only when, all at once,
 *   - nothing was taken from it for a day, and no transaction is open that began before that or soon after: a chunk appended, but
 *     not yet committed, is not dead (ground/blobs.ts: a pack takes no appends for so long);
 *   - no row names it: looked at now, not remembered.
 * Stopped between the look and the erasing, or between the erasing and its note, the next run does both again.
 */
import { forgetPack, isDead, selectLeftPacks } from '#dispatch/documents/packs.store.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { dropTexts } from '#letters/search/texts.store.ts'

const QUIET_HOURS = 24
/** Of one run; those left over are for the next one, in an hour. */
const PACKS_MAX = 5_000

export type Swept = { looked: number; erased: number }

/** Throws what the blob store throws, with everything before it done. */
export async function sweepPacks(
  house: Pick<House, 'blobs' | 'db' | 'log'>,
  quietHours = QUIET_HOURS,
): Promise<Swept> {
  const { db, blobs, log } = house
  const swept: Swept = { looked: 0, erased: 0 }
  const left = await asPostOffice(db, (trx) => selectLeftPacks(trx, { quietHours, most: PACKS_MAX }))
  try {
    for (const pack of left) {
      swept.looked++
      if (!(await asPostOffice(db, (trx) => isDead(trx, pack)))) continue
      await blobs.erase(pack.packId)
      await asPostOffice(db, async (trx) => {
        await dropTexts(trx, pack.packId)
        await forgetPack(trx, pack)
      })
      swept.erased++
    }
  } finally {
    log.info({ event: 'packs-swept', ...swept })
  }
  return swept
}
