/** Which workers live. A killed worker leaves its jobs locked, and the queue gives them back only after four hours: a file
 * would stand still that long. So every crew (crew.ts) holds an advisory lock on the name its jobs are locked with, which PostgreSQL
 * releases the moment the connection is gone, and all processes look every few seconds for jobs whose holder has none. */
import pg from 'pg'
import type { House } from '#ground/house.ts'
import { type JobName, LANES } from '#ground/jobs.ts'

export type Presence = {
  /** Call it with the name in `locked_by`, before the first job is claimed. */
  announce(workerId: string): void
  stop(): Promise<void>
}

export type PresenceOptions = {
  /** How often the dead are looked for. Default 5 seconds. */
  everyMs?: number
  /** A job locked this recently may belong to a worker whose announcement is still on its way. Default 5 seconds. */
  graceMs?: number
  /** A job whose worker died is tried at once, and this much later with every further death. Default 20 seconds. */
  againAfterMs?: number
}

/** A job that was under way when this many workers died is not tried any more: it may be what ends them (S-06). */
export const DEATHS_MAX = 5

/** Any number of ours that nobody else uses as the first half of an advisory lock ("WORK" in ASCII). */
const LOCK = 0x574f524b

export async function keepPresence(house: House, options: PresenceOptions = {}): Promise<Presence> {
  const { everyMs = 5000, graceMs = 5000, againAfterMs = 20_000 } = options
  const ours = new Set<string>()
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let turn: Promise<void> = Promise.resolve()

  /** A connection with all our locks; a new one after the database was away. */
  async function connected(): Promise<pg.Client> {
    if (client) return client
    const fresh = new pg.Client({
      connectionString: house.config.DATABASE_URL,
      application_name: 'worker presence',
      connectionTimeoutMillis: 10_000,
    })
    const forget = () => {
      if (client === fresh) client = undefined
    }
    fresh.on('error', forget).on('end', forget)
    await fresh.connect()
    for (const workerId of ours) await hold(fresh, workerId)
    client = fresh
    return fresh
  }

  /** One thing at a time on the one connection. A failure is tried again with the next look. */
  function next(work: (client: pg.Client) => Promise<void>): Promise<void> {
    turn = turn
      .then(async () => work(await connected()))
      .catch((error) => house.log.warn({ event: 'presence-lost', err: error }))
    return turn
  }

  async function look(): Promise<void> {
    await next((client) => releaseDead(house, client, ours, { graceMs, againAfterMs }))
    if (!stopped) timer = setTimeout(look, everyMs)
  }

  await look()
  return {
    announce(workerId) {
      ours.add(workerId)
      void next((client) => hold(client, workerId))
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
      await client?.end()
    },
  }
}

async function hold(client: pg.Client, workerId: string): Promise<void> {
  // Waits, for no longer than somebody's look at a worker that was thought dead.
  await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [LOCK, workerId])
}

async function releaseDead(
  house: House,
  client: pg.Client,
  ours: ReadonlySet<string>,
  { graceMs, againAfterMs }: Pick<Required<PresenceOptions>, 'graceMs' | 'againAfterMs'>,
): Promise<void> {
  const { rows } = await client.query<{ worker_id: string }>(
    `select locked_by as worker_id from graphile_worker._private_jobs
     where locked_by is not null and locked_at < now() - $1 * interval '1 millisecond'
     union
     select locked_by from graphile_worker._private_job_queues
     where locked_by is not null and locked_at < now() - $1 * interval '1 millisecond'`,
    [graceMs],
  )
  const dead: string[] = []
  for (const { worker_id } of rows) {
    if (ours.has(worker_id)) continue
    // The lock can be had for ourselves alone only when no living worker holds its share of it.
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as free',
      [LOCK, worker_id],
    )
    if (!rows[0]!.free) continue
    await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK, worker_id])
    dead.push(worker_id)
  }
  if (dead.length === 0) return
  const { rows: jobs } = await client.query<{ job: JobName; deaths: number }>(GIVE_BACK, [
    dead,
    DEATHS_MAX,
    againAfterMs,
    LANES.files,
  ])
  // Now the queues alone.
  await client.query('select graphile_worker.force_unlock_workers($1)', [dead])
  house.log.warn({ event: 'dead-workers', workers: dead.length })
  for (const { job, deaths } of jobs) house.log.warn({ event: 'job-cut-off', job, deaths })
}

/** Whether a job is only to be told of any more: `flags` are the queue's own column, which we use for nothing else. */
export const hasDied = (flags: unknown): boolean =>
  ((flags as { deaths?: number } | null)?.deaths ?? 0) >= DEATHS_MAX

/** Each claim counts as a try, also one that a kill cut off; after the last the queue would never touch the job again and nobody
 * say what is lost. So one more is left, and after too many deaths just that one, for the last words (run-worker.ts).
 * Whoever was under way counts, guilty or not: from then on suspects run one at a time, so that the guilty one dies alone.
 * One statement unlocks and counts: of two who look, one counts.
 * A death with no suspect under way is somebody else's doing (a machine that fails, a leak), and each suspect is believed one death
 * less. Where a suspect was under way nobody is: two guilty ones would clear each other for ever. */
const GIVE_BACK = `
  with dying as (
    select coalesce((d.flags->>'deaths')::int, 0) > 0 as suspect
    from graphile_worker._private_jobs d where d.locked_by = any($1)),
  cleared as (
    update graphile_worker._private_jobs s set flags = jsonb_build_object('deaths', (s.flags->>'deaths')::int - 1)
    where (select not bool_or(suspect) from dying) and s.id in (
      select o.id from graphile_worker._private_jobs o
      where (o.flags->>'deaths')::int between 1 and $2 - 1 and (o.locked_by is null or o.locked_by <> all($1))
      for update skip locked)),
  queues as (
    insert into graphile_worker._private_job_queues as q (queue_name)
    values ('suspects:letters'), ('suspects:files')
    on conflict (queue_name) do update set queue_name = excluded.queue_name
    returning q.id, q.queue_name)
  update graphile_worker._private_jobs j set
    flags = jsonb_build_object('deaths', died.deaths),
    attempts = case when died.deaths >= $2 then j.max_attempts - 1 else least(j.attempts, j.max_attempts - 1) end,
    job_queue_id = queues.id,
    run_at = greatest(j.run_at, now() + (died.deaths - 1) * $3 * interval '1 millisecond'),
    locked_by = null, locked_at = null
  from queues, graphile_worker._private_tasks t, (
    select d.id, coalesce((d.flags->>'deaths')::int, 0) + 1 as deaths
    from graphile_worker._private_jobs d where d.locked_by = any($1)) died
  where died.id = j.id and t.id = j.task_id and j.locked_by = any($1)
    and queues.queue_name = case when t.identifier = any($4) then 'suspects:files' else 'suspects:letters' end
  returning t.identifier as job, died.deaths`
