import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { sendChunk } from '#dispatch/files/send-chunk.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { operationsRoutes } from '#http/operations.routes.ts'
import { batchOf, postBatch, upload, workOnce } from '#tests/hand-in.ts'
import { lettersArchive } from '#tests/make-archive.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { seedSender } from '#tests/seed-sender.ts'
import { lastWordsOf } from './handlers.ts'
import { DEATHS_MAX, keepPresence } from './presence.ts'
import { runWorker } from './run-worker.ts'

const DIES = fileURLToPath(new URL('../../tests/worker-that-dies.ts', import.meta.url))

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

async function until(look: () => Promise<boolean> | boolean): Promise<void> {
  for (let looks = 0; !(await look()); looks++) {
    if (looks > 1500) throw new Error('waited in vain')
    await sleep(20)
  }
}

type JobRow = { job: string; attempts: number; deaths: number; locked: boolean }
const jobs = async () =>
  (
    await sql<JobRow>`
      select t.identifier as job, j.attempts, coalesce((j.flags->>'deaths')::int, 0) as deaths,
        j.locked_at is not null as locked
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      order by t.identifier`.execute(open.house.db)
  ).rows

test('S-06 O-06: a job that ends its worker each time is set aside and its sender told; what was beside it goes on', async () => {
  const app = await open.app(dispatchRoutes, operationsRoutes)
  const sender = await seedSender(open.house, app)
  const archive = await lettersArchive('nationalNumber\n0101011234\n')
  const { batchId } = (await postBatch(app, sender, await upload(app, sender, archive))).json()
  await asPostOffice(open.house.db, (trx) => addJob(trx, 'index-letters', { mailboxId: 'x' }))

  for (let death = 1; death <= DEATHS_MAX; death++) {
    const worker = spawn(process.execPath, [DIES], {
      env: { ...process.env, DATABASE_URL: open.databaseUrl, ...(death === 1 ? { BESIDE: 'yes' } : {}) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [, signal] = await once(worker, 'exit')
    assert.equal(signal, 'SIGKILL')
    const [beside, deadly] = await jobs()
    assert.deepEqual(deadly, { job: 'read-batch', attempts: death, deaths: death - 1, locked: true })
    // From its first death on what was under way with the deadly job is kept apart from it.
    if (death > 1) assert.deepEqual(beside, { job: 'index-letters', attempts: 1, deaths: 1, locked: false })
  }
  assert.equal((await batchOf(app, sender, batchId)).state, 'reading')

  const done: string[] = []
  const handlers = {
    'read-batch': async () => void done.push('read-batch'),
    'index-letters': async () => void done.push('index-letters'),
    'build-take-out': async () => void done.push('build-take-out'),
  }
  const presence = { everyMs: 50, graceMs: 300, againAfterMs: 0 }
  const worker = await runWorker(open.house, 'files', handlers, {
    presence,
    lastWords: lastWordsOf(open.house),
  })
  try {
    const made = { mailboxId: 'x', takeOutId: 'y' }
    await asPostOffice(open.house.db, (trx) => addJob(trx, 'build-take-out', made))
    await until(async () => done.length === 2 && (await jobs()).every(({ locked }) => !locked))
    await until(async () => (await batchOf(app, sender, batchId)).state === 'refused')
    await until(async () => (await jobs()).length === 1)
  } finally {
    await worker.stop()
  }
  assert.deepEqual(done.sort(), ['build-take-out', 'index-letters'], 'and not what is deadly')
  assert.equal((await batchOf(app, sender, batchId)).problem.code, 'internal-error')

  // The operator sees it.
  assert.match(open.logged(), new RegExp(`"event":"job-cut-off","job":"read-batch","deaths":${DEATHS_MAX}`))
  assert.match(open.logged(), /"event":"job-given-up","job":"read-batch".*EndsWorkers/)
  const metrics = await open.house.metrics.registry.metrics()
  assert.match(metrics, /brevhus_job_seconds_count\{job="read-batch",outcome="given-up"\} 1/)
  assert.equal((await app.inject('/ready')).json().jobsGivenUp, 1)
})

test('S-06 O-06: a file that ends whoever sends it is ended itself: what is left is on the error list, and its sender is told', async () => {
  const app = await open.app(dispatchRoutes, operationsRoutes)
  const sender = await seedSender(open.house, app)
  const list = ['nationalNumber,reference', ...Array.from({ length: 1500 }, (_, i) => `0101011234,r${i}`)]
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
  const given = await upload(app, sender, await lettersArchive(`${list.join('\n')}\n`))
  const { batchId } = (await postBatch(app, sender, given)).json()
  await workOnce(open.house, ['read-batch'])
  const key = { senderId: sender.senderId, batchId }
  await sendChunk(open.house, key, { chunksMax: 1 })
  assert.equal((await batchOf(app, sender, batchId)).rowsDecided, 1000)
  // As presence.ts leaves a job that has died too often.
  await sql`update graphile_worker._private_jobs set attempts = max_attempts - 1,
    flags = jsonb_build_object('deaths', ${sql.lit(DEATHS_MAX)}::int)
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'send-chunk')`.execute(
    open.house.db,
  )
  const deadly = { 'send-chunk': () => assert.fail('it is deadly') }
  const worker = await runWorker(open.house, 'files', deadly, { lastWords: lastWordsOf(open.house) })
  try {
    await until(async () => (await batchOf(app, sender, batchId)).state !== 'sending')
    await until(() => /"event":"job-given-up","job":"send-chunk".*EndsWorkers/.test(open.logged()))
  } finally {
    await worker.stop()
  }
  const ended = await batchOf(app, sender, batchId)
  assert.deepEqual([ended.state, ended.rowsDecided, ended.refused], ['done', 1500, 1500])
  const errors = async (id: string, after = 0) => {
    const url = `/v1/batches/${id}/errors?after=${after}&limit=1000`
    return (await app.inject({ url, headers: sender.headers() })).json().rows as {
      row: number
      code: string
    }[]
  }
  const left = await errors(batchId, 1000)
  assert.equal(left.length, 500)
  assert.deepEqual(new Set(left.map(({ code }) => code)), new Set(['not-processed']))
  assert.ok((await errors(batchId)).every(({ code }) => code !== 'not-processed'))
  const { rows: told } = await sql<{ codes: string[] }>`select codes from sender_event
    where sender_id = ${sender.senderId} and batch_id = ${batchId} and event = 'batch' order by event_id`.execute(
    open.house.db,
  )
  assert.deepEqual(
    told.map(({ codes }) => codes[0]),
    ['reading', 'sending', 'done'],
  )
})

test('S-06 O-06: a file that fails at each try is ended at the last one', async () => {
  const app = await open.app(dispatchRoutes)
  const sender = await seedSender(open.house, app)
  const person = await seedPerson(open.house)
  const given = await upload(app, sender, await lettersArchive(`nationalNumber\n${person.nationalNumber}\n`))
  const { batchId } = (await postBatch(app, sender, given)).json()
  await workOnce(open.house, ['read-batch'])
  const key = { senderId: sender.senderId, batchId }
  const away = Object.assign(Object.create(open.house.vault), { wrap: async () => assert.fail('no vault') })
  const failing = { ...open.house, vault: away }
  await assert.rejects(sendChunk(failing, key), /no vault/)
  assert.equal((await batchOf(app, sender, batchId)).state, 'sending')
  await assert.rejects(sendChunk(failing, key, { lastTry: true }), /no vault/)
  const ended = await batchOf(app, sender, batchId)
  assert.deepEqual([ended.state, ended.delivered, ended.refused], ['done', 0, 1])
})

test('S-06 O-06: where workers die of something else a suspect is believed one death less; two suspects do not clear each other', async () => {
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
  const { db } = open.house
  const add = (takeOutId: string) =>
    asPostOffice(db, (trx) => addJob(trx, 'build-take-out', { mailboxId: 'x', takeOutId }))
  for (const id of ['suspect', 'other', 'condemned', 'innocent']) await add(id)
  const deaths = async () =>
    Object.fromEntries(
      (
        await sql<{ id: string; deaths: number }>`
          select payload->>'takeOutId' as id, coalesce((flags->>'deaths')::int, 0) as deaths
          from graphile_worker._private_jobs`.execute(db)
      ).rows.map(({ id, deaths }) => [id, deaths]),
    )
  const hasDeaths = (id: string, count: number) =>
    sql`update graphile_worker._private_jobs set flags = jsonb_build_object('deaths', ${sql.lit(count)}::int)
      where payload->>'takeOutId' = ${id}`.execute(db)
  await hasDeaths('suspect', DEATHS_MAX - 1)
  await hasDeaths('other', 1)
  await hasDeaths('condemned', DEATHS_MAX)
  /** As a worker leaves the queue that was killed with this job in its hands. */
  const dieWith = async (id: string) => {
    await sql`update graphile_worker._private_jobs set locked_by = ${`gone-${id}`}, locked_at = now() - interval '1 hour'
      where payload->>'takeOutId' = ${id}`.execute(db)
    const presence = await keepPresence(open.house, { everyMs: 60_000, graceMs: 0, againAfterMs: 0 })
    await presence.stop()
  }
  await dieWith('innocent')
  assert.deepEqual(await deaths(), {
    suspect: DEATHS_MAX - 2,
    other: 0,
    condemned: DEATHS_MAX,
    innocent: 1,
  })
  await hasDeaths('other', 1)
  await dieWith('other')
  assert.deepEqual(await deaths(), {
    suspect: DEATHS_MAX - 2,
    other: 2,
    condemned: DEATHS_MAX,
    innocent: 1,
  })
})
