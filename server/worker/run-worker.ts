/** A worker process: claims the jobs of one lane and hands each to its use case, for as long as the process lives. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { TaskList } from 'graphile-worker'
import type { House } from '#ground/house.ts'
import { type JobName, LANES } from '#ground/jobs.ts'
import { describeError } from '#ground/log.ts'
import { type Crew, startCrew } from './crew.ts'
import type { Handlers, JobRun } from './handlers.ts'
import { hasDied, type PresenceOptions } from './presence.ts'

export type Lane = keyof typeof LANES

export type WorkerOptions = {
  /** Jobs at a time; default WORKER_JOBS. */
  jobsAtATime?: number
  /** How long a stop waits for jobs under way, in milliseconds; after it they are left to be tried again. Default 20 seconds. */
  stopWithinMs?: number
  /** Enqueues `clear-expired` every hour. Default: true in the letters lane when it has a handler. */
  hourly?: boolean
  presence?: PresenceOptions
  /** What is done instead of a job under which too many workers died: to tell whom it concerns. */
  lastWords?: Handlers
  /** How often jobs are looked for that nobody announced, in milliseconds. Default 1,000. */
  pollMs?: number
}

export type Worker = {
  /** Takes no new job, waits for those under way. */
  stop(): Promise<void>
}

const STOP_WITHIN_MS = 20_000
/** A new job is announced; this is for those whose time comes later, and for a lost announcement. */
const POLL_MS = 1000

/** Between one crew that was lost and the next, doubled each time; back to the first after a crew has lasted. */
const BACK_OFF_MS_FIRST = 250
const BACK_OFF_MS_MAX = 15_000
const LASTED_MS = 60_000

export async function runWorker(
  house: House,
  lane: Lane,
  handlers: Handlers,
  options: WorkerOptions = {},
): Promise<Worker> {
  const { jobsAtATime = house.config.WORKER_JOBS, stopWithinMs = STOP_WITHIN_MS, pollMs = POLL_MS } = options
  const tasks = tasksOf(house, lane, handlers, options.lastWords)
  const hourly = options.hourly ?? 'clear-expired' in tasks
  const enlist = () =>
    startCrew(house, tasks, { jobsAtATime, stopWithinMs, hourly, presence: options.presence, pollMs })
  const first = await enlist()
  house.log.info({ event: 'worker-started', lane, jobs: Object.keys(tasks), jobsAtATime })
  const crews = keepCrew(house, lane, first, enlist)
  return {
    async stop() {
      await crews.stop()
      house.log.info({ event: 'worker-stopped', lane })
    },
  }
}

/** There is always a crew, however often the database goes away: when one has ended by itself the next is tried, later and
 * later, until the database answers again. */
function keepCrew(house: House, lane: Lane, first: Crew, enlist: () => Promise<Crew>): Worker {
  const stopping = new AbortController()
  let crew = first
  const kept = keep()

  async function keep(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const began = performance.now()
      await crew.ended
      if (stopping.signal.aborted) return
      if (performance.now() - began > LASTED_MS) failures = 0
      house.log.warn({ event: 'worker-lost', lane })
      for (let back = false; !back; ) {
        const pauseMs = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_FIRST * 2 ** Math.min(failures++, 10))
        await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        if (stopping.signal.aborted) return
        try {
          crew = await enlist()
          back = true
        } catch (error) {
          house.log.warn({ event: 'worker-not-back', lane, failures, err: error })
        }
      }
      // Stopped while it was being enlisted.
      if (stopping.signal.aborted) await crew.stop()
      else house.log.info({ event: 'worker-back', lane })
    }
  }

  return {
    async stop() {
      stopping.abort()
      await crew.stop()
      await kept
    },
  }
}

type Handle = ((payload: unknown, run: JobRun) => Promise<void>) | undefined

function tasksOf(house: House, lane: Lane, handlers: Handlers, lastWords: Handlers = {}): TaskList {
  const tasks: TaskList = {}
  for (const name of LANES[lane]) {
    const handle = handlers[name] as Handle
    if (!handle) continue
    tasks[name] = (payload, { job }) =>
      runJob(
        house,
        name,
        { jobId: job.id, attempt: job.attempts, attemptsMax: job.max_attempts },
        async (run) => {
          // An operator who asks for it again begins with the first try.
          if (!run.lastTry || !hasDied(job.flags)) return handle(payload, run)
          await (lastWords[name] as Handle)?.(payload, run)
          throw new EndsWorkers()
        },
      )
  }
  return tasks
}

/** A job was under way each time that a worker died: out of memory, or a crash. */
class EndsWorkers extends Error {
  override readonly name = 'EndsWorkers'
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
