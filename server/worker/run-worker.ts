/** A worker process: claims the jobs of one lane and hands each to its use case. */
import { EventEmitter } from 'node:events'
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { House } from '#ground/house.ts'
import { type JobName, LANES } from '#ground/jobs.ts'
import { describeError } from '#ground/log.ts'
import type { Handlers, JobRun } from './handlers.ts'
import { keepPresence, type PresenceOptions } from './presence.ts'

export type Lane = keyof typeof LANES

export type WorkerOptions = {
  /** Jobs at a time; default WORKER_JOBS. */
  jobsAtATime?: number
  /** How long a stop waits for jobs under way, in milliseconds; after it they are left to be tried again. Default 20 seconds. */
  stopWithinMs?: number
  /** Enqueues `clear-expired` every hour. Default: true in the letters lane when it has a handler. */
  hourly?: boolean
  presence?: PresenceOptions
}

export type Worker = {
  /** Takes no new job, waits for those under way. */
  stop(): Promise<void>
}

/** Connections the queue itself holds at least: one listens, the others claim and complete. Use cases take theirs from
 * `house.db`. */
const QUEUE_CONNECTIONS = 3
/** A new job is announced; this is for those whose time comes later, and for a lost announcement. */
const POLL_MS = 1000
const STOP_WITHIN_MS = 20_000
const HOURLY = '17 * * * * clear-expired'

export async function runWorker(
  house: House,
  lane: Lane,
  handlers: Handlers,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { jobsAtATime = house.config.WORKER_JOBS, stopWithinMs = STOP_WITHIN_MS } = options
  const tasks = tasksOf(house, lane, handlers)
  const hourly = options.hourly ?? 'clear-expired' in tasks
  const presence = await keepPresence(house, options.presence)
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => presence.announce(worker.workerId))
  const runner = await run({
    events,
    connectionString: house.config.DATABASE_URL,
    maxPoolSize: Math.max(QUEUE_CONNECTIONS, jobsAtATime),
    concurrency: jobsAtATime,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    taskList: tasks,
    crontab: hourly ? HOURLY : '',
    logger: quietLogger(house),
    preset: { worker: { gracefulShutdownAbortTimeout: stopWithinMs } },
  })
  house.log.info({ event: 'worker-started', lane, jobs: Object.keys(tasks), jobsAtATime })
  return {
    async stop() {
      await runner.stop()
      await presence.stop()
      house.log.info({ event: 'worker-stopped', lane })
    },
  }
}

function tasksOf(house: House, lane: Lane, handlers: Handlers): TaskList {
  const tasks: TaskList = {}
  for (const name of LANES[lane]) {
    const handle = handlers[name] as ((payload: unknown, run: JobRun) => Promise<void>) | undefined
    if (!handle) continue
    tasks[name] = (payload, { job }) =>
      runJob(house, name, { jobId: job.id, attempt: job.attempts, attemptsMax: job.max_attempts }, (run) =>
        handle(payload, run),
      )
  }
  return tasks
}

/** A job failed. Graphile stores this message: it must not say what the error said, that may quote somebody's data. */
class JobFailed extends Error {
  override readonly name = 'JobFailed'
}

async function runJob(
  house: House,
  job: JobName,
  { jobId, attempt, attemptsMax }: { jobId: string; attempt: number; attemptsMax: number },
  work: (run: JobRun) => Promise<void>,
): Promise<void> {
  const started = performance.now()
  const lastTry = attempt >= attemptsMax
  let outcome: 'done' | 'failed' | 'given-up' = 'done'
  try {
    await work({ jobId, lastTry })
  } catch (error) {
    outcome = lastTry ? 'given-up' : 'failed'
    house.log[lastTry ? 'error' : 'warn']({ event: `job-${outcome}`, job, attempt, attemptsMax, err: error })
    const { type, code } = describeError(error)
    throw new JobFailed(code === undefined ? type : `${type} ${code}`)
  } finally {
    const seconds = (performance.now() - started) / 1000
    house.metrics.jobSeconds.observe({ job, outcome }, seconds)
    house.log.debug({ event: 'job', job, outcome, attempt, ms: Math.round(seconds * 1000) })
  }
}

/** The queue's own words can hold payloads: only that it complained, and how loudly, is kept. */
function quietLogger(house: House): Logger {
  return new Logger(({ label, taskIdentifier }) => (level) => {
    const line = { event: 'queue', part: label, job: taskIdentifier }
    if (level === 'error') house.log.error(line)
    else if (level === 'warning') house.log.warn(line)
  })
}
