/** What the operator's own machines ask, on a port of its own (OPERATIONS_PORT): counts tell an outsider how much is sent, when
 * and how well the house keeps up, so none of this is served where the public can reach it. */
import { sql } from 'kysely'
import type { House } from '#ground/house.ts'
import type { Routes } from '#ground/routes.ts'

/** Beyond it a count says "at least": looking must not cost more the worse it stands. */
const COUNTED_MAX = 1000

export const operationsRoutes: Routes = (app, house) => {
  app.get('/health', async () => ({ status: 'alive' }))

  app.get('/ready', async (request, reply) => {
    const { config, scanner } = house
    const about = { scanner: scanner.name, blobs: config.BLOBS }
    try {
      return { status: 'ready', ...about, ...(await lookAround(house)) }
    } catch (error) {
      house.log.warn({ event: 'not-ready', traceId: request.id, err: error })
      return reply
        .code(503)
        .send({ status: 'not-ready', ...about, waitingFor: 'database', traceId: request.id })
    }
  })

  app.get('/metrics', async (_request, reply) =>
    reply.type(house.metrics.registry.contentType).send(await house.metrics.registry.metrics()),
  )
}

type Findings = {
  /** Time of one look at the database. */
  databaseMs: number
  /** Jobs whose time has come, and for how long the oldest of them has waited. */
  jobsDue: number
  oldestJobSeconds: number
  /** Jobs that failed as often as they may: each needs a person. */
  jobsGivenUp: number
  countedMax: number
}

async function lookAround(house: House): Promise<Findings> {
  const began = performance.now()
  await sql`select 1`.execute(house.db)
  const databaseMs = Math.round((performance.now() - began) * 10) / 10
  const { rows } = await sql<Omit<Findings, 'databaseMs' | 'countedMax'>>`
    select
      (select count(*)::int from (select from graphile_worker._private_jobs
        where is_available and run_at <= now() limit ${COUNTED_MAX}) as due) as "jobsDue",
      (select coalesce(extract(epoch from now() - min(run_at)), 0)::float8 from (
        select run_at from graphile_worker._private_jobs where is_available and run_at <= now()
        order by run_at limit 1) as oldest) as "oldestJobSeconds",
      (select count(*)::int from (select from graphile_worker._private_jobs
        where attempts >= max_attempts and locked_at is null limit ${COUNTED_MAX}) as lost) as "jobsGivenUp"`.execute(
    house.db,
  )
  return { databaseMs, ...rows[0]!, countedMax: COUNTED_MAX }
}
