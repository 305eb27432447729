/** SQL of `employee`: read and written through the door of the enterprise's own mailbox; by person or by link through the
 * post office's. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { EmployeeOrder } from '#rules/employee-order.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'

export type EmployeeState = 'invited' | 'active' | 'ended'

export type EmployeeRow = {
  employeeId: string
  mailboxId: string
  enterpriseId: string
  personId: string | null
  name: string
  street: string
  postcode: string
  city: string
  email: string | null
  emailVerifiedAt: Date | null
  mobile: string | null
  role: EmployeeRole
  state: EmployeeState
  orderedAt: Date
  acceptedAt: Date | null
  endedAt: Date | null
  invitationExpiresAt: Date | null
  /** N-22: since when visited service providers are remembered; null: they are not. */
  servicesSince: Date | null
  /** How they want to hear of letters that are theirs by work. */
  notices: 'none' | 'email' | 'own'
}

const COLUMNS =
  sql.raw(`e.employee_id as "employeeId", e.mailbox_id as "mailboxId", e.enterprise_id as "enterpriseId",
  e.person_id as "personId", e.name, e.street, e.postcode, e.city, e.email, e.email_verified_at as "emailVerifiedAt",
  e.mobile, e.role, e.state, e.ordered_at as "orderedAt", e.accepted_at as "acceptedAt", e.ended_at as "endedAt",
  e.invitation_expires_at as "invitationExpiresAt", e.services_since as "servicesSince", e.notices`)

/** The role of this person by this employment at this moment; undefined when it is not, or no longer, theirs. */
export async function activeRole(trx: Trx, asked: Asked): Promise<EmployeeRole | undefined> {
  const { rows } = await roleQuery(asked).execute(trx)
  return rows[0]?.role
}

/** The same, and it stays so until the transaction ends. */
export async function holdActiveRole(trx: Trx, asked: Asked): Promise<EmployeeRole | undefined> {
  const { rows } = await sql<{ role: EmployeeRole }>`${roleQuery(asked)} for share`.execute(trx)
  return rows[0]?.role
}

type Asked = { mailboxId: string; employeeId: string; personId: string }

const roleQuery = (asked: Asked) => sql<{ role: EmployeeRole }>`
  select role from employee
   where mailbox_id = ${asked.mailboxId}::uuid and employee_id = ${asked.employeeId}::uuid
     and person_id = ${asked.personId}::uuid and state = 'active'`

export async function writeWorkNotices(
  trx: Trx,
  { mailboxId, employeeId }: { mailboxId: string; employeeId: string },
  notices: EmployeeRow['notices'],
): Promise<void> {
  await sql`update employee set notices = ${notices} where mailbox_id = ${mailboxId} and employee_id = ${employeeId}`.execute(
    trx,
  )
}

/** Serialises changes of one enterprise's employees: the last administrator, a second employment, the limit. */
export async function lockEnterprise(trx: Trx, mailboxId: string): Promise<void> {
  await sql`select from mailbox where mailbox_id = ${mailboxId}::uuid for no key update`.execute(trx)
}

export type NewEmployee = EmployeeOrder & {
  employeeId: string
  mailboxId: string
  enterpriseId: string
  /** Set when the operator names an administrator: tied to the person at once. */
  personId: string | null
}

/** False when the e-mail address, or the person, has an employment there that is not ended. */
export async function insertEmployee(trx: Trx, employee: NewEmployee, at: Date): Promise<boolean> {
  const active = employee.personId !== null
  const { rows } = await sql`
    insert into employee (mailbox_id, employee_id, enterprise_id, person_id, name, street, postcode, city, email, email_form,
                          mobile, role, state, ordered_at, accepted_at)
    values (${employee.mailboxId}, ${employee.employeeId}, ${employee.enterpriseId}, ${employee.personId},
            ${employee.name}, ${employee.street}, ${employee.postcode}, ${employee.city}, ${employee.email},
            ${employee.emailForm}, ${employee.mobile}, ${employee.role}, ${active ? 'active' : 'invited'}, ${at},
            ${active ? at : null}::timestamptz)
    on conflict do nothing returning employee_id`.execute(trx)
  return rows.length === 1
}

