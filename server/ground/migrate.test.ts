import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { type FreshDatabase, freshDatabase } from '#tests/database.ts'
import { migrate, readMigrations } from './migrate.ts'

let empty = ''
let folder = ''
let database: FreshDatabase
before(async () => {
  empty = await mkdtemp(join(tmpdir(), 'brevhus-no-migrations-'))
})
after(() => rm(empty, { recursive: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevhus-migrations-'))
  database = await freshDatabase(empty)
})
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const file = (name: string, sql: string) => writeFile(join(folder, name), sql)
const run = () => migrate(database.url, { folder })
async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('files run once, in order, and may enqueue jobs', async () => {
  await file('0001_one.sql', 'create table one (id int);')
  await file('0002_two.sql', `insert into one values (1); select graphile_worker.add_job('hello');`)
  assert.deepEqual(await run(), ['0001_one.sql', '0002_two.sql'])
  assert.deepEqual(await run(), [])
  await file('0003_three.sql', 'insert into one values (3)')
  assert.deepEqual(await run(), ['0003_three.sql'])
  assert.deepEqual(await query('select id from one order by id'), [{ id: 1 }, { id: 3 }])
  assert.deepEqual(await query('select number, name from schema_migration order by 1'), [
    { number: 1, name: '0001_one.sql' },
    { number: 2, name: '0002_two.sql' },
    { number: 3, name: '0003_three.sql' },
  ])
})

test('several processes at once: each file is applied by one of them', async () => {
  await file('0001_one.sql', 'create table one (id int); select pg_sleep(0.1)')
  const applied = await Promise.all([run(), run(), run()])
  assert.deepEqual(applied.flat(), ['0001_one.sql'])
})

test('a failing file leaves nothing of itself and is named with its line', async () => {
  await file('0001_one.sql', 'create table one (id int);')
  await file('0002_two.sql', 'create table two (id int);\n\nselect no_such_column from two;')
  await assert.rejects(run(), /migrations\/0002_two\.sql:3: column "no_such_column" does not exist/)
  assert.deepEqual(await query(`select to_regclass('one')::text as one, to_regclass('two')::text as two`), [
    { one: 'one', two: null },
  ])
})

test('a file that ends its own transaction is refused', async () => {
  await file('0001_one.sql', 'create table one (id int); commit; create table two (id int)')
  await assert.rejects(run(), /ends its own transaction/)
})

test('an edited, renamed or removed file is refused with what to do', async () => {
  await file('0001_one.sql', 'create table one (id int);')
  await file('0002_two.sql', 'create table two (id int);')
  await run()
  await file('0002_two.sql', 'create table two (id bigint);')
  await assert.rejects(run(), /0002_two\.sql was edited after it was applied/)
  await rm(join(folder, '0002_two.sql'))
  await assert.rejects(run(), /seen 0002_two\.sql, which this code lacks/)
  await file('0002_other.sql', 'create table two (id int);')
  await assert.rejects(run(), /number 2 is now 0002_other\.sql/)
})

test('doubles, odd names and files that come too late are refused before anything runs', async () => {
  await file('0002_two.sql', 'create table two (id int);')
  await file('0002_zwei.sql', 'select 1')
  await assert.rejects(run(), /0002_zwei\.sql: 0002_two\.sql has the same number/)
  await rm(join(folder, '0002_zwei.sql'))
  await file('4.sql', 'select 1')
  await assert.rejects(readMigrations(folder), /4\.sql: the name must look like/)
  await rm(join(folder, '4.sql'))
  assert.deepEqual(await query(`select to_regclass('two')::text as two`), [{ two: null }])
  await run()
  await file('0001_one.sql', 'create table one (id int);')
  await assert.rejects(run(), /0001_one\.sql comes too late, the database has seen 0002_two\.sql/)
})

test('clones are separate databases of one template', async () => {
  const other = await freshDatabase(empty)
  try {
    await query('create table only_here (id int)')
    const client = new pg.Client({ connectionString: other.url })
    await client.connect()
    assert.equal((await client.query(`select to_regclass('only_here') as t`)).rows[0].t, null)
    await client.end()
  } finally {
    await other.drop()
  }
})
