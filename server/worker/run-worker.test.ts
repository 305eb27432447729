import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { readCheckpoint } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { addJob, addJobs } from '#ground/jobs.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson, seedSender } from '#tests/seed-people.ts'
import { BY_THE_CLOCK } from './crew.ts'
import { handlersOf } from './handlers.ts'
import type { identityJobs } from './identity-jobs.ts'
import { runWorker, type Worker } from './run-worker.ts'
import { keepSealing } from './seal-evidence.ts'

const HANGS = fileURLToPath(new URL('../../tests/worker-that-hangs.ts', import.meta.url))

let open: OpenHouse
const workers: Worker[] = []
before(async () => {
  open = await openHouse()
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await sql`delete from graphile_worker._private_jobs`.execute(open.house.db)
})
after(() => open.close())

const LOOK_EVERY_MS = 20

async function working(...args: Parameters<typeof runWorker>): Promise<Worker> {
  const worker = await runWorker(...args)
  workers.push(worker)
  return worker
}

/** Counted in looks, not by the clock: a machine that stood still was not waiting. */
async function until<T>(look: () => Promise<T> | T, withinMs = 30_000): Promise<NonNullable<T>> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const found = await look()
    if (found) return found
    if (waitedMs > withinMs) throw new Error(`waited ${withinMs} ms in vain`)
    await sleep(LOOK_EVERY_MS)
  }
}

const inTransaction = (work: Parameters<typeof asPostOffice>[1]) => asPostOffice(open.house.db, work)

test('T-01: from the delivery to the e-mail, through the queue', async () => {
  const karen = await seedPerson(open.house, { emails: ['karen@fjordby.example'] })
  const sender = await seedSender(open.house)
  const { letterId } = await seedLetter(open.house, { mailboxId: karen.mailboxId, senderId: sender.senderId })
  await working(open.house, 'letters', handlersOf(open.house))
  await inTransaction((trx) => addJob(trx, 'notify-recipients', { letters: [[karen.mailboxId, letterId]] }))
  await until(() => open.outbox.length)
  assert.equal(open.outbox[0]!.to, 'karen@fjordby.example')
  const { rows } = await until(async () => {
    const found = await sql<{
      jobs: number
    }>`select count(*)::int as jobs from graphile_worker._private_jobs`.execute(open.house.db)
    return found.rows[0]!.jobs === 0 ? found : undefined
  })
  assert.equal(rows[0]!.jobs, 0)
})

test('S-12: a worker claims the jobs of its lane only', async () => {
  const done: string[] = []
  const handlers = {
    'watch-sign-ins': async () => void done.push('watch-sign-ins'),
    'read-batch': async () => void done.push('read-batch'),
  }
  await inTransaction(async (trx) => {
    await addJob(trx, 'watch-sign-ins', {})
    await addJob(trx, 'read-batch', { senderId: 'x', batchId: 'y' })
  })
  await working(open.house, 'files', handlers)
  await until(() => done.length)
  await sleep(200)
  assert.deepEqual(done, ['read-batch'])
  await working(open.house, 'letters', handlers)
  await until(() => done.length === 2)
})

test('S-06: the next job of a queue begins when the one before it is closed, not at the next poll', async () => {
  let left = 5
  const next = () =>
    inTransaction((trx) => addJob(trx, 'send-chunk', { senderId: 'x', batchId: 'y' }, { queue: 'files:x' }))
  const handlers = {
    'send-chunk': async () => {
      left -= 1
      if (left > 0) await next()
    },
  }
  await next()
  // Nobody polls within the life of this test.
  await working(open.house, 'files', handlers, { pollMs: 3_600_000 })
  await until(() => left === 0)
})

test('a job that fails is tried again later, told by class and code only, and its last try knows it is the last', async () => {
  const tries: boolean[] = []
  const handlers = {
    'watch-sign-ins': async (_: unknown, { lastTry }: { lastTry: boolean }) => {
      tries.push(lastTry)
      throw Object.assign(new TypeError('Karen Lindholm, 0101901234'), { code: 'E_QUOTES' })
    },
  }
  await inTransaction((trx) => addJob(trx, 'watch-sign-ins', {}, { attemptsMax: 2 }))
  const worker = await working(open.house, 'letters', handlers)
  await until(() => tries.length === 1)
  const job = async () =>
    (
      await sql<{ last_error: string | null; attempts: number; later: boolean }>`
        select last_error, attempts, run_at > now() as later from graphile_worker._private_jobs`.execute(
        open.house.db,
      )
    ).rows[0]!
  const { last_error, later } = await until(async () => ((await job()).last_error ? job() : undefined))
  assert.match(last_error!, /TypeError E_QUOTES/)
  assert.doesNotMatch(last_error!, /Karen|0101901234/)
  assert.ok(later)
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(open.house.db)
  await until(() => tries.length === 2)
  assert.deepEqual(tries, [false, true])
  await worker.stop()
  workers.length = 0
  assert.match(open.logged(), /"event":"job-given-up","job":"watch-sign-ins"/)
  assert.doesNotMatch(open.logged(), /Karen Lindholm, 0101901234/)
  const metrics = await open.house.metrics.registry.metrics()
  assert.match(metrics, /brevhus_job_seconds_count\{job="watch-sign-ins",outcome="given-up"\} 1/)
})

test('what has had its time is cleared every hour, by whichever worker can', async () => {
  await working(open.house, 'letters', { 'clear-expired': async () => {} })
  const { rows } = await until(async () => {
    const known = await sql<{
      identifier: string
    }>`select identifier from graphile_worker._private_known_crontabs`.execute(open.house.db)
    return known.rows.length > 0 ? known : undefined
  })
  assert.ok(rows.some(({ identifier }) => identifier === 'clear-expired'))
})

