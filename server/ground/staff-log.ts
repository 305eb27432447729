/** D-27, E-49: what staff did or looked at, by name and with a reason. A fact of the transaction in which it happens, whichever room that is. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'

export type StaffDeed = {
  readonly staff: string
  readonly reason: string
  readonly action: string
  /** About whom, where it is about one person. */
  readonly personId?: string
  /** Which case, report or disclosure. */
  readonly aboutId?: string
  readonly at: Date
}

export async function noteStaff(trx: Trx, done: StaffDeed): Promise<void> {
  await sql`
    insert into staff_action (action_id, staff, action, person_id, about_id, reason, at)
    values (${newId(done.at.getTime())}, ${done.staff}, ${done.action}, ${done.personId ?? null}::uuid, ${done.aboutId ?? null}::uuid,
      ${done.reason}, ${done.at})`.execute(trx)
}
