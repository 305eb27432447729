/** The SQL of acceptance: request keys and stretches of files, each claimed once. */
import { sql } from 'kysely'
import type { LetterAnswer, LetterOutcome } from '#api/dispatch.ts'
import type { Submission } from '#dispatch/sorting/submission.ts'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { arrayOf, type Piece } from '#ground/insert-rows.ts'
import { addJob } from '#ground/jobs.ts'

export type KeyedAnswer = { submission: Submission; body: Uint8Array }

const KEY_HOURS = 24

/** Claims the Idempotency-Keys of a chunk, all of them different, with their answers, and returns those that were free. A key
 * older than 24 hours is free again. They are claimed in order, so that two lanes never wait for each other in a circle. */
export function requestKeyClaim(answers: readonly KeyedAnswer[], at: Date): Piece {
  const first = inOrder(answers)
  return {
    key: 'claim',
    text: (n) => `
      insert into idempotency_key as k (sender_id, idempotency_key, request_hash, status_code, response, created_at)
      select sender_id, key, hash, 202, substring($${n + 3}::bytea from start for length), $${n + 6}::timestamptz
      from unnest($${n}::uuid[], $${n + 1}::text[], $${n + 2}::bytea[], $${n + 4}::integer[], $${n + 5}::integer[])
        as given(sender_id, key, hash, start, length)
      on conflict (sender_id, idempotency_key) do update
        set request_hash = excluded.request_hash, status_code = excluded.status_code,
            response = excluded.response, created_at = excluded.created_at
        where k.created_at < $${n + 7}::timestamptz
      returning sender_id, idempotency_key`,
    values: [
      arrayOf(
        'uuid',
        first.map((a) => a.submission.sender.senderId),
      ),
      arrayOf(
        'text',
        first.map((a) => a.submission.request!.key),
      ),
      arrayOf(
        'bytea',
        first.map((a) => a.submission.request!.hash),
      ),
      // All answers in one piece, which travels as it is; as an array every byte would be written in hexadecimal.
      Buffer.concat(first.map((a) => a.body)),
      arrayOf('integer', startsOf(first)),
      arrayOf(
        'integer',
        first.map((a) => a.body.length),
      ),
      at,
      new Date(at.getTime() - KEY_HOURS * 3_600_000),
    ],
  }
}

/** Where each answer begins among all of them, from 1 as SQL counts. */
function startsOf(answers: readonly KeyedAnswer[]): number[] {
  let next = 1
  return answers.map(({ body }) => {
    const start = next
    next += body.length
    return start
  })
}

function inOrder(answers: readonly KeyedAnswer[]): KeyedAnswer[] {
  const named = answers.map((answer) => ({ name: nameOf(answer.submission), answer }))
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ answer }) => answer)
}

const nameOf = ({ sender, request }: Submission): string => `${sender.senderId}/${request?.key}`

/** The same key twice within one chunk: those that came after the first. */
export function sameKeyAgain(chunk: readonly Submission[]): Set<Submission> {
  const names = new Set<string>()
  const again = new Set<Submission>()
  for (const submission of chunk) {
    const name = nameOf(submission)
    if (submission.request && names.has(name)) again.add(submission)
    names.add(name)
  }
  return again
}

/** Those whose key is taken by now. */
export async function findTaken(
  trx: Trx,
  submissions: readonly Submission[],
  at: Date,
): Promise<Set<Submission>> {
  const asked = submissions.filter((submission) => submission.request)
  const { rows } = await sql<{ no: number }>`
    select given.no::int as no
    from unnest(${asked.map((s) => s.sender.senderId)}::uuid[], ${asked.map((s) => s.request!.key)}::text[])
      with ordinality as given(sender_id, key, no)
    join idempotency_key k on k.sender_id = given.sender_id and k.idempotency_key = given.key
    where k.created_at >= ${new Date(at.getTime() - KEY_HOURS * 3_600_000)}`.execute(trx)
  return new Set(rows.map(({ no }) => asked[no - 1]!))
}

