/** The recipient list, CSV or JSON Lines, a row at a time. What is wrong with the list as a list refuses the file, with its
 * line; what is wrong with a row is the row's own fault and goes to the error list. */
import { type CsvError, parse } from 'csv-parse'
import { type ListedRow, ROW_FIELDS, refuseField, takeField } from '#dispatch/files/listed-row.ts'
import { listFault, utf8Blocks } from '#dispatch/files/utf8-blocks.ts'

const ROWS_MAX = 500_000
/** One field of 10 MB is a row's fault; more than this is no list. */
const RECORD_CHARACTERS_MAX = 32 * 1024 * 1024
/** A line of nothing but separators is millions of fields, and each takes room before anybody looks at it. */
const COLUMNS_MAX = 100_000
const HEADER_COLUMNS_MAX = 100
/** A row is some hundred characters. A longer line is not taken apart to say which of its fields is too long. */
const JSON_CHARACTERS_MAX = 1024 * 1024
/** No name of a column is near one of these. */
const COLUMN_CHARACTERS_MAX = 60

export type RecipientList = {
  /** Told in faults. */
  name: string
  format: 'csv' | 'json-lines'
  /** Columns that may be there beside those of a row, and how they are taken. */
  more?: { fields: readonly string[]; take: (row: ListedRow, field: string, value: unknown) => void }
}

/** Rows in groups as they come out of the source. @throws Refusal recipients-unreadable */
export async function* readRecipients(
  source: AsyncIterable<Buffer>,
  list: RecipientList,
): AsyncGenerator<ListedRow[], void, undefined> {
  const blocks = utf8Blocks(source, list.name)
  let rows = 0
  const groups = list.format === 'csv' ? csvRows(blocks, list) : jsonRows(blocks, list)
  for await (const group of groups) {
    rows += group.length
    if (rows > ROWS_MAX)
      throw listFault(
        list.name,
        'too-many-rows',
        `Has more than ${ROWS_MAX} recipients. Hand it in as several files.`,
      )
    if (group.length > 0) yield group
  }
  if (rows === 0) throw listFault(list.name, 'empty', 'Has no recipients.')
}

async function* csvRows(blocks: AsyncIterable<Buffer>, list: RecipientList): AsyncGenerator<ListedRow[]> {
  let parser: ReturnType<typeof parse> | undefined
  let columns: string[] | undefined
  let failure: Error | undefined
  let fewColumns: ((block: Buffer) => void) | undefined
  let next = 1
  const drain = (): ListedRow[] => {
    if (failure) throw csvFault(list.name, failure)
    const group: ListedRow[] = []
    for (let record: string[] | null = parser!.read(); record !== null; record = parser!.read()) {
      if (columns) group.push(rowOf(record, columns, next++, list))
      else columns = readHeader(record, list)
    }
    return group
  }
  for await (const block of blocks) {
    if (!parser) {
      const delimiter = separatorOf(block)
      fewColumns = columnsCounted(delimiter, list.name)
      parser = parse({
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        max_record_size: RECORD_CHARACTERS_MAX,
        // Records are read after every block; a write never waits for a reader.
        ...{ readableHighWaterMark: 1_000_000_000 },
      })
      parser.on('error', (error) => {
        failure = error
      })
    }
    fewColumns!(block)
    await new Promise<void>((resolve) => void parser!.write(block, () => resolve()))
    yield drain()
  }
  if (!parser) return
  await new Promise<void>((resolve) => void parser!.end(() => resolve()))
  yield drain()
}

/** Looks at each block before it is taken apart. @throws Refusal recipients-unreadable */
function columnsCounted(separator: string, name: string): (block: Buffer) => void {
  const [mark, quote, newline] = [separator.charCodeAt(0), 0x22, 0x0a]
  let [columns, line, quoted] = [1, 1, false]
  return (block) => {
    for (let at = 0; at < block.length; at++) {
      const byte = block[at]
      if (byte === quote) quoted = !quoted
      else if (byte === newline) {
        line += 1
        if (!quoted) columns = 1
      } else if (byte === mark && !quoted && ++columns > COLUMNS_MAX)
        throw listFault(`${name}, line ${line}`, 'too-many-columns', 'The row has no end of columns.')
    }
  }
}

