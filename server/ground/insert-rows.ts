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

export async function insertRows<Row>(
  trx: Trx,
  table: keyof DB & string,
  columns: Columns<Row>,
  rows: readonly Row[],
  /** Columns that travel as text and become another type, such as arrays: unnest would flatten an array of arrays. */
  casts: Readonly<Record<string, 'uuid[]' | 'text[]'>> = {},
): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(columns)
  const arrays: RawBuilder<unknown>[] = names.map((name) => {
    const [type, read] = columns[name]!
    const values = rows.map(read)
    return sql`${type === 'bytea' ? hexed(values) : values}::${sql.raw(type)}[]`
  })
  const refs = names.map((name) => sql.ref(name))
  const read = names.map((name) =>
    casts[name] ? sql`${sql.ref(name)}::${sql.raw(casts[name])}` : sql.ref(name),
  )
  await sql`insert into ${sql.table(table)} (${sql.join(refs)})
    select ${sql.join(read)} from unnest(${sql.join(arrays)}) as given(${sql.join(refs)})`.execute(trx)
}

/** pg writes an array of buffers element by element and slowly; this is the same literal, made in one go. */
function hexed(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null) return 'null'
    const bytes = value as Uint8Array
    return `"\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}"`
  })
  return `{${parts.join(',')}}`
}
