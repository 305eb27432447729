import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { asPostOffice, commitWith, type Db, inMailbox, openDb, readInMailbox, type Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { openLog } from '#ground/log.ts'
import { type FreshDatabase, freshDatabase } from '#tests/database.ts'

let database: FreshDatabase
let db: Db
before(async () => {
  database = await freshDatabase()
  // One connection: what a transaction leaves behind, the next one finds.
  db = openDb({
    url: database.url,
    connectionsMax: 1,
    log: openLog({ level: 'silent', name: 'test' }),
    name: 'test',
  })
  await sql`create table note (text text primary key)`.execute(db)
})
after(async () => {
  await db.destroy()
  await database.drop()
})

const notes = async () => (await sql<{ text: string }>`select text from note order by text`.execute(db)).rows
const write = (trx: Trx, text: string) => sql`insert into note values (${text})`.execute(trx)
const doors = async (trx: Db) => {
  const { rows } = await sql<{ door: string | null; mailbox: string | null }>`
    select nullif(current_setting('brevhus.door', true), '') as door,
      nullif(current_setting('brevhus.mailbox', true), '') as mailbox`.execute(trx)
  return rows[0]
}

test('each transaction goes through its own door, and the next one on the connection through none of it', async () => {
  const mailboxId = newId()
  assert.deepEqual(await inMailbox(db, mailboxId, doors), { door: null, mailbox: mailboxId })
  assert.deepEqual(await asPostOffice(db, doors), { door: 'post-office', mailbox: null })
  assert.deepEqual(await doors(db), { door: null, mailbox: null })
  assert.throws(() => inMailbox(db, "'; drop table note; --", doors), /not a mailbox id/)
})

test('work that fails leaves nothing, and says its own error', async () => {
  const failing = asPostOffice(db, async (trx) => {
    await write(trx, 'lost')
    throw new Error('changed my mind')
  })
  await assert.rejects(failing, /changed my mind/)
  assert.deepEqual(await notes(), [])
})

test('statements that were sent together are answered each for itself; one that fails takes the transaction with it', async () => {
  const together = asPostOffice(db, async (trx) => {
    const [one, , three] = await Promise.allSettled([
      write(trx, 'one'),
      sql`select 1 / 0`.execute(trx),
      write(trx, 'three'),
    ])
    assert.equal(one.status, 'fulfilled')
    assert.equal(three.status, 'rejected')
  })
  await assert.rejects(together, /failed before its commit/)
  assert.deepEqual(await notes(), [])
})

test('questions to one mailbox go through its door in one piece, answer each for itself, write nothing and leave nothing behind', async () => {
  const mailboxId = newId()
  const door = {
    text: `select current_setting('brevhus.mailbox', true) as mailbox, $1::int as n`,
    values: [7],
  }
  const other = { text: 'select $1::text as word', values: ['ja'] }
  assert.deepEqual(await readInMailbox(db, mailboxId, [door, other]), [
    [{ mailbox: mailboxId, n: 7 }],
    [{ word: 'ja' }],
  ])
  const broken = { text: 'select 1 / $1::int', values: [0] }
  await assert.rejects(readInMailbox(db, mailboxId, [door, broken, other]), { code: '22012' })
  const writing = { text: 'insert into note values ($1)', values: ['nej'] }
  await assert.rejects(readInMailbox(db, mailboxId, [writing]), { code: '25006' })
  await assert.rejects(readInMailbox(db, `x' or true --`, [door]), /not a mailbox id/)
  assert.deepEqual(await doors(db), { door: null, mailbox: null })
  assert.deepEqual(
    (await notes()).filter(({ text }) => text === 'nej'),
    [],
  )
})

test('a last statement is committed in its own round trip, or fails and nothing is', async () => {
  const said = await asPostOffice(db, async (trx) => {
    await write(trx, 'first')
    return commitWith<{ text: string }>(trx, 'insert into note values ($1) returning text', ['last'])
  })
  assert.deepEqual(said, [{ text: 'last' }])
  assert.deepEqual(await notes(), [{ text: 'first' }, { text: 'last' }])
  const failing = asPostOffice(db, async (trx) => {
    await write(trx, 'second')
    await commitWith(trx, 'insert into note values ($1)', ['last'])
  })
  await assert.rejects(failing, /duplicate key/)
  assert.deepEqual(await notes(), [{ text: 'first' }, { text: 'last' }])
})

test('a door that does not open is the error that is told, not what failed behind it', async () => {
  const other = openDb({
    url: database.url,
    connectionsMax: 1,
    log: openLog({ level: 'silent', name: 'test' }),
    name: 'other',
  })
  const KEY = 4711
  try {
    await other.connection().execute(async (held) => {
      await sql`select pg_advisory_lock(${sql.lit(KEY)})`.execute(held)
      await sql`set lock_timeout = '50ms'`.execute(db)
      const waiting = asPostOffice(db, (trx) => write(trx, 'behind the door'), { sharedLock: KEY })
      await assert.rejects(waiting, /lock timeout/)
      await sql`select pg_advisory_unlock(${sql.lit(KEY)})`.execute(held)
    })
    await asPostOffice(db, (trx) => write(trx, 'open again'), { sharedLock: KEY })
  } finally {
    await other.destroy()
  }
  assert.equal((await notes()).length, 3)
})

test('a connection that dies in the middle fails its transaction, and the next one gets another', async () => {
  const dying = asPostOffice(db, async (trx) => {
    await write(trx, 'never')
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
  })
  await assert.rejects(dying)
  assert.deepEqual(await asPostOffice(db, doors), { door: 'post-office', mailbox: null })
  assert.equal((await notes()).length, 3)
})

test('a database that was only used for transactions is closed as any other, once', async () => {
  const other = openDb({
    url: database.url,
    connectionsMax: 2,
    log: openLog({ level: 'silent', name: 'test' }),
    name: 'leaving',
  })
  await asPostOffice(other, doors)
  await other.destroy()
  await other.destroy()
  const left = async () =>
    (await sql`select from pg_stat_activity where application_name = 'leaving'`.execute(db)).rows.length
  for (const end = Date.now() + 30_000; Date.now() < end && (await left()) > 0; ) await sleep(10)
  assert.equal(await left(), 0)
})