export async function countEmployees(trx: Trx, mailboxId: string): Promise<number> {
  const { rows } = await sql<{ employees: number }>`
    select count(*)::int as employees from employee
     where mailbox_id = ${mailboxId}::uuid and state <> 'ended'`.execute(trx)
  return rows[0]!.employees
}

export async function readEmployee(
  trx: Trx,
  mailboxId: string,
  employeeId: string,
): Promise<EmployeeRow | undefined> {
  const { rows } = await sql<EmployeeRow>`
    select ${COLUMNS} from employee e
     where e.mailbox_id = ${mailboxId}::uuid and e.employee_id = ${employeeId}::uuid`.execute(trx)
  return rows[0]
}

/** Of these e-mail addresses those that lead to an employment that is not ended. */
export async function takenEmails(
  trx: Trx,
  mailboxId: string,
  emailForms: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ form: string }>`
    select email_form as form from employee
     where mailbox_id = ${mailboxId}::uuid and state <> 'ended' and email_form = any(${emailForms}::text[])`.execute(
    trx,
  )
  return new Set(rows.map(({ form }) => form))
}

export type EmployeePage = { employees: EmployeeRow[]; total: number }

/** By name; `search` is looked for in name and e-mail. Those whose employment ended come last. */
export async function listEmployees(
  trx: Trx,
  mailboxId: string,
  page: { search: string; offset: number; limit: number },
): Promise<EmployeePage> {
  const pattern = `%${page.search.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  const matching = sql`e.mailbox_id = ${mailboxId}::uuid and (e.name ilike ${pattern} or e.email ilike ${pattern})`
  const { rows } = await sql<EmployeeRow>`
    select ${COLUMNS} from employee e where ${matching}
     order by e.state = 'ended', lower(e.name), e.employee_id
     limit ${page.limit} offset ${page.offset}`.execute(trx)
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from employee e where ${matching}`.execute(trx)
  return { employees: rows, total: counted.rows[0]!.total }
}

/** Who has died administers nothing, whatever the enterprise has written down so far. */
export async function activeAdministrators(
  trx: Trx,
  mailboxId: string,
): Promise<{ employeeId: string; personId: string; role: EmployeeRole }[]> {
  const { rows } = await sql<{ employeeId: string; personId: string; role: EmployeeRole }>`
    select e.employee_id as "employeeId", e.person_id as "personId", e.role from employee e join person p on p.person_id = e.person_id
     where e.mailbox_id = ${mailboxId}::uuid and e.state = 'active' and e.role = 'administrator'
       and p.status <> 'deceased'`.execute(trx)
  return rows
}

/** False when the e-mail address leads to another employment there. A changed address is unverified again. */
export async function updateEmployee(
  trx: Trx,
  mailboxId: string,
  employeeId: string,
  order: EmployeeOrder,
): Promise<boolean> {
  const { rows } = await sql`
    update employee set name = ${order.name}, street = ${order.street}, postcode = ${order.postcode},
           city = ${order.city}, email = ${order.email}, email_form = ${order.emailForm}, mobile = ${order.mobile},
           role = ${order.role},
           email_verified_at = case when email_form = ${order.emailForm} then email_verified_at end
     where mailbox_id = ${mailboxId}::uuid and employee_id = ${employeeId}::uuid and state <> 'ended'
       and not exists (select from employee o
                        where o.mailbox_id = ${mailboxId}::uuid and o.email_form = ${order.emailForm}
                          and o.state <> 'ended' and o.employee_id <> ${employeeId}::uuid)
    returning employee_id`.execute(trx)
  return rows.length === 1
}

