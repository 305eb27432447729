/** Which workers live. A killed worker leaves its jobs locked, and the queue gives them back only after four hours: a file
 * would stand still that long. So every crew (crew.ts) holds an advisory lock on the name its jobs are locked with, which PostgreSQL
 * releases the moment the connection is gone, and all processes look every few seconds for jobs whose holder has none. */
import pg from 'pg'
import type { House } from '#ground/house.ts'

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
  /** A job whose worker died in its last try waits this long for another. Default 20 seconds. */
  lastTryAfterMs?: number
}

/** Any number of ours that nobody else uses as the first half of an advisory lock ("WORK" in ASCII). */
const LOCK = 0x574f524b

export async function keepPresence(house: House, options: PresenceOptions = {}): Promise<Presence> {
  const { everyMs = 5000, graceMs = 5000, lastTryAfterMs = 20_000 } = options
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
    await next((client) => releaseDead(house, client, ours, { graceMs, lastTryAfterMs }))
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
  { graceMs, lastTryAfterMs }: Pick<Required<PresenceOptions>, 'graceMs' | 'lastTryAfterMs'>,
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
  // Each claim counts as a try, also one that a kill cut off. After the last the queue would never touch the job again and its
  // handler never say what is lost: a file would be read for ever. One more is left, later, in case the job itself kills.
  await client.query(
    `update graphile_worker._private_jobs
     set attempts = max_attempts - 1, run_at = greatest(run_at, now() + $2 * interval '1 millisecond')
     where locked_by = any($1) and attempts >= max_attempts`,
    [dead, lastTryAfterMs],
  )
  await client.query('select graphile_worker.force_unlock_workers($1)', [dead])
  house.log.warn({ event: 'dead-workers', workers: dead.length })
}
