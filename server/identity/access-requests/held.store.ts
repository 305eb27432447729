/** Reads everything the table of held data names, of one person. Says of each column why it is held and until when, by its privacy row. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { PRIVACY_ROWS, type Row, rowOf } from '#rules/privacy-rows.ts'
import { columnsOf, HELD, type Held, type HeldTable, type Tie } from './held-data.ts'

export type HeldRow = Readonly<Record<string, unknown>>

export type HeldPart = {
  readonly table: HeldTable
  readonly rows: readonly HeldRow[]
  /** How many more there are, older than these. */
  readonly more: number
  /** By column: why and until when. A column without a privacy row of its own has that of its table's others. */
  readonly why: Readonly<Record<string, Row>>
}

/** Employments lie in the enterprises' mailboxes, and are looked up before: no join leaves a mailbox. */
type Whose = {
  personId: string
  mailboxId: string | null
  employments: readonly { mailboxId: string; employeeId: string }[]
}

const TIES: Readonly<Record<Tie, (whose: Whose) => ReturnType<typeof sql>>> = {
  person: ({ personId }) => sql`t.person_id = ${personId}::uuid`,
  mailbox: ({ mailboxId }) => sql`t.mailbox_id = ${mailboxId}::uuid`,
  grant: ({ personId, mailboxId }) =>
    sql`(t.mailbox_id = ${mailboxId}::uuid or t.holder_id = ${personId}::uuid)`,
  employment: ({ employments }) => sql`(t.mailbox_id, t.employee_id) in (
    select * from unnest(${employments.map((one) => one.mailboxId)}::uuid[], ${employments.map((one) => one.employeeId)}::uuid[]))`,
  holder: ({ personId }) => sql`t.holder_id in (
    select h.holder_id from certificate_holder h where h.person_id = ${personId}::uuid)`,
  'security-notice': ({ personId }) => sql`t.notice_id in (
    select n.notice_id from security_notice n where n.person_id = ${personId}::uuid)`,
}

/** A number of ours that stands for a name: the name is given. */
const NAMED: Readonly<Record<string, ReturnType<typeof sql>>> = {
  sender_id: sql`(select s.name from sender s where s.sender_id = t.sender_id)`,
  client_id: sql`(select s.name_en from service_provider s where s.client_id = t.client_id)`,
  enterprise_id: sql`(select e.name from enterprise e where e.enterprise_id = t.enterprise_id)`,
  address: sql`host(t.address)`,
}

/**
 * @param rowsMax of each table, the newest first
 * @returns one part for each table, in the order of the table, empty ones too: nothing held is an answer
 */
export async function collectHeld(
  trx: Trx,
  personId: string,
  options: { rowsMax: number },
): Promise<HeldPart[]> {
  const { rows: found } = await sql<{ mailboxId: string | null }>`
    select mailbox_id as "mailboxId" from person where person_id = ${personId}::uuid`.execute(trx)
  if (!found[0]) return []
  const { rows: employments } = await sql<Whose['employments'][number]>`
    select mailbox_id as "mailboxId", employee_id as "employeeId" from employee
     where person_id = ${personId}::uuid`.execute(trx)
  const whose = { personId, mailboxId: found[0].mailboxId, employments }
  const comments = await readComments(trx)
  const parts: HeldPart[] = []
  for (const [table, held] of Object.entries(HELD) as [HeldTable, Held][]) {
    const columns = columnsOf(held)
    if (columns.length === 0) continue
    const tie = TIES[held.tie](whose)
    const where = held.where ? sql`${tie} and ${sql.raw(held.where)}` : tie
    const given = sql.join(
      columns.map((column) => sql`${NAMED[column] ?? sql.ref(`t.${column}`)} as ${sql.ref(column)}`),
    )
    const newest = columns.find((column) => column === 'at' || column.endsWith('_at') || column === 'since')
    const { rows } = await sql<HeldRow>`
      select ${given}, (count(*) over ())::int as "#" from ${sql.table(table)} t where ${where}
       ${newest ? sql`order by ${sql.ref(`t.${newest}`)} desc nulls last` : sql``}
       limit ${options.rowsMax}::int`.execute(trx)
    const all = Number(rows[0]?.['#'] ?? 0)
    parts.push({
      table,
      rows: rows.map(({ '#': _all, ...row }) => row),
      more: all - rows.length,
      why: whyOf(columns, comments.get(table) ?? new Map()),
    })
  }
  return parts
}

async function readComments(trx: Trx): Promise<Map<string, Map<string, string>>> {
  const { rows } = await sql<{ table: string; column: string; comment: string }>`
    select c.relname as table, a.attname as column, col_description(c.oid, a.attnum) as comment
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and c.relname = any(${Object.keys(HELD)}::text[])`.execute(trx)
  const tables = new Map<string, Map<string, string>>()
  for (const { table, column, comment } of rows) {
    const known = tables.get(table) ?? new Map<string, string>()
    tables.set(table, known.set(column, comment))
  }
  return tables
}

function whyOf(columns: readonly string[], comments: ReadonlyMap<string, string>): Record<string, Row> {
  const own = columns.map((column) => [column, rowOf(comments.get(column) ?? '')] as const)
  const others = own.find(([, row]) => row !== null)?.[1] ?? 'E-50'
  return Object.fromEntries(own.map(([column, row]) => [column, PRIVACY_ROWS[row ?? others]]))
}
