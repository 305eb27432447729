/** SQL of the routing of letters that were there before the rules (B-15), through the door of the enterprise's own mailbox. */
import { sql } from 'kysely'
import type { Departments } from '#api/departments.ts'
import type { Trx } from '#ground/db.ts'

export type RunKind = 'first' | 'again'

/**
 * What a run looks at. `first`: without a department. `again`: also those the rules put where they are, but nothing that somebody has taken,
 * handed over or finished: what people decided stands.
 */
const LOOKED_AT = {
  first: sql.raw(`l.department_id is null`),
  again: sql.raw(`l.assigned_to is null and l.done_at is null and not exists (
    select from work_event w where w.mailbox_id = l.mailbox_id and w.letter_id = l.letter_id and w.event <> 'routed')`),
}

export const lookedAt = (kind: RunKind) => sql`${LOOKED_AT[kind]}
  and l.delivered_at is not null and l.cancelled_at is null and l.trashed_at is null`

/** Begins one; what is left of the one before is left. How many letters it will look at. */
export async function beginRun(
  trx: Trx,
  run: { mailboxId: string; runId: string; kind: RunKind; at: Date },
): Promise<number> {
  const { rows } = await sql<{ letters: number }>`
    insert into routing_run (mailbox_id, run_id, kind, letters, before_id, asked_at)
    select ${run.mailboxId}, ${run.runId}, ${run.kind}, (select count(*)::int from letter l
      where l.mailbox_id = ${run.mailboxId} and ${lookedAt(run.kind)}), 'ffffffff-ffff-ffff-ffff-ffffffffffff', ${run.at}
    on conflict (mailbox_id) do update set run_id = excluded.run_id, kind = excluded.kind, letters = excluded.letters, done = 0,
      before_id = excluded.before_id, asked_at = excluded.asked_at, finished_at = null
    returning letters`.execute(trx)
  return rows[0]!.letters
}

export type StoredRun = { kind: RunKind; beforeId: string }

/** Undefined when it is done, or a newer one has taken its place. `held`: until the transaction ends. */
export async function readRun(
  trx: Trx,
  { mailboxId, runId }: { mailboxId: string; runId: string },
  manner: 'seen' | 'held',
): Promise<StoredRun | undefined> {
  const { rows } = await sql<StoredRun>`
    select kind, before_id as "beforeId" from routing_run
     where mailbox_id = ${mailboxId} and run_id = ${runId} and finished_at is null
     ${manner === 'held' ? sql`for update` : sql``}`.execute(trx)
  return rows[0]
}

/** So many more were looked at; `beforeId` null: those were the last. */
export async function moveRun(
  trx: Trx,
  mailboxId: string,
  step: { looked: number; beforeId: string | null; at: Date },
): Promise<void> {
  await sql`
    update routing_run set done = done + ${step.looked}, before_id = coalesce(${step.beforeId}::uuid, before_id),
      finished_at = case when ${step.beforeId}::uuid is null then ${step.at}::timestamptz end
     where mailbox_id = ${mailboxId}`.execute(trx)
}

/** How far it is, for the page; null when there never was one. */
export async function readProgress(trx: Trx, mailboxId: string): Promise<Departments['routing']> {
  const { rows } = await sql<{ letters: number; done: number; finished: boolean }>`
    select greatest(letters, done) as letters, done, finished_at is not null as finished from routing_run
     where mailbox_id = ${mailboxId}`.execute(trx)
  return rows[0] ?? null
}
