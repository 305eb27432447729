/** SQL of `employee_event`: what happened to employments and who did it (N-13, N-14). Rows are only ever added. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'
import type { Level } from '#rules/levels.ts'

export type EmployeeEventName =
  | 'ordered'
  | 'invited'
  | 'edited'
  | 'accepted'
  | 'name-differs'
  | 'declined'
  | 'ended'
  | 'left'
  | 'acted'
  | 'key-ordered'
  | 'key-issued'
  | 'key-ended'
  | 'history-on'
  | 'history-off'

export type EmployeeEvent = {
  mailboxId: string
  employeeId: string
  at: Date
  event: EmployeeEventName
  changed?: readonly string[]
  role?: EmployeeRole
  by: 'administrator' | 'employee' | 'operator' | 'system'
  byEmployeeId?: string
  level?: Level
}

export async function appendEvents(trx: Trx, events: readonly EmployeeEvent[]): Promise<void> {
  for (const event of events) {
    await sql`
      insert into employee_event (mailbox_id, event_id, employee_id, at, event, changed, role, by_kind, by_employee_id, level)
      values (${event.mailboxId}, ${newId(event.at.getTime())}, ${event.employeeId}, ${event.at}, ${event.event},
              ${event.changed ?? []}::text[], ${event.role ?? null}, ${event.by}, ${event.byEmployeeId ?? null},
              ${event.level ?? null})`.execute(trx)
  }
}

export type EmployeeEventRow = {
  eventId: string
  at: Date
  event: EmployeeEventName
  changed: string[]
  role: EmployeeRole | null
  byKind: EmployeeEvent['by']
  byEmployeeId: string | null
  level: Level | null
  employeeId: string
  /** Names as the enterprise keeps them. */
  employeeName: string
  byName: string | null
}

const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Newest first, of one employment or of the whole enterprise. */
export async function readEvents(
  trx: Trx,
  mailboxId: string,
  page: { employeeId?: string; before?: string; limit: number },
): Promise<EmployeeEventRow[]> {
  const ofOne = page.employeeId === undefined ? sql`` : sql`and v.employee_id = ${page.employeeId}::uuid`
  const { rows } = await sql<EmployeeEventRow>`
    select v.event_id as "eventId", v.at, v.event, v.changed, v.role, v.by_kind as "byKind", v.by_employee_id as "byEmployeeId", v.level,
           v.employee_id as "employeeId", e.name as "employeeName", b.name as "byName"
      from employee_event v
      join employee e on e.mailbox_id = v.mailbox_id and e.employee_id = v.employee_id
      left join employee b on b.mailbox_id = v.mailbox_id and b.employee_id = v.by_employee_id
     where v.mailbox_id = ${mailboxId}::uuid ${ofOne} and v.event_id < ${page.before ?? NEWEST}::uuid
     order by v.event_id desc limit ${page.limit}`.execute(trx)
  return rows
}
