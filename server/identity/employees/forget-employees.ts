/** Retention of employments (N-07, R4). Runs from the hourly clearing job; may run twice, and stop anywhere. */
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import type { Identity } from '../room.ts'

/** How many rows went, by kind. */
export async function forgetEmployees(
  identity: Pick<Identity, 'db' | 'clock'>,
): Promise<{ events: number; employees: number }> {
  const now = identity.clock()
  const { keepYears, eventYears, invitedMonths } = EMPLOYEE_LIMITS
  // Counted forwards in calendar months, as the rules say; the second condition only lets the index be used.
  const past = (column: string, kept: string) => sql`
    (${sql.ref(column)} at time zone 'UTC') + ${sql.lit(kept)}::interval <= (${now}::timestamptz at time zone 'UTC')
    and ${sql.ref(column)} <= ${now}::timestamptz - ${sql.lit(kept)}::interval + interval '4 days'`
  return asPostOffice(identity.db, async (trx) => {
    const gone = async (statement: ReturnType<typeof sql>): Promise<number> =>
      Number((await statement.execute(trx)).numAffectedRows ?? 0)
    // An order that nobody took over is not kept for what never was.
    const employees = await gone(sql`
      delete from employee where (${past('ended_at', `${keepYears} years`)})
         or (state = 'invited' and ${past('invitation_expires_at', `${invitedMonths} months`)})`)
    await gone(sql`
      delete from employee_key k
       where (k.serial is null and k.code_expires_at <= ${now})
          or not exists (select from employee e
                          where e.mailbox_id = k.mailbox_id and e.employee_id = k.employee_id)`)
    const events = await gone(sql`
      delete from employee_event v
       where (${past('v.at', `${eventYears} years`)})
          or not exists (select from employee e
                          where e.mailbox_id = v.mailbox_id and e.employee_id = v.employee_id)`)
    return { events, employees }
  })
}
