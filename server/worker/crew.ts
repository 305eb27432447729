/** One life of the queue's workers: it begins with a database that answers and ends with `stop`, or when the queue can no
 * longer say what became of a job, because the database was away at that moment. Then another crew takes over. */
import { EventEmitter } from 'node:events'
import { Logger, run, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker'
import pg from 'pg'
import type { House } from '#ground/house.ts'
import { keepPresence, type PresenceOptions } from './presence.ts'

export type CrewOptions = {
  jobsAtATime: number
  stopWithinMs: number
  hourly: boolean
  presence: PresenceOptions | undefined
  pollMs: number
}

export type Crew = {
  /** Resolves when no worker works any more, for whichever reason. Never rejects. */
  ended: Promise<void>
  /** Takes no new job, waits for those under way. */
  stop(): Promise<void>
}

/** Connections the queue itself holds at least: one listens, the others claim and complete. Use cases take theirs from
 * `house.db`. */
const QUEUE_CONNECTIONS = 3
/** A job is closed a moment after it ended, and until then its queue is locked: whoever looked at once has found nothing, and the
 * next of the queue would wait for the poll. */
const LOOK_AGAIN_MS = [5, 30, 150]
export const BY_THE_CLOCK = {
  'clear-expired': '17 * * * *',
  'publish-lists': '7 * * * *',
  // A service provider learns within a minute that nobody sits there any more.
  'end-idle-sessions': '* * * * *',
  'watch-sign-ins': '* * * * *',
} as const

/** Rejects when the database does not answer, and leaves nothing behind then. */
export async function startCrew(house: House, tasks: TaskList, options: CrewOptions): Promise<Crew> {
  const { jobsAtATime, stopWithinMs, hourly, pollMs } = options
  const pool = openPool(house, Math.max(QUEUE_CONNECTIONS, jobsAtATime))
  const presence = await keepPresence(house, options.presence)
  // Its locks go with it: what its workers still held is given back to whoever lives (presence.ts).
  const leave = async () => {
    await presence.stop()
    await pool.end()
  }
  try {
    const events: WorkerEvents = new EventEmitter()
    // Jobs are locked with the id of the pool of workers, not with that of the one that runs them.
    events.on('pool:create', ({ workerPool }) => {
      presence.announce(workerPool.id)
      lookAgain(events, workerPool)
    })
    const runner = await run({
      events,
      pgPool: pool,
      concurrency: jobsAtATime,
      pollInterval: pollMs,
      noHandleSignals: true,
      taskList: tasks,
      crontab: hourly ? crontabOf(tasks) : '',
      logger: quietLogger(house),
      preset: {
        worker: {
          gracefulShutdownAbortTimeout: stopWithinMs,
          // Alone, the queue does not wait for the statement that closes a job, and its failure is an unhandled rejection that
          // ends the process. In a batch (of whatever is there) a failure ends the runner, and we see it.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    })
    const ended = runner.promise
      .catch((error) => house.log.warn({ event: 'worker-failed', err: error }))
      .then(leave)
      .catch((error) => house.log.warn({ event: 'worker-failed', err: error }))
    return {
      ended,
      async stop() {
        // It refuses when it is ending by itself.
        await runner.stop().catch(() => undefined)
        await ended
      },
    }
  } catch (error) {
    await leave().catch(() => undefined)
    throw error
  }
}

/** The next job of a named queue begins when the one before it is closed, not at the next poll. */
function lookAgain(events: WorkerEvents, workers: WorkerPool): void {
  const ended = new AbortController()
  workers.abortSignal.addEventListener('abort', () => ended.abort(), { once: true })
  events.on('pool:gracefulShutdown', () => ended.abort())
  events.on('job:complete', ({ job }) => {
    if (job.job_queue_id === null) return
    for (const ms of LOOK_AGAIN_MS)
      setTimeout(() => {
        if (!ended.signal.aborted) workers.nudge(1)
      }, ms).unref()
  })
}

/** A pool that outlives lost connections: they are replaced when the next one is asked for. */
function openPool(house: House, max: number): pg.Pool {
  const lost = (error: Error) =>
    house.log.warn({ event: 'db-connection-lost', code: (error as { code?: string }).code })
  const pool = new pg.Pool({
    connectionString: house.config.DATABASE_URL,
    max,
    application_name: 'brevhus queue',
    connectionTimeoutMillis: 10_000,
  })
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return pool
}

/** The queue's own words can hold payloads: only that it complained, and how loudly, is kept. */
function quietLogger(house: House): Logger {
  return new Logger(({ label, taskIdentifier }) => (level) => {
    const line = { event: 'queue', part: label, job: taskIdentifier }
    if (level === 'error') house.log.error(line)
    else if (level === 'warning') house.log.warn(line)
  })
}

const crontabOf = (tasks: TaskList): string =>
  Object.entries(BY_THE_CLOCK)
    .filter(([job]) => job in tasks)
    .map(([job, times]) => `${times} ${job}`)
    .join('\n')
