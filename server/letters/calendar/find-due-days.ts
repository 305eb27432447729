/** B-17: which of the letters somebody wanted to be reminded of at one instant are still worth it. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { wantsUntil } from '#rules/notice-time.ts'
import { PROFILES } from '#rules/profiles.ts'
import { readWanted, wantsOf } from '../letter-outside.ts'
import { readLetters } from '../letters.store.ts'
import { openTitles } from '../sealed-titles.ts'
import { profileOf, readDue } from './calendar.store.ts'

/** Opens what each wants, and says of it only until when. */
export async function findDueDays(
  house: House,
  { mailboxId, at }: Jobs['remind-of-days'],
): Promise<{ letterId: string; until: Date }[]> {
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const due = await readDue(trx, mailboxId, at)
    if (due.length === 0) return undefined
    return {
      letters: await readLetters(trx, mailboxId, due),
      profile: await profileOf(trx, mailboxId),
    }
  })
  if (!found) return []
  const { letters, profile } = found
  const wanting = letters.filter((letter) => letter.wants_sealed)
  const opened = await openTitles(house, mailboxId, wanting.flatMap(wantsOf))
  const now = house.clock()
  return wanting.flatMap(({ letter_id: letterId }, i) => {
    const wants = readWanted(opened[i])
    const until = wants && wantsUntil(wants, PROFILES[profile].timeZone)
    return until && until > now ? [{ letterId, until }] : []
  })
}
