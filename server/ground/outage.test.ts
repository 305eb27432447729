import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { isOutage } from '#ground/outage.ts'
import { freshDatabase } from '#tests/database.ts'

test('O-06: what is asked on a connection that broke, or was closed, is an outage and no fault of ours', async () => {
  const { url } = await freshDatabase()
  const fails = async (asked: Promise<unknown>) => {
    const error = await asked.then(
      () => assert.fail('it was answered'),
      (why: unknown) => why,
    )
    assert.equal(isOutage(error), true, String(error))
  }
  const broken = new pg.Client({ connectionString: url })
  await broken.connect()
  const lost = new Promise((done) => broken.once('error', done))
  const { stream } = (broken as unknown as { connection: { stream: { destroy(): void } } }).connection
  const underWay = broken.query('select pg_sleep(1)')
  stream.destroy()
  await fails(underWay)
  await lost
  await fails(broken.query('select 1'))
  const closed = new pg.Client({ connectionString: url })
  await closed.connect()
  await closed.end()
  await fails(closed.query('select 1'))
  assert.equal(isOutage(new Error('Cannot read properties of undefined')), false)
})
