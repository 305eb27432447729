import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { asPostOffice, type Trx } from './db.ts'
import { addManyJobs, JOB_NAMES, type NewJob } from './jobs.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

test('I-11 S-12: whoever adds the first job of its kind in a new post office makes nobody wait', async () => {
  const { db } = open.house
  const oneOfEach = (trx: Trx) =>
    addManyJobs(
      trx,
      JOB_NAMES.map((name) => ({ name, payload: {} }) as NewJob),
    )
  const done = Promise.withResolvers<void>()
  const under = Promise.withResolvers<void>()
  const slow = asPostOffice(db, async (trx) => {
    await oneOfEach(trx)
    under.resolve()
    await done.promise
  })
  await under.promise
  try {
    await asPostOffice(db, async (trx) => {
      await sql`set local lock_timeout = '1s'`.execute(trx)
      await oneOfEach(trx)
    })
  } finally {
    done.resolve()
    await slow
  }
  const { rows } = await sql<{ jobs: number }>`
    select count(*)::int as jobs from graphile_worker._private_jobs`.execute(db)
  assert.equal(rows[0]!.jobs, JOB_NAMES.length * 2)
})
