import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { readMigrations } from '#ground/migrate.ts'
import { type Catalog, readCatalog } from './catalog.ts'

const INDEX = new URL('../../docs/requirements-index.json', import.meta.url)
/** Rows of the privacy rules; the other letters of the index are requirements on functions. */
const PRIVACY_ROW = /^(E-\d\d|R\d{1,2}|V\d|G\d{1,2}|[NQDA]-\d\d)$/

test('migrations are numbered without gaps, and each says first why it is there', async () => {
  const migrations = await readMigrations()
  assert.ok(migrations.length > 0)
  assert.deepEqual(
    migrations.map(({ number }) => number),
    migrations.map((_, index) => index + 1),
  )
  for (const { name, sql } of migrations)
    assert.match(sql, /^-- \S.{20,}/, `${name} begins with a comment that says why`)
})

async function faults({ tables, columns }: Catalog): Promise<string[]> {
  const known = Object.keys(JSON.parse(await readFile(INDEX, 'utf8'))).filter((id) => PRIVACY_ROW.test(id))
  assert.ok(known.length > 100, 'the list of privacy rows is there')
  const found: string[] = []
  for (const table of tables) {
    const [, kind] = table.comment.match(/^(dist:mailbox_id|dist:sender_id|ref|local)[ :,]+\S/) ?? []
    if (!kind)
      found.push(
        `${table.name}: comment must begin with dist:mailbox_id, dist:sender_id, ref or local, then say what it is`,
      )
    if (kind?.startsWith('dist:') && !table.primaryKey.includes(kind.slice(5))) {
      found.push(`${table.name}: ${kind.slice(5)} is not in its primary key`)
    }
    if (kind === 'dist:mailbox_id' && !(table.rowSecurity && table.forced && table.policies > 0)) {
      found.push(`${table.name}: row-level security is not enabled, forced and given a policy`)
    }
  }
  for (const { table, name, comment } of columns) {
    if (/^none: \S.+/.test(comment)) continue
    const rows = comment.match(/^[A-Z]-?\d{1,2}(?:[ ,]+[A-Z]-?\d{1,2})*\b/)?.[0].split(/[ ,]+/) ?? []
    if (rows.length === 0)
      found.push(`${table}.${name}: comment must begin with a privacy row (E-14) or "none: reason"`)
    for (const row of rows)
      if (!known.includes(row)) found.push(`${table}.${name}: there is no privacy row ${row}`)
  }
  return found
}

test('every table says how it is distributed, every column to which privacy row it belongs', async () => {
  const catalog = await readCatalog()
  assert.ok(catalog.tables.length > 5 && catalog.columns.length > 30, 'the catalog is not empty')
  assert.deepEqual(await faults(catalog), [])
})

test('planted and found: a table without comment, key, security or known rows', async () => {
  const planted = await readCatalog(`
    create table planted (mailbox_id uuid, planted_id uuid primary key, odd text, silent text);
    comment on table planted is 'dist:mailbox_id Planted.';
    comment on column planted.mailbox_id is 'E-99 no such row';
    comment on column planted.planted_id is 'none: key';
    comment on column planted.odd is 'none:';
    create table speechless (id uuid primary key);
    comment on column speechless.id is 'E-14 R30 two rows';
  `)
  const clean = await faults(await readCatalog())
  assert.deepEqual(
    (await faults(planted)).filter((fault) => !clean.includes(fault)),
    [
      'planted: mailbox_id is not in its primary key',
      'planted: row-level security is not enabled, forced and given a policy',
      'speechless: comment must begin with dist:mailbox_id, dist:sender_id, ref or local, then say what it is',
      'planted.mailbox_id: there is no privacy row E-99',
      'planted.odd: comment must begin with a privacy row (E-14) or "none: reason"',
      'planted.silent: comment must begin with a privacy row (E-14) or "none: reason"',
    ],
  )
})
