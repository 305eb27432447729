/** Many rows in one statement: each column travels as one array and is unnested beside the others. The statement's text
 * does not depend on the number of rows, so it is planned once; and unlike COPY it obeys row-level security. */
import { type RawBuilder, sql } from 'kysely'
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
  | 'jsonb'

/** Column name → its SQL type and how a row gives its value. */
export type Columns<Row> = Readonly<Record<string, readonly [SqlType, (row: Row) => unknown]>>

/** An insert that has not been run: alone by `insertRows`, or together with others by `writeTogether`. Its text does not
 * depend on the rows, not even on whether there are any. */
export type Insert = RawBuilder<unknown>

export function insertOf<Row>(
  table: keyof DB & string,
  columns: Columns<Row>,
  rows: readonly Row[],
  /** Columns that travel as text and become another type, such as arrays: unnest would flatten an array of arrays. */
  casts: Readonly<Record<string, 'uuid[]' | 'text[]'>> = {},
): Insert {
  const names = Object.keys(columns)
  const arrays = names.map((name) => {
    const [type, read] = columns[name]!
    return sql`${arrayOf(type, rows.map(read))}::${sql.raw(type)}[]`
  })
  const refs = sql.join(names.map((name) => sql.ref(name)))
  const read = sql.join(
    names.map((name) => (casts[name] ? sql`${sql.ref(name)}::${sql.raw(casts[name])}` : sql.ref(name))),
  )
  return sql`insert into ${sql.table(table)} (${refs}) select ${read} from unnest(${sql.join(arrays)}) as given(${refs})`
}

export async function insertRows<Row>(
  trx: Trx,
  table: keyof DB & string,
  columns: Columns<Row>,
  rows: readonly Row[],
  casts: Readonly<Record<string, 'uuid[]' | 'text[]'>> = {},
): Promise<void> {
  if (rows.length > 0) await insertOf(table, columns, rows, casts).execute(trx)
}

/** Texts are left to the driver, which quotes them. Everything else is written here: its form needs no quoting, and the
 * driver goes through it element by element. */
function arrayOf(type: SqlType, values: readonly unknown[]): unknown {
  if (type === 'text' || type === 'jsonb') return values
  if (type !== 'bytea') return `{${values.map((value) => value ?? 'null').join(',')}}`
  const parts = values.map((value) => {
    if (value === null) return 'null'
    const bytes = value as Uint8Array
    return `"\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}"`
  })
  return `{${parts.join(',')}}`
}