/** Claims one key, its answer still to be written by the same transaction; false when it is taken. */
export async function claimOne(
  trx: Trx,
  senderId: string,
  key: string,
  hash: Uint8Array,
  at: Date,
): Promise<boolean> {
  const result = await sql`
    insert into idempotency_key as k (sender_id, idempotency_key, request_hash, status_code, response, created_at)
    values (${senderId}, ${key}, ${Buffer.from(hash)}, 200, '', ${at})
    on conflict (sender_id, idempotency_key) do update
      set request_hash = excluded.request_hash, created_at = excluded.created_at, response = ''
      where k.created_at < ${new Date(at.getTime() - KEY_HOURS * 3_600_000)}`.execute(trx)
  return result.numAffectedRows === 1n
}

export type KeptAnswer = { hash: Buffer; statusCode: number; body: Buffer }

export async function findKeptAnswer(
  trx: Trx,
  senderId: string,
  key: string,
  at: Date,
): Promise<KeptAnswer | undefined> {
  const row = await trx
    .selectFrom('idempotency_key')
    .select(['request_hash', 'status_code', 'response'])
    .where('sender_id', '=', senderId)
    .where('idempotency_key', '=', key)
    .where('created_at', '>=', new Date(at.getTime() - KEY_HOURS * 3_600_000))
    .executeTakeFirst()
  return row && { hash: row.request_hash, statusCode: row.status_code, body: row.response }
}

export type Stretch = { senderId: string; batchId: string; chunkNo: number; dryRun: boolean }

export type Tally = Record<LetterOutcome, number>

export function tallyOf(answers: readonly Pick<LetterAnswer, 'outcome'>[]): Tally {
  const tally = { delivered: 0, accepted: 0, print: 0, refused: 0 }
  for (const { outcome } of answers) tally[outcome] += 1
  return tally
}

/** Takes a stretch of a file for this transaction, before anything of it is written. False: it was decided before. */
export async function claimStretch(trx: Trx, stretch: Stretch, at: Date): Promise<boolean> {
  const claimed = await trx
    .updateTable('batch_chunk')
    .set({ decided_at: at })
    .where('sender_id', '=', stretch.senderId)
    .where('batch_id', '=', stretch.batchId)
    .where('chunk_no', '=', stretch.chunkNo)
    .where('decided_at', 'is', null)
    .executeTakeFirst()
  return claimed.numUpdatedRows > 0n
}

/** Counts a stretch as its transaction's last act, because it locks the batch and another stretch may be under way; the one
 * that makes the rows complete ends the file. False if the file is no longer being sent: then the caller must end the
 * transaction without a trace. */
export async function countStretch(trx: Trx, stretch: Stretch, tally: Tally, at: Date): Promise<boolean> {
  const { senderId, batchId } = stretch
  const rows = tally.delivered + tally.accepted + tally.print + tally.refused
  const end = stretch.dryRun ? 'dry-run-done' : 'done'
  const counted = await sql<{ state: string }>`update batch set
      rows_decided = rows_decided + ${rows}, delivered_count = delivered_count + ${tally.delivered},
      waiting_count = waiting_count + ${tally.accepted}, print_count = print_count + ${tally.print},
      refused_count = refused_count + ${tally.refused},
      state = case when rows_decided + ${rows} >= row_count then ${end} else state end,
      closed_at = case when rows_decided + ${rows} >= row_count then ${at}::timestamptz else closed_at end
    where sender_id = ${senderId} and batch_id = ${batchId} and state = 'sending' returning state`.execute(
    trx,
  )
  const [batch] = counted.rows
  if (batch?.state === end) await tellBatch(trx, { senderId, batchId, state: end }, at)
  return batch !== undefined
}

/** The job that sends what is left of a file: one waiting at a time, in the sender's own queue (S-12). */
export const askForSending = (trx: Trx, senderId: string, batchId: string): Promise<void> =>
  addJob(trx, 'send-chunk', { senderId, batchId }, { queue: `files:${senderId}`, key: `send:${batchId}` })

/** A change of a batch in the sender's feed. */
export async function tellBatch(
  trx: Trx,
  batch: { senderId: string; batchId: string; state: string },
  at: Date,
): Promise<void> {
  const { senderId, batchId, state } = batch
  await trx
    .insertInto('sender_event')
    .values({
      sender_id: senderId,
      event_id: newId(at.getTime()),
      event: 'batch',
      batch_id: batchId,
      letter_ids: [],
      codes: [state],
      at,
    })
    .execute()
}
