import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { startPostgres } from './embedded-postgres.ts'
import { checkExecutedSql, forgetExecutedSql } from './executed-sql.ts'

test('a join that left its mailbox is found in what was executed, wherever its text came from', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'brevhus-sql-'))
  const server = await startPostgres({ dir, durable: false }) // its own: what is planted here is not the run's
  const client = new pg.Client({ connectionString: server.url('brevhus') })
  try {
    await client.connect()
    for (const table of ['letter', 'letter_document']) {
      await client.query(`create table ${table} (mailbox_id uuid, letter_id uuid)`)
    }
    await forgetExecutedSql(server.adminUrl('postgres'))
    assert.match((await checkExecutedSql(server.adminUrl('postgres'))).join(), /Only 0 statements .* blind/)

    const join = 'select from letter l join letter_document d on d.letter_id = l.letter_id'
    await client.query(`${join} and d.mailbox_id = l.mailbox_id`)
    const clean = await checkExecutedSql(server.adminUrl('postgres'))
    assert.equal(clean.length, 1) // still too few to be trusted, but no fault
    await client.query(`${join} where l.mailbox_id = $1`, ['00000000-0000-7000-8000-000000000000'])
    const found = await checkExecutedSql(server.adminUrl('postgres'))
    assert.match(found[0] ?? '', /leaves the mailbox: d is joined to l without mailbox_id/)
  } finally {
    await client.end()
    await server.stop()
    await rm(dir, { recursive: true })
  }
})
