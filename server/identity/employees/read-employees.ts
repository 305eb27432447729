/** What administrators see of their employees, and employees of themselves (N-13, N-14, N-10). */
import { asPostOffice } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { type EmployeeEventRow, readEvents } from '#people/employees/employee-events.store.ts'
import {
  type EmployeeRow,
  type Employment,
  type Enterprise,
  employmentsOf,
  listEmployees,
  readEmployee,
} from '#people/employees/employees.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { asAdministrator } from './administrator.ts'

export const EMPLOYEES_A_PAGE = 25
const EVENTS_A_PAGE = 50

export type EmployeesPage = {
  enterprise: Enterprise
  /** The employment of who looks. */
  ownEmployeeId: string
  employees: EmployeeRow[]
  total: number
}

/** @param asked.page from 1. */
export function showEmployees(
  identity: Identity,
  session: SessionRow,
  asked: { search: string; page: number },
): Promise<EmployeesPage> {
  return asAdministrator(identity, session, 'looks', async (trx, { mailboxId, enterprise, employeeId }) => {
    const offset = (asked.page - 1) * EMPLOYEES_A_PAGE
    const found = await listEmployees(trx, mailboxId, {
      search: asked.search,
      offset,
      limit: EMPLOYEES_A_PAGE,
    })
    return { enterprise, ownEmployeeId: employeeId, ...found }
  })
}

export type OneEmployee = {
  enterprise: Enterprise
  ownEmployeeId: string
  employee: EmployeeRow
  events: EmployeeEventRow[]
}

/** @throws `not-found` also for another enterprise's employee */
export function showEmployee(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
): Promise<OneEmployee> {
  return asAdministrator(identity, session, 'looks', async (trx, administrator) => {
    const { mailboxId, enterprise } = administrator
    const employee = await readEmployee(trx, mailboxId, employeeId)
    if (!employee) throw refuse('not-found')
    const events = await readEvents(trx, mailboxId, { employeeId, limit: EVENTS_A_PAGE })
    return { enterprise, ownEmployeeId: administrator.employeeId, employee, events }
  })
}

export type CompanyLog = { enterprise: Enterprise; events: EmployeeEventRow[]; next: string | null }

/** The enterprise's whole log, newest first. `before`: the `next` of the page before. */
export function showCompanyLog(
  identity: Identity,
  session: SessionRow,
  before: string | undefined,
): Promise<CompanyLog> {
  return asAdministrator(identity, session, 'looks', async (trx, { mailboxId, enterprise }) => {
    const page = { limit: EVENTS_A_PAGE + 1, ...(before === undefined ? {} : { before }) }
    const rows = await readEvents(trx, mailboxId, page)
    const events = rows.slice(0, EVENTS_A_PAGE)
    return { enterprise, events, next: rows.length > EVENTS_A_PAGE ? events.at(-1)!.eventId : null }
  })
}

export type OwnEmployment = Employment & { events: EmployeeEventRow[] }

/** All of a person's employments with everything held about them and everything that happened (N-10). */
export function showEmployments(identity: Identity, session: SessionRow): Promise<OwnEmployment[]> {
  return asPostOffice(identity.db, async (trx) => {
    const own = await employmentsOf(trx, session.personId)
    const shown: OwnEmployment[] = []
    for (const one of own) {
      const { mailboxId, employeeId } = one
      shown.push({ ...one, events: await readEvents(trx, mailboxId, { employeeId, limit: EVENTS_A_PAGE }) })
    }
    return shown
  })
}
