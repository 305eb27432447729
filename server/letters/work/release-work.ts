/**
 * B-15, N-14: what somebody had on their desk when their employment ended is nobody's again, so that it stands among the letters that somebody
 * has to take, and its department hears of it. What they finished stays theirs. May run twice and stop anywhere.
 */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { appendWork, freeLetters } from './work.store.ts'

const BITE = 200

export async function releaseWork(
  house: Pick<House, 'db' | 'clock'>,
  { mailboxId, employeeId }: Jobs['release-work'],
): Promise<void> {
  for (let freed = BITE; freed === BITE; )
    freed = await inMailbox(house.db, mailboxId, async (trx) => {
      const letterIds = await freeLetters(trx, mailboxId, employeeId, BITE)
      if (letterIds.length === 0) return 0
      const events = letterIds.map(
        (letterId) => ({ letterId, event: 'freed', by: null, employeeId }) as const,
      )
      await appendWork(trx, mailboxId, house.clock(), events)
      await addJob(trx, 'tell-colleagues', { mailboxId, letterIds, by: null })
      return letterIds.length
    })
}
