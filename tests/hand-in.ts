/** A sender that hands in files, and the worker's work on them, in process: through HTTP, the queue's own table and the real
 * handlers. */
import { sql } from 'kysely'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { handlersOf } from '#worker/handlers.ts'
import type { SenderSeed } from './seed-sender.ts'

export async function upload(app: App, sender: SenderSeed, bytes: Buffer): Promise<string> {
  const tus = { 'tus-resumable': '1.0.0' }
  const begun = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...sender.headers(), ...tus, 'upload-length': String(bytes.length) },
  })
  const path = String(begun.headers.location)
  const sent = await app.inject({
    method: 'PATCH',
    url: path,
    headers: {
      ...sender.headers(),
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    payload: bytes,
  })
  if (sent.statusCode !== 204) throw new Error(`upload: ${sent.statusCode} ${sent.body}`)
  return path.split('/').at(-1)!
}

export async function postBatch(
  app: App,
  sender: SenderSeed,
  uploadId: string,
  more: object = {},
  key?: string,
) {
  return app.inject({
    method: 'POST',
    url: '/v1/batches',
    headers: sender.headers(key),
    payload: { uploadId, ...more },
  })
}

export async function batchOf(app: App, sender: SenderSeed, batchId: string) {
  const answer = await app.inject({ url: `/v1/batches/${batchId}`, headers: sender.headers() })
  return answer.json()
}

type Job = { id: string; name: string; payload: never }

/** Takes the next job of these names, runs it and removes it if that went well. undefined: there is none. */
export async function workOnce(house: House, names: readonly string[]): Promise<Job | undefined> {
  // Locked like a worker does it: a job of the same key that is asked for meanwhile is a new one.
  const { rows } = await sql<Job>`
    update graphile_worker._private_jobs j set locked_at = now(), locked_by = 'test'
    from graphile_worker._private_tasks t
    where t.id = j.task_id and j.id = (select w.id from graphile_worker._private_jobs w
      join graphile_worker._private_tasks k on k.id = w.task_id
      where k.identifier = any(${names}::text[]) and w.locked_at is null order by w.priority, w.id limit 1)
    returning j.id::text, t.identifier as name, j.payload`.execute(house.db)
  const [job] = rows
  if (!job) return undefined
  const handlers = handlersOf(house) as Record<
    string,
    (payload: never, run: { lastTry: boolean; jobId: string }) => Promise<void>
  >
  await handlers[job.name]!(job.payload, { lastTry: false, jobId: job.id })
  await sql`delete from graphile_worker._private_jobs where id = ${job.id}::bigint`.execute(house.db)
  return job
}

/** Until there is nothing left of these. @returns how many jobs */
export async function work(house: House, names = ['read-batch', 'send-chunk']): Promise<number> {
  let done = 0
  while (await workOnce(house, names)) done += 1
  return done
}

/** Uploads, hands in, works everything off, and answers with the batch as its sender sees it. */
export async function handIn(house: House, app: App, sender: SenderSeed, bytes: Buffer, more: object = {}) {
  const answer = await postBatch(app, sender, await upload(app, sender, bytes), more)
  if (answer.statusCode !== 202) throw new Error(`batch: ${answer.statusCode} ${answer.body}`)
  await work(house)
  return batchOf(app, sender, answer.json().batchId)
}
