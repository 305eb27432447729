// D-05: what an erased mailbox leaves behind, over every table that names a mailbox, those of tomorrow included.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { asPostOffice } from '#ground/db.ts'
import { forgetLetters } from '#letters/forget-letters.ts'
import { eraseNow } from '#people/erase-mailbox.ts'
import { type ErasedWhen, MAILBOX_ERASURE } from '#rules/mailbox-erasure.ts'
import { openHouse } from './open-house.ts'
import { seedPerson } from './seed-people.ts'

type Column = { table: string; column: string; type: string }

const VALUES: Readonly<Record<string, string>> = {
  text: `'x'`,
  bytea: `'\\x00'`,
  boolean: 'false',
  jsonb: `'{}'`,
  date: 'now()',
  'timestamp with time zone': 'now()',
}
const literalOf = (type: string, mailboxId: string): string =>
  type === 'uuid' ? `'${mailboxId}'` : type.endsWith('[]') ? `'{}'` : (VALUES[type] ?? '1')

/** A row in each table with a `mailbox_id`, of a mailbox that is there. What else a row must agree with is taken away before. */
async function plantRows(client: pg.Client, mailboxId: string): Promise<string[]> {
  const constraints = await client.query<{ drop: string }>(`
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as drop
      from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype in ('c', 'f')`)
  for (const { drop } of constraints.rows) await client.query(drop)
  const { rows } = await client.query<Column>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and a.attidentity = '' and (a.attnotnull or a.attname = 'mailbox_id')
       and exists (select from pg_attribute m where m.attrelid = c.oid and m.attname = 'mailbox_id' and not m.attisdropped)
     order by c.relname, a.attnum`)
  const byTable = Map.groupBy(rows, ({ table }) => table)
  for (const [table, columns] of byTable) {
    await client.query(`alter table ${table} disable trigger user`)
    await client.query(`insert into ${table} (${columns.map(({ column }) => column)})
      values (${columns.map(({ type }) => literalOf(type, mailboxId))}) on conflict do nothing`)
    await client.query(`alter table ${table} enable trigger user`)
  }
  return [...byTable.keys()]
}

test('D-05 R1 I-12: an erased mailbox leaves nothing in any table that names it, but what stays for a reason that is written down', async (t) => {
  const open = await openHouse()
  t.after(() => open.close())
  const { house } = open
  const { mailboxId } = await seedPerson(house, { mailboxState: 'closed', emails: ['gone@fjordby.example'] })
  const client = new pg.Client({ connectionString: open.databaseUrl })
  await client.connect()
  // Nobody thought of this one.
  await client.query('create table diary (mailbox_id uuid primary key, wish text not null)')
  await client.query(`set brevhus.mailbox = '${mailboxId}'`)
  const tables = await plantRows(client, mailboxId)
  await client.query(
    `alter table access_grant disable trigger user; update access_grant set state = 'active'`,
  )
  await client.end()
  const left = () =>
    asPostOffice(house.db, async (trx) => {
      const found: string[] = []
      for (const table of tables) {
        const { rows } =
          await sql`select from ${sql.table(table)} where mailbox_id = ${mailboxId}::uuid`.execute(trx)
        if (rows.length > 0) found.push(table)
      }
      return found
    })
  assert.deepEqual(await left(), tables, 'a row in each')

  const plan = Object.entries<ErasedWhen>(MAILBOX_ERASURE)
  const expected = (gone: readonly ErasedWhen[]) =>
    [...plan.flatMap(([table, when]) => (gone.includes(when) ? [] : [table])), 'diary'].sort()
  await eraseNow(house, mailboxId)
  assert.deepEqual((await left()).sort(), expected(['at-once']))
  // Twice is once.
  for (const _ of [1, 2]) await forgetLetters(house, { mailboxId })
  assert.deepEqual((await left()).sort(), expected(['at-once', 'with-letters']))

  const grants = await asPostOffice(house.db, (trx) =>
    trx.selectFrom('access_grant').select(['state', 'ended_why']).execute(),
  )
  assert.deepEqual(grants, [{ state: 'ended', ended_why: 'taken-back' }], 'its years are counted from here')
})
