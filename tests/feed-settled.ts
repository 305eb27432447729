/** The feed shows what lies below the oldest transaction of its database that may still write. The worker's own transactions hold it
 * up for moments; a test that looks once has to wait for that. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { House } from '#ground/house.ts'

const WITHIN_MS = 20_000

/** Resolves when every event written so far can be read. */
export async function feedSettled(house: House): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; ; await sleep(10)) {
    const { rows } = await sql<{ settled: boolean }>`
      select not exists (select from sender_event where xact_id >= (select feed_horizon())) as settled`.execute(
      house.db,
    )
    if (rows[0]!.settled) return
    if (Date.now() > end) throw new Error('a transaction of the test stayed open for 20 seconds')
  }
}
