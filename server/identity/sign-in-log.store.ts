/** SQL of the sign-in history (E-13, five years) and of where each came from (E-20, six months). */
import { isIP } from 'node:net'
import { sql } from 'kysely'
import type { SignInMethod } from '#api/session.ts'
import type { Db, Trx } from '#ground/db.ts'
import type { Level } from '#rules/levels.ts'

export type SignInEvent = {
  eventId: string
  /** null: nobody has that name. The statement runs all the same, so that its time tells nothing. */
  personId: string | null
  sessionId: string | null
  at: Date
  outcome: 'signed-in' | 'refused' | 'raised'
  method: SignInMethod
  level: Level | null
  address: string
  userAgent: string | null
  checksum: Buffer | null
}

export async function appendSignIn(trx: Trx, event: SignInEvent): Promise<void> {
  const address = isIP(event.address) ? event.address : null
  await sql`
    with happened as (
      insert into sign_in_event (person_id, event_id, session_id, at, outcome, method, level)
      select ${event.personId}::uuid, ${event.eventId}::uuid, ${event.sessionId}::uuid, ${event.at}::timestamptz,
             ${event.outcome}::text, ${event.method}::text, ${event.level}::text
       where ${event.personId}::uuid is not null
      returning event_id, person_id)
    insert into sign_in_origin (event_id, person_id, session_id, registered_at, address, user_agent, device_checksum)
    select event_id, person_id, ${event.sessionId}::uuid, ${event.at}::timestamptz, ${address}::inet,
           ${event.userAgent?.slice(0, 400) ?? null}::text, ${event.checksum}::bytea
      from happened`.execute(trx)
}

export type SignInRow = {
  at: Date
  outcome: SignInEvent['outcome']
  method: SignInEvent['method']
  level: Level | null
  address: string | null
  userAgent: string | null
}

export async function listSignIns(db: Db, personId: string): Promise<SignInRow[]> {
  const { rows } = await sql<SignInRow>`
    select e.at, e.outcome, e.method, e.level, host(o.address) as address, o.user_agent as "userAgent"
      from sign_in_event e left join sign_in_origin o on o.event_id = e.event_id
     where e.person_id = ${personId}::uuid order by e.event_id desc limit 100`.execute(db)
  return rows
}
