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
  const names = Object.keys(columns)
  return {
    key: `${table}(${names.join()})`,
    text(first) {
      const refs = names.map((name) => `"${name}"`).join(', ')
      const read = names.map((name) => `"${name}"${casts[name] ? `::${casts[name]}` : ''}`).join(', ')
      const arrays = names.map((name, i) => `$${first + i}::${columns[name]![0]}[]`).join(', ')
      return `insert into "${table}" (${refs}) select ${read} from unnest(${arrays}) as given(${refs})`
    },
    values: names.map((name) => {
      const [type, read] = columns[name]!
      return arrayOf(type, rows.map(read))
    }),
  }
}

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

/** Texts are left to the driver, which quotes them. Everything else is written here: its form needs no quoting, and the
 * driver goes through it element by element. */
export function arrayOf(type: SqlType, values: readonly unknown[]): unknown {
  if (type === 'text' || type === 'jsonb') return values
  if (type !== 'bytea') return `{${values.map((value) => value ?? 'null').join(',')}}`
  const parts = values.map((value) => {
    if (value === null) return 'null'
    const bytes = value as Uint8Array
    return `"\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}"`
  })
  return `{${parts.join(',')}}`
}
