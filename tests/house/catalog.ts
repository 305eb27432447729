// What the migrated database says of itself: tables and columns with their comments, keys and row-level security.
import pg from 'pg'
import { freshDatabase } from '#tests/database.ts'

export type Table = {
  name: string
  comment: string
  primaryKey: string[]
  rowSecurity: boolean
  forced: boolean
  policies: number
}
export type Column = { table: string; name: string; comment: string }
/** A condition of a table on one of its columns. */
export type Check = { table: string; column: string; condition: string }
export type Catalog = { tables: Table[]; columns: Column[]; checks: Check[] }

/** Our own schema only (`public`): graphile-worker's tables are its own. `extraSql` is run first, to plant faults. */
export async function readCatalog(extraSql = ''): Promise<Catalog> {
  const database = await freshDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(extraSql)
    const tables = await client.query<Table>(`
      select c.relname as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
        c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        array(
          select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
          where i.indrelid = c.oid and i.indisprimary
        ) as "primaryKey"
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f') order by 1`)
    const columns = await client.query<Column>(`
      select c.relname as table, a.attname as name, coalesce(col_description(c.oid, a.attnum), '') as comment
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f') and a.attnum > 0 and not a.attisdropped
      order by 1, 2`)
    const checks = await client.query<Check>(`
      select c.relname as table, a.attname as column, pg_get_constraintdef(k.oid) as condition
      from pg_constraint k join pg_class c on c.oid = k.conrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey)
      where c.relnamespace = 'public'::regnamespace and k.contype = 'c'
      order by 1, 2, 3`)
    return { tables: tables.rows, columns: columns.rows, checks: checks.rows }
  } finally {
    await client.end()
    await database.drop()
  }
}
