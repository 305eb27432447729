/**
 * What programs are told has changed. Nothing is noted when a letter arrives or is moved: when a program asks, the mailbox as it is is
 * held against the mailbox as it was last told of, and each difference gets the next number. That is exact whoever changed what, costs
 * a mailbox without such a program nothing, and costs one with it one pass over its letters an answer.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import { SYNC } from '#rules/personal-tokens.ts'

export type SyncState = { readonly epoch: string; readonly counter: number; readonly floor: number }

const DAY_MS = 86_400_000
const EPOCH_BYTES = 6

/** Brings the numbers up to what the mailbox is now; two at once wait for each other. */
export async function catchUp(trx: Trx, mailboxId: string, now: Date): Promise<SyncState> {
  await sql`insert into sync_mailbox (mailbox_id, epoch, counter, floor, asked_at)
    values (${mailboxId}, ${randomBytes(EPOCH_BYTES).toString('hex')}, 0, 0, ${now}) on conflict do nothing`.execute(
    trx,
  )
  const { rows } = await sql<SyncState>`
    select epoch, counter::float8 as counter, floor::float8 as floor from sync_mailbox
    where mailbox_id = ${mailboxId} for update`.execute(trx)
  const { epoch, counter: before, floor: floorBefore } = rows[0]!
  const floor = Math.max(
    floorBefore,
    await forgetGone(trx, mailboxId, new Date(now.getTime() - SYNC.goneDays * DAY_MS)),
  )
  const folders = await countFolders(trx, mailboxId, before, now)
  const letters = await countLetters(trx, mailboxId, folders, now)
  const counter = letters.counter
  if (letters.folders.length > 0)
    await sql`update sync_folder set counted = ${counter} where mailbox_id = ${mailboxId}
      and folder_id = any(${letters.folders}::uuid[])`.execute(trx)
  if (counter !== before || floor !== floorBefore)
    await sql`update sync_mailbox set counter = ${counter}, floor = ${floor}, asked_at = ${now}
      where mailbox_id = ${mailboxId}`.execute(trx)
  return { epoch, counter, floor }
}

/** Differences of letters, each with a number of its own, so that a program can be told of any part of them. */
async function countLetters(trx: Trx, mailboxId: string, counter: number, now: Date) {
  const { rows } = await sql<{ changes: number; folders: string[] }>`
    with diff as materialized (
      select coalesce(n.letter_id, k.letter_id) as letter_id, coalesce(n.folder_id, k.folder_id) as folder_id, k.folder_id as was,
        coalesce(n.seen, k.seen) as seen, coalesce(n.flagged, k.flagged) as flagged, coalesce(n.open, k.open) as open,
        coalesce(n.received_at, k.received_at) as received_at, n.letter_id is null as gone,
        ${counter}::bigint + row_number() over (order by coalesce(n.letter_id, k.letter_id)) as no
      from (
        select letter_id, folder_id, read_at is not null as seen, starred_at is not null as flagged,
          minimum_level = 'low' and not sensitive and not public_sector as open, delivered_at as received_at
        from letter where mailbox_id = ${mailboxId} and delivered_at is not null and cancelled_at is null
      ) n full join (
        select letter_id, folder_id, seen, flagged, open, received_at from sync_letter
        where mailbox_id = ${mailboxId} and gone_at is null
      ) k on k.letter_id = n.letter_id
      where k.letter_id is null or n.letter_id is null
        or (n.folder_id, n.seen, n.flagged) is distinct from (k.folder_id, k.seen, k.flagged)
    ), put as (
      insert into sync_letter (mailbox_id, letter_id, folder_id, seen, flagged, open, received_at, made, changed, gone_at)
      select ${mailboxId}::uuid, letter_id, folder_id, seen, flagged, open, received_at, no, no,
        case when gone then ${now}::timestamptz end from diff
      on conflict (mailbox_id, letter_id) do update set folder_id = excluded.folder_id, seen = excluded.seen,
        flagged = excluded.flagged, changed = excluded.changed, gone_at = excluded.gone_at
    )
    select (select count(*)::int from diff) as changes,
      array(select folder_id from diff union select was from diff where was is not null) as folders`.execute(
    trx,
  )
  return { counter: counter + rows[0]!.changes, folders: rows[0]!.folders }
}

