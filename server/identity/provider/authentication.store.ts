/** SQL: by what a session was opened and raised. */
import { sql } from 'kysely'
import type { Db } from '#ground/db.ts'

export async function methodsOf(
  db: Db,
  personId: string,
  sessionId: string,
): Promise<{ method: string; at: Date }[]> {
  const { rows } = await sql<{ method: string; at: Date }>`
    select method, max(at) as at from sign_in_event
     where person_id = ${personId}::uuid and session_id = ${sessionId}::uuid and outcome in ('signed-in', 'raised')
     group by method order by method`.execute(db)
  return rows
}
