/** SQL of an enterprise's departments, through the door of its own mailbox. */
import { sql } from 'kysely'
import type { Departments } from '#api/departments.ts'
import type { Trx } from '#ground/db.ts'
import type { RoutingRule } from '#rules/routing.ts'

export type StoredDepartment = Departments['departments'][number]

export async function readDepartments(trx: Trx, mailboxId: string): Promise<StoredDepartment[]> {
  const { rows } = await sql<StoredDepartment>`
    select d.department_id as "departmentId", d.name, d.is_default as "isDefault",
      array(select m.employee_id from department_member m join employee e
              on e.mailbox_id = m.mailbox_id and e.employee_id = m.employee_id and e.state = 'active'
             where m.mailbox_id = d.mailbox_id and m.department_id = d.department_id order by m.employee_id) as "memberIds"
    from department d where d.mailbox_id = ${mailboxId} order by lower(d.name)`.execute(trx)
  return rows
}

export async function readRules(trx: Trx, mailboxId: string): Promise<RoutingRule[]> {
  const { rows } = await sql<{ departmentId: string; senderId: string | null; words: string | null }>`
    select department_id as "departmentId", sender_id as "senderId", words from routing_rule
     where mailbox_id = ${mailboxId} order by place`.execute(trx)
  return rows.map(({ departmentId, senderId, words }) =>
    senderId !== null
      ? { kind: 'sender', senderId, departmentId }
      : { kind: 'subject', words: words!, departmentId },
  )
}

/** Whose employment goes on, by name. */
export async function readColleagues(trx: Trx, mailboxId: string): Promise<Departments['employees']> {
  const { rows } = await sql<Departments['employees'][number]>`
    select employee_id as "employeeId", name from employee
     where mailbox_id = ${mailboxId} and state = 'active' order by lower(name), employee_id`.execute(trx)
  return rows
}

export async function departmentsOf(trx: Trx, mailboxId: string, employeeId: string): Promise<string[]> {
  const { rows } = await sql<{ departmentId: string }>`
    select department_id as "departmentId" from department_member
     where mailbox_id = ${mailboxId} and employee_id = ${employeeId}`.execute(trx)
  return rows.map((row) => row.departmentId)
}

/** One change after another. */
export async function lockDepartments(trx: Trx, mailboxId: string): Promise<void> {
  await sql`select from mailbox where mailbox_id = ${mailboxId} for no key update`.execute(trx)
}

/** False: there is one of that name. */
export async function insertDepartment(
  trx: Trx,
  mailboxId: string,
  made: { departmentId: string; name: string; isDefault: boolean; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into department (mailbox_id, department_id, name, is_default, made_at)
    values (${mailboxId}, ${made.departmentId}, ${made.name}, ${made.isDefault}, ${made.at})
    on conflict (mailbox_id, lower(name)) do nothing`.execute(trx)
  return numAffectedRows === 1n
}

/** False: there is another of that name. The default leaves the one that had it. */
export async function writeDepartment(
  trx: Trx,
  mailboxId: string,
  changed: { departmentId: string; name: string; isDefault: boolean },
): Promise<boolean> {
  const { departmentId, name, isDefault } = changed
  if (isDefault)
    await sql`update department set is_default = false where mailbox_id = ${mailboxId} and is_default`.execute(
      trx,
    )
  const { numAffectedRows } = await sql`
    update department set name = ${name}, is_default = is_default or ${isDefault}
     where mailbox_id = ${mailboxId} and department_id = ${departmentId} and not exists (
       select from department o where o.mailbox_id = ${mailboxId} and lower(o.name) = lower(${name})
         and o.department_id <> ${departmentId})`.execute(trx)
  return numAffectedRows === 1n
}

/** The others stay. Who joins works here. */
export async function writeMembers(
  trx: Trx,
  mailboxId: string,
  changed: { departmentId: string; join: readonly string[]; leave: readonly string[] },
): Promise<void> {
  const { departmentId, join, leave } = changed
  await sql`
    delete from department_member where mailbox_id = ${mailboxId} and department_id = ${departmentId}
       and employee_id = any(${leave}::uuid[])`.execute(trx)
  await sql`
    insert into department_member (mailbox_id, department_id, employee_id)
    select ${mailboxId}, ${departmentId}, e.employee_id from employee e
     where e.mailbox_id = ${mailboxId} and e.employee_id = any(${join}::uuid[]) and e.state = 'active'
    on conflict do nothing`.execute(trx)
}

/** Its letters go to the default, its rules with it. */
export async function dropDepartment(
  trx: Trx,
  mailboxId: string,
  { departmentId, defaultId }: { departmentId: string; defaultId: string },
): Promise<void> {
  const its = sql`mailbox_id = ${mailboxId} and department_id = ${departmentId}`
  await sql`delete from routing_rule where ${its}`.execute(trx)
  await sql`delete from department_member where ${its}`.execute(trx)
  await sql`delete from department where ${its}`.execute(trx)
  const next = defaultId === departmentId ? null : defaultId
  await sql`update letter set department_id = ${next}::uuid where ${its}`.execute(trx)
}

export async function writeRules(trx: Trx, mailboxId: string, rules: readonly RoutingRule[]): Promise<void> {
  await sql`delete from routing_rule where mailbox_id = ${mailboxId}`.execute(trx)
  await sql`
    insert into routing_rule (mailbox_id, place, department_id, sender_id, words)
    select ${mailboxId}, r.place, r.department_id, r.sender_id, r.words
    from unnest(${rules.map((rule) => rule.departmentId)}::uuid[],
      ${rules.map((rule) => (rule.kind === 'sender' ? rule.senderId : null))}::uuid[],
      ${rules.map((rule) => (rule.kind === 'subject' ? rule.words : null))}::text[])
      with ordinality as r (department_id, sender_id, words, place)`.execute(trx)
}
