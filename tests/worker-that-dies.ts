// A worker process that the job read-batch ends, as one does that runs out of memory, for tests: `node tests/worker-that-dies.ts`.
// With BESIDE it waits until another job is under way too.
import { systemClock } from '#ground/clock.ts'
import { readConfig } from '#ground/config.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import { openMetrics } from '#ground/metrics.ts'
import { runWorker } from '#worker/run-worker.ts'

// It reaches for nothing of the house but these.
const house = {
  config: readConfig(process.env),
  clock: systemClock,
  log: openLog({ level: 'silent', name: 'dying' }),
  metrics: openMetrics({ process: false }),
} as House

const beside = Promise.withResolvers<void>()
if (!process.env.BESIDE) beside.resolve()

await runWorker(
  house,
  'files',
  {
    'read-batch': async () => {
      await beside.promise
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    },
    'index-letters': async () => {
      beside.resolve()
      await new Promise(() => {})
    },
  },
  { jobsAtATime: 2, presence: { everyMs: 50, graceMs: 300, againAfterMs: 0 } },
)
