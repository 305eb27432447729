/** What the clock does to requests: co-attorneys who never answer, what was never handed in, R3. May stop anywhere and run twice. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { addMonths } from '#rules/add-months.ts'
import { POWER_REQUEST_LIMITS as LIMITS } from '#rules/power-requests.ts'
import { dropRequest, forgettable, holdRequest, setState, unansweredBy } from './requests.store.ts'

const DAY_MS = 86_400_000

export async function tendRequests(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  const at = house.clock()
  for (;;) {
    const late = await asPostOffice(house.db, (trx) => unansweredBy(trx, at))
    for (const requestId of late)
      await asPostOffice(house.db, async (trx) => {
        const request = await holdRequest(trx, requestId)
        if (request?.state !== 'waiting') return
        await setState(trx, requestId, { state: 'lapsed', event: 'consent-not-answered', at })
        await addJob(trx, 'tell-person', { personId: request.personId, about: 'power-decided', facts: {} })
      })
    if (late.length === 0) break
  }
  const begunBefore = new Date(at.getTime() - LIMITS.begunDays * DAY_MS)
  const closedBefore = addMonths(at, -12 * LIMITS.keepYears)
  for (;;) {
    const gone = await asPostOffice(house.db, (trx) => forgettable(trx, { begunBefore, closedBefore }))
    for (const requestId of gone) await asPostOffice(house.db, (trx) => dropRequest(trx, requestId))
    if (gone.length === 0) return
  }
}
