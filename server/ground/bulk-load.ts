/** Filling large reference tables at one go: COPY instead of inserts, and indexes built once afterwards. Everything happens
 * in one transaction on a connection of its own, so that a load that breaks off leaves nothing behind. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type CopyValue = string | boolean | null | undefined

export type BulkLoad = {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Streams rows into a `ref` table (never one with a mailbox's data: those stay behind row-level security). */
  copy(table: string, columns: readonly string[], chunks: AsyncIterable<CopyValue[][]>): Promise<void>
  /** Drops the table's indexes that nothing depends on; `rebuild` makes them again as they were. */
  withoutIndexes(table: string): Promise<{ rebuild(): Promise<void> }>
}

export async function bulkLoad<T>(databaseUrl: string, work: (load: BulkLoad) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'brevhus load' })
  // an end of the connection shows in the query that waits; without a listener it would end the process
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`set local maintenance_work_mem = '256MB'`)
    const result = await work(loadOn(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}

function loadOn(client: pg.Client): BulkLoad {
  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await client.query<Row>(text, values)).rows
    },
    async copy(table, columns, chunks) {
      const names = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
      const into = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin`))
      await pipeline(Readable.from(asText(chunks), { objectMode: true, highWaterMark: 2 }), into)
    },
    async withoutIndexes(table) {
      const { rows } = await client.query<{ drop: string; make: string }>(INDEXES, [table])
      for (const { drop } of rows) await client.query(drop)
      return {
        async rebuild() {
          for (const { make } of rows) await client.query(make)
        },
      }
    },
  }
}

async function* asText(chunks: AsyncIterable<CopyValue[][]>): AsyncGenerator<Buffer> {
  for await (const rows of chunks) {
    let text = ''
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) text += (i === 0 ? '' : '\t') + copyText(row[i])
      text += '\n'
    }
    if (text !== '') yield Buffer.from(text)
  }
}

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One value in COPY's text format. */
function copyText(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!) : value
}

/** Keys that other tables refer to stay: dropping them would drop the references. */
const INDEXES = `
  select
    case when c.oid is null then format('drop index %I.%I', n.nspname, i.relname)
      else format('alter table %I.%I drop constraint %I', n.nspname, t.relname, c.conname) end as drop,
    case when c.oid is null then pg_get_indexdef(i.oid)
      else format('alter table %I.%I add constraint %I %s', n.nspname, t.relname, c.conname, pg_get_constraintdef(c.oid))
      end as make
  from pg_index x
  join pg_class i on i.oid = x.indexrelid
  join pg_class t on t.oid = x.indrelid
  join pg_namespace n on n.oid = t.relnamespace
  left join pg_constraint c on c.conindid = i.oid and c.conrelid = t.oid and c.contype in ('p', 'u')
  where t.oid = to_regclass($1)
    and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.oid)
  order by i.relname`