test('I-07 I-11: what no request asks for has its time: sign-ins are watched and run-out sessions ended every minute', () => {
  const jobs = handlersOf({} as House, {} as ReturnType<typeof identityJobs>)
  for (const job of ['watch-sign-ins', 'end-idle-sessions', 'clear-expired', 'publish-lists'] as const)
    assert.ok(job in BY_THE_CLOCK && job in jobs, job)
})

test('a stop waits for what is under way and takes nothing new', async () => {
  let begun = 0
  let ended = 0
  const handlers = {
    'watch-sign-ins': async () => {
      begun++
      await sleep(300)
      ended++
    },
  }
  await inTransaction((trx) => addJobs(trx, 'watch-sign-ins', [{}, {}, {}]))
  const worker = await working(open.house, 'letters', handlers, { jobsAtATime: 1 })
  await until(() => begun)
  await worker.stop()
  workers.length = 0
  assert.deepEqual([begun, ended], [1, 1])
  const { rows } = await sql<{ free: number }>`
    select count(*)::int as free from graphile_worker._private_jobs where locked_at is null`.execute(
    open.house.db,
  )
  assert.equal(rows[0]!.free, 2)
})

/** Workers that have told that they live. They do so beside their first job, on another connection, which on a busy machine comes a little later. */
const announced = async () =>
  (
    await sql`select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
                and database = (select oid from pg_database where datname = current_database())`.execute(
      open.house.db,
    )
  ).rows.length

test('S-12: a worker that is killed gives its job back within seconds; a living one keeps it, however long it takes', async () => {
  await inTransaction((trx) => addJob(trx, 'watch-sign-ins', {}, { queue: 'one' }))
  const hanging = spawn(process.execPath, [HANGS], {
    env: { ...process.env, DATABASE_URL: open.databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(hanging.stdout, 'data')
    await until(announced)
    let done = 0
    const handlers = { 'watch-sign-ins': async () => void done++ }
    await working(open.house, 'letters', handlers, { presence: { everyMs: 50, graceMs: 800 } })
    // Longer than it takes to be thought dead and the next look for jobs together.
    await sleep(2500)
    assert.equal(done, 0, 'its worker lives')
    assert.doesNotMatch(open.logged(), /"event":"dead-workers"/)
    hanging.kill('SIGKILL')
    await until(() => done)
    assert.equal(done, 1)
    assert.match(open.logged(), /"event":"dead-workers","workers":1/)
  } finally {
    hanging.kill('SIGKILL')
  }
})

test('S-06: a job whose worker was killed in its last try is tried once more: being killed never buries it', async () => {
  await inTransaction((trx) => addJob(trx, 'watch-sign-ins', {}, { queue: 'one', attemptsMax: 1 }))
  const hanging = spawn(process.execPath, [HANGS], {
    env: { ...process.env, DATABASE_URL: open.databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(hanging.stdout, 'data')
    const tries: boolean[] = []
    const handlers = {
      'watch-sign-ins': async (_: unknown, { lastTry }: { lastTry: boolean }) => void tries.push(lastTry),
    }
    const presence = { everyMs: 50, graceMs: 300, againAfterMs: 0 }
    await working(open.house, 'letters', handlers, { presence })
    hanging.kill('SIGKILL')
    await until(() => tries.length)
    assert.deepEqual(tries, [true], 'and it knows that it is the last')
  } finally {
    hanging.kill('SIGKILL')
  }
})

test('S-12: a worker does not take its own living jobs from itself, however many look for work', async () => {
  let begun = 0
  const handlers = {
    'watch-sign-ins': async () => {
      begun++
      await sleep(2500)
    },
  }
  await working(open.house, 'letters', handlers, { jobsAtATime: 4, presence: { everyMs: 50, graceMs: 800 } })
  await working(open.house, 'letters', handlers, { jobsAtATime: 4, presence: { everyMs: 50, graceMs: 800 } })
  await until(async () => (await announced()) === 2)
  await inTransaction((trx) => addJob(trx, 'watch-sign-ins', {}))
  await until(() => begun)
  await sleep(2400)
  assert.equal(begun, 1)
})

test('O-04: a signed head stands within two seconds of an event, and two sealers do not disturb each other', async () => {
  const sealers = [keepSealing(open.house), keepSealing(open.house)]
  try {
    await until(() => readCheckpoint(open.house.db))
    for (let i = 0; i < 2; i++) {
      const size = (await readCheckpoint(open.house.db))!.treeSize
      await inTransaction((trx) => appendLeaves(trx, [Buffer.alloc(32, i), Buffer.alloc(32, i + 9)]))
      const head = await until(async () => {
        const newest = await readCheckpoint(open.house.db)
        return newest!.treeSize > size ? newest : undefined
      }, 2000)
      assert.equal(head.treeSize, size + 2)
      assert.ok(head.note.startsWith(logOf(open.house).origin))
    }
  } finally {
    await Promise.all(sealers.map((sealer) => sealer.stop()))
  }
  assert.doesNotMatch(open.logged(), /sealing-failed|evidence-log-damaged/)
})

test('O-04: a log that does not add up is not sealed on, and the operator is told', async () => {
  await sql`alter table evidence_checkpoint disable trigger append_only`.execute(open.house.db)
  await sql`update evidence_checkpoint set root_hash = decode(repeat('00', 32), 'hex')`.execute(open.house.db)
  await inTransaction((trx) => appendLeaves(trx, [Buffer.alloc(32)]))
  const sealer = keepSealing(open.house, 20)
  await until(() => /"event":"evidence-log-damaged"/.test(open.logged()))
  await sealer.stop()
})
