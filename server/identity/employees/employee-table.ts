/**
 * A table of employees as it comes from a spreadsheet: CSV with commas, semicolons or tabs, in UTF-8 or in what Excel writes in
 * Denmark and Norway (Windows-1252). Every row is judged; the answer is orders for all of them or all that is wrong.
 */
import { parse } from 'csv-parse/sync'
import {
  type EmployeeOrder,
  judgeOrder,
  ORDER_FIELDS,
  type OrderFault,
  type OrderField,
} from '#rules/employee-order.ts'
import { EMPLOYEE_LIMITS, type EmployeeRole, ROLE_NAMES } from '#rules/employee-roles.ts'
import { EMPLOYEE_TEXTS } from './texts.ts'

export type RowFault = {
  /** As the spreadsheet counts: the headings are row 1. */
  readonly row: number
  readonly field: OrderField
  readonly reason: OrderFault['reason'] | 'taken' | 'twice'
}

export type TableVerdict =
  | { kind: 'good'; orders: readonly { row: number; order: EmployeeOrder }[] }
  | { kind: 'faulty'; faults: readonly RowFault[] }
  | { kind: 'refused'; why: 'empty' | 'too-large' | 'too-many' | 'unreadable' }
  | { kind: 'columns'; missing: readonly OrderField[] }

/** Headings as our own page names them, and as people write them. */
const HEADINGS: Readonly<Record<string, OrderField>> = {
  name: 'name',
  navn: 'name',
  namn: 'name',
  street: 'street',
  address: 'street',
  adresse: 'street',
  adress: 'street',
  postcode: 'postcode',
  postnummer: 'postcode',
  postnr: 'postcode',
  city: 'city',
  by: 'city',
  poststed: 'city',
  ort: 'city',
  email: 'email',
  epost: 'email',
  mail: 'email',
  mobile: 'mobile',
  mobil: 'mobile',
  role: 'role',
  rolle: 'role',
  roll: 'role',
}

/** A role as the pages name it, in any of their languages: what stands on the screen is what one types. */
const ROLE_WORDS: ReadonlyMap<string, EmployeeRole> = new Map(
  Object.values(EMPLOYEE_TEXTS).flatMap(({ role }) =>
    ROLE_NAMES.map((name) => [role[name].toLowerCase(), name] as const),
  ),
)

export function readTable(country: 'dk' | 'no', bytes: Uint8Array): TableVerdict {
  if (bytes.length > EMPLOYEE_LIMITS.importBytesMax) return { kind: 'refused', why: 'too-large' }
  const text = textOf(bytes)
  if (text.trim() === '') return { kind: 'refused', why: 'empty' }
  const rows = rowsOf(text)
  if (!rows) return { kind: 'refused', why: 'unreadable' }
  const [headings = [], ...body] = rows
  const columns = headings.map((heading) => HEADINGS[heading.toLowerCase().replace(/[^\p{L}]/gu, '')])
  const missing = ORDER_FIELDS.filter((field) => field !== 'mobile' && !columns.includes(field))
  if (missing.length > 0) return { kind: 'columns', missing }
  if (new Set(columns.filter(Boolean)).size < columns.filter(Boolean).length)
    return { kind: 'refused', why: 'unreadable' }
  const filled = body.flatMap((cells, i) =>
    cells.some((cell) => cell.trim() !== '') ? [{ cells, row: i + 2 }] : [],
  )
  if (filled.length === 0) return { kind: 'refused', why: 'empty' }
  if (filled.length > EMPLOYEE_LIMITS.importRowsMax) return { kind: 'refused', why: 'too-many' }
  return judgeRows(country, columns, filled)
}

function judgeRows(
  country: 'dk' | 'no',
  columns: readonly (OrderField | undefined)[],
  filled: readonly { cells: readonly string[]; row: number }[],
): TableVerdict {
  const faults: RowFault[] = []
  const orders: { row: number; order: EmployeeOrder }[] = []
  const seen = new Set<string>()
  for (const { cells, row } of filled) {
    const given = Object.fromEntries(
      columns.flatMap((field, i) => (field === undefined ? [] : [[field, unquoted(cells[i] ?? '')]])),
    )
    const role = ROLE_WORDS.get((given.role ?? '').trim().toLowerCase())
    const verdict = judgeOrder(country, role ? { ...given, role } : given)
    if (verdict.kind === 'faulty') faults.push(...verdict.faults.map((fault) => ({ row, ...fault })))
    else if (seen.has(verdict.order.emailForm)) faults.push({ row, field: 'email', reason: 'twice' })
    else {
      seen.add(verdict.order.emailForm)
      orders.push({ row, order: verdict.order })
    }
  }
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'good', orders }
}

/** A phone number that begins with + is written '+45… by careful people, so that the spreadsheet does not calculate. */
const unquoted = (cell: string) => cell.replace(/^'(?=\+)/, '')

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** null when a quote is never closed, or a row has more cells than there are headings. */
function rowsOf(text: string): string[][] | null {
  const [first = ''] = text.split(/\r?\n/, 1)
  const delimiter = (['\t', ';', ','] as const).reduce((best, mark) =>
    first.split(mark).length > first.split(best).length ? mark : best,
  )
  try {
    const rows = parse(text, { delimiter, relax_column_count_less: true, bom: true }) as string[][]
    const width = rows[0]?.length ?? 0
    return rows.every((row) => row.length <= width) ? rows : null
  } catch {
    return null
  }
}
