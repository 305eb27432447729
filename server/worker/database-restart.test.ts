// What a worker does when PostgreSQL is killed under it. The database is one of this test's own: the shared one serves others.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#ground/clock.ts'
import { readConfig } from '#ground/config.ts'
import { asPostOffice, openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import { migrate } from '#ground/migrate.ts'
import { type EmbeddedPostgres, livePid, startPostgres } from '#tools/embedded-postgres.ts'
import { runWorker } from './run-worker.ts'

let folder: string
let postgres: EmbeddedPostgres
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevhus-restart-'))
  postgres = await start()
})
after(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Durable: a job that was enqueued must be there after the kill. Right after it the last processes of the old server may still be
 * on their way out. */
async function start(): Promise<EmbeddedPostgres> {
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    try {
      return await startPostgres({ dir: folder })
    } catch (error) {
      if (Date.now() > end) throw error
    }
  }
}

async function kill(): Promise<void> {
  process.kill((await livePid(join(folder, 'data')))!, 'SIGKILL')
  while (await livePid(join(folder, 'data'))) await sleep(20)
}

async function until(look: () => boolean, withinMs = 60_000): Promise<void> {
  for (const end = Date.now() + withinMs; !look(); await sleep(20))
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain`)
}

test('O-06 S-12: PostgreSQL is killed under a worker and comes back: what was under way is done again, what is new is done', async () => {
  const url = postgres.url('brevhus')
  await migrate(url)
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const log = openLog({ level: 'info', name: 'test', stream: stream as never })
  const config = readConfig({ DATABASE_URL: url })
  const db = openDb({ url, connectionsMax: 4, log, name: 'test' })
  const house = { config, clock: systemClock, db, log, metrics: openMetrics({ process: false }) } as House
  const enqueue = (batchId: string) =>
    asPostOffice(db, (trx) => addJob(trx, 'read-batch', { senderId: 'x', batchId }))

  /** How often each job began. Two of them end only while the database is away, one well and one badly. */
  const begun: Record<string, number> = {}
  const ended: string[] = []
  const away = Promise.withResolvers<void>()
  const handlers = {
    'read-batch': async ({ batchId }: { batchId: string }) => {
      begun[batchId] = (begun[batchId] ?? 0) + 1
      if (batchId.startsWith('long') && begun[batchId] === 1) await away.promise
      if (batchId === 'long and failing' && begun[batchId] === 1) throw new Error('the database is away')
      ended.push(batchId)
    },
  }
  const worker = await runWorker(house, 'files', handlers, {
    jobsAtATime: 3,
    presence: { everyMs: 100, graceMs: 300 },
  })
  try {
    await enqueue('long and well')
    await enqueue('long and failing')
    await until(() => begun['long and well'] === 1 && begun['long and failing'] === 1)
    await kill()
    away.resolve()
    await until(() => lines.some((line) => line.includes('"event":"worker-not-back"')))
    postgres = await start()
    await enqueue('new')
    await until(() => ended.includes('new')).catch((e) => {
      process.stderr.write(lines.join(''))
      throw e
    })
    // Nobody could be told that they had ended: both are done again, at once or at their next try.
    await until(() => begun['long and well'] === 2 && begun['long and failing'] === 2).catch((e) => {
      process.stderr.write(JSON.stringify(begun) + lines.join(''))
      throw e
    })
    assert.ok(lines.some((line) => line.includes('"event":"worker-back"')))

    // And once more, with nothing under way.
    await kill()
    await sleep(500)
    postgres = await start()
    await enqueue('newer')
    await until(() => ended.includes('newer'))
  } finally {
    await worker.stop()
    await db.destroy()
  }
})

test('O-06: a worker is stopped in good order while the database is away', async () => {
  const url = postgres.url('brevhus')
  const log = openLog({ level: 'silent', name: 'test' })
  const house = {
    config: readConfig({ DATABASE_URL: url }),
    clock: systemClock,
    log,
    metrics: openMetrics({ process: false }),
  } as House
  const worker = await runWorker(house, 'files', { 'read-batch': async () => {} })
  await kill()
  const began = Date.now()
  await worker.stop()
  assert.ok(Date.now() - began < 30_000)
  postgres = await start()
})