/** The header line tells: whichever of the two it has more of. */
function separatorOf(block: Buffer): string {
  const newline = block.indexOf(0x0a)
  const header = block.subarray(0, newline < 0 ? block.length : newline).toString()
  return header.split(';').length > header.split(',').length ? ';' : ','
}

function readHeader(record: readonly string[], { name, more }: RecipientList): string[] {
  const allowed: readonly string[] = [...ROW_FIELDS, ...(more?.fields ?? [])]
  if (record.length > HEADER_COLUMNS_MAX)
    throw listFault(
      `${name}, line 1`,
      'too-many-columns',
      `Has ${record.length} columns. Allowed: ${allowed.join(', ')}.`,
    )
  const columns = record.map((column) => column.trim())
  const faults = columns.flatMap((column, i) => {
    const field = `${name}, column ${i + 1}`
    if (columns.indexOf(column) !== i)
      return [{ field, reason: 'twice', message: `"${column.slice(0, 60)}" is there twice.` }]
    if (allowed.includes(column)) return []
    const near =
      column.length <= COLUMN_CHARACTERS_MAX && allowed.find((other) => plain(other) === plain(column))
    const hint = near ? `Write it as "${near}".` : `Allowed: ${allowed.join(', ')}.`
    return [
      {
        field,
        reason: 'unknown-column',
        message: `There is no column "${column.slice(0, 60)}". ${hint}`,
      },
    ]
  })
  if (faults.length > 0) throw listFaults(faults)
  return columns
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')

function listFaults(faults: readonly { field: string; reason: string; message: string }[]) {
  const all = listFault('', '', '')
  return Object.assign(all, { faults: faults.slice(0, 50) })
}

function rowOf(
  record: readonly string[],
  columns: readonly string[],
  no: number,
  list: RecipientList,
): ListedRow {
  const row: ListedRow = { row: no, given: {} }
  if (record.length !== columns.length) refuseField(row, 'row', 'columns-shifted')
  for (let i = 0; i < columns.length; i++) {
    const value = record[i]
    if (value) take(row, columns[i]!, value, list)
  }
  return row
}

function take(row: ListedRow, field: string, value: unknown, { more }: RecipientList): void {
  if (more?.fields.includes(field)) more.take(row, field, value)
  else takeField(row, field, value)
}

function csvFault(name: string, error: Error) {
  const { code, lines } = error as CsvError & { lines?: number }
  const line = lines === undefined ? name : `${name}, line ${lines}`
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return listFault(line, 'quote-open', 'A quotation mark is opened and never closed.')
  if (code === 'CSV_MAX_RECORD_SIZE')
    return listFault(line, 'quote-open', 'The row never ends; a quotation mark may be open.')
  if (code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE')
    return listFault(
      line,
      'quote',
      'A quotation mark stands inside a field. Put the field in quotes and double the mark.',
    )
  return listFault(line, 'csv', 'Is not readable as CSV.')
}

async function* jsonRows(blocks: AsyncIterable<Buffer>, list: RecipientList): AsyncGenerator<ListedRow[]> {
  let next = 1
  for await (const block of blocks) {
    const group: ListedRow[] = []
    for (const line of block.toString().split('\n'))
      if (line.trim() !== '') group.push(jsonRow(line, next++, list))
    yield group
  }
}

function jsonRow(line: string, no: number, list: RecipientList): ListedRow {
  const row: ListedRow = { row: no, given: {} }
  if (line.length > JSON_CHARACTERS_MAX) {
    refuseField(row, 'row', 'too-long')
    return row
  }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    value = undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuseField(row, 'row', 'not-json')
    return row
  }
  for (const [field, given] of Object.entries(value)) take(row, field, given, list)
  return row
}
