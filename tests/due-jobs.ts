import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a job (`j`) is due by the house's clock, in a test whose clock stands still. A job for at once has PostgreSQL's clock, to the
 * microsecond it was written at; any other is of the house's time, whatever the machine's calendar says.
 */
export const isDue = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`(j.run_at <= ${now} or j.run_at in (j.created_at, j.updated_at))`
