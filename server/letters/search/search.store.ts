import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'

/** The ids of the letters in one place, newest first. */
export async function readPlace(
  trx: Trx,
  mailboxId: string,
  folderId: string,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ letter_id: string }>`
    select letter_id from letter where mailbox_id = ${mailboxId} and folder_id = ${folderId} limit ${most}`.execute(
    trx,
  )
  return rows.map((row) => row.letter_id)
}

/** Whether this person did this in the mailbox since then. */
export async function readAccessSince(
  trx: Trx,
  done: { mailboxId: string; actorId: string; action: string },
  since: Date,
): Promise<boolean> {
  // Keys are made of time: only those since then are looked at.
  const first = `${since.getTime().toString(16).padStart(12, '0')}`
  const { rows } = await sql`
    select from access_log where mailbox_id = ${done.mailboxId}
      and access_id > ${`${first.slice(0, 8)}-${first.slice(8)}-7000-8000-000000000000`}::uuid
      and actor_id = ${done.actorId} and action = ${done.action} limit 1`.execute(trx)
  return rows.length > 0
}

/** Counts this search, and says how many there were since then, this one included. */
export async function countUse(
  trx: Trx,
  by: { mailboxId: string; personId: string },
  since: Date,
): Promise<number> {
  const { rows } = await sql<{ searches: number }>`
    insert into search_use as u (mailbox_id, person_id, since, searches)
    values (${by.mailboxId}, ${by.personId}, ${since}, 1)
    on conflict (mailbox_id, person_id) do update set since = excluded.since,
      searches = case when u.since = excluded.since then u.searches + 1 else 1 end
    returning searches`.execute(trx)
  return rows[0]!.searches
}

/** For the post office's door only. */
export async function forgetUse(trx: Trx, until: Date): Promise<void> {
  await sql`delete from search_use where since < ${until}`.execute(trx)
}