/** The same of folders and of the places every mailbox has. */
async function countFolders(trx: Trx, mailboxId: string, counter: number, now: Date): Promise<number> {
  const { rows } = await sql<{ changes: number }>`
    with diff as materialized (
      select coalesce(n.folder_id, k.folder_id) as folder_id, n.parent_id, coalesce(n.name_form, k.name_form) as name_form,
        n.folder_id is null as gone, ${counter}::bigint + row_number() over (order by coalesce(n.folder_id, k.folder_id)) as no
      from (
        select folder_id, parent_id, name_form from folder where mailbox_id = ${mailboxId}
        union all select place, null, ''::bytea from unnest(${Object.values(PLACES)}::uuid[]) place
      ) n full join (
        select folder_id, parent_id, name_form from sync_folder where mailbox_id = ${mailboxId} and gone_at is null
      ) k on k.folder_id = n.folder_id
      where k.folder_id is null or n.folder_id is null
        or (n.parent_id, n.name_form) is distinct from (k.parent_id, k.name_form)
    ), put as (
      insert into sync_folder (mailbox_id, folder_id, parent_id, name_form, made, changed, counted, gone_at)
      select ${mailboxId}::uuid, folder_id, parent_id, name_form, no, no, no, case when gone then ${now}::timestamptz end from diff
      on conflict (mailbox_id, folder_id) do update set parent_id = excluded.parent_id, name_form = excluded.name_form,
        changed = excluded.changed, gone_at = excluded.gone_at
    )
    select count(*)::int as changes from diff`.execute(trx)
  return counter + rows[0]!.changes
}

/** The number below which deletions are not known any more; 0: all are. */
async function forgetGone(trx: Trx, mailboxId: string, until: Date): Promise<number> {
  const { rows } = await sql<{ floor: number }>`
    with letters as (delete from sync_letter where mailbox_id = ${mailboxId} and gone_at < ${until} returning changed),
      folders as (delete from sync_folder where mailbox_id = ${mailboxId} and gone_at < ${until} returning changed)
    select coalesce(max(changed), 0)::float8 as floor
    from (select changed from letters union all select changed from folders) gone`.execute(trx)
  return rows[0]!.floor
}

export type ChangedRow = { id: string; made: number; changed: number; gone: boolean; own: number }

export async function lettersSince(
  trx: Trx,
  mailboxId: string,
  since: number,
  limit: number,
): Promise<ChangedRow[]> {
  const { rows } = await sql<ChangedRow>`
    select letter_id as id, made::float8 as made, changed::float8 as changed, changed::float8 as own, gone_at is not null as gone
    from sync_letter where mailbox_id = ${mailboxId} and changed > ${since}
    order by changed limit ${limit}`.execute(trx)
  return rows
}

/** `own`: the newest change of the folder itself; when that is older, only how many letters lie in it has changed. */
export async function foldersSince(
  trx: Trx,
  mailboxId: string,
  since: number,
  limit: number,
): Promise<ChangedRow[]> {
  const { rows } = await sql<ChangedRow>`
    select folder_id as id, made::float8 as made, greatest(changed, counted)::float8 as changed, changed::float8 as own,
      gone_at is not null as gone
    from sync_folder where mailbox_id = ${mailboxId} and greatest(changed, counted) > ${since}
    order by greatest(changed, counted), folder_id limit ${limit}`.execute(trx)
  return rows
}

export type KnownFolder = {
  folderId: string
  parentId: string | null
  total: number
  unseen: number
}

export async function readSyncFolders(trx: Trx, mailboxId: string): Promise<KnownFolder[]> {
  const { rows } = await sql<KnownFolder>`
    select f.folder_id as "folderId", f.parent_id as "parentId", coalesce(c.total, 0)::int as total, coalesce(c.unseen, 0)::int as unseen
    from sync_folder f left join (
      select folder_id, count(*) as total, count(*) filter (where not seen) as unseen from sync_letter
      where mailbox_id = ${mailboxId} and gone_at is null group by folder_id
    ) c on c.folder_id = f.folder_id
    where f.mailbox_id = ${mailboxId} and f.gone_at is null order by f.folder_id`.execute(trx)
  return rows
}

export type KnownLetter = { letterId: string; folderId: string; seen: boolean; flagged: boolean }

/** Those of these letters a program may be told of: as last counted, so that what is told fits the state it is told with. */
export async function readSyncLetters(
  trx: Trx,
  mailboxId: string,
  ids: readonly string[],
): Promise<KnownLetter[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<KnownLetter>`
    select letter_id as "letterId", folder_id as "folderId", seen, flagged from sync_letter
    where mailbox_id = ${mailboxId} and letter_id = any(${ids}::uuid[]) and gone_at is null`.execute(trx)
  return rows
}

export type Where = ReturnType<typeof sql<boolean>>

/** Ids in order. `ascending`: oldest first. */
export async function queryLetters(
  trx: Trx,
  mailboxId: string,
  { where, ascending }: { where: Where; ascending: boolean },
): Promise<string[]> {
  const way = ascending ? sql`asc` : sql`desc`
  const { rows } = await sql<{ id: string }>`
    select letter_id as id from sync_letter where mailbox_id = ${mailboxId} and gone_at is null and ${where}
    order by received_at ${way}, letter_id ${way}`.execute(trx)
  return rows.map((row) => row.id)
}
