/**
 * R29: a letter that nobody has printed in its time is called off, with evidence and an event as if its sender had done it, and told apart from
 * that by its code. What the queue holds of it is cleared with the rest (clear-expired.ts), some time later, so that the sender can still see it.
 */
import { cancelItem, cancelPrint, lockItem, waitingSince } from '#dispatch/following/cancel.store.ts'
import { cancellationEvent } from '#dispatch/following/cancellation-evidence.ts'
import { selectItem } from '#dispatch/following/items.store.ts'
import { insertFeedRows } from '#dispatch/sorting/write-rows.ts'
import { asPostOffice } from '#ground/db.ts'
import { leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'

/** Below the ninety days of R29 by a month in which the sender can act on it. */
const PRINT_WAITS_DAYS = 60
const NOT_PRINTED = 'not-printed'

const DAY_MS = 86_400_000
const BITE = 500
/** Of one run: there is a next one in an hour. */
const BITES_MAX = 100

/** Hourly. May run twice, and stop anywhere. @returns how many letters were called off */
export async function giveUpPrinting(house: Pick<House, 'db' | 'clock' | 'log'>): Promise<number> {
  const at = house.clock()
  const before = new Date(at.getTime() - PRINT_WAITS_DAYS * DAY_MS)
  let letters = 0
  for (let bite = 0; bite < BITES_MAX; bite++) {
    const waiting = await asPostOffice(house.db, (trx) => waitingSince(trx, before, BITE))
    for (const one of waiting) if (await callOff(house, one, at)) letters++
    if (waiting.length < BITE) break
  }
  if (letters > 0) house.log.warn({ event: 'print-given-up', letters })
  return letters
}

function callOff(
  house: Pick<House, 'db'>,
  { senderId, letterId }: { senderId: string; letterId: string },
  at: Date,
): Promise<boolean> {
  return asPostOffice(house.db, async (trx) => {
    const known = await lockItem(trx, senderId, letterId)
    // Its sender may have been faster.
    if (!(await cancelPrint(trx, senderId, letterId))) return false
    const item = known ? await selectItem(trx, senderId, letterId) : undefined
    if (!item?.receipt_salt) return true
    const event = cancellationEvent({ ...item, code: NOT_PRINTED }, senderId, at)
    const leafChunkId = await appendLeaves(trx, [leafHashOf(item.receipt_salt, event)])
    const batchId = item.batch_id
    const done = {
      senderId,
      letterId,
      batchId,
      counted: 'print',
      leafChunkId,
      at,
      code: NOT_PRINTED,
    } as const
    await cancelItem(trx, done)
    const told = { senderId, batchId, event: 'cancelled', letterIds: [letterId], codes: [NOT_PRINTED] }
    await insertFeedRows(trx, [told], at)
    return true
  })
}
