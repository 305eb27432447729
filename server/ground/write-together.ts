/** One statement for everything a chunk writes: a round trip to the database costs more than a table's worth of rows. The
 * text is the same whatever the rows, so it is planned once. */
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { Insert } from '#ground/insert-rows.ts'
import { jobsAdded, type NewJob } from '#ground/jobs.ts'

/** `claim` is an insert … returning; its rows are the answer. All of it happens, or the transaction is to be rolled back. */
export async function writeTogether<Claimed>(
  trx: Trx,
  work: { inserts: readonly Insert[]; jobs: readonly NewJob[]; claim: RawBuilder<Claimed> },
): Promise<Claimed[]> {
  const parts = work.inserts.map((insert, i) => sql`${sql.ref(`part_${i}`)} as (${insert})`)
  const { rows } = await sql<{ claimed: Claimed[] | null }>`
    with claimed as (${work.claim}), ${sql.join(parts)}
    select (select json_agg(claimed) from claimed) as claimed, ${jobsAdded(work.jobs)} as jobs`.execute(trx)
  return rows[0]?.claimed ?? []
}
