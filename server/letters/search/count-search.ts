/** How often one person searches in one mailbox: a search costs the house work, and nobody needs hundreds in minutes. */
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { SEARCH } from '#rules/search/query.ts'
import { countUse, forgetUse } from './search.store.ts'

const WINDOW_MS = SEARCH.windowMinutes * 60_000

/** @throws Refusal `too-many-searches` */
export async function countSearch(trx: Trx, actor: Actor, now: Date): Promise<void> {
  const since = Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS
  const searches = await countUse(trx, actor, new Date(since))
  if (searches > SEARCH.perWindow)
    throw refuse('too-many-searches', {
      detail: `At most ${SEARCH.perWindow} searches in ${SEARCH.windowMinutes} minutes.`,
      retryAfterSeconds: Math.ceil((since + WINDOW_MS - now.getTime()) / 1000),
    })
}

/** What was counted is kept for an hour at most. May run twice. */
export function forgetSearchCounts(house: Pick<House, 'db' | 'clock'>): Promise<void> {
  const until = new Date(house.clock().getTime() - 3_600_000)
  return asPostOffice(house.db, (trx) => forgetUse(trx, until))
}
