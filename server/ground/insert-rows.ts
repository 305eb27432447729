/** Many rows in one statement: each column travels as one array and is unnested beside the others. The statement's text
 * does not depend on the number of rows, so it is written once and planned once; and unlike COPY it obeys row-level
 * security. */
import { CompiledQuery } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { DB } from '#ground/db-types.ts'

type SqlType =
  | 'uuid'
  | 'text'
  | 'bytea'
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'timestamptz'
  | 'date'
  | 'jsonb'

/** Column name → its SQL type and how a row gives its value. */
export type Columns<Row> = Readonly<Record<string, readonly [SqlType, (row: Row) => unknown]>>

/** A piece of SQL that has not been run: alone by `insertRows`, or together with others by `writeTogether`. `key` names its
 * text, which does not depend on the rows, not even on whether there are any. */
export type Piece = {
  readonly key: string
  /** The text with its parameters numbered from `first`. */
  readonly text: (first: number) => string
  readonly values: readonly unknown[]
}

export type Casts = Readonly<Record<string, 'uuid[]' | 'text[]'>>

export function insertOf<Row>(
  table: keyof DB & string,
  columns: Columns<Row>,
  rows: readonly Row[],
  /** Columns that travel as text and become another type, such as arrays: unnest would flatten an array of arrays. */
  casts: Casts = {},
): Piece {
  const read = Object.entries(columns).map(([name, [type, read]]) => columnOf(name, type, rows.map(read)))
  return {
    key: `${table}(${read.map(({ name, same }) => (same ? `=${name}` : name)).join()})`,
    text(first) {
      const selected = read.map(({ name, type, same }, i) => {
        const value = same ? `$${first + i}::${type}` : `"${name}"`
        return casts[name] ? `${value}::${casts[name]}` : value
      })
      const given = read.flatMap(({ name, type, same }, i) =>
        same ? [] : [{ ref: `"${name}"`, array: `$${first + i}::${type}[]` }],
      )
      return `insert into "${table}" (${read.map(({ name }) => `"${name}"`).join(', ')})
        select ${selected.join(', ')} from unnest(${given.map(({ array }) => array).join(', ')})
          as given(${given.map(({ ref }) => ref).join(', ')})`
    },
    values: read.map(({ type, same, values }) => (same ? scalarOf(values[0]) : arrayOf(type, values))),
  }
}

/** From this many rows on, a column with one value for all of them travels once: in a file with one document for everybody
 * that is most columns. Below it statements would only become more different from each other than their rows are. */
const SAME_ROWS_MIN = 200
/** Keys differ from row to row; one of them has to be unnested. */
const NEVER_SAME = new Set(['letter_id', 'event_id'])

type Column = { name: string; type: SqlType; same: boolean; values: readonly unknown[] }

function columnOf(name: string, type: SqlType, values: readonly unknown[]): Column {
  const [first] = values
  const same =
    values.length >= SAME_ROWS_MIN && !NEVER_SAME.has(name) && values.every((value) => value === first)
  return { name, type, same, values }
}

const scalarOf = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value

export async function insertRows<Row>(
  trx: Trx,
  table: keyof DB & string,
  columns: Columns<Row>,
  rows: readonly Row[],
  casts: Casts = {},
): Promise<void> {
  if (rows.length > 0) await runPiece(trx, insertOf(table, columns, rows, casts))
}

export async function runPiece(trx: Trx, piece: Piece): Promise<void> {
  await trx.executeQuery(CompiledQuery.raw(piece.text(1), [...piece.values]))
}

/** An array as PostgreSQL reads one. Written here and not by the driver, which looks at every element in three ways. */
export function arrayOf(type: SqlType, values: readonly unknown[]): unknown {
  if (type === 'jsonb') return values
  if (type === 'text') return `{${values.map(quoted).join(',')}}`
  if (type === 'timestamptz') return `{${values.map(instantOf).join(',')}}`
  if (type !== 'bytea') return `{${values.map((value) => value ?? 'null').join(',')}}`
  const parts = values.map((value) => {
    if (value === null) return 'null'
    const bytes = value as Uint8Array
    return `"\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}"`
  })
  return `{${parts.join(',')}}`
}

const NEEDS_ESCAPE = /["\\]/

function quoted(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'object') throw new TypeError('a column of texts holds no objects')
  const text = String(value)
  return `"${NEEDS_ESCAPE.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : text}"`
}

/** Rows of a chunk share their instants: the last one is remembered. */
let lastInstant: { date: Date; text: string } | undefined

function instantOf(value: unknown): string {
  if (value === null) return 'null'
  if (!(value instanceof Date)) return String(value)
  if (lastInstant?.date !== value) lastInstant = { date: value, text: value.toISOString() }
  return lastInstant.text
}
