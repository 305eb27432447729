import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { livePid, socketFolder, startPostgres, stopPostgres } from './embedded-postgres.ts'

let home = ''
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'brevhus pg ')) // a path with spaces, closed to others as a home folder is
  await chmod(home, 0o700)
})
after(() => rm(home, { recursive: true, force: true }))

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows[0]
  } finally {
    await client.end()
  }
}

test('the application gets a role that row-level security binds, in a UTF-8 cluster with checksums', async () => {
  const dir = join(home, 'æ real one')
  const server = await startPostgres({ dir })
  try {
    assert.equal(server.adopted, false)
    const row = await ask(
      server.url('brevhus'),
      `select r.rolsuper, r.rolbypassrls, r.rolcreatedb, r.rolreplication, pg_encoding_to_char(d.encoding) as encoding,
        lower('ÆØÅ') as lower, current_setting('data_checksums') as checksums, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as tcp,
        pg_get_userbyid(d.datdba) as owner
      from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`,
    )
    assert.deepEqual(row, {
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: true,
      rolreplication: false,
      encoding: 'UTF8',
      lower: 'æøå',
      checksums: 'on',
      fsync: 'on',
      commit: 'on',
      tcp: '',
      owner: 'brevhus',
    })
    const again = await startPostgres({ dir })
    assert.equal(again.adopted, true)
    await again.stop()
    await ask(again.url('brevhus'), 'select 1') // an adopted server is not ours to stop
  } finally {
    await server.stop()
  }
  assert.equal(await livePid(join(dir, 'data')), undefined)
})

test('data survive a stop, and a stale process number left by a crash is no obstacle', async () => {
  const dir = join(home, 'stale')
  const first = await startPostgres({ dir, durable: false })
  await ask(first.url('brevhus'), 'create table kept (id int)')
  const pidFile = await readFile(join(dir, 'data/postmaster.pid'), 'utf8')
  await first.stop()
  // A living process of our own that is no PostgreSQL now bears the number.
  await writeFile(join(dir, 'data/postmaster.pid'), pidFile.replace(/^\d+/, `${process.pid}`))
  const second = await startPostgres({ dir, durable: false })
  try {
    assert.equal(second.adopted, false)
    assert.deepEqual(await ask(second.url('brevhus'), 'select count(*)::int as n from kept'), { n: 0 })
  } finally {
    await second.stop()
  }
})

test('two that start at the same moment share one server', async () => {
  const dir = join(home, 'together')
  const both = await Promise.all([1, 2].map(() => startPostgres({ dir, durable: false })))
  assert.deepEqual(both.map((server) => server.adopted).sort(), [false, true])
  for (const server of both) await ask(server.url('brevhus'), 'select 1')
  await Promise.all(both.map((server) => server.stop()))
})

test('a killed parent leaves no orphan', async () => {
  const dir = join(home, 'orphan')
  const script = `import { startPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)}
    await startPostgres({ dir: ${JSON.stringify(dir)}, durable: false }); setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
  const data = join(dir, 'data')
  for (let i = 0; i < 2400 && !(await livePid(data)); i++) await sleep(25)
  assert.ok(await livePid(data), 'started')
  parent.kill('SIGKILL')
  for (let i = 0; i < 2400 && (await livePid(data)); i++) await sleep(25)
  assert.equal(await livePid(data), undefined)
  assert.equal(existsSync(join(data, 'postmaster.pid')), false, 'it shut down in good order')
})

test('a path too long for a socket gets a short socket folder', async () => {
  const dir = join(home, 'x'.repeat(90))
  assert.ok(Buffer.byteLength(join(socketFolder(dir), '.s.PGSQL.5432')) <= 107)
  const server = await startPostgres({ dir, durable: false })
  try {
    await ask(server.url('brevhus'), 'select 1')
  } finally {
    await server.stop()
    await rm(server.socketDir, { recursive: true })
  }
})

test('a socket folder open to others is refused', async () => {
  const dir = join(home, 'open')
  await mkdir(join(dir, 'socket'), { recursive: true })
  await chmod(join(dir, 'socket'), 0o777)
  await assert.rejects(startPostgres({ dir, durable: false }), /open to others: remove it/)
})

test('when PostgreSQL cannot start, its last words are in the error', async () => {
  const dir = join(home, 'broken')
  const server = await startPostgres({ dir, durable: false })
  await server.stop()
  await writeFile(join(dir, 'data/postgresql.conf'), 'no_such_setting = 1\n')
  await assert.rejects(startPostgres({ dir, durable: false }), /did not start[\s\S]*no_such_setting/)
  await stopPostgres(dir) // nothing runs: quietly nothing
})