export async function endEmployee(
  trx: Trx,
  end: { mailboxId: string; employeeId: string; why: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update employee set state = 'ended', ended_at = ${end.at}, ended_why = ${end.why}, invitation_hash = null,
                        invitation_expires_at = null
     where mailbox_id = ${end.mailboxId}::uuid and employee_id = ${end.employeeId}::uuid and state <> 'ended'
    returning employee_id`.execute(trx)
  return rows.length === 1
}

/** A new link ends the one before. Counts the mails of the present day, which begins with its first. */
export async function putInvitation(
  trx: Trx,
  link: { mailboxId: string; employeeId: string; hash: Uint8Array; expiresAt: Date; at: Date },
): Promise<{ sent: number; since: Date } | undefined> {
  const goesOn = sql`coalesce(invitations_since > ${link.at}::timestamptz - interval '24 hours', false)`
  const { rows } = await sql<{ sent: number; since: Date }>`
    update employee set invitation_hash = ${Buffer.from(link.hash)}, invitation_expires_at = ${link.expiresAt},
           invitations = case when ${goesOn} then invitations + 1 else 1 end,
           invitations_since = case when ${goesOn} then invitations_since else ${link.at}::timestamptz end
     where mailbox_id = ${link.mailboxId}::uuid and employee_id = ${link.employeeId}::uuid and state = 'invited'
    returning invitations as sent, invitations_since as since`.execute(trx)
  return rows[0]
}

export type Enterprise = {
  enterpriseId: string
  name: string
  country: 'dk' | 'no'
  enterpriseNumber: string
  street: string
  postcode: string
  city: string
}

const ENTERPRISE = sql.raw(
  `n.enterprise_id as "enterpriseId", n.name as "enterpriseName", n.country, n.enterprise_number as "enterpriseNumber"`,
)

export type Employment = EmployeeRow & {
  enterpriseName: string
  country: 'dk' | 'no'
  enterpriseNumber: string
  mailboxState: string
}

/** The living invitation of this link; through the post office's door. */
export async function findInvitation(trx: Trx, hash: Uint8Array, at: Date): Promise<Employment | undefined> {
  const { rows } = await sql<Employment>`
    select ${COLUMNS}, ${ENTERPRISE}, n.mailbox_state as "mailboxState"
      from employee e join enterprise n on n.enterprise_id = e.enterprise_id
     where e.invitation_hash = ${Buffer.from(hash)} and e.invitation_expires_at > ${at} and e.state = 'invited'
       and n.mailbox_state <> 'closed'
     for update of e`.execute(trx)
  return rows[0]
}

/** Ties the employment to the person; false when it was taken or ended meanwhile, or the person has one there already. */
export async function bindEmployee(
  trx: Trx,
  bind: { mailboxId: string; employeeId: string; personId: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update employee set person_id = ${bind.personId}::uuid, state = 'active', accepted_at = ${bind.at},
                        email_verified_at = ${bind.at}, invitation_hash = null, invitation_expires_at = null
     where mailbox_id = ${bind.mailboxId}::uuid and employee_id = ${bind.employeeId}::uuid and state = 'invited'
       and not exists (select from employee o where o.mailbox_id = ${bind.mailboxId}::uuid
                        and o.person_id = ${bind.personId}::uuid and o.state = 'active')
    returning employee_id`.execute(trx)
  return rows.length === 1
}

/** All employments of a person, those that go on first; through the post office's door. */
export async function employmentsOf(trx: Trx, personId: string): Promise<Employment[]> {
  const { rows } = await sql<Employment>`
    select ${COLUMNS}, ${ENTERPRISE}, n.mailbox_state as "mailboxState"
      from employee e join enterprise n on n.enterprise_id = e.enterprise_id
     where e.person_id = ${personId}::uuid
     order by e.state = 'ended', lower(n.name), e.employee_id limit 200`.execute(trx)
  return rows
}

export async function readEnterprise(trx: Trx, enterpriseId: string): Promise<Enterprise | undefined> {
  const { rows } = await sql<Enterprise>`
    select enterprise_id as "enterpriseId", name, country, enterprise_number as "enterpriseNumber", street, postcode, city
      from enterprise where enterprise_id = ${enterpriseId}::uuid`.execute(trx)
  return rows[0]
}
