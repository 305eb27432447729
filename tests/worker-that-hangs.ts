// A worker process that takes a job and never ends it, for tests that kill it: `node tests/worker-that-hangs.ts`.
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
  log: openLog({ level: 'silent', name: 'hanging' }),
  metrics: openMetrics({ process: false }),
} as House

await runWorker(house, 'letters', {
  'watch-sign-ins': async () => {
    process.stdout.write('taken\n')
    await new Promise(() => {})
  },
})
