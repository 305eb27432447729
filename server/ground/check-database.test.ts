import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TEST_POSTGRES } from '#tests/database.ts'
import { type EmbeddedPostgres, startPostgres } from '#tools/embedded-postgres.ts'
import { connectChecked, databaseFaults } from './check-database.ts'
import { ConfigError } from './config.ts'

let server: EmbeddedPostgres
before(async () => {
  server = await startPostgres({ dir: TEST_POSTGRES, durable: false })
})
after(() => server.stop())

test('O-06: a superuser is refused, for row-level security would not bind it', async () => {
  await assert.rejects(connectChecked(server.adminUrl('postgres'), 'test'), (error: Error) => {
    assert.ok(error instanceof ConfigError)
    assert.match(error.message, /superuser or bypasses row-level security.*NOSUPERUSER NOBYPASSRLS/)
    return true
  })
})

test('O-06: a role that does not own the database is refused', async () => {
  await assert.rejects(connectChecked(server.url('postgres'), 'test'), /does not own the database/)
})

test('O-06: the role that owns its database and is bound comes in', async () => {
  const client = await connectChecked(server.url('brevhus'), 'test')
  await client.end()
})

test('O-06: no answer, an unknown database: said without the address, which may hold a password', async () => {
  for (const [url, said] of [
    ['postgres://anna:p4ssword@127.0.0.1:1/post', /does not answer.*ECONNREFUSED/],
    [server.url('no-such-database'), /refuses us \(3D000\)/],
  ] as const)
    await assert.rejects(connectChecked(url, 'test'), (error: Error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, said)
      assert.doesNotMatch(error.message, /p4ssword|no-such-database/)
      return true
    })
})

test('O-06: too old, and not UTF8', () => {
  const good = {
    version: 150_000,
    encoding: 'UTF8',
    superuser: false,
    bypassesRowSecurity: false,
    owner: true,
  }
  assert.deepEqual(databaseFaults(good), [])
  assert.match(databaseFaults({ ...good, version: 140_012 }).join(), /PostgreSQL 14 is too old/)
  assert.match(databaseFaults({ ...good, encoding: 'LATIN1' }).join(), /LATIN1.*UTF8/)
  assert.equal(databaseFaults({ ...good, bypassesRowSecurity: true }).length, 1)
})
