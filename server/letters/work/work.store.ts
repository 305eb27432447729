/** SQL of the work on an enterprise's letters (B-15). */
import { sql } from 'kysely'
import type { LetterWork } from '#api/departments.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'

/** A condition on `letter l`. */
type Which = ReturnType<typeof sql>

export type Unrouted = {
  letterId: string
  senderId: string
  documentId: string
  wrappedKey: Buffer
  title: Buffer
}

/** Letters to route, those newer than `since` or older than `before`; newest first. */
export async function readUnrouted(
  trx: Trx,
  mailboxId: string,
  { limit, which, ...side }: { limit: number; which: Which } & ({ since: string } | { before: string }),
): Promise<Unrouted[]> {
  const { rows } = await sql<Unrouted>`
    select l.letter_id as "letterId", l.sender_id as "senderId", d.document_id as "documentId",
      d.wrapped_key as "wrappedKey", l.title_sealed as title
    from letter l join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id and d.document_no = 1
    where l.mailbox_id = ${mailboxId} and ${'since' in side ? sql`l.letter_id > ${side.since}::uuid` : sql`l.letter_id < ${side.before}::uuid`}
      and ${which}
    order by l.letter_id desc limit ${limit}`.execute(trx)
  return rows
}

/** Only where nobody has decided meanwhile. The letters that have another department by it. */
export async function writeRouted(
  trx: Trx,
  mailboxId: string,
  routed: readonly { letterId: string; departmentId: string }[],
  which: Which,
): Promise<{ letterId: string; departmentId: string }[]> {
  const { rows } = await sql<{ letterId: string; departmentId: string }>`
    update letter l set department_id = r.department_id
    from unnest(${routed.map((one) => one.letterId)}::uuid[], ${routed.map((one) => one.departmentId)}::uuid[])
      as r (letter_id, department_id)
    where l.mailbox_id = ${mailboxId} and l.letter_id = r.letter_id and ${which}
      and l.department_id is distinct from r.department_id
    returning l.letter_id as "letterId", l.department_id as "departmentId"`.execute(trx)
  return rows
}

export type Standing = { departmentId: string | null; assignedTo: string | null; doneAt: Date | null }

/** Undefined outside of what is seen. `held`: it stays so until the transaction ends. */
export async function readStanding(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  manner: 'seen' | 'held',
): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select department_id as "departmentId", assigned_to as "assignedTo", done_at as "doneAt" from letter
     where mailbox_id = ${mailboxId} and letter_id = ${letterId} and delivered_at is not null and cancelled_at is null
     ${manner === 'held' ? sql`for update` : sql``}`.execute(trx)
  return rows[0]
}

export async function writeStanding(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  { departmentId, assignedTo, doneAt }: Standing,
): Promise<void> {
  await sql`
    update letter set department_id = ${departmentId}::uuid, assigned_to = ${assignedTo}::uuid, done_at = ${doneAt}
     where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(trx)
}

export type WorkEvent = {
  letterId: string
  event: LetterWork['events'][number]['event']
  by: string | null
  departmentId?: string | null
  employeeId?: string | null
}

export async function appendWork(
  trx: Trx,
  mailboxId: string,
  at: Date,
  events: readonly WorkEvent[],
): Promise<void> {
  for (const one of events)
    await sql`
      insert into work_event (mailbox_id, event_id, letter_id, at, event, by_employee_id, department_id, employee_id)
      values (${mailboxId}, ${newId(at.getTime())}, ${one.letterId}, ${at}, ${one.event}, ${one.by}::uuid,
        ${one.departmentId ?? null}::uuid, ${one.employeeId ?? null}::uuid)`.execute(trx)
}

/** Newest first. A department that is gone has no name any more. */
export async function readWork(
  trx: Trx,
  mailboxId: string,
  letterId: string,
): Promise<(Omit<LetterWork['events'][number], 'at'> & { at: Date })[]> {
  const { rows } = await sql<Omit<LetterWork['events'][number], 'at'> & { at: Date }>`
    select w.at, w.event, b.name as by, d.name as department, e.name as employee
    from work_event w
    left join employee b on b.mailbox_id = w.mailbox_id and b.employee_id = w.by_employee_id
    left join department d on d.mailbox_id = w.mailbox_id and d.department_id = w.department_id
    left join employee e on e.mailbox_id = w.mailbox_id and e.employee_id = w.employee_id
    where w.mailbox_id = ${mailboxId} and w.letter_id = ${letterId} order by w.event_id desc limit 100`.execute(
    trx,
  )
  return rows
}

/** Unfinished letters of an employee become nobody's; which. */
export async function freeLetters(
  trx: Trx,
  mailboxId: string,
  employeeId: string,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ letterId: string }>`
    update letter set assigned_to = null
     where mailbox_id = ${mailboxId} and letter_id in (
       select letter_id from letter where mailbox_id = ${mailboxId} and assigned_to = ${employeeId}::uuid and done_at is null
        order by letter_id limit ${most} for update)
    returning letter_id as "letterId"`.execute(trx)
  return rows.map(({ letterId }) => letterId)
}

/** For the post office: R4, by the calendar, counted forwards from each. The second condition only spares it the younger ones. */
export async function dropWork(trx: Trx, now: Date): Promise<void> {
  await sql`
    delete from work_event where (at at time zone 'UTC') + interval '5 years' <= (${now}::timestamptz at time zone 'UTC')
      and at <= ${now}::timestamptz - interval '5 years' + interval '4 days'`.execute(trx)
}
