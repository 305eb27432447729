/**
 * B-12, D-06: once the time of an estate is over, its mailbox is closed and its key destroyed: at twelve months unless an heir has it
 * (`no`), at five years with no access left (`dk`), counted by the calendar from the death notice. An heir who dies has no access any more
 * (R2); their own heirs have twelve months to ask. By the post office, every hour;
 * stopped between closing and destroying, the next run goes on there.
 */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { eraseNow } from '#people/erase-mailbox.ts'
import { endEveryGrant } from '#people/grants/grants.store.ts'
import { lockOwner } from '#people/people.store.ts'
import { addMonths } from '#rules/add-months.ts'
import { heirsUntil, isEstateDue } from '#rules/power-requests.ts'
import { PROFILES } from '#rules/profiles.ts'
import { closeEstate, type EstateRow, readEstates } from './estates.store.ts'

const BITE = 200
const FIRST = '00000000-0000-0000-0000-000000000000'
const HEIRS_OF_HEIRS_MONTHS = 12
const SHORTEST_MONTHS = Math.min(...Object.values(PROFILES).map(({ death }) => death.deleteAfterMonths))

export async function deleteEstates(
  house: Pick<House, 'db' | 'clock' | 'vault' | 'log'>,
): Promise<{ deleted: number }> {
  const now = house.clock()
  // A few days more than the shortest time: at the ends of months the way back is not the way there.
  const before = new Date(addMonths(now, -SHORTEST_MONTHS).getTime() + 4 * 86_400_000)
  let deleted = 0
  for (let after = FIRST; ; ) {
    const bite = await asPostOffice(house.db, (trx) =>
      readEstates(trx, { before, after, most: BITE, heirsDiedAfter: heirsDiedAfter(now) }),
    )
    for (const { mailboxId } of bite) if (await deleteDue(house, mailboxId, now)) deleted++
    if (bite.length < BITE) break
    after = bite.at(-1)!.mailboxId
  }
  if (deleted > 0) house.log.info({ event: 'estates-deleted', estates: deleted })
  return { deleted }
}

const heirsDiedAfter = (now: Date): Date => addMonths(now, -HEIRS_OF_HEIRS_MONTHS)

async function deleteDue(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  mailboxId: string,
  now: Date,
): Promise<boolean> {
  const due = await asPostOffice(house.db, async (trx) => {
    await lockOwner(trx, mailboxId)
    const [estate] = await readEstates(trx, { mailboxId, heirsDiedAfter: heirsDiedAfter(now) })
    if (!estate || !isDue(estate, now)) return false
    await closeEstate(trx, { mailboxId, personId: estate.personId, at: now })
    await endEveryGrant(trx, mailboxId, { why: 'died', at: now })
    return true
  })
  if (due) await eraseNow(house, mailboxId)
  return due
}

function isDue({ profile, deathNoticeAt, heirHasIt, requestSince }: EstateRow, now: Date): boolean {
  const until = heirsUntil(profile, deathNoticeAt)
  const requestWaits = requestSince !== null && (until === null || requestSince < until)
  return isEstateDue({ profile, deathNoticeAt, heirHasIt, requestWaits }, now)
}
